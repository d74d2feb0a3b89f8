from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField


class DraftOptionsForm(forms.Form):
    """What holds for every cell of a draft: the day, as whom, a note, and whether it corrects."""

    effective_on = DayField(
        label="Có hiệu lực từ ngày",
        required=False,
    )
    speaking_as = forms.ChoiceField(label="Ghi với tư cách", required=False)
    note = forms.CharField(label="Ghi chú cho cả bản nhập", max_length=1000, required=False)
    correcting = forms.BooleanField(
        label="Sửa số liệu của kỳ đã đóng (phải có ghi chú)", required=False
    )

    def __init__(self, *args: Any, stead: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "cấp cao nhất của tôi cho từng ô"), *stead]
        field = self.fields["speaking_as"]
        field.choices = choices  # type: ignore[attr-defined]

    def options(self) -> dict[str, Any]:
        """As `EntryDraft.options` keeps them."""
        given = dict(self.cleaned_data)
        return given | {"effective_on": f"{given['effective_on'] or working_day()}"}
