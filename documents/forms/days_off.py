"""Days off as the office types them."""

from typing import Any

from django import forms

from communes.forms import DayField

CLOSED, WORKED = "nghi", "lam"


class DayOffForm(forms.Form):
    """A day that differs from the calendar, and who announced it."""

    day = DayField(label="Ngày")
    kind = forms.ChoiceField(
        label="Là", choices=[(CLOSED, "ngày nghỉ"), (WORKED, "ngày làm việc (làm bù)")]
    )
    name = forms.CharField(label="Lý do", max_length=200)
    source = forms.CharField(
        label="Thông báo", max_length=300, required=False, help_text="Số, ngày của thông báo."
    )

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = self.cleaned_data
        return {
            "day": given["day"],
            "works": given["kind"] == WORKED,
            "name": given["name"],
            "source": given["source"],
        }
