"""Columns side by side: how many fall into each class, from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.outlines import PAINTS, Paint

WIDTH = 480
TOP, ROOM = 30, 130  # above the columns; the height of the tallest
LINE = 15  # of a label
MARGIN = 8
TITLE, TITLE_LINE = 58, 18  # letters and height of a title's line
WORDS = 8  # letters of a label's line, about as many as fit under a column


@dataclass(frozen=True, slots=True)
class GivenColumn:
    """A class to draw; `words` say it whole to a screen reader, `address` opens its rows."""

    label: str
    value: int
    look: str
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """Whole numbers only: a template writes 1,5 for 1.5, which no drawing understands."""

    given: GivenColumn
    paint: Paint
    slot_x: int
    x: int
    y: int
    height: int
    middle: int
    value_y: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class ColumnChart:
    title: str
    description: str
    key: str
    width: int
    height: int
    floor: int
    left: int
    right: int
    column_width: int
    slot_width: int
    slot_height: int
    columns: tuple[Column, ...]

    @property
    def title_lines(self) -> tuple["TextLine", ...]:
        """Of the drawing alone, below it: on a page its heading says it."""
        return under(self.title, self.height, TITLE)

    @property
    def height_alone(self) -> int:
        return self.height + 10 + TITLE_LINE * len(self.title_lines)


def columns(
    given: Sequence[GivenColumn], *, title: str, description: str, key: str = "cot"
) -> ColumnChart:
    """The tallest column fills the room; a class with nobody in it keeps its place."""
    slot = (WIDTH - 2 * MARGIN) // max(len(given), 1)
    width = slot * 2 // 3
    most = max((one.value for one in given), default=0)
    floor = TOP + ROOM
    drawn = []
    for place, one in enumerate(given):
        slot_x = MARGIN + place * slot
        height = round(ROOM * one.value / most) if most else 0
        middle = slot_x + slot // 2
        lines = tuple(
            TextLine(floor + 17 + number * LINE, text)
            for number, text in enumerate(wrapped(one.label, WORDS))
        )
        y = floor - height
        drawn.append(
            Column(
                *(one, PAINTS[one.look], slot_x, middle - width // 2, y, height, middle, y - 7),
                lines,
            )
        )
    deepest = max((len(one.lines) for one in drawn), default=1)
    height = floor + 12 + deepest * LINE
    return ColumnChart(
        *(title, description, key, WIDTH, height, floor, MARGIN, WIDTH - MARGIN, width, slot),
        *(height - 4, tuple(drawn)),
    )


def under(text: str, height: int, letters: int) -> tuple[TextLine, ...]:
    """Lines of a title below a drawing of that height."""
    return tuple(
        TextLine(height + TITLE_LINE * (place + 1), line)
        for place, line in enumerate(wrapped(text, letters))
    )


def wrapped(text: str, letters: int) -> list[str]:
    """Whole words, as many as fit in a line; a longer word has a line to itself."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
