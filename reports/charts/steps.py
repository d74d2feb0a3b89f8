"""A few figures in time as narrow columns, for a small place on paper; a day without a figure has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 300, 118
TOP, FLOOR = 18, 96
COLUMN = 26


class Step(NamedTuple):
    """A figure on a day, as written; None where nobody knows."""

    label: str
    value: int | None
    text: str


@dataclass(frozen=True, slots=True)
class StepColumn:
    """Whole numbers only: a template writes 1,5 for 1.5, which no drawing understands."""

    x: int
    y: int
    height: int
    middle: int
    text: str
    text_y: int
    label: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class StepChart:
    title: str
    description: str
    columns: tuple[StepColumn, ...]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    top: int = TOP
    column: int = COLUMN
    label_y: int = HEIGHT - 6


def steps(given: Sequence[Step], *, full: int, title: str) -> StepChart:
    """Side by side, `full` filling the room above the floor; the last one is today's."""
    slot = WIDTH // max(1, len(given))
    columns = []
    for place, one in enumerate(given):
        height = round((FLOOR - TOP) * min(one.value, full) / full) if one.value and full else 0
        middle = place * slot + slot // 2
        columns.append(
            StepColumn(
                x=middle - COLUMN // 2,
                y=FLOOR - height,
                height=height,
                middle=middle,
                text=one.text,
                text_y=FLOOR - height - 5,
                label=one.label,
                drawn=one.value is not None,
            )
        )
    told = "; ".join(f"{one.label}: {one.text}" for one in given)
    return StepChart(title, told, tuple(columns))
