"""The map of the province: one figure at a time, each commune in one class of it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Any

from django.urls import reverse

from communes.selectors.outlines import codes_drawn, drawing_of, outlines
from criteria.choices import Status
from plans.selectors.red import RedKind, RedRow, red
from plans.selectors.support import illustrative_help, last_contact
from reports import charts
from reports.selectors.asked import Asked
from reports.selectors.board import Chosen
from reports.selectors.heatmap import in_words
from reports.selectors.overview import Row, band_of, bands

MET, CRITERION, OVERDUE, SUPPORT = "so-tieu-chi", "tieu-chi", "qua-han", "ho-tro"
LOOKS = {  # class of `templates/charts/map.svg`: dark to light, then patterns
    "du": "r1", "15-18": "r2", "13-14": "r3", "10-12": "r4", "5-9": "r5", "duoi-5": "r6",
}  # fmt: skip
UNKNOWN, NONE = "hatch", "dots"
LEGEND_COLUMNS, LEGEND_LINE = 3, 30  # of the drawing alone
RECENTLY = 60  # days in which a commune was helped (ui.md: «supported in the last 60 days»)
STATUSES = (
    (Status.MET.value, "đạt", "r2", "●"),
    (Status.IN_PROGRESS.value, "đang thực hiện", "r4", "◐"),
    (Status.NOT_MET.value, "chưa đạt", "r6", "✕"),
    (Status.NOT_APPLICABLE.value, "không áp dụng", UNKNOWN, "–"),
    ("", "chưa đánh giá", NONE, "○"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A commune on the map: what is written on it, what it says in words, and where that leads."""

    row: Row
    text: str
    words: str
    address: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class MapClass:
    """Communes that look alike, in the order of the list."""

    key: str
    label: str
    look: str
    marks: tuple[Mark, ...] = ()

    @property
    def paint(self) -> charts.Paint:
        return charts.PAINTS[self.look]


@dataclass(frozen=True, slots=True)
class MapShape:
    """A commune of the drawing."""

    outline: charts.Outline
    paint: charts.Paint
    mark: Mark


