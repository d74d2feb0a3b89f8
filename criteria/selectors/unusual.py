"""What a new value is compared with: the commune's own values and those of its neighbours."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, hypot, radians
from typing import Any, TypeVar

from django.db.models import F, Q

from criteria.choices import ValueType
from criteria.evaluation import unusual
from criteria.models import Indicator, Measurement, Scorecard, counting
from criteria.selectors.lines import in_time

NEAREST = 10  # communes, where there is no district

Point = tuple[float, float]  # latitude and longitude, in degrees
T = TypeVar("T")


def told_of(
    scorecard: Scorecard, indicator: Indicator, part: str, day: dt.date
) -> list[Measurement]:
    """The living values of the part, of this commune and its neighbours, in the order of recording.

    In one query, since every save asks. Neighbours stood on that day in the same district, or, where
    there is none, anywhere on the set. Each carries `latitude` and `longitude` of its commune.
    """
    commune = scorecard.commune
    there = Q(scorecard__commune__starts__lte=day) & (
        Q(scorecard__commune__ends=None) | Q(scorecard__commune__ends__gte=day)
    )
    if commune.district_id:
        there &= Q(scorecard__commune__district=commune.district_id)
    rows = Measurement.objects.filter(
        Q(scorecard=scorecard.pk) | there, indicator=indicator, part=part, withdrawn_at=None
    )
    placed = rows.annotate(
        latitude=F("scorecard__commune__latitude"), longitude=F("scorecard__commune__longitude")
    )
    return list(placed.order_by("pk"))


def why_unusual(
    said: Iterable[Measurement],
    scorecard: Scorecard,
    indicator: Indicator,
    number: Decimal | None,
    day: dt.date,
) -> str:
    """Why a number of that day is worth a second look, beside what `told_of` found; else blank."""
    if number is None:
        return ""
    own: list[Measurement] = []
    others: dict[int, list[Measurement]] = defaultdict(list)
    for one in said:
        if one.scorecard_id != scorecard.pk and one.effective_on <= day:
            others[one.scorecard_id].append(one)
        elif one.scorecard_id == scorecard.pk and one.effective_on < day:
            own.append(one)
    before = _counted(own)
    beside = [found for rows in others.values() if (found := _counted(rows))]
    if scorecard.commune.district_id is None:
        beside = _nearest(_point(scorecard.commune), ((_point(one), one) for one in beside))
    return unusual(
        number,
        before=before.number if before else None,
        neighbours=[one.number for one in beside if one.number is not None],
        where=where_of(scorecard),
        unit=_unit(indicator),
    )


def where_of(scorecard: Scorecard) -> str:
    """Which neighbours are meant: districts ended on 30/6/2025."""
    return "xã cùng huyện" if scorecard.commune.district_id else "xã gần nhất"


def _counted(said: Sequence[Measurement]) -> Measurement | None:
    found = counting(in_time(said))
    return found[0] if found else None


def _nearest(here: Point | None, placed: Iterable[tuple[Point | None, T]]) -> list[T]:
    """The nearest by coordinates, on a flat map: good enough for who lies beside whom in a province."""
    if here is None:
        return []
    narrow = cos(radians(here[0]))
    found = [
        (hypot(there[0] - here[0], (there[1] - here[1]) * narrow), place, one)
        for place, (there, one) in enumerate(placed)
        if there is not None
    ]
    return [one for _, _, one in sorted(found)[:NEAREST]]


def _point(place: Any) -> Point | None:
    """Of anything with `latitude` and `longitude`."""
    if place.latitude is None or place.longitude is None:
        return None
    return float(place.latitude), float(place.longitude)


@dataclass(frozen=True, slots=True)
class Typed:
    """A value about to be stored with many others."""

    scorecard: Scorecard
    indicator: Indicator
    part: str
    number: Decimal | None
    day: dt.date


def why_unusual_many(typed: Sequence[Typed]) -> list[str]:
    """The same for many values, in one query; the values of one list are each other's neighbours."""
    by_cell: dict[tuple[int, str, dt.date], list[Typed]] = defaultdict(list)
    for one in typed:
        if one.number is not None:
            by_cell[one.indicator.pk, one.part, one.day].append(one)
    said = _said_of({key[0] for key in by_cell})
    found: dict[int, str] = {}
    for (indicator, part, day), rows in by_cell.items():
        stored = [one for one in said.get((indicator, part), []) if one.effective_on <= day]
        now = _numbers(stored)
        now |= {one.scorecard.pk: one.number for one in rows}
        before = _numbers([one for one in stored if one.effective_on < day])
        standing = [one for one in stored if one.starts <= day <= (one.ends or day)]
        beside = _Neighbours(standing, rows, now)
        for one in rows:
            found[id(one)] = unusual(
                one.number or Decimal(0),
                before=before.get(one.scorecard.pk),
                neighbours=beside.of(one.scorecard),
                where=where_of(one.scorecard),
                unit=_unit(one.indicator),
            )
    return [found.get(id(one), "") for one in typed]


class _Neighbours:
    """The numbers of one cell in the communes that stand: by district, by place where there is none."""

    def __init__(
        self, stored: Sequence[Any], rows: Sequence[Typed], now: dict[int, Decimal | None]
    ) -> None:
        districts = {one.scorecard_id: one.district for one in stored}
        districts |= {one.scorecard.pk: one.scorecard.commune.district_id for one in rows}
        points = {one.scorecard_id: _point(one) for one in stored}
        points |= {one.scorecard.pk: _point(one.scorecard.commune) for one in rows}
        self.at_home: dict[int | None, list[tuple[int, Decimal]]] = defaultdict(list)
        for card, home in districts.items():
            number = now.get(card)
            if number is not None:
                self.at_home[home].append((card, number))
        self.placed = [(points.get(card), (card, number)) for card, number in self.at_home[None]]

    def of(self, scorecard: Scorecard) -> list[Decimal]:
        home = scorecard.commune.district_id
        if home is not None:
            return [number for card, number in self.at_home[home] if card != scorecard.pk]
        others = [one for one in self.placed if one[1][0] != scorecard.pk]
        return [number for _, number in _nearest(_point(scorecard.commune), others)]


def _said_of(indicators: Iterable[int]) -> dict[tuple[int, str], list[Any]]:
    """What counts or may: of each stage the words on record, by indicator and part, in time order."""
    fields = ("pk", "scorecard_id", "indicator_id", "part", "stage", "effective_on", "number")
    where = ("district", "latitude", "longitude", "starts", "ends")
    rows = (
        Measurement.objects.filter(indicator__in=list(indicators), withdrawn_at=None)
        .in_time()
        .annotate(**{name: F(f"scorecard__commune__{name}") for name in where})
        .values_list(*fields, *where, named=True)
    )
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in rows:
        found[row.indicator_id, row.part].append(row)
    return found


def _numbers(said: Iterable[Any]) -> dict[int, Decimal | None]:
    """By scorecard the number that counts, of words in time order."""
    words: dict[int, list[Any]] = defaultdict(list)
    for one in said:
        words[one.scorecard_id].append(one)
    return {card: pair[0].number for card, rows in words.items() if (pair := counting(rows))}


def _unit(indicator: Indicator) -> str:
    return "%" if indicator.value_type == ValueType.PERCENT else indicator.unit
