"""Rows of bars, each made of parts laid end to end."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.columns import TITLE_LINE, TextLine, under, wrapped
from reports.charts.outlines import PAINTS, Paint

WIDTH = 760
LABELS = 250
RIGHT = 14
ROOM = WIDTH - LABELS - RIGHT
BAR = 24
GAP = 10
LINE = 15
LETTERS = 36  # of a label's line
DIGIT = 9  # the width of a figure's digit
TOUCH = 34  # a part as wide can be a link of its own (WCAG 2.2: 24 pixels, on the smallest screen)
TITLE = 100  # letters of a title's line
LETTER = 7  # the width of a letter of the legend
KEY = 20  # the height of a line of the legend


@dataclass(frozen=True, slots=True)
class GivenPart:
    value: int
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class GivenStack:
    """One row: its label, and a part for each series."""

    label: str
    parts: tuple[GivenPart, ...]


@dataclass(frozen=True, slots=True)
class StackSeries:
    name: str
    look: str


@dataclass(frozen=True, slots=True)
class Part:
    """`told`: the figure has room within its part."""

    given: GivenPart
    look: str
    paint: Paint
    x: int
    width: int
    middle: int
    told: bool

    @property
    def address(self) -> str:
        """Empty where the part is too narrow for a finger; the table beside has the same links."""
        return self.given.address if self.width >= TOUCH else ""


@dataclass(frozen=True, slots=True)
class StackRow:
    y: int
    text_y: int
    lines: tuple[TextLine, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class StackKey:
    look: str
    paint: Paint
    text: str
    x: int
    y: int
    text_x: int
    text_y: int


@dataclass(frozen=True, slots=True)
class StackChart:
    title: str
    description: str
    key: str
    width: int
    height: int
    bar_height: int
    label_x: int
    rows: tuple[StackRow, ...]
    legend: tuple[StackKey, ...]

    @property
    def title_lines(self) -> tuple[TextLine, ...]:
        """Of the drawing alone, below it: on a page its heading says it."""
        return under(self.title, self.height, TITLE)

    @property
    def height_alone(self) -> int:
        return self.height + 10 + TITLE_LINE * len(self.title_lines)


def stacks(
    given: Sequence[GivenStack],
    *,
    series: Sequence[StackSeries],
    full: int,
    title: str,
    description: str,
    key: str = "chong",
) -> StackChart:
    """A row whose parts add up to `full` fills the room."""
    rows, y = [], KEY + 12
    for one in given:
        lines = wrapped(one.label, LETTERS)
        height = max(BAR, LINE * len(lines))
        top = y + (height - BAR) // 2
        first = y + (height - LINE * len(lines)) // 2 + 12
        rows.append(
            StackRow(
                top,
                top + BAR - 7,
                tuple(TextLine(first + n * LINE, text) for n, text in enumerate(lines)),
                _parts(one.parts, series, full),
            )
        )
        y += height + GAP
    legend = _legend(series)
    return StackChart(title, description, key, WIDTH, y, BAR, LABELS - 10, tuple(rows), legend)


def _parts(
    given: Sequence[GivenPart], series: Sequence[StackSeries], full: int
) -> tuple[Part, ...]:
    """Each part ends where the rounded sum of all before it does, so that the whole closes."""
    found, total, x = [], 0, 0
    for one, kind in zip(given, series, strict=True):
        total += one.value
        end = round(ROOM * min(total, full) / full) if full else 0
        width = end - x
        told = bool(one.value) and width >= DIGIT * len(f"{one.value}") + 4
        paint = PAINTS[kind.look]
        found.append(Part(one, kind.look, paint, LABELS + x, width, LABELS + x + width // 2, told))
        x = end
    return tuple(found)


def _legend(series: Sequence[StackSeries]) -> tuple[StackKey, ...]:
    """Side by side, each as wide as its words."""
    found, x = [], LABELS
    for one in series:
        found.append(StackKey(one.look, PAINTS[one.look], one.name, x, 4, x + 26, 16))
        x += 26 + LETTER * len(one.name) + 16
    return tuple(found)
