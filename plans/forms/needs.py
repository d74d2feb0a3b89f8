"""What a commune asks for, as it is typed."""

import datetime as dt
from typing import Any

from django import forms

from communes.forms import DayField
from plans.forms.fields import AboutField, AmountField, CommuneField, criterion_key
from plans.models import Need
from plans.services.needs import NeedGiven

PLAIN = ("content", "quantity", "unit", "money", "by_day", "note")


class NeedForm(forms.Form):
    """A need; the commune is asked only where it is not said yet."""

    commune = CommuneField()
    about = AboutField()
    content = forms.CharField(label="Cần gì", max_length=500, widget=forms.Textarea({"rows": 2}))
    quantity = AmountField(label="Khối lượng")
    unit = forms.CharField(
        label="Đơn vị tính", max_length=40, required=False, help_text="km, phòng học, hộ…"
    )
    money = AmountField(label="Kinh phí (triệu đồng)")
    by_day = DayField(label="Cần trước ngày", required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, day: dt.date, row: Need | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["commune"].day = day
        fields["about"].offer(day, also=[row.criterion if row else None])
        if row is not None:
            del self.fields["commune"]

    def given(self) -> NeedGiven:
        """What the service takes, once the form is valid."""
        said = self.cleaned_data
        criterion, indicator = said["about"]
        plain = {name: said[name] for name in PLAIN}
        return NeedGiven(criterion=criterion, indicator=indicator, **plain)


def need_initial(need: Need) -> dict[str, Any]:
    """A stored row as the form shows it."""
    found = {name: getattr(need, name) for name in PLAIN}
    return found | {"about": criterion_key(need.criterion, need.indicator)}
