"""Who answers for the indicators of a set, now, before and later."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from criteria.models import CriteriaSet, Criterion, Indicator, Responsibility


@dataclass(frozen=True, slots=True)
class Answering:
    """One span of an agency; `is_now` on the day looked at."""

    row: Responsibility
    is_now: bool


@dataclass(frozen=True, slots=True)
class IndicatorAnswers:
    indicator: Indicator
    now: tuple[Answering, ...]
    others: tuple[Answering, ...]


@dataclass(frozen=True, slots=True)
class CriterionAnswers:
    criterion: Criterion
    rows: tuple[IndicatorAnswers, ...]


def responsibility_rows(criteria_set: CriteriaSet, day: dt.date) -> list[CriterionAnswers]:
    """Every indicator with who answers on that day and who did or will; in three queries."""
    found: dict[int, list[Answering]] = defaultdict(list)
    spans = Responsibility.objects.filter(indicator__criterion__criteria_set=criteria_set)
    for row in spans.select_related("agency", "paper").order_by("starts", "agency__sort_key"):
        found[row.indicator_id].append(Answering(row, row.covers(day)))
    return [
        CriterionAnswers(
            criterion,
            tuple(
                IndicatorAnswers(
                    one,
                    tuple(span for span in found[one.pk] if span.is_now),
                    tuple(span for span in found[one.pk] if not span.is_now),
                )
                for one in criterion.indicators.all()
            ),
        )
        for criterion in criteria_set.criteria.prefetch_related("indicators")
    ]
