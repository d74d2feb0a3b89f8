"""The commune's answer to a word of another."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

AGREE, CONTEST = "dong-y", "khong"


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(
        label="Ý kiến của xã",
        choices=[(AGREE, "Đồng ý"), (CONTEST, "Không đồng ý")],
        error_messages={"required": "Hãy chọn Đồng ý hoặc Không đồng ý."},
    )
    note = forms.CharField(label="Lý do", max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == CONTEST and not cleaned.get("note", "").strip():
            self.add_error("note", ValidationError("Không đồng ý thì phải nêu lý do."))
        return cleaned

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["answer"] == AGREE)
