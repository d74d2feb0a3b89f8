"""The last values of an indicator as a small picture: points on a line, in words beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from criteria.evaluation.words import short_day, with_unit
from criteria.models import Measurement
from criteria.selectors.history import Told
from criteria.selectors.lines import IndicatorLine, PartLine, in_time

WIDTH, HEIGHT, EDGE = 320, 96, 14  # user units of the picture
MOST = 8  # values shown


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int
    text: str
    day: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One part's numbers, oldest first; `bound` is the height of the threshold, if it is a number."""

    part: str
    title: str
    description: str
    points: tuple[Point, ...]
    bound: int | None
    demand: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def charts(row: IndicatorLine, told: Sequence[Told]) -> list[Chart]:
    """One for each part that has at least two numbers."""
    said = [
        one.said
        for one in told
        if isinstance(one.said, Measurement) and one.said.withdrawn_at is None
    ]
    found = [
        _chart(row, part, in_time([one for one in said if one.part == part.code]))
        for part in row.parts
    ]
    return [one for one in found if one]


def _chart(row: IndicatorLine, part: PartLine, said: Sequence[Measurement]) -> Chart | None:
    by_day = {one.effective_on: one.number for one in said if one.number is not None}
    values = list(by_day.items())[-MOST:]
    if len(values) < 2:  # noqa: PLR2004 -- one point is no line
        return None
    rule = next(one.rule for one in row.choice.parts if one.part == part.code)
    bound = rule.number if rule else None
    numbers = [number for _, number in values] + ([bound] if bound is not None else [])
    low, high = min(numbers), max(numbers)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = tuple(
        Point(
            x=round(EDGE + place * step),
            y=_height(number, low, high),
            text=with_unit(number, part.unit),
            day=short_day(day),
        )
        for place, (day, number) in enumerate(values)
    )
    demand = rule.demand if rule else ""
    told = "; ".join(f"{point.day}: {point.text}" for point in points)
    return Chart(
        part=part.name,
        title=f"Chỉ tiêu {row.indicator.code}, {len(points)} giá trị gần đây",
        description=f"{told}. Yêu cầu {demand}." if demand else f"{told}.",
        points=points,
        bound=_height(bound, low, high) if bound is not None else None,
        demand=demand,
    )


def _height(number: Decimal, low: Decimal, high: Decimal) -> int:
    """From the top of the picture; the middle where all are alike."""
    if high == low:
        return HEIGHT // 2
    return round(HEIGHT - EDGE - float((number - low) / (high - low)) * (HEIGHT - 2 * EDGE))
