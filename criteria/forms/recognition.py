"""Recognitions as the office types them."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField
from criteria.choices import Level
from criteria.forms.catalogue import CatalogueForm
from documents.forms import PaperField

NAMES = ("level", "since", "year", "decided_on", "paper", "source", "note")


class RecognitionForm(CatalogueForm):
    """Level, year of the standard, decision and days; the ladder the service asks."""

    level = forms.ChoiceField(label="Mức", choices=Level.choices)
    year = forms.IntegerField(
        label="Năm đạt chuẩn",
        required=False,
        min_value=2009,
        max_value=2100,
        help_text="Năm của chuẩn, có thể khác năm ra quyết định.",
    )
    paper = PaperField(label="Quyết định")
    source = forms.CharField(
        label="Quyết định, nguồn bằng lời",
        max_length=500,
        required=False,
        help_text="Khi quyết định chưa vào sổ văn bản.",
    )
    decided_on = DayField(label="Ngày quyết định", required=False)
    since = DayField(
        label="Tính từ ngày",
        required=False,
        help_text="Để trống thì lấy ngày quyết định.",
    )
    note = forms.CharField(
        label="Ghi chú",
        max_length=300,
        required=False,
        help_text="Bắt buộc khi xã chưa giữ mức mà mức này đòi hỏi: nêu lý do vẫn ghi.",
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        paper = given.get("paper")
        decided = given.get("decided_on") or (paper.dated if paper else None)
        since = given.get("since") or decided
        if since is None and not self.errors:
            self.add_error("since", "Hãy ghi ngày quyết định hoặc ngày tính từ.")
        return given | {"decided_on": decided, "since": since}

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = {name: self.cleaned_data[name] for name in NAMES}
        return given | {"level": Level(given["level"])}


class RevocationForm(CatalogueForm):
    """The day, the paper, and why."""

    revoked_on = DayField(label="Thu hồi từ ngày")
    paper = PaperField(label="Quyết định thu hồi")
    reason = forms.CharField(
        label="Lý do", max_length=300, error_messages={"required": "Hãy nêu lý do thu hồi."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revoked_on"].initial = working_day
