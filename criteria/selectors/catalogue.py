"""The yardstick as the evaluation wants it: rules by indicator, and for whom they are asked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from communes.models import Commune, CommuneClass
from criteria.evaluation import Asked, Rule
from criteria.models import CriteriaSet, Indicator, Threshold

REGION_NAMES = {
    "chung": "cả nước",
    "TDMNPB": "Trung du miền núi phía Bắc",
    "DBSH": "Đồng bằng sông Hồng",
    "BTB": "Bắc Trung Bộ",
    "DHNTB": "Duyên hải Nam Trung Bộ",
    "TN": "Tây Nguyên",
    "DNB": "Đông Nam Bộ",
    "DBSCL": "Đồng bằng sông Cửu Long",
}


def rules_for(indicators: Iterable[Indicator]) -> dict[int, list[Rule]]:
    """The thresholds of the indicators, by indicator, in one query."""
    by_key = {indicator.pk: indicator for indicator in indicators}
    found: dict[int, list[Rule]] = defaultdict(list)
    for row in Threshold.objects.filter(indicator__in=list(by_key)).order_by("order"):
        found[row.indicator_id].append(rule(row, by_key[row.indicator_id]))
    return found


def rule(row: Threshold, indicator: Indicator) -> Rule:
    names = {part["code"]: part["name"] for part in indicator.parts}
    return Rule(
        part=row.part,
        part_name=names.get(row.part, ""),
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
        unit=indicator.unit,
        confidence=row.confidence,
        source=row.source,
        note=row.note,
        pk=row.pk,
    )


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
