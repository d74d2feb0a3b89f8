"""Rules of urging as the office types them."""

from typing import Any

from django import forms

from plans.choices import Audience, UrgeKind


class RuleForm(forms.Form):
    """When, after how many working days, and to whom."""

    kind = forms.ChoiceField(label="Khi", choices=UrgeKind.choices)
    days = forms.IntegerField(
        label="Số ngày làm việc",
        required=False,
        min_value=0,
        max_value=250,
        help_text="Sắp đến hạn: còn bấy nhiêu ngày; quá hạn: bấy nhiêu ngày chưa có hồi âm.",
    )
    audience = forms.ChoiceField(label="Gửi cho", choices=Audience.choices)

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = self.cleaned_data
        return {
            "kind": UrgeKind(given["kind"]),
            "days": given["days"] or 0,
            "audience": Audience(given["audience"]),
        }
