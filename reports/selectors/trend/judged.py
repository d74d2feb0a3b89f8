"""How many criteria communes met on some days, each day by the set in force: one reading of the entries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from communes.models import Commune
from criteria.choices import Level, Status
from criteria.models import CriteriaSet, StatusEntry

Word = tuple[int, str, bool]  # stage, status, illustrative
Words = dict[int, dict[int, Word]]  # by commune and criterion


@dataclass(frozen=True, slots=True)
class Judged:
    """A commune on the set of a day."""

    met: int
    assessed: int
    total: int
    illustrative: bool

    @property
    def unknown(self) -> int:
        return self.total - self.assessed

    @property
    def is_whole(self) -> bool:
        return 0 < self.total == self.assessed


@dataclass(frozen=True, slots=True)
class Reading:
    """The set in force on a day (None: none), and each commune on it of which anything was said."""

    day: dt.date
    criteria_set: CriteriaSet | None
    by_commune: dict[int, Judged]


def set_on(sets: Iterable[CriteriaSet], day: dt.date) -> CriteriaSet | None:
    """As `set_in_force`, of sets at hand."""
    fits = [one for one in sets if one.level == Level.STANDARD and one.covers(day)]
    return max(fits, key=lambda one: one.starts, default=None)


def said(communes: QuerySet[Commune], until: dt.date) -> list[tuple[Any, ...]]:
    """What was said of these communes' criteria and stands, in time order; one query."""
    rows = StatusEntry.objects.as_of(until).filter(
        scorecard__commune__in=communes.order_by().values("pk"),
        scorecard__criteria_set__level=Level.STANDARD,
    )
    return list(
        rows.in_time().values_list(
            *("scorecard__commune_id", "criterion_id", "effective_on"),
            *("stage", "status", "illustrative"),
        )
    )


def read(
    entries: Sequence[tuple[Any, ...]], sets: Sequence[CriteriaSet], days: Sequence[dt.date]
) -> list[Reading]:
    """On each day, which come in order, the word that counts: the latest of the highest stage so far.

    The same as `standings` with that day as `as_of` finds, day by day.
    """
    words: Words = {}
    found, place = [], 0
    for day in days:
        while place < len(entries) and entries[place][2] <= day:
            commune, criterion, _, stage, status, illustrative = entries[place]
            known = words.setdefault(commune, {})
            if criterion not in known or stage >= known[criterion][0]:
                known[criterion] = (stage, status, illustrative)
            place += 1
        found.append(_reading(day, set_on(sets, day), words))
    return found


def _reading(day: dt.date, criteria_set: CriteriaSet | None, words: Words) -> Reading:
    if criteria_set is None:
        return Reading(day, None, {})
    criteria = [one.pk for one in criteria_set.criteria.all()]
    judged = {}
    for commune, known in words.items():
        about = [known[key] for key in criteria if key in known]
        if about:
            judged[commune] = Judged(
                met=sum(status == Status.MET for _, status, _ in about),
                assessed=len(about),
                total=len(criteria),
                illustrative=any(made_up for *_, made_up in about),
            )
    return Reading(day, criteria_set, judged)
