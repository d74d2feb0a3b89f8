"""Figures over time: points joined where nothing is missing between them, or standing apart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import ceil
from typing import NamedTuple

WIDTH = 480
LEFT, RIGHT, TOP, FLOOR = 34, 372, 36, 252
NAMES = RIGHT + 12  # where lines are named, beside their last point
LINE_OF_TEXT = 17
ROOM_OF_A_DAY, ROOM_OF_A_FIGURE = 50, 32
ROOM_BELOW = 27  # for the days, and for the names of what stands apart
STEPS = (1, 2, 5)
MOST_TICKS = 6


class Moment(NamedTuple):
    """A figure on a day; None where nobody knows: the line breaks there.

    `words` say it whole; `text` is written beside it, where there is room.
    """

    day: dt.date
    value: float | None
    words: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A line, named at its end. `runs`: what may be joined, run by run; `joined` False: points alone.

    `look` chooses marker and dash in `templates/charts/_point.svg`.
    """

    name: str
    look: str
    runs: tuple[tuple[Moment, ...], ...]
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Era:
    """A span of the axis under one yardstick, named above it."""

    starts: dt.date
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point; `title` says it in words. Whole numbers only: a template writes 1,5 for 1.5."""

    x: int
    y: int
    text: str
    text_y: int
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    look: str
    paths: tuple[str, ...]
    marks: tuple[Mark, ...]
    name: str
    name_y: int


@dataclass(frozen=True, slots=True)
class Border:
    """Where an era begins: its name, and whether a line is drawn there."""

    x: int
    text_x: int
    name: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class Tick:
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class LineChart:
    title: str
    description: str
    lines: tuple[Line, ...]
    apart: tuple[Line, ...]  # points that belong to no line
    eras: tuple[Border, ...]
    days: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    floor: int = FLOOR
    names_x: int = NAMES

    @property
    def height(self) -> int:
        return FLOOR + (2 if self.apart else 1) * ROOM_BELOW

    @property
    def key_y(self) -> int:
        return self.height - 12

    @property
    def keys(self) -> tuple[tuple[int, Line], ...]:
        """What stands apart is named below, side by side."""
        return tuple((LEFT + place * 210, one) for place, one in enumerate(self.apart))


def lines(
    given: Sequence[Series],
    *,
    days: Sequence[tuple[dt.date, str]],
    title: str,
    description: str,
    eras: Sequence[Era] = (),
    full: int = 0,
) -> LineChart:
    """`days`: those written on the axis, in order; `full`: how far the scale goes at least."""
    known = [one for line in given for run in line.runs for one in run if one.value is not None]
    begins = min([*(day for day, _ in days), *(one.day for one in known)])
    ends = max([*(day for day, _ in days), *(one.day for one in known)])
    most = max([full, 1, *(one.value or 0 for one in known)])
    step = _step(most)
    scale = _Scale(begins, max(1, (ends - begins).days), step * ceil(most / step))
    return LineChart(
        title=title,
        description=description,
        lines=_named([_line(one, scale) for one in given if one.joined]),
        apart=tuple(
            found for one in given if not one.joined and (found := _line(one, scale)).marks
        ),
        eras=tuple(_eras(eras, scale)),
        days=tuple(_days(days, scale)),
        levels=tuple(Tick(scale.y(one), f"{one}") for one in range(0, scale.top + 1, step)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: dt.date
    span: int
    top: int

    def x(self, day: dt.date) -> int:
        return LEFT + 14 + round((RIGHT - LEFT - 28) * (day - self.first).days / self.span)

    def y(self, value: float) -> int:
        return FLOOR - round((FLOOR - TOP) * value / self.top)


def _step(most: float) -> int:
    """A round distance between the levels of the scale, few enough to be read."""
    size = 1
    while True:
        for one in STEPS:
            if most <= one * size * MOST_TICKS:
                return one * size
        size *= 10


def _line(given: Series, scale: _Scale) -> Line:
    paths: list[str] = []
    marks: list[Mark] = []
    for run in given.runs:
        path = ""
        for one in run:
            if one.value is None:
                path = _closed(path, paths)
                continue
            x, y = scale.x(one.day), scale.y(one.value)
            path += f"{'L' if path else 'M'}{x} {y}"
            marks.append(Mark(x, y, one.text, max(y - 13, 12), one.words))
        _closed(path, paths)
    shown = tuple(paths) if given.joined else ()
    end = marks[-1].y if marks else FLOOR
    return Line(given.look, shown, _with_room(marks), given.name, end)


def _closed(path: str, paths: list[str]) -> str:
    """Two points make a line."""
    if "L" in path:
        paths.append(path)
    return ""


def _with_room(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """From the last back, a text that would cover the next one is left out."""
    found: list[Mark] = []
    free = WIDTH
    for one in reversed(marks):
        if one.text and free - one.x < ROOM_OF_A_FIGURE:
            found.append(replace(one, text=""))
            continue
        free = one.x if one.text else free
        found.append(one)
    return tuple(reversed(found))


def _named(drawn: Sequence[Line]) -> tuple[Line, ...]:
    """Names beside the ends of their lines, pushed apart where they would cover each other."""
    y = FLOOR + LINE_OF_TEXT
    found: list[Line] = []
    for one in sorted((one for one in drawn if one.marks), key=lambda one: -one.name_y):
        y = min(one.name_y + 5, y - LINE_OF_TEXT)
        found.append(replace(one, name_y=y))
    return tuple(reversed(found))


def _eras(eras: Sequence[Era], scale: _Scale) -> list[Border]:
    """The first one names the left end; one that begins beyond the axis is left out."""
    found = []
    last = scale.first + dt.timedelta(days=scale.span)
    shown = [one for one in eras if one.starts <= last]
    for one, following in zip_longest(shown, shown[1:]):
        if following and following.starts <= scale.first:
            continue
        begins = one.starts > scale.first
        x = scale.x(one.starts) if begins else LEFT
        until = scale.x(following.starts) if following else RIGHT
        found.append(Border(x, (x + until) // 2, one.name, begins))
    return found


def _days(days: Sequence[tuple[dt.date, str]], scale: _Scale) -> list[Tick]:
    """From the last back, as many as find room."""
    found: list[Tick] = []
    for day, text in reversed(days):
        x = scale.x(day)
        if not found or found[-1].at - x >= ROOM_OF_A_DAY:
            found.append(Tick(x, text))
    return found[::-1]
