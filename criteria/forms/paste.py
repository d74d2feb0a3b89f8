"""A pasted table, and how its columns are meant where the writer says so."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField

LONGEST = 400_000  # characters; the province's 101 communes × 57 values take about 40 000


class PasteForm(forms.Form):
    """`columns` chosen as «1=ten,3=gt:12:» come as one select for each of the first columns."""

    text = forms.CharField(
        label="Bảng xã và số liệu",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 16,
                "class": "paste-text",
                "spellcheck": "false",
                "autocomplete": "off",
                "autofocus": True,
            }
        ),
        error_messages={
            "required": "Hãy dán bảng: mỗi dòng một xã, tên xã rồi đến số liệu.",
            "max_length": "Bảng dài quá (hơn 400.000 ký tự). Hãy dán từng phần.",
        },
    )
    only = forms.ChoiceField(
        label="Cột số liệu là",
        required=False,
        help_text="Chọn khi bảng không có dòng tiêu đề, hoặc chỉ có một cột số liệu.",
    )
    effective_on = DayField(
        label="Có hiệu lực từ ngày",
        required=False,
    )
    note = forms.CharField(label="Ghi chú cho mọi ô", max_length=1000, required=False)

    def __init__(self, *args: Any, means: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["only"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [("", "tự nhận theo tiêu đề cột"), *means]

    def options(self) -> dict[str, str]:
        """What the draft keeps beside the text."""
        day = self.cleaned_data["effective_on"] or working_day()
        return {
            "effective_on": day.isoformat(),
            "note": self.cleaned_data["note"],
            "only": self.cleaned_data["only"],
        }
