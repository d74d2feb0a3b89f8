"""Drawings of a report of many communes: criteria from the weakest, and the map of communes by band."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, reduce

from django.template.loader import render_to_string

from communes.selectors.outlines import outlines
from documents.blocks import Figure
from reports import charts
from reports.figures.bands import NO_DATA, UNCLEAR, bands
from reports.figures.province.communes import Place
from reports.figures.province.shapes import Figures, Tally, tally
from reports.words import day, sentence
from reports.words.numbers import percent

SHADES = 6  # of `charts.PAINTS`, dark to light; then the patterns
KEYS_A_ROW = 2
KEY_HEIGHT = 32
SHOWN_WIDTH = 480  # of the map on paper, in pixels: beside it a page still holds some text
PATTERNS = {UNCLEAR: "hatch", NO_DATA: "dots"}


@dataclass(frozen=True, slots=True)
class Shape:
    outline: charts.Outline
    paint: charts.Paint
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    paint: charts.Paint
    text: str
    x: int
    y: int

    @property
    def text_x(self) -> int:
        return self.x + 56

    @property
    def text_y(self) -> int:
        return self.y + 17


@dataclass(frozen=True, slots=True)
class PrintedMap:
    title: str
    description: str
    width: int
    height: int
    shown_width: int
    shown_height: int
    ground: tuple[charts.Outline, ...]
    shapes: tuple[Shape, ...]
    keys: tuple[Key, ...]


def weakest(figures: Figures) -> list[Tally]:
    """The criteria that were judged at all, those met by the fewest communes first."""
    found = [tally(place, figures.communes) for place in range(figures.total)]
    known = [one for one in found if one.met is not None]
    return sorted(known, key=lambda one: (one.met or 0, -one.unmet, one.place))


def chart_of_criteria(figures: Figures) -> tuple[Figure, ...]:
    """One bar a criterion, the weakest on top."""
    rows = weakest(figures)
    if not rows:
        return ()
    given = [_bar(figures, one) for one in rows]
    title = "Số xã đạt theo từng tiêu chí, từ tiêu chí yếu nhất"
    told = "; ".join(f"{row.label}: {row.values[-1][1]}" for row in given)
    chart = charts.bars(
        given,
        series=[f"Số xã đạt đến {day(figures.as_of)}"],
        full=len(figures.communes),
        title=title,
        description=told,
    )
    svg = render_to_string("charts/bars.svg", {"chart": chart}).strip()
    return (Figure(svg=svg, caption=title, description=told),)


def _bar(figures: Figures, one: Tally) -> charts.Given:
    criterion = figures.at(one.place)
    now = (one.met, f"{one.met}/{one.communes} ({percent(one.met, one.communes)})")
    label = f"{criterion.number}. {criterion.name}"
    return charts.Given(_short(label), (now,))


def _short(text: str, length: int = 26) -> str:
    """As much of a name as the labels have room for."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def map_of_bands(figures: Figures) -> tuple[Figure, ...]:
    """Every commune in the shade of its band, with its number of criteria; none without outlines."""
    drawing = _drawn(dt.date.fromisoformat(figures.drawing))
    looks = looks_of(figures)
    drawn = [one for one in figures.communes if one.drawn]
    if not drawn:
        return ()
    used = {code for one in drawn for code in one.drawn}
    shapes = tuple(_shape(one, drawing, looks) for one in drawn)
    keys = _keys(figures, looks, drawing.height + 14)
    title = f"Số tiêu chí đạt theo xã đến {day(figures.as_of)}, bộ {figures.criteria_set}"
    told = sentence(*(one.text for one in keys))
    height = (keys[-1].y if keys else drawing.height) + KEY_HEIGHT
    printed = PrintedMap(
        title=title,
        description=told,
        width=drawing.width,
        height=height,
        shown_width=SHOWN_WIDTH,
        shown_height=height * SHOWN_WIDTH // drawing.width,
        ground=tuple(one for code, one in drawing.outlines.items() if code not in used),
        shapes=shapes,
        keys=keys,
    )
    svg = render_to_string("charts/map_print.svg", {"map": printed}).strip()
    return (Figure(svg=svg, caption=title, description=told),)


@lru_cache
def _drawn(drawing: dt.date) -> charts.Drawing:
    return charts.drawn(outlines(drawing))


def looks_of(figures: Figures) -> dict[str, charts.Paint]:
    """Bands from dark to light, as the map on the screen has them; what nobody knows is no shade."""
    shades = [f"r{place}" for place in range(1, SHADES + 1)]
    among = bands(figures.total)
    found = {
        one.key: charts.PAINTS[shades[min(place, SHADES - 1)]] for place, one in enumerate(among)
    }
    return found | {key: charts.PAINTS[look] for key, look in PATTERNS.items()}


def _shape(one: Place, drawing: charts.Drawing, looks: dict[str, charts.Paint]) -> Shape:
    outline = reduce(charts.Outline.joined, (drawing.outlines[code] for code in one.drawn))
    return Shape(outline, looks[one.word.band], str(one.word.met) if one.word.has_data else "")


def _keys(figures: Figures, looks: dict[str, charts.Paint], top: int) -> tuple[Key, ...]:
    found = Counter(one.word.band for one in figures.communes)
    labels = {one.key: one.label.replace("TC", "tiêu chí") for one in bands(figures.total)}
    labels |= {UNCLEAR: "Chưa đủ số liệu để xếp", NO_DATA: "Chưa có số liệu"}
    shown = [key for key in labels if found[key]]
    return tuple(
        Key(
            looks[key],
            f"{labels[key]}: {found[key]} xã",
            20 + place % KEYS_A_ROW * 480,
            top + place // KEYS_A_ROW * KEY_HEIGHT,
        )
        for place, key in enumerate(shown)
    )
