"""The tables of a report as sheets: numbers are numbers again, blank, 0 and «-» stay apart (RF10)."""

import re
from collections import Counter
from collections.abc import Iterable

from communes.exports import Sheet
from documents.blocks import Column, Table
from reports.models import ReportRun
from reports.selectors.runs import FrozenFigures
from reports.words.links import plain

_NUMBER = re.compile(r"^[+−-]?\d{1,3}(\.\d{3})*(,\d+)?$|^[+−-]?\d+(,\d+)?$")
_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST = 31  # letters of a sheet's name
WIDE = 8  # columns from which a table lies across the page (RF9)
LETTERS = 1.1  # of the width of a sheet for a hundredth of a table's


def sheets_of(run: ReportRun, frozen: FrozenFigures) -> list[Sheet]:
    """The headline figures, then each table under its own name."""
    about = f"{run.get_kind_display()} – {run.subject} – {run.period}"
    facts = [[one.label, *_cells([plain(one.value)])] for one in frozen.facts]
    found = (
        [
            Sheet("Số liệu chính", [about], [["Số liệu", "Giá trị"]], facts, [60, 20]),
        ]
        if facts
        else []
    )
    names: Counter[str] = Counter(one.name for one in found)
    return found + [_sheet(one, about, names) for one in frozen.tables]


def _sheet(table: Table, about: str, names: Counter[str]) -> Sheet:
    name = _name(table.caption or "Bảng", names)
    lines = [table.caption or "Bảng", about]
    if table.unit:
        lines.append(f"Đơn vị tính: {table.unit.removeprefix('Đơn vị tính:').strip()}")
    whole = sum(one.width for one in table.columns) or 1
    numeric = [one.align != "left" for one in table.columns]
    rows = [
        _cells((plain(cell) for cell in row.cells), numeric if not row.group else None)
        for row in table.rows
    ]
    return Sheet(
        name,
        lines,
        _heads(table.columns),
        rows,
        [max(6, LETTERS * 100 * one.width / whole) for one in table.columns],
        frozenset(place for place, row in enumerate(table.rows) if row.group or row.total),
        landscape=len(table.columns) >= WIDE,
    )


def _heads(columns: Iterable[Column]) -> list[list[str]]:
    columns = list(columns)
    titles = [one.title for one in columns]
    groups = [one.group for one in columns]
    return [groups, titles] if any(groups) else [titles]


def _cells(texts: Iterable[str], numeric: list[bool] | None = None) -> list[object]:
    """A printed number becomes one, with as many decimals as printed; every other text stays."""
    return [
        _cell(text) if numeric is None or numeric[place] else text
        for place, text in enumerate(texts)
    ]


def _cell(text: str) -> object:
    if not _NUMBER.match(text):
        return text
    value = float(text.replace(".", "").replace(",", ".").replace("−", "-"))
    places = len(text.partition(",")[2])
    form = f"#,##0{'.' + '0' * places if places else ''}"
    return value, f"+{form};-{form};{form}" if text[0] in "+−" else form


def _name(caption: str, names: Counter[str]) -> str:
    """The number of the table («Biểu A1»), or the beginning of its name; no two alike."""
    name = (
        _NAME.sub(" ", caption.split(". ", maxsplit=1)[0].split(": ", maxsplit=1)[0])[
            :LONGEST
        ].strip()
        or "Bảng"
    )
    names[name] += 1
    return name if names[name] == 1 else f"{name[: LONGEST - 4]} ({names[name]})"
