"""What a paper is made of: frozen blocks, to and from JSON. They say what stands there, not how it looks."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

# A drawing is put into pages as it is: nothing in it may run or fetch.
_ACTIVE = re.compile(
    r"<script|<foreignObject|<image|\son[a-z]+\s*=|href\s*=\s*[\"'](?!#)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered section title; the number is printed as given (I, III, IV stays so).

    Level 1 is Roman and in capitals, 2 Arabic and bold, 3 a letter.
    """

    number: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a decision: «Điều 1.» in bold, then its words; the number is printed as given."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items that open with a dash, as papers write them."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its share of the width in percent, where its text stands.

    Neighbours with the same `group` stand under one common title.
    """

    title: str
    width: float
    align: str = "left"  # left | center | right
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as printed. A group row (a number and a title, or a title) spans the table; it and a total are bold."""

    cells: tuple[str, ...]
    group: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit: str = ""  # «Đơn vị tính: triệu đồng», right above the table


@dataclass(frozen=True, slots=True)
class Figure:
    """An SVG drawing made by our own charts, with a caption; the text says the same in words."""

    svg: str
    caption: str
    description: str = ""

    def __post_init__(self) -> None:
        if not self.svg.lstrip().startswith("<svg") or _ACTIVE.search(self.svg):
            raise ValueError("A figure is a plain SVG drawing.")


@dataclass(frozen=True, slots=True)
class Appendix:
    """A Phụ lục: its own page numbers, portrait or landscape (from eight columns on)."""

    number: str
    title: str
    attached_to: str
    blocks: "tuple[Block, ...]"
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Fed:
    """Blocks that a source made from data on a day; they print as they stand until somebody asks for them anew.

    `source` is a key of `settings.BLOCK_SOURCES`, `arguments` what it was asked with.
    """

    source: str
    arguments: dict[str, str]
    blocks: "tuple[Block, ...]"
    as_of: str = ""  # the day of the data, YYYY-MM-DD


Block = Heading | Paragraph | Article | Bullets | Table | Figure | Appendix | Fed


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the title (NĐ 30/2020, Phụ lục I, II.1–II.4)."""

    superior: str
    issuer: str
    number: str
    notation: str
    place: str
    day: int | None
    month: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines of authority and post, in the order printed («KT. GIÁM ĐỐC», «PHÓ GIÁM ĐỐC»), then the name."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A whole paper as it will print."""

    head: Head
    kind: str  # «BÁO CÁO»; empty for a công văn, whose subject stands under the number
    subject: str
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    blocks: tuple[Block, ...]
    signature: Signature
    recipients: tuple[str, ...]  # without dash and semicolon; the last is «Lưu: VT»
    footer: str = ""  # «Số liệu minh họa …» on every page, or nothing
    extra: dict[str, str] = field(default_factory=dict)
    decides: bool = False  # a decision: the line of authority stands before the bases, «QUYẾT ĐỊNH:» after them
    drafter: str = ""  # the drafter's mark under the recipients (NĐ 30, Phụ lục I, III.3)
    urgency: str = ""  # «KHẨN», «THƯỢNG KHẨN», «HỎA TỐC»
    code: str = ""  # the code that finds the paper again, at the foot of every page
    as_issued: bool = (
        False  # written elsewhere: its words stand as they are, «./.» only where it has it
    )


_KINDS: dict[str, type[Any]] = {
    one.__name__: one
    for one in (Heading, Paragraph, Article, Bullets, Table, Figure, Appendix, Fed)
}


def to_json(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """Blocks as plain data; `from_json` gives equal blocks back."""
    return [{"block": type(one).__name__, **_plain(one)} for one in blocks]


def from_json(rows: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(_block(row) for row in rows)


def flat(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks as they print: what a source made stands in the place of the source."""
    found: list[Block] = []
    for one in blocks:
        if isinstance(one, Fed):
            found.extend(flat(one.blocks))
        elif isinstance(one, Appendix):
            found.append(replace(one, blocks=flat(one.blocks)))
        else:
            found.append(one)
    return tuple(found)


def _plain(one: Block) -> dict[str, Any]:
    if isinstance(one, Appendix | Fed):
        return asdict(one) | {"blocks": to_json(one.blocks)}
    return asdict(one)


def _block(row: dict[str, Any]) -> Block:
    given = {key: value for key, value in row.items() if key != "block"}
    kind = _KINDS[row["block"]]
    if kind in {Appendix, Fed}:
        given["blocks"] = from_json(given["blocks"])
    elif kind is Bullets:
        given["items"] = tuple(given["items"])
    elif kind is Table:
        given["columns"] = tuple(Column(**column) for column in given["columns"])
        given["rows"] = tuple(
            Row(**(one | {"cells": tuple(one["cells"])})) for one in given["rows"]
        )
    block: Block = kind(**given)
    return block
