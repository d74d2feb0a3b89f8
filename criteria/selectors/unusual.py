"""What a new value is compared with: the commune's own values and those of its neighbours."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, hypot, radians
from typing import Any

from django.db.models import F, Q

from communes.models import Commune
from criteria.choices import ValueType
from criteria.evaluation import unusual
from criteria.models import Indicator, Measurement, Scorecard, counting
from criteria.selectors.lines import in_time

NEAREST = 10  # communes, where there is no district


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
    where = "xã cùng huyện"
    if scorecard.commune.district_id is None:
        beside, where = _nearest(beside, scorecard.commune), "xã gần nhất"
    return unusual(
        number,
        before=before.number if before else None,
        neighbours=[one.number for one in beside if one.number is not None],
        where=where,
        unit=_unit(indicator),
    )


def _counted(said: Sequence[Measurement]) -> Measurement | None:
    found = counting(in_time(said))
    return found[0] if found else None


def _nearest(said: Iterable[Measurement], commune: Commune) -> list[Measurement]:
    """By coordinates, on a flat map: good enough for who lies beside whom in a province."""
    if commune.latitude is None or commune.longitude is None:
        return []
    here = float(commune.latitude), float(commune.longitude)
    narrow = cos(radians(here[0]))

    def far(one: Measurement) -> float:
        latitude, longitude = float(one.latitude or 0), float(one.longitude or 0)
        return hypot(latitude - here[0], (longitude - here[1]) * narrow)

    placed = [one for one in said if one.latitude is not None and one.longitude is not None]
    return sorted(placed, key=far)[:NEAREST]


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
        districts = {one.scorecard_id: one.scorecard__commune__district for one in stored}
        districts |= {one.scorecard.pk: one.scorecard.commune.district_id for one in rows}
        at_home: dict[int | None, list[tuple[int, Decimal]]] = defaultdict(list)
        for card, number in now.items():
            if number is not None:
                at_home[districts.get(card)].append((card, number))
        for one in rows:
            home, own = one.scorecard.commune.district_id, one.scorecard.pk
            beside = at_home[home] if home is not None else []
            found[id(one)] = unusual(
                one.number or Decimal(0),
                before=before.get(own),
                neighbours=[number for card, number in beside if card != own],
                unit=_unit(one.indicator),
            )
    return [found.get(id(one), "") for one in typed]


def _said_of(indicators: Iterable[int]) -> dict[tuple[int, str], list[Any]]:
    """What counts or may: of each stage the words on record, by indicator and part, in time order."""
    fields = ("pk", "scorecard_id", "indicator_id", "part", "stage", "effective_on", "number")
    rows = (
        Measurement.objects.filter(indicator__in=list(indicators), withdrawn_at=None)
        .in_time()
        .values_list(*fields, "scorecard__commune__district", named=True)
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
