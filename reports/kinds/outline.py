"""Parts of a report, numbered as they come: an empty part is left out and the next takes its number (RF4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.blocks import Block, Fed, Heading, Paragraph
from reports.words import roman

SOURCE = "report"  # key of settings.BLOCK_SOURCES
LEFT_OPEN = "(Đơn vị bổ sung: "


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    blocks: tuple[Block, ...]


def numbered(parts: Sequence[Part], *, level: int = 1) -> tuple[Block, ...]:
    """Each part with its heading: Roman on the first level, Arabic below."""
    told: list[Block] = []
    number = 0
    for part in parts:
        if part.blocks:
            number += 1
            mark = roman(number) if level == 1 else str(number)
            told += [Heading(mark, part.title, level), *part.blocks]
    return tuple(told)


def made(part: str, blocks: Sequence[Block], as_of: str) -> tuple[Block, ...]:
    """Blocks that come from the figures: nobody edits them, a newer run brings them up to date.

    `part` names them within the report for good; `as_of` is the cut-off, YYYY-MM-DD. Nothing stays nothing.
    """
    return (Fed(SOURCE, {"part": part}, tuple(blocks), as_of),) if blocks else ()


def left_open(asked: str) -> tuple[Block, ...]:
    """A place for the writer's own words, which no figure can say: «(Đơn vị bổ sung: …)»."""
    return (Paragraph(f"{LEFT_OPEN}{asked}.)", italic=True),)
