"""What a new value is compared with: the commune's own values and those of its neighbours."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import cos, hypot, radians

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
        unit="%" if indicator.value_type == ValueType.PERCENT else indicator.unit,
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
