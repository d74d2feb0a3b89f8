"""Somebody's table as rows of texts that keep the line breaks inside a cell, from a file or pasted."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from criteria.imports.workbook import Table, as_typed, open_workbook

MOST_ROWS = 3000
WIDE_GAP = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: every row as wide as the widest."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)


def from_file(content: bytes) -> list[Sheet]:
    """The sheets in sight that hold something. Refusals are those of `open_workbook`."""
    tables = [one for one in open_workbook(content) if not one.hidden and one.rows]
    return [Sheet(one.name, _padded(_texts(one))) for one in tables]


def from_text(text: str) -> Sheet:
    """Cells between tabs (quoted ones may hold line breaks), else «|», else wide gaps, else «:»."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    if "\t" in lines:
        rows = [list(row) for row in csv.reader(io.StringIO(lines), delimiter="\t")]
    elif 2 * sum("|" in line for line in lines.split("\n")) > lines.count("\n") + 1:
        rows = [line.strip().strip("|").split("|") for line in lines.split("\n")]
    else:
        rows = [_by_gap(line) for line in lines.split("\n")]
    return Sheet("", _padded([[tidy(cell) for cell in row] for row in rows[:MOST_ROWS]]))


def tidy(text: str) -> str:
    """Single blanks; line breaks stay."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _by_gap(line: str) -> list[str]:
    cells = WIDE_GAP.split(line.strip())
    if len(cells) == 1 and ":" in line:
        return line.split(":", 1)
    return cells


def _texts(table: Table) -> list[list[str]]:
    return [
        [tidy(cell) if isinstance(cell, str) else as_typed(cell) for cell in row]
        for row in table.rows[:MOST_ROWS]
    ]


def _padded(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)
