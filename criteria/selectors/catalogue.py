"""The yardstick as the evaluation wants it: rules by indicator, and for whom they are asked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from communes.models import Commune, CommuneClass
from criteria.choices import ValueType
from criteria.evaluation import Asked, Rule
from criteria.models import CriteriaSet, Indicator, Threshold
from criteria.names import REGION_NAMES


def rules_for(
    indicators: Iterable[Indicator], known_at: dt.datetime | None = None
) -> dict[int, list[Rule]]:
    """The thresholds of the indicators, by indicator, in one query: now, or as known at a moment."""
    by_key = {indicator.pk: indicator for indicator in indicators}
    found: dict[int, list[Rule]] = defaultdict(list)
    rows = Threshold.objects.known_at(known_at).filter(indicator__in=list(by_key))
    for row in rows.order_by("order"):
        found[row.indicator_id].append(rule(row, by_key[row.indicator_id]))
    return found


def rule(row: Threshold, indicator: Indicator) -> Rule:
    """A stored threshold as the evaluation takes it."""
    parts = {part["code"]: part for part in indicator.parts}
    part = parts.get(row.part, {})
    return Rule(
        part=row.part,
        part_name=part.get("name", ""),
        region=row.region,
        year=row.year,
        commune_class=row.commune_class,
        condition=row.condition,
        starts=row.starts,
        ends=row.ends,
        value_type=row.value_type,
        comparator=row.comparator,
        number=None if row.number is None else Decimal(row.number),
        answer=row.answer,
        word=row.word,
        unit=unit_of(row.value_type, indicator, part),
        confidence=row.confidence,
        source=row.source,
        note=row.note,
        pk=row.pk,
    )


def unit_of(value_type: str, indicator: Indicator, part: dict[str, str]) -> str:
    """A percentage is told in %, whatever the indicator was told in before an amendment."""
    if value_type == ValueType.PERCENT:
        return "%"
    own = str(part.get("unit", "")) if part else indicator.unit
    return own if value_type == ValueType.NUMBER else ""


def class_on(communes: Iterable[Commune], day: dt.date) -> dict[int, str]:
    """The class of each commune on that day; a commune without one is absent: not known."""
    rows = CommuneClass.objects.on(day).filter(commune__in=[commune.pk for commune in communes])
    return dict(rows.values_list("commune_id", "kind"))


def asked(criteria_set: CriteriaSet, day: dt.date, commune_class: str | None) -> Asked:
    """The question put to the thresholds, for a commune of that class on that day."""
    return Asked(
        day=day,
        year=day.year,
        region=criteria_set.region,
        special_region=criteria_set.special_region,
        special_basis=criteria_set.paper.short if criteria_set.paper else "",
        commune_class=commune_class,
        region_names=REGION_NAMES,
    )
