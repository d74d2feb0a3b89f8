"""To whom the office gives many files at once, and why."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.models import Agency
from criteria.choices import Stage
from criteria.forms.responsibility import ANSWERING


class PassOnForm(forms.Form):
    """Agencies of the working day; a file that its commune should declare goes to a commune's."""

    agency = forms.ModelChoiceField(
        label="Giao cho cơ quan",
        queryset=Agency.objects.none(),
        empty_label="Chọn cơ quan",
        error_messages={"required": "Hãy chọn cơ quan nhận hồ sơ."},
    )
    words = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Hãy nêu lý do giao lại."},
    )

    def __init__(self, *args: Any, stage: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [AgencyKind.COMMUNE] if stage == Stage.DECLARED else ANSWERING
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = Agency.objects.on(working_day()).filter(kind__in=kinds)
