"""The denominators of the communes that merged."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from criteria.selectors.inheritance import Need
from criteria.services.inheritance import Stated
from criteria.words import read_number


class NumberField(forms.CharField):
    """A number as Vietnamese types it: 1.234,5."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_number(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class DenominatorForm(forms.Form):
    """One field for each denominator that is asked; blank ones are not stated."""

    source = forms.CharField(
        label="Nguồn", max_length=500, help_text="Văn bản, niên giám hoặc sổ theo dõi nào."
    )

    def __init__(self, *args: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = {f"mau-so-{place}": need for place, need in enumerate(needs)}
        for name, need in self.needs.items():
            day: dt.date = need.origin.until
            self.fields[name] = NumberField(
                label=f"{need.name} của {need.origin.commune}, đến {day.day}/{day.month}/{day.year}",
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10}),
            )

    def stated(self) -> list[Stated]:
        """What was typed, as of each unit's last day before the merger."""
        return [
            Stated(need.origin.commune, need.name, Decimal(value), need.origin.until)
            for name, need in self.needs.items()
            if (value := self.cleaned_data.get(name)) is not None
        ]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each field with the need behind it."""
        return [{"field": self[name], "need": need} for name, need in self.needs.items()]
