"""How a commune stood when an agency took it on, how it stands now, and what turned in between."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from communes.models import Commune
from criteria.choices import FAILING, Change, Kinship, Level, Status, gained, lost
from criteria.models import CriteriaSet, Criterion, Mapping, StatusEntry, counting
from criteria.selectors import Standing

CARRIES = (Kinship.SAME.value, Kinship.CHANGED.value)
UNCLEAR = "hai bộ tiêu chí, chưa rõ do thước đo hay tình hình"


@dataclass(frozen=True, slots=True)
class Then:
    """What was known of a commune when an agency took it on.

    `asked` is the day it was taken on. Where nobody had judged anything by then, `told` is the day
    of the first judgement after it; None: nobody ever judged.
    """

    asked: dt.date
    told: dt.date | None
    criteria_set: CriteriaSet | None
    statuses: dict[int, str]  # by key of criterion
    met: int
    unmet: tuple[Criterion, ...]
    unknown: int
    illustrative: bool

    @property
    def is_later(self) -> bool:
        return self.told is not None and self.told > self.asked

    @property
    def total(self) -> int:
        return self.met + len(self.unmet) + self.unknown


@dataclass(frozen=True, slots=True)
class Turn:
    """A criterion then and now; `old`: what it was in the set of then, where that was another.

    `why` labels a change (design 4.5): situation, yardstick, correction; of two sets it says so.
    """

    criterion: Criterion
    old: Criterion | None
    before: str
    now: str
    why: str

    @property
    def gained(self) -> bool:
        return gained(self.before, self.now)

    @property
    def lost(self) -> bool:
        return lost(self.before, self.now)

    @property
    def was_unmet(self) -> bool:
        return self.before in FAILING


class Memory:
    """What was ever said of some communes' criteria up to a day; few queries, however many communes."""

    def __init__(self, communes: Iterable[Commune], day: dt.date) -> None:
        places = [one.pk for one in communes]
        rows = CriteriaSet.objects.of_level(Level.STANDARD).filter(starts__lte=day)
        self.sets = list(rows.order_by("starts").prefetch_related("criteria"))
        self._words: dict[tuple[int, int], list[Any]] = defaultdict(list)
        words = (
            StatusEntry.objects.as_of(day)
            .filter(scorecard__commune__in=places, scorecard__criteria_set__in=self.sets)
            .in_time()
            .values_list(
                *("scorecard__commune_id", "scorecard__criteria_set_id", "criterion_id"),
                *("status", "stage", "effective_on", "illustrative"),
                named=True,
            )
        )
        for word in words:
            about = (word.scorecard__commune_id, word.scorecard__criteria_set_id)
            self._words[about].append(word)
        self.carried: dict[int, dict[int, str]] = defaultdict(dict)
        links = Mapping.objects.filter(kinship__in=CARRIES, new_indicator=None, old_indicator=None)
        for old, new, kinship in links.values_list("old_criterion", "new_criterion", "kinship"):
            if old and new:
                self.carried[old][new] = kinship

    def then(self, commune: int, since: dt.date) -> Then:
        """On the set in force that day; where nobody spoke on it, on the next one somebody did."""
        in_force = [one for one in self.sets if one.ends is None or one.ends >= since]
        known = [one for one in in_force if (commune, one.pk) in self._words]
        if not known:
            first = in_force[0] if in_force else None
            return _snapshot(since, None, first, [])
        words = self._words[commune, known[0].pk]
        told = max(since, min(word.effective_on for word in words))
        earlier = [word for word in words if word.effective_on <= told]
        return _snapshot(since, told, known[0], earlier)

    def same(self, criterion: int) -> set[int]:
        """The criterion and what it became in later sets."""
        found, waiting = {criterion}, [criterion]
        while waiting:
            fresh = set(self.carried.get(waiting.pop(), ())) - found
            found |= fresh
            waiting += fresh
        return found

    def turns(self, then: Then, now: Standing, now_set: CriteriaSet) -> tuple[Turn, ...]:
        """Criterion by criterion as the set of now has them; first those that only then had."""
        if then.criteria_set is None:
            return ()
        known = next((one for one in self.sets if one.pk == now_set.pk), now_set)
        own = {one.pk: one for one in known.criteria.all()}
        if then.criteria_set.pk == now_set.pk:
            return tuple(_same_set(one, then, now) for one in own.values())
        gone, found = [], []
        for one in then.criteria_set.criteria.all():
            heirs = [(own[key], how) for key, how in self.carried[one.pk].items() if key in own]
            found += [_two_sets(heir, one, then, now, how) for heir, how in heirs]
            if not heirs:
                gone.append(Turn(one, one, then.statuses.get(one.pk, ""), "", ""))
        return (*gone, *sorted(found, key=lambda turn: turn.criterion.number))


def _snapshot(
    asked: dt.date, told: dt.date | None, criteria_set: CriteriaSet | None, words: Sequence[Any]
) -> Then:
    said: dict[int, list[Any]] = defaultdict(list)
    for word in words:
        said[word.criterion_id].append(word)
    counted = {key: pair[0] for key, rows in said.items() if (pair := counting(rows))}
    statuses = {key: word.status for key, word in counted.items()}
    criteria = list(criteria_set.criteria.all()) if criteria_set else []
    return Then(
        asked=asked,
        told=told,
        criteria_set=criteria_set,
        statuses=statuses,
        met=sum(status == Status.MET for status in statuses.values()),
        unmet=tuple(one for one in criteria if statuses.get(one.pk) in FAILING),
        unknown=sum(one.pk not in statuses for one in criteria),
        illustrative=any(word.illustrative for word in counted.values()),
    )


def _same_set(criterion: Criterion, then: Then, now: Standing) -> Turn:
    cell = now.cells[criterion.number]
    before = then.statuses.get(criterion.pk, "")
    change = cell.change if cell.status != before and before else ""
    return Turn(criterion, None, before, cell.status, Change(change).label if change else "")


def _two_sets(
    criterion: Criterion, old: Criterion, then: Then, now: Standing, kinship: str
) -> Turn:
    status, before = now.cells[criterion.number].status, then.statuses.get(old.pk, "")
    why = ""
    if gained(before, status) or lost(before, status):
        why = Change.SITUATION.label if kinship == Kinship.SAME else UNCLEAR
    return Turn(criterion, old, before, status, why)
