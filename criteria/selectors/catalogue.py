"""The yardstick as the evaluation wants it: rules by indicator, and for whom they are asked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from communes.models import Commune, CommuneClass
from criteria.choices import ValueType
from criteria.evaluation import Asked, Rule
from criteria.models import CriteriaSet, Indicator, Threshold
from criteria.names import REGION_NAMES


def rules_for(
    indicators: Iterable[Indicator], known_at: dt.datetime | None = None
) -> dict[int, list[Rule]]:
    """The thresholds of the indicators, by indicator, now or as known at a moment.

    In one query, and one more where a threshold refers to another indicator's.
    """
    by_key = {indicator.pk: indicator for indicator in indicators}
    found: dict[int, list[Rule]] = defaultdict(list)
    known = Threshold.objects.known_at(known_at).filter(indicator__in=list(by_key))
    rows = list(known.select_related("paper").order_by("order"))
    others = _referred({row.refers_to_id for row in rows if row.refers_to_id}, known_at)
    for row in rows:
        made = rule(row, by_key[row.indicator_id], others.get(row.refers_to_id))
        paper = row.paper.short if row.paper else ""
        found[row.indicator_id].append(replace(made, paper=paper) if paper else made)
    return found


@dataclass(frozen=True, slots=True)
class Referred:
    """The thresholds of an indicator to which another set's threshold refers, and their name."""

    name: str
    rules: tuple[Rule, ...]


def _referred(indicators: set[int], known_at: dt.datetime | None) -> dict[int | None, Referred]:
    if not indicators:
        return {}
    rows: dict[int, list[Threshold]] = defaultdict(list)
    known = Threshold.objects.known_at(known_at).filter(indicator__in=indicators)
    for row in known.select_related("indicator__criterion__criteria_set").order_by("order"):
        rows[row.indicator_id].append(row)
    return {
        key: Referred(
            f"mức {group[0].indicator.criterion.criteria_set.short_name}",
            tuple(rule(row, row.indicator) for row in group),
        )
        for key, group in rows.items()
    }


def rule(row: Threshold, indicator: Indicator, referred: Referred | None = None) -> Rule:
    """A stored threshold as the evaluation takes it; of one that refers, with what it refers to."""
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
        factor=None if row.factor is None else Decimal(row.factor),
        of=referred.rules if referred else (),
        of_name=referred.name if referred else "ngưỡng của bộ khác",
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
    paper = criteria_set.paper.short if criteria_set.paper else ""
    return Asked(
        day=day,
        year=day.year,
        region=criteria_set.region,
        special_region=criteria_set.special_region,
        special_basis=paper,
        commune_class=commune_class,
        region_names=REGION_NAMES,
        classes=tuple(criteria_set.classes),
        paper=paper,
    )
