"""A programme's table as cells: from a file, from text between tabs, from the HTML of a clipboard."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import ValidationError

from criteria.imports.workbook import Table, as_typed, open_workbook

MOST_ROWS = 1000
LINE = "\u2028"  # a line break inside a quoted cell, while rows are told apart
_QUOTED = re.compile(r'(?:^|(?<=[\t\n]))"((?:[^"]|"")*)"(?=[\t\n]|$)')
_ITEM = re.compile(r"<\s*(?:li|p)\b[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<\s*br\s*/?\s*>|<\s*/\s*(?:li|p)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z][^<>]*>")
_INNER_DASH = re.compile(r"(?<=[.;:])[ \t]+[-–]\s+(?=\S)")
_STARTS = re.compile(r"^\s*(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\s*[.)]?\s*\t")


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stood in the source, with the words for where."""

    at: str
    cells: list[str]


def from_text(text: str, width: int) -> list[Line]:
    """A pasted table: rows by line, cells by tab; a line that cannot be a row goes on with the one above.

    `width` is how many columns the table has. Text copied with its HTML is read as HTML.
    """
    if re.search(r"<\s*t[rd]\b", text, re.IGNORECASE):
        return _from_html(text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    plain = _QUOTED.sub(_dequoted, plain)
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(plain.split("\n"), start=1):
        cells = line.split("\t")
        if found and _goes_on(found[-1][1], line, cells, width):
            above = found[-1][1]
            above[-1] = f"{above[-1]}\n{cells[0]}"
            above += cells[1:]
        elif line.strip():
            found.append((number, cells))
    return [Line(f"dòng {number}", [clean(cell) for cell in cells]) for number, cells in found][
        :MOST_ROWS
    ]


def from_file(content: bytes) -> list[Line]:
    """The sheet with the most cells; upright merged cells count for each of their rows.

    Refusals are those of `open_workbook`, and `nothing` for a file without a table.
    """
    tables = [one for one in open_workbook(content) if not one.hidden and one.rows]
    if not tables:
        raise ValidationError("Tệp không có bảng nào.", code="nothing")
    table = max(tables, key=lambda one: sum(bool(str(cell)) for row in one.rows for cell in row))
    rows = [[_typed(cell) for cell in row] for row in table.rows[:MOST_ROWS]]
    _spread(rows, table)
    return [
        Line(f"dòng {number}", [clean(cell) for cell in cells])
        for number, cells in enumerate(rows, start=1)
        if any(cell.strip() for cell in cells)
    ]


def clean(text: str) -> str:
    """Without tags and double blanks; items of a list each on a line that begins with a dash."""
    marked = _ITEM.sub("\n", text)
    was_list = marked != text
    plain = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", marked)))
    plain = plain.replace("\u00a0", " ").replace(LINE, "\n")
    plain = _INNER_DASH.sub("\n- ", plain)
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    lines = [line for line in lines if line and line not in {"-", "•"}]
    dash = was_list and len(lines) > 1
    return "\n".join(_item(line, dash=dash) for line in lines)


def _item(line: str, *, dash: bool) -> str:
    bare = re.sub(r"^[•●▪+*–-]\s+", "", line)
    return f"- {bare}" if dash or bare != line else line


def _goes_on(above: Sequence[str], line: str, cells: Sequence[str], width: int) -> bool:
    """A line break inside a cell, as Word's clipboard leaves it: the row above lacks as many cells."""
    if _STARTS.match(line) or len(above) >= width:
        return False
    return bool(line.strip()) and len(above) + len(cells) - 1 <= width and len(above) > 1


def _dequoted(hit: re.Match[str]) -> str:
    """Excel quotes a cell that holds a line break or a quote."""
    inner = hit[1]
    if not re.search(r'[\n\t]|""', inner):
        return hit[0]
    return inner.replace('""', '"').replace("\n", LINE).replace("\t", " ")


def _typed(value: Any) -> str:
    if isinstance(value, dt.date):
        return f"{value.day}/{value.month}/{value.year}"
    return value.strip() if isinstance(value, str) else as_typed(value)


def _spread(rows: list[list[str]], table: Table) -> None:
    """An upright merged cell right of the words of the task stands for every row beside it."""
    for (top, left), (bottom, right) in table.merged:
        if left != right or left < 2:  # noqa: PLR2004 -- number and content belong to one row
            continue
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if any(cell.strip() for cell in rows[at]):
                rows[at][left] = rows[top][left]


class _Cells(HTMLParser):
    """The cells of every table row, their inner tags kept for `clean`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 -- the parser's own
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self.in_cell = True
        elif self.in_cell and tag in {"p", "li", "br"}:
            self.rows[-1][-1] += f"<{tag}>"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.rows[-1][-1] += data


def _from_html(text: str) -> list[Line]:
    """A page's table. Tags written inside cells of text between tabs are not this: they have no rows."""
    reader = _Cells()
    reader.feed(text)
    return [
        Line(f"dòng {number}", [clean(cell) for cell in cells])
        for number, cells in enumerate(reader.rows[:MOST_ROWS], start=1)
        if any(cell.strip() for cell in cells)
    ]
