"""The criteria sets as their pages show them: what the law asks, where it says so, who answers."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from communes.choices import CommuneClassKind, Confidence
from criteria.evaluation import Rule
from criteria.models import CriteriaSet, Criterion, Indicator, Responsibility, Threshold
from criteria.names import REGION_NAMES
from criteria.selectors.catalogue import rules_for

COMMON = "chung"
CLASS_NAMES = dict(CommuneClassKind.choices) | {"dbkk": "xã ĐBKK"}
NO_VALUE = Q(number=None, answer=None, word="", refers_to=None)


@dataclass(frozen=True, slots=True)
class SetLine:
    """A set in the list. `unverified` thresholds have a value from memory, `unknown` ones have none."""

    criteria_set: CriteriaSet
    in_force: bool
    criteria: int
    indicators: int
    thresholds: int
    unverified: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """One threshold in words: «Nữ · năm 2024», «≥ 70%»."""

    label: str
    demand: str
    is_known: bool
    confidence: str
    source: str
    note: str
    pk: int | None = None

    @property
    def link(self) -> str:
        return self.source if self.source.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class RegionCell:
    """The thresholds of a region; without any, `common` says that those of the country hold."""

    lines: tuple[ThresholdLine, ...]
    common: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    indicator: Indicator
    cells: tuple[RegionCell, ...]
    agencies: tuple[Responsibility, ...]


@dataclass(frozen=True, slots=True)
class CriterionRows:
    criterion: Criterion
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    code: str
    name: str
    criteria: tuple[CriterionRows, ...]


@dataclass(frozen=True, slots=True)
class SetPage:
    line: SetLine
    regions: tuple[str, ...]
    region_names: tuple[str, ...]
    groups: tuple[CriterionGroup, ...]


def set_lines(day: dt.date) -> list[SetLine]:
    """Every set, the latest first, with how sure its thresholds are; in one query."""
    thresholds = Threshold.objects.known_at().filter(NO_VALUE).values("pk")
    ways = "criteria__indicators__thresholds"
    empty = Q(**{f"{ways}__in": thresholds})
    living = Q(**{f"{ways}__superseded_at": None})
    recalled = living & Q(**{f"{ways}__confidence": Confidence.RECALLED})
    rows = CriteriaSet.objects.select_related("paper").annotate(
        criterion_count=Count("criteria", distinct=True),
        indicator_count=Count("criteria__indicators", distinct=True),
        threshold_count=Count(ways, distinct=True, filter=living),
        unknown_count=Count(ways, distinct=True, filter=empty),
        unverified_count=Count(ways, distinct=True, filter=recalled & ~empty),
    )
    return [
        SetLine(
            criteria_set=one,
            in_force=one.covers(day),
            criteria=one.criterion_count,
            indicators=one.indicator_count,
            thresholds=one.threshold_count,
            unverified=one.unverified_count,
            unknown=one.unknown_count,
        )
        for one in rows
    ]


def set_page(criteria_set: CriteriaSet, day: dt.date, *, every_region: bool = False) -> SetPage:
    """A whole set as the law groups it, in five queries whatever its size."""
    criteria = list(criteria_set.criteria.prefetch_related("indicators"))
    indicators = {one.pk: one for crit in criteria for one in crit.indicators.all()}
    rules = defaultdict(list, rules_for(indicators.values()))
    agencies = agencies_of(criteria_set, day)
    regions = regions_shown(criteria_set, every_region=every_region)
    groups: dict[tuple[str, str], list[CriterionRows]] = {}
    for criterion in criteria:
        rows = tuple(
            IndicatorRow(
                one,
                tuple(region_cell(rules[one.pk], region) for region in regions),
                tuple(agencies.get(one.pk, ())),
            )
            for one in criterion.indicators.all()
        )
        key = (criterion.group_code, criterion.group_name)
        groups.setdefault(key, []).append(CriterionRows(criterion, rows))
    return SetPage(
        line=_line(criteria_set, day, criteria, rules),
        regions=regions,
        region_names=tuple(REGION_NAMES.get(region, region) for region in regions),
        groups=tuple(CriterionGroup(*key, tuple(rows)) for key, rows in groups.items()),
    )


def regions_shown(criteria_set: CriteriaSet, *, every_region: bool) -> tuple[str, ...]:
    """The country, the province's region and the one of special communes; or all of them."""
    own = (COMMON, criteria_set.region, criteria_set.special_region)
    wanted = (*own, *REGION_NAMES) if every_region else own
    return tuple(dict.fromkeys(region for region in wanted if region))


def agencies_of(criteria_set: CriteriaSet, day: dt.date) -> dict[int, list[Responsibility]]:
    """Who answers for each indicator on that day."""
    found: dict[int, list[Responsibility]] = defaultdict(list)
    rows = Responsibility.objects.on(day).filter(indicator__criterion__criteria_set=criteria_set)
    for row in rows.select_related("agency").order_by("agency__sort_key"):
        found[row.indicator_id].append(row)
    return found


def region_cell(rules: list[Rule], region: str) -> RegionCell:
    """What one region asks of an indicator, in every year and span."""
    own = tuple(threshold_line(one) for one in rules if one.region == region)
    return RegionCell(own, common=not own and any(one.region == COMMON for one in rules))


def threshold_line(one: Rule) -> ThresholdLine:
    words = [one.part_name, f"năm {one.year}" if one.year else "", one.condition]
    words.append(CLASS_NAMES.get(one.commune_class, ""))
    words.append(_span(one))
    return ThresholdLine(
        label=" · ".join(word for word in words if word),
        demand="Đạt" if one.answer else one.demand,
        is_known=_says(one),
        confidence=one.confidence,
        source=one.source,
        note=one.note,
        pk=one.pk,
    )


def _says(one: Rule) -> bool:
    """A value of its own, or another threshold times a factor."""
    return one.is_known or one.factor is not None


def _span(one: Rule) -> str:
    starts = f"từ {_day(one.starts)}" if one.starts else ""
    ends = f"đến {_day(one.ends)}" if one.ends else ""
    return f"{starts} {ends}".strip()


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _line(
    criteria_set: CriteriaSet,
    day: dt.date,
    criteria: list[Criterion],
    rules: dict[int, list[Rule]],
) -> SetLine:
    every = [one for rows in rules.values() for one in rows]
    return SetLine(
        criteria_set=criteria_set,
        in_force=criteria_set.covers(day),
        criteria=len(criteria),
        indicators=sum(len(one.indicators.all()) for one in criteria),
        thresholds=len(every),
        unverified=sum(_says(one) and one.is_unverified for one in every),
        unknown=sum(not _says(one) for one in every),
    )
