"""Rows of bars, one below the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 640
LABELS = 170
ROOM_FOR_FIGURE = 120
ROOM = WIDTH - LABELS - ROOM_FOR_FIGURE
BAR = 14
GAP = 10
TOP = 40


@dataclass(frozen=True, slots=True)
class Given:
    """One row to draw: its label, and for each series the value and what is written beside it.

    A value of None draws no bar: the text says why («chưa đánh giá»).
    """

    label: str
    values: tuple[tuple[float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Whole numbers only: a template writes 1,5 for 1.5, which no drawing understands."""

    series: int
    y: int
    width: int
    text: str
    text_x: int
    text_y: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    label_y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    series: int
    text: str
    x: int
    text_x: int


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    title: str
    description: str
    width: int
    height: int
    left: int
    label_x: int
    bar_height: int
    top: int
    floor: int
    tick_y: int
    rows: tuple[BarRow, ...]
    legend: tuple[Key, ...]
    ticks: tuple[Tick, ...]


def bars(
    given: Sequence[Given],
    *,
    series: Sequence[str],
    full: int,
    title: str,
    description: str,
) -> BarChart:
    """Horizontal bars, one a series in every row, `full` filling the room."""
    rows, y = [], TOP
    for row in given:
        drawn = tuple(
            _bar(number, value, text, y + number * BAR, full)
            for number, (value, text) in enumerate(row.values)
        )
        rows.append(BarRow(row.label, y + len(drawn) * BAR // 2 + 4, drawn))
        y += len(drawn) * BAR + GAP
    floor = y - GAP // 2
    return BarChart(
        title=title,
        description=description,
        width=WIDTH,
        height=floor + 22,
        left=LABELS,
        label_x=LABELS - 8,
        bar_height=BAR - 2,
        top=TOP - GAP // 2,
        floor=floor,
        tick_y=floor + 16,
        rows=tuple(rows),
        legend=tuple(_keys(series)),
        ticks=_ticks(full),
    )


def _bar(series: int, value: float | None, text: str, top: int, full: int) -> Bar:
    width = round(ROOM * min(value, full) / full) if value and full else 0
    return Bar(
        series=series,
        y=top,
        width=width,
        text=text,
        text_x=LABELS + width + 5,
        text_y=top + BAR - 3,
        drawn=value is not None,
    )


def _keys(series: Sequence[str]) -> Iterable[Key]:
    for number, text in enumerate(series):
        x = number * WIDTH // len(series)
        yield Key(number, text, x, x + 30)


def _ticks(full: int) -> tuple[Tick, ...]:
    """Zero, the middle in whole numbers, and the full width."""
    marks = sorted({0, full // 2, full}) if full else []
    return tuple(Tick(LABELS + round(ROOM * mark / full), str(mark)) for mark in marks)
