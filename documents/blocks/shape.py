"""Blocks as a template draws them: lines of text, and tables as rows of cells with their spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from documents.blocks.contract import (
    Article,
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
)
from documents.blocks.wording import END, article_lead, heading_line

# A row of more lines than this may go on over the page; a shorter one moves to the next page as a whole.
LONG_ROW = 15
SIGNS_A_LINE = 82  # of 12 points on the width of an upright page
_ALIGN = {"left": "l", "center": "c", "right": "r"}


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    look: str = ""
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; `look` is its class."""

    cells: tuple[Cell, ...]
    look: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    widths: tuple[str, ...]
    head: tuple[Line, ...]
    rows: tuple[Line, ...]
    caption: str
    unit: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to draw: `look` says which; a kept one stays with what follows."""

    look: str
    text: str = ""
    grid: Grid | None = None
    figure: Figure | None = None
    kept: bool = False
    lead: str = ""  # what stands in bold before the text: «Điều 1.»


def pieces(blocks: Sequence[Block], *, kept: int = 0) -> tuple[Piece, ...]:
    """The blocks in order, each item of a list by itself. The last `kept` stay with what follows (the signature)."""
    drawn = [piece for one in blocks for piece in _pieces(one)]
    first_kept = len(drawn) - kept
    return tuple(
        replace(one, kept=True) if place >= first_kept else one for place, one in enumerate(drawn)
    )


def _pieces(one: Block) -> Iterable[Piece]:
    match one:
        case Heading():
            yield Piece(f"h{one.level}", heading_line(one))
        case Paragraph():
            look = "end" if one.text == END else "i" if one.italic else "p"
            yield Piece(look, one.text)
        case Article():
            yield Piece("article", one.text, lead=article_lead(one))
        case Bullets():
            yield from (Piece("p", line) for line in bullet_lines(one.items))
        case Table():
            yield Piece("table", grid=grid(one))
        case Figure():
            yield Piece("figure", figure=one)
        case _:
            raise TypeError(f"{type(one).__name__} does not stand inside a text.")


def bullet_lines(items: Sequence[str]) -> tuple[str, ...]:
    """Items with their dash, and a mark at the end where the writer left none."""
    lines = []
    for place, item in enumerate(items, start=1):
        text = item.strip()
        end = "" if text.endswith((".", ";", ":")) else ";"
        if place == len(items) and end:
            end = "."
        start = "" if text.startswith(("- ", "+ ")) else "- "
        lines.append(f"{start}{text}{end}")
    return tuple(lines)


def grid(table: Table) -> Grid:
    whole = sum(column.width for column in table.columns) or 1
    return Grid(
        widths=tuple(f"{100 * one.width / whole:.2f}%" for one in table.columns),
        head=tuple(_head(table.columns)),
        rows=tuple(_row(row, table.columns) for row in table.rows),
        caption=table.caption,
        unit=f"Đơn vị tính: {table.unit.removeprefix('Đơn vị tính:').strip()}"
        if table.unit
        else "",
    )


def _head(columns: Sequence[Column]) -> Iterable[Line]:
    """One row of titles, or two where neighbours share a common title."""
    if not any(column.group for column in columns):
        yield Line(tuple(Cell(column.title) for column in columns))
        return
    above: list[Cell] = []
    below: list[Cell] = []
    for title, some in groupby(columns, key=lambda column: column.group):
        together = list(some)
        if title:
            above.append(Cell(title, across=len(together)))
            below += [Cell(column.title) for column in together]
        else:
            above += [Cell(column.title, down=2) for column in together]
    yield Line(tuple(above))
    yield Line(tuple(below))


def _row(row: Row, columns: Sequence[Column]) -> Line:
    if not row.group:
        cells = tuple(
            Cell(text, _ALIGN[column.align])
            for text, column in zip(row.cells, columns, strict=True)
        )
        looks = "b" * row.total, "long" * _is_long(row, columns)
        return Line(cells, " ".join(look for look in looks if look))
    told = [text for text in row.cells if text]
    if len(told) > 1:
        number, *rest = told
        cells = (Cell(number, "c"), Cell(" ".join(rest), "l", len(columns) - 1))
    else:
        cells = (Cell("".join(told), "l", len(columns)),)
    return Line(cells, "b g")


def _is_long(row: Row, columns: Sequence[Column]) -> bool:
    whole = sum(column.width for column in columns) or 1
    return any(
        len(text) * whole > LONG_ROW * SIGNS_A_LINE * column.width
        for text, column in zip(row.cells, columns, strict=True)
    )