@dataclass(frozen=True, slots=True)
class Map:
    title: str
    day: dt.date
    drawing: charts.Drawing
    classes: tuple[MapClass, ...]
    ground: tuple[charts.Outline, ...]  # towns, and communes that the filters leave out
    shapes: tuple[MapShape, ...]  # in the order of the list
    undrawn: tuple[Row, ...]

    @property
    def legend(self) -> list[tuple[MapClass, int, int, int, int]]:
        """Of the drawing alone, below the land: each class with x and y of its box, x and y of its words."""
        slot = self.drawing.width // LEGEND_COLUMNS
        return [
            (one, x, y, x + 40, y + 18)
            for place, one in enumerate(self.classes)
            for x in (8 + place % LEGEND_COLUMNS * slot,)
            for y in (self.drawing.height + 44 + place // LEGEND_COLUMNS * LEGEND_LINE,)
        ]

    @property
    def height_alone(self) -> int:
        lines = -(-len(self.classes) // LEGEND_COLUMNS)
        return self.drawing.height + 50 + lines * LEGEND_LINE

    @property
    def title_y(self) -> int:
        return self.drawing.height + 26

    @property
    def description(self) -> str:
        """«đủ 19 tiêu chí: 75 xã; …»."""
        return "; ".join(f"{one.label}: {len(one.marks)} xã" for one in self.classes)

    @property
    def total(self) -> int:
        return sum(len(one.marks) for one in self.classes)

    @property
    def illustrative(self) -> int:
        return sum(mark.illustrative for one in self.classes for mark in one.marks)


@dataclass(frozen=True, slots=True)
class MapAsked:
    """What the address asks to see on the map; a criterion only with its number."""

    figure: str = MET
    number: int | None = None


def figures(total: int) -> list[tuple[str, str]]:
    return [
        (MET, f"Số tiêu chí đạt (trên {total})"),
        (CRITERION, "Một tiêu chí"),
        (OVERDUE, "Việc quá hạn"),
        (SUPPORT, f"Hỗ trợ trong {RECENTLY} ngày"),
    ]


def atlas(found: Chosen, asked: Asked, wanted: MapAsked) -> Map:
    """The communes that the filters leave, coloured by the figure; the others are ground."""
    title, classes = _CLASSIFY[wanted.figure](found, asked.on, wanted)
    drawing = _drawn(drawing_of(asked.on))
    parts = codes_drawn((one.commune for one in found.picture.rows), drawing_of(asked.on))
    look = {mark.row.commune.pk: (one.paint, mark) for one in classes for mark in one.marks}
    shapes, undrawn, used = [], [], set()
    for row in found.rows:
        codes = parts[row.commune.pk]
        if not codes:
            undrawn.append(row)
            continue
        used.update(codes)
        outline = reduce(charts.Outline.joined, (drawing.outlines[code] for code in codes))
        shapes.append(MapShape(outline, *look[row.commune.pk]))
    ground = tuple(one for code, one in drawing.outlines.items() if code not in used)
    return Map(title, asked.on, drawing, tuple(classes), ground, tuple(shapes), tuple(undrawn))


@lru_cache
def _drawn(drawing: dt.date) -> charts.Drawing:
    return charts.drawn(outlines(drawing))


def _by_met(found: Chosen, _day: dt.date, _: MapAsked) -> tuple[str, list[MapClass]]:
    among = bands(found.picture.total)
    classes = [
        MapClass(one.key, one.label, LOOKS.get(one.key, other_look(one.key, place)))
        for place, one in enumerate(among)
    ]

    def marked(row: Row) -> Mark:
        standing = row.standing
        if not standing.has_data:
            return Mark(row, "", "chưa có số liệu", row.address)
        unknown = f", {len(standing.unknown)} chưa đánh giá" if standing.unknown else ""
        words = f"đạt {standing.met}/{standing.total} tiêu chí{unknown}"
        return Mark(row, f"{standing.met}", words, row.address, standing.illustrative)

    title = f"Số tiêu chí đạt theo xã, bộ tiêu chí {found.picture.criteria_set}"
    return title, _sorted(classes, found.rows, lambda row: band_of(row.standing, among), marked)


def other_look(key: str, place: int) -> str:
    """A set of fewer criteria has other bands; what cannot be told is never a shade."""
    if key == "chua-du-so-lieu":
        return UNKNOWN
    return NONE if key == "chua-co-so-lieu" else f"r{min(place + 1, 6)}"


def _by_criterion(found: Chosen, _day: dt.date, wanted: MapAsked) -> tuple[str, list[MapClass]]:
    criterion = next(one for one in found.picture.criteria if one.number == wanted.number)
    symbols = {status: symbol for status, _, _, symbol in STATUSES}
    classes = [MapClass(key or "chua", label, look) for key, label, look, _ in STATUSES]

    def marked(row: Row) -> Mark:
        cell = row.standing.cells[criterion.number]
        address = f"{row.address}#tc-{criterion.number}"
        words = in_words(replace(cell, illustrative=False), None)
        return Mark(row, symbols[cell.status], words, address, cell.illustrative)

    def key(row: Row) -> str:
        return row.standing.cells[criterion.number].status or "chua"

    return f"Tiêu chí {criterion}", _sorted(classes, found.rows, key, marked)


def _by_overdue(found: Chosen, day: dt.date, _: MapAsked) -> tuple[str, list[MapClass]]:
    """Criteria not met whose planned work is past its day (the red list's own rule)."""
    late: dict[int, list[RedRow]] = {}
    for one in red(day).rows:
        if one.late:
            late.setdefault(one.spot.commune.pk, []).append(one)
    classes = [
        MapClass("nhieu", "từ 3 việc quá hạn", "r1"),
        MapClass("co", "1–2 việc quá hạn", "r3"),
        MapClass("khong", "không có việc quá hạn", "r6"),
    ]

    def key(row: Row) -> str:
        count = len(late.get(row.commune.pk, ()))
        return "khong" if not count else "co" if count < 3 else "nhieu"  # noqa: PLR2004

    def marked(row: Row) -> Mark:
        them = late.get(row.commune.pk, [])
        words = f"{len(them)} tiêu chí chưa đạt có việc quá hạn" if them else "không có"
        address = f"{reverse('plans:red_list')}?loai={RedKind.IN_HAND}&xa={row.commune.code}"
        return Mark(row, f"{len(them) or ''}", words, address, any(x.illustrative for x in them))

    return "Tiêu chí chưa đạt có việc quá hạn", _sorted(classes, found.rows, key, marked)


def _by_support(found: Chosen, day: dt.date, _: MapAsked) -> tuple[str, list[MapClass]]:
    last = last_contact([row.commune for row in found.rows], day)
    made_up = illustrative_help(day)
    classes = [
        MapClass("gan", f"được hỗ trợ trong {RECENTLY // 2} ngày", "r1"),
        MapClass("vua", f"{RECENTLY // 2 + 1}–{RECENTLY} ngày trước", "r3"),
        MapClass("lau", f"trên {RECENTLY} ngày trước", "r6"),
        MapClass("chua", "chưa ghi hỗ trợ nào", NONE),
    ]

    def key(row: Row) -> str:
        if row.commune.pk not in last:
            return "chua"
        days = (day - last[row.commune.pk]).days
        return "gan" if days <= RECENTLY // 2 else "vua" if days <= RECENTLY else "lau"

    def marked(row: Row) -> Mark:
        address = reverse("reports:commune_detail", args=[row.commune.code])
        if row.commune.pk not in last:
            return Mark(row, "", "chưa ghi hỗ trợ nào", address)
        on = last[row.commune.pk]
        words = f"hỗ trợ gần nhất {on.day}/{on.month}/{on.year}"
        return Mark(row, f"{(day - on).days}", words, address, row.commune.pk in made_up)

    return "Ngày từ lần hỗ trợ gần nhất", _sorted(classes, found.rows, key, marked)


def _sorted(
    classes: Iterable[MapClass],
    rows: Sequence[Row],
    key: Callable[[Row], str],
    marked: Callable[[Row], Mark],
) -> list[MapClass]:
    found: dict[str, list[Mark]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(marked(row))
    return [replace(one, marks=tuple(found.get(one.key, ()))) for one in classes]


_CLASSIFY: dict[str, Callable[[Chosen, dt.date, MapAsked], tuple[str, list[MapClass]]]] = {
    MET: _by_met,
    CRITERION: _by_criterion,
    OVERDUE: _by_overdue,
    SUPPORT: _by_support,
}


def sheet(found: Map) -> tuple[list[str], list[list[Any]]]:
    """The map's figures, commune by commune: name, district, class, words."""
    head = ["Mã xã", "Xã", "Huyện", "Lớp", "Chi tiết", "Minh họa"]
    rows = [
        [
            mark.row.commune.code,
            mark.row.commune.name,
            mark.row.commune.district.name if mark.row.commune.district else None,
            one.label,
            mark.words,
            "minh họa" if mark.illustrative else None,
        ]
        for one in found.classes
        for mark in one.marks
    ]
    return head, rows
