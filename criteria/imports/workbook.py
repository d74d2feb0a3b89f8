"""A spreadsheet as somebody sent it: guarded, then read as rows of texts."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum
from xlsxwriter.utility import xl_col_to_name

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS = 2000
MOST_CELLS = 1_000_000  # of one sheet, blank ones too
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_AT = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_VALUE = re.compile(rb"<v[^>]*>[^<]+</v>")
_ROW = re.compile(rb'<row\s[^>]*\br="(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its rows from the first of the sheet on, and what the values alone do not tell.

    `percent` are the places (row, column; from 0) shown as percentages, `uncomputed` those of
    formulas that no program has computed.
    """

    name: str
    hidden: bool
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    percent: frozenset[tuple[int, int]] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()

    def text(self, row: int, column: int) -> str:
        """A cell as it was typed: 85, 87,5, «Có»; a percentage in %, blank as blank."""
        cells = self.rows[row] if row < len(self.rows) else []
        value = cells[column] if column < len(cells) else ""
        return as_typed(value, percent=(row, column) in self.percent)


def open_workbook(content: bytes) -> list[Table]:
    """Every sheet of an .xlsx or .xls. Refusals: `too_big`, `bomb`, `unreadable`."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            f"Tệp lớn hơn {MOST_BYTES // 1024 // 1024} MB. Hãy bỏ hình ảnh, trang tính thừa rồi lưu lại.",
            code="too_big",
        )
    if not content.startswith((ZIP, OLD)):
        raise _unreadable()
    try:
        looks = _looks(content) if content.startswith(ZIP) else {}
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_table(book, one.name, one.visible, looks) for one in book.sheets_metadata]
    except (CalamineError, OSError, ValueError, KeyError, zipfile.BadZipFile):
        raise _unreadable() from None


def as_typed(value: Any, *, percent: bool = False) -> str:
    """A value of a cell as a person types it here: decimals with a comma, no thousands."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, (int, float)):
        number = Decimal(repr(value)) * (100 if percent else 1)
        number = round(number, 9).normalize()
        return f"{number:f}".replace(".", ",")
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return f"{value}"
    return " ".join(str(value).split())


def place(row: int, column: int) -> str:
    return f"ô {xl_col_to_name(column)}{row + 1}"


def _table(book: CalamineWorkbook, name: str, visible: Any, looks: dict[str, "_Look"]) -> Table:
    sheet = book.get_sheet_by_name(name)
    look = looks.get(name, _Look())
    return Table(
        name=name,
        hidden=visible != SheetVisibleEnum.Visible,
        rows=sheet.to_python(skip_empty_area=False),
        merged=list(sheet.merged_cell_ranges or []),
        percent=look.percent,
        uncomputed=look.uncomputed,
    )


@dataclass(frozen=True, slots=True)
class _Look:
    percent: frozenset[tuple[int, int]] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()


def _looks(content: bytes) -> dict[str, _Look]:
    """By sheet, what the reader of values leaves out; refuses what would unpack beyond measure."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
            raise _bomb()
        names = {one.filename for one in parts}
        if "xl/workbook.xml" not in names:
            raise _unreadable()
        percents = _percent_styles(_part(archive, "xl/styles.xml", names))
        return {
            name: _look(_part(archive, path, names), percents)
            for name, path in _sheet_parts(archive, names)
        }


def _part(archive: zipfile.ZipFile, path: str, names: set[str]) -> bytes:
    """One part, never more than it may unpack to, whatever its head says."""
    if path not in names:
        return b""
    with archive.open(path) as part:
        content = part.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise _bomb()
    return content


def _sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """The names of the sheets with the parts that hold them."""
    links = _part(archive, "xl/_rels/workbook.xml.rels", names).decode("utf-8", "replace")
    targets = {}
    for link in re.findall(r"<Relationship\s[^>]*>", links):
        key, target = _attribute(link, "Id"), _attribute(link, "Target")
        targets[key] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    book = _part(archive, "xl/workbook.xml", names).decode("utf-8", "replace")
    for sheet in re.findall(r"<sheet\s[^>]*>", book):
        yield _attribute(sheet, "name"), targets.get(_attribute(sheet, "r:id"), "")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    text = found.group(1) if found else ""
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, letter)
    return text.replace("&amp;", "&")


def _percent_styles(styles: bytes) -> frozenset[int]:
    """The numbers of the cell styles that show a percentage."""
    text = styles.decode("utf-8", "replace")
    formats = {"9", "10"}
    for one in re.findall(r"<numFmt\s[^>]*>", text):
        if "%" in _attribute(one, "formatCode"):
            formats.add(_attribute(one, "numFmtId"))
    cells = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", text, re.DOTALL)
    styles_of_cells = re.findall(r"<xf\s[^>]*>", cells.group(1)) if cells else []
    return frozenset(
        number
        for number, one in enumerate(styles_of_cells)
        if _attribute(one, "numFmtId") in formats
    )


def _look(xml: bytes, percents: frozenset[int]) -> _Look:
    """The cells of one sheet; refuses one that reaches too far for what it says."""
    percent, uncomputed = set(), set()
    last_row = max((int(row) for row in _ROW.findall(xml)), default=0)
    last_column = 0
    for head, body in _CELL.findall(xml):
        at = _AT.search(head)
        if at is None:
            continue
        row, column = int(at.group(2)) - 1, _column(at.group(1))
        last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        style = _STYLE.search(head)
        if style and int(style.group(1)) in percents:
            percent.add((row, column))
        if b"<f" in body and not _VALUE.search(body) and b"<is>" not in body:
            uncomputed.add((row, column))
    if last_row * last_column > MOST_CELLS:
        raise _bomb()
    return _Look(frozenset(percent), frozenset(uncomputed))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _unreadable() -> ValidationError:
    return ValidationError(
        "Không đọc được tệp này như một tệp Excel. Hãy mở tệp bằng Excel hoặc LibreOffice, chọn "
        "«Lưu thành» dạng Excel (.xlsx), không đặt mật khẩu, rồi nạp lại.",
        code="unreadable",
    )


def _bomb() -> ValidationError:
    return ValidationError(
        "Tệp bung ra quá lớn (quá nhiều ô hoặc trang tính). Hãy chép phần có số liệu sang một tệp "
        "mới rồi nạp lại.",
        code="bomb",
    )
