import datetime as dt
from typing import Any

from django import forms

from accounts.models import User
from communes.models import Agency
from criteria.models import Round
from reports.choices import Kind
from reports.kinds import KINDS
from reports.selectors.runs import agencies_to_ask_for, rounds_to_ask_for


class RequestForm(forms.Form):
    """Which report, of which agency, for which round. Only what the person may ask for is offered."""

    kind = forms.ChoiceField(label="Loại báo cáo")
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Cơ quan, đơn vị", empty_label="— chọn —"
    )
    round = forms.ModelChoiceField(Round.objects.none(), label="Kỳ", empty_label="— chọn —")

    def __init__(self, *args: Any, user: User, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies_to_ask_for(user, on)
        kind, agency, period = (self.fields[name] for name in ("kind", "agency", "round"))
        kind.choices = [(one.value, one.label) for one in KINDS]  # type: ignore[attr-defined]
        agency.queryset = Agency.objects.filter(pk__in=[one.pk for one in self.agencies])  # type: ignore[attr-defined]
        period.queryset = rounds_to_ask_for(Kind.AGENCY_HALF_YEAR, on)  # type: ignore[attr-defined]
        if len(self.agencies) == 1:
            agency.initial = self.agencies[0].pk
        period.initial = period.queryset.values_list("pk", flat=True).first()  # type: ignore[attr-defined]
