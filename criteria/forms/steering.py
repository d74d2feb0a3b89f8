"""What the office types about one commune's file: another day, a reason, who takes it over."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from communes.forms import DayField
from communes.models import Agency


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Hãy nêu lý do."},
    )


class ExtendForm(forms.Form):
    due_on = DayField(label="Hạn mới", error_messages={"required": "Hãy ghi hạn mới."})
    words = _reason("Lý do gia hạn")


class ReopenForm(forms.Form):
    words = _reason("Lý do mở lại")
    due_on = DayField(label="Hạn gửi lại", required=False, help_text="Không bắt buộc.")


class PassOnForm(forms.Form):
    """Who holds the file from now on, among the agencies of the day."""

    to = forms.ModelChoiceField(
        label="Giao cho",
        queryset=Agency.objects.none(),
        to_field_name="slug",
        empty_label="Chọn cơ quan",
        error_messages={
            "required": "Hãy chọn cơ quan nhận.",
            "invalid_choice": "Cơ quan này không hoạt động vào ngày làm việc.",
        },
    )
    words = _reason("Lý do giao lại")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = agencies
