"""Parts of a report, numbered as they come: an empty part is left out and the next takes its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.blocks import Block, Heading
from reports.words import roman


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
