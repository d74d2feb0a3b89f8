"""Outlines on the ground into paths of a drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

Ring = Sequence[tuple[float, float]]  # longitude and latitude, degrees
WIDTH = 1000  # of the drawing; its height follows the land
MARGIN = 8
TEXT = 17  # the size of what is written on a place


@dataclass(frozen=True, slots=True)
class Outline:
    """A place as drawn: the `d` of its path, and a point within it for what is written there."""

    d: str
    x: int
    y: int

    @property
    def text_y(self) -> int:
        """The foot of what is written, its middle on the point."""
        return self.y + TEXT // 3

    def joined(self, other: "Outline") -> "Outline":
        """Two places as one; what is written stays where it was in the first."""
        return Outline(f"{self.d}{other.d}", self.x, self.y)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places by code in one frame, north up."""

    width: int
    height: int
    outlines: Mapping[str, Outline]


def drawn(places: Mapping[str, Sequence[Ring]]) -> Drawing:
    """Flat near the middle parallel: over two degrees of latitude no eye sees the difference."""
    points = [point for rings in places.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)

    def placed(ring: Ring) -> list[tuple[int, int]]:
        return [
            (
                MARGIN + round((x - west) * squeeze * scale),
                MARGIN + round((north - y) * scale),
            )
            for x, y in ring
        ]

    shapes = {code: _shape([placed(ring) for ring in rings]) for code, rings in places.items()}
    return Drawing(WIDTH, round((north - south) * scale) + 2 * MARGIN, shapes)


def _shape(rings: Sequence[Sequence[tuple[int, int]]]) -> Outline:
    x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
    return Outline("".join(_path(ring) for ring in rings), x, y)


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """From corner to corner by steps; corners that fall together are one."""
    (x, y), *rest = ring
    steps = []
    last = (x, y)
    for point in rest:
        if point != last:
            steps.append(f"{point[0] - last[0]} {point[1] - last[1]}")
            last = point
    return f"M{x} {y}l{' '.join(steps)}z" if steps else ""


def _pairs(ring: Sequence[tuple[int, int]]) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _area(ring: Sequence[tuple[int, int]]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in _pairs(ring)) / 2


def _middle(ring: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Across the middle of its height, half-way through the widest part that lies inside."""
    height = (min(y for _, y in ring) + max(y for _, y in ring)) / 2 + 0.5
    crossings = sorted(
        x + (height - y) * (u - x) / (v - y)
        for (x, y), (u, v) in _pairs(ring)
        if (y < height) != (v < height)
    )
    inside = list(zip(crossings[::2], crossings[1::2], strict=True))
    if not inside:
        return ring[0]
    left, right = max(inside, key=lambda part: part[1] - part[0])
    return round((left + right) / 2), round(height)


@dataclass(frozen=True, slots=True)
class Paint:
    """How a class of places looks, also in grey: each step of the row is lighter than the one before."""

    fill: str
    ink: str = "#1c2b24"  # of what is written on it

    @property
    def patterned(self) -> bool:
        return self.fill.startswith("url")


PAINTS = {
    "r1": Paint("#0f4f30", "#ffffff"),
    "r2": Paint("#2f7d53", "#ffffff"),
    "r3": Paint("#66a57d"),
    "r4": Paint("#9bc7a8"),
    "r5": Paint("#c8e2ce"),
    "r6": Paint("#f3f9ee"),
    "hatch": Paint("url(#hatch)"),
    "dots": Paint("url(#dots)"),
}
