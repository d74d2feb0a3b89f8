"""Rows out: one function makes every sheet, another every sheet that is to be filled in."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEY_SHEET = "khoa"
CORNER = "ntm:khoa"  # where the hidden row and the hidden column of keys meet
KEY_WIDTH = 6
LOCKED = "~"  # the key of a column that may not be written in begins so
VERSION = "1"
DOES_NOT_APPLY = "không áp dụng"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "d/m/yyyy",
}


def to_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet. Text stays text: nothing a user typed becomes a formula or a link."""
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        widths = [len(name) for name in header]
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
            widths = [max(pair[0], len(str(pair[1]))) for pair in zip(widths, row, strict=True)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, 60))
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a book of tables: lines above, heads (one row, or two with a group over neighbours), rows.

    A cell is text, a number, or (number, number format). Rows marked in `bold` are groups and totals.
    """

    name: str
    lines: Sequence[str]
    heads: Sequence[Sequence[str]]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[float]
    bold: frozenset[int] = frozenset()
    landscape: bool = False


def to_book(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of tables that prints as it stands. Text stays text."""
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        for sheet in sheets:
            _write_sheet(book, sheet)
    return buffer.getvalue()


def _write_sheet(book: Workbook, given: Sheet) -> None:
    sheet = book.add_worksheet(given.name)
    look = {"border": 1, "border_color": "#B8C4BC", "valign": "top", "text_wrap": True}
    title, plain = book.add_format({"bold": True}), book.add_format()
    for place, line in enumerate(given.lines):
        sheet.write_string(place, 0, line, title if place == 0 else plain)
    first = len(given.lines)
    head = book.add_format(look | {"bold": True, "bg_color": "#E4F0E9", "align": "center"})
    for place, titles in enumerate(given.heads):
        sheet.write_row(first + place, 0, titles, head)
    first += len(given.heads)
    for place, row in enumerate(given.rows):
        told = look | ({"bold": True} if place in given.bold else {})
        for column, cell in enumerate(row):
            if isinstance(cell, tuple):
                value, form = cell
                sheet.write_number(
                    first + place, column, value, book.add_format(told | {"num_format": form})
                )
            else:
                sheet.write(first + place, column, cell, book.add_format(told))
    for column, width in enumerate(given.widths):
        sheet.set_column(column, column, width)
    sheet.set_paper(9)  # A4
    if given.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first - len(given.heads), first - 1)
    sheet.freeze_panes(first, 0)


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a sheet to be filled in; with a key it may be written in."""

    heads: tuple[str, ...]
    width: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A cell: what stands there, what may be written («percent», «number», «boolean», «text»)."""

    value: Any = ""
    kind: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to be filled in. `about` and `keys` go on a hidden sheet, by which it is known again.

    A row is its key and its cells; keys are rows of KEY_WIDTH texts.
    """

    title: str
    lines: Sequence[str]
    columns: Sequence[FormColumn]
    rows: Sequence[tuple[str, Sequence[FormEntry]]]
    about: dict[str, str]
    keys: Sequence[Sequence[str]] = field(default_factory=list)
    frozen: int = 2  # columns that stay in sight


def fingerprint(about: dict[str, str], keys: Iterable[Sequence[str]]) -> str:
    """What a hidden sheet says, in one word: a changed one is noticed."""
    told = [sorted(about.items()), [list(key) for key in keys]]
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def to_form(form: Form) -> bytes:
    """The sheet with its lists and locks (no password), and the hidden one with its keys."""
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet(form.title)
        _Sheet(book, sheet, form).write()
        _write_keys(book.add_worksheet(KEY_SHEET), form)
    return buffer.getvalue()


class _Sheet:
    def __init__(self, book: Workbook, sheet: Worksheet, form: Form) -> None:
        self.book, self.sheet, self.form = book, sheet, form
        self.key_row = len(form.lines)
        self.head_row = self.key_row + 1
        heads = max(len(column.heads) for column in form.columns)
        self.first = self.head_row + heads
        edge = {"border": 1, "border_color": "#B8C4BC", "valign": "top"}
        wrap = {"text_wrap": True}
        self.locked = book.add_format(edge | wrap | {"bg_color": "#F1F4F2"})
        self.head = book.add_format(edge | wrap | {"bold": True, "bg_color": "#E4F0E9"})
        self.free = book.add_format(edge | {"locked": False})
        self.free_text = book.add_format(edge | wrap | {"locked": False})
        self.faint = book.add_format(edge | {"locked": False, "italic": True})

    def write(self) -> None:
        sheet, form = self.sheet, self.form
        sheet.write_column(0, 1, form.lines[:1], self.book.add_format({"bold": True}))
        sheet.write_column(1, 1, form.lines[1:])
        keys = [CORNER]
        for place, column in enumerate(form.columns, start=1):
            keys.append(column.key or f"{LOCKED}{place}")
        sheet.write_row(self.key_row, 0, keys)
        sheet.set_row(self.key_row, None, None, {"hidden": True})
        sheet.set_column(0, 0, None, None, {"hidden": True})
        for place, column in enumerate(form.columns, start=1):
            sheet.set_column(place, place, column.width)
            sheet.write_column(self.head_row, place, column.heads, self.head)
        for number, (key, entries) in enumerate(form.rows, start=self.first):
            sheet.write_string(number, 0, key)
            for place, entry in enumerate(entries, start=1):
                sheet.write(number, place, entry.value, self._format(place, entry))
        for place in range(1, len(form.columns) + 1):
            self._lists(place)
        self._arrange()

    def _format(self, place: int, entry: FormEntry) -> Format:
        if not self.form.columns[place - 1].key:
            return self.locked
        if not entry.kind:
            return self.free_text
        return self.faint if entry.faint else self.free

    def _lists(self, place: int) -> None:
        """What may be written, told to the spreadsheet for each run of rows of one kind."""
        kinds = [entries[place - 1].kind for _, entries in self.form.rows]
        start = self.first
        for kind, run in groupby(kinds):
            end = start + len(list(run)) - 1
            rule = _rule(kind, start, place)
            if rule:
                self.sheet.data_validation(start, place, end, place, rule)
            start = end + 1

    def _arrange(self) -> None:
        sheet = self.sheet
        sheet.freeze_panes(self.first, self.form.frozen + 1)
        sheet.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "sort": True,
                "autofilter": True,
            },
        )
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(self.head_row, self.first - 1)
        sheet.set_footer("&R&P/&N")


def _rule(kind: str, row: int, column: int) -> dict[str, Any] | None:
    """The validation of one kind of value; a number may always be «không áp dụng»."""
    if kind == "boolean":
        return {
            "validate": "list",
            "source": ["Có", "Không", DOES_NOT_APPLY],
            "error_title": "Chọn trong danh sách",
            "error_message": f"Chọn Có, Không hoặc «{DOES_NOT_APPLY}»; chưa biết thì để trống.",
        }
    if kind not in {"percent", "number"}:
        return None
    cell = f"{xl_col_to_name(column)}{row + 1}"
    is_number = f"ISNUMBER({cell})"
    if kind == "percent":
        is_number = f"AND({is_number},{cell}>=0,{cell}<=100)"
    range_words = "từ 0 đến 100 (87,5% gõ 87,5)" if kind == "percent" else ""
    return {
        "validate": "custom",
        "value": f'=OR({is_number},{cell}="{DOES_NOT_APPLY}")',
        "error_title": "Giá trị chưa đúng",
        "error_message": " ".join(
            f"Nhập một số {range_words}, hoặc «{DOES_NOT_APPLY}»; chưa biết thì để trống.".split()
        ),
    }


def _write_keys(sheet: Worksheet, form: Form) -> None:
    for number, row in enumerate(_key_rows(form)):
        for place, text in enumerate(row):
            sheet.write_string(number, place, str(text))
    sheet.very_hidden()


def _key_rows(form: Form) -> Iterator[Sequence[str]]:
    """The version, what the form is about, its fingerprint, then the keys."""
    yield [CORNER, VERSION]
    for name, value in form.about.items():
        yield [name, value]
    yield ["ma", fingerprint(form.about, form.keys)]
    yield ["o", ""]
    yield from form.keys
