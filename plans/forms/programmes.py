"""Work programmes and their tasks as the office types them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.forms import DayField
from communes.models import Agency
from documents.forms import PapersForm
from documents.models import OfficialDocument
from plans.choices import DueKind
from plans.models import AgencyGroup, Task, TaskGroup
from plans.selectors.parties import Parties, Piece
from plans.selectors.programmes import choices_of
from plans.services.programmes import Wording
from plans.words import NONE, RECURRING, Due, read_due

ISSUER = "bcd-ctmtqg"
LONGEST = 400_000  # characters of a pasted table
AS_WORDED = [("", "theo chữ ở ô Thời gian"), *DueKind.choices]
LINES = forms.Textarea({"rows": 3})
ANSWER = "answer-"  # before the key of words in the name of their select


class HeadForm(PapersForm):
    """Year, name, and the decision: on the register, or with what it takes to put it there."""

    year = forms.IntegerField(label="Năm", min_value=2009, max_value=2100)
    title = forms.CharField(
        label="Tên chương trình",
        max_length=300,
        help_text="Như quyết định ghi, ví dụ Chương trình công tác trọng tâm năm 2024.",
    )
    symbol = forms.CharField(
        label="Số, ký hiệu quyết định",
        max_length=60,
        help_text="Ví dụ 645/QĐ-BCĐCTMTQG. Đã vào sổ thì lấy từ sổ; trùng số thì thêm năm.",
        widget=forms.TextInput({"list": "papers"}),
    )
    dated = DayField(
        label="Ngày ban hành", required=False, help_text="Cần khi quyết định chưa vào sổ."
    )
    paper_title = forms.CharField(
        label="Trích yếu",
        max_length=500,
        required=False,
        help_text="Cần khi quyết định chưa vào sổ.",
    )
    issuer = forms.ChoiceField(label="Cơ quan ban hành", required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    may_wait = False  # the decision may be told later

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuers = Agency.objects.on(working_day()).filter(kind=AgencyKind.PROVINCE)
        issuer = self.fields["issuer"]
        assert isinstance(issuer, forms.ChoiceField)  # noqa: S101 -- for the type checker
        issuer.choices = [(one.slug, one.name) for one in issuers.order_by("sort_key")]
        issuer.initial = ISSUER
        self.papers = OfficialDocument.objects.visible_to(kwargs["user"]).out()
        self.paper: OfficialDocument | None = None
        for name in ("title", "symbol") if self.may_wait else ():
            self.fields[name].required = False

    def clean_symbol(self) -> str:
        text: str = self.cleaned_data["symbol"].strip()
        if not text:
            return ""
        symbol, _, year = text.partition(" ")
        number, _, notation = symbol.partition("/")
        if not number.isalnum() or not notation:
            raise ValidationError("Ký hiệu viết như 645/QĐ-BCĐCTMTQG.", code="symbol")
        rows = self.papers.filter(number__iexact=number, notation__iexact=notation)
        if year.strip("()").isdecimal():
            rows = rows.filter(year=int(year.strip("()")))
        found = list(rows[:2])
        if len(found) > 1:
            raise ValidationError(
                f"Sổ có nhiều văn bản «{symbol}»: hãy thêm năm, ví dụ {symbol} 2024."
            )
        self.paper = found[0] if found else None
        return text

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("symbol") and self.paper is None and not self.may_wait:
            for name, words in (("dated", "ngày ban hành"), ("paper_title", "trích yếu")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, f"Sổ chưa có quyết định này: hãy ghi {words} để vào sổ.")
        return given

    def said(self) -> dict[str, Any]:
        """What services take: `paper`, else `new_paper` as the register takes it, else neither."""
        given = self.cleaned_data
        number, _, notation = given["symbol"].partition(" ")[0].partition("/")
        new = None
        if given["symbol"] and self.paper is None and given["dated"] and given["paper_title"]:
            new = {
                "number": number,
                "notation": notation,
                "dated": f"{given['dated']}",
                "title": given["paper_title"],
                "issuer": given["issuer"] or ISSUER,
            }
        names = ("year", "title", "note", "symbol")
        return {name: given[name] for name in names} | {"paper": self.paper, "new_paper": new}


class DraftHeadForm(HeadForm):
    """The same, for a table that waits: its decision may be told until it is stored."""

    may_wait = True


class ImportForm(DraftHeadForm):
    """A table as a file or pasted."""

    file = forms.FileField(
        label="Hoặc tệp Excel (.xlsx hoặc .xls)",
        required=False,
        help_text="Nhiều nhất 10 MB.",
        widget=forms.FileInput({"accept": ".xlsx,.xls"}),
        error_messages={"empty": "Tệp này rỗng (0 byte). Hãy chọn lại tệp."},
    )
    text = forms.CharField(
        label="Dán bảng",
        required=False,
        strip=False,
        max_length=LONGEST,
        help_text="Trong Word chọn cả bảng, chép (Ctrl+C) rồi dán vào đây (Ctrl+V).",
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "class": "paste-text"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        pasted = bool(given.get("text", "").strip())
        if not given.get("file") and not pasted and "file" not in self.errors:
            self.add_error("file", "Hãy dán bảng, hoặc chọn tệp Excel.")
        if given.get("file") and pasted:
            self.add_error("text", "Chỉ một trong hai: tệp hoặc bảng dán.")
        return given


class TaskGroupForm(forms.Form):
    number = forms.CharField(label="Số", max_length=10, required=False, help_text="Ví dụ II.")
    title = forms.CharField(label="Tên nhóm", max_length=500)


class DueForm(forms.Form):
    """The deadline in words, and what somebody chose where the words do not tell."""

    due_text = forms.CharField(
        label="Thời gian",
        max_length=200,
        required=False,
        help_text="Như in: Năm 2024, Quý II/2024, trước ngày 30/6/2024, Thường xuyên.",
    )
    due_kind = forms.ChoiceField(label="Dạng thời hạn", choices=AS_WORDED, required=False)
    due_on = DayField(
        label="Ngày cuối", required=False, help_text="Chỉ khi tự chọn dạng thời hạn."
    )
    due: Due

    def read(self, year: int) -> None:
        """Sets `due`, or says at its field what to do."""
        given = self.cleaned_data
        words, kind, on = given.get("due_text", ""), given.get("due_kind", ""), given.get("due_on")
        if kind:
            if on is None and kind not in {NONE, RECURRING} and "due_on" not in self.errors:
                self.add_error("due_on", "Dạng thời hạn này cần một ngày cuối.")
            self.due = Due(kind, on, " ".join(words.split()))
            return
        try:
            self.due = read_due(words, year)
        except ValueError as error:
            self.add_error("due_text", str(error))


class RowForm(DueForm):
    """One row of a table that waits: its cells, as they should be."""

    field_order = (
        *("number", "content", "leads", "coordinators", "due_text", "due_kind", "due_on"),
        *("result", "note"),
    )
    number = forms.CharField(label="TT", max_length=10, required=False)
    content = forms.CharField(label="Nội dung", widget=LINES, required=False)
    leads = forms.CharField(label="Chủ trì", widget=LINES, required=False)
    coordinators = forms.CharField(label="Phối hợp", widget=LINES, required=False)
    result = forms.CharField(label="Kết quả", widget=LINES, required=False)
    note = forms.CharField(label="Ghi chú", widget=LINES, required=False)

    def clean(self) -> dict[str, Any]:
        """A deadline that cannot be read is kept and asked on the page of the table."""
        given = self.cleaned_data
        kind, on = given.get("due_kind", ""), given.get("due_on")
        if kind and on is None and kind not in {NONE, RECURRING} and "due_on" not in self.errors:
            self.add_error("due_on", "Dạng thời hạn này cần một ngày cuối.")
        return given

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("number", "content", "leads", "coordinators", "due_text", "result", "note")
        on = given["due_on"] if given["due_kind"] else None
        return {
            "cells": [given[name] for name in names],
            "due_kind": given["due_kind"],
            "due_on": f"{on or ''}",
        }


class AnswersForm(forms.Form):
    """Whom words mean: one select for each piece, with its label."""

    def __init__(
        self,
        pieces: Iterable[tuple[Piece, str]],
        groups: Sequence[AgencyGroup],
        agencies: Sequence[Agency],
    ) -> None:
        super().__init__()
        for piece, label in pieces:
            self.fields[f"{ANSWER}{piece.key}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=choices_of(piece, groups, agencies),
                initial=piece.answer,
            )


class TaskForm(DueForm):
    """A task's cells; the words of the two columns of agencies are read, and asked where unclear."""

    field_order = (
        *("number", "content", "leads_text", "coordinators_text", "due_text", "due_kind"),
        *("due_on", "expected_result", "note"),
    )
    number = forms.CharField(label="TT", max_length=10, required=False)
    content = forms.CharField(label="Nội dung", widget=LINES)
    leads_text = forms.CharField(
        label="Chủ trì",
        widget=LINES,
        required=False,
        help_text="Một hay nhiều cơ quan, nhóm; cách nhau bằng dấu phẩy.",
    )
    coordinators_text = forms.CharField(label="Phối hợp", widget=LINES, required=False)
    expected_result = forms.CharField(label="Kết quả cần đạt", widget=LINES, required=False)
    note = forms.CharField(label="Ghi chú", widget=LINES, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, year: int, known: Parties, answers: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.known = year, known
        self.answers = dict(answers)
        if self.is_bound:
            posted = {key: str(value) for key, value in self.data.items()}
            self.answers |= {
                key.removeprefix(ANSWER): value
                for key, value in posted.items()
                if key.startswith(ANSWER)
            }
        self.leads: list[Piece] = []
        self.coordinators: list[Piece] = []

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        self.read(self.year)
        self.leads = self.known.read(given.get("leads_text", ""), self.answers)
        self.coordinators = self.known.read(given.get("coordinators_text", ""), self.answers)
        asked = [one.text for one in (*self.leads, *self.coordinators) if one.asked]
        if asked:
            words = ", ".join(f"«{text}»" for text in asked)
            self.add_error(None, f"Không rõ {words} là ai: hãy chọn ở mục «Hiểu là» bên dưới.")
        return given

    @property
    def meant(self) -> "AnswersForm":
        """For each piece of the two columns a select with whom it means now."""
        if self.is_bound:
            pieces = [*self.leads, *self.coordinators]
        else:
            cells = (self.initial.get(name) or "" for name in ("leads_text", "coordinators_text"))
            pieces = [piece for cell in cells for piece in self.known.read(cell, self.answers)]
        return AnswersForm(
            [(piece, f"«{piece.text}»") for piece in pieces],
            self.known.groups,
            self.known.names.agencies,
        )

    def wording(self) -> Wording:
        given = self.cleaned_data
        names = ("content", "number", "leads_text", "coordinators_text", "expected_result", "note")
        return Wording(
            **{name: given[name] for name in names},
            due_text=self.due.words,
            due_kind=self.due.kind,
            due_on=self.due.on,
        )


def task_initial(task: Task) -> dict[str, Any]:
    """A stored task as the form shows it; the form of its deadline only where its words do not tell it."""
    names = (*TaskForm.field_order, "version")
    found = {name: getattr(task, name) for name in names}
    try:
        read: Due | None = read_due(task.due_text, task.group.programme.year)
    except ValueError:
        read = None
    if read is not None and (read.kind, read.on) == (task.due_kind, task.due_on):
        found |= {"due_kind": "", "due_on": None}
    return found


class PlaceForm(forms.Form):
    """In which group and after which task."""

    group = forms.ModelChoiceField(
        label="Nhóm", queryset=TaskGroup.objects.none(), empty_label=None
    )
    after = forms.ModelChoiceField(
        label="Đặt sau", queryset=Task.objects.none(), required=False, empty_label="đầu nhóm"
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = task.group.programme_id
        offers = {
            "group": TaskGroup.objects.filter(programme=programme),
            "after": Task.objects.filter(group__programme=programme)
            .exclude(pk=task.pk)
            .select_related("group"),
        }
        for name, rows in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
            field.queryset = rows
