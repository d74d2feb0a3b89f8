"""A commune's scorecard as its page shows it: what was said, and what the machine finds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from criteria.choices import Status
from criteria.models import (
    Criterion,
    CurrentStatus,
    Indicator,
    Measurement,
    Recognition,
    Scorecard,
    SponsorAssignment,
    StatedCount,
    StatusEntry,
)
from criteria.selectors.borrowed import borrowed
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.lines import CriterionLine, criterion_line, indicator_line
from criteria.selectors.periods import round_before

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria under one heading of the law."""

    code: str
    name: str
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole scorecard on a day."""

    scorecard: Scorecard
    day: dt.date
    groups: tuple[Group, ...]
    met: int
    assessed: int
    total: int
    measured: int
    indicators: int
    commune_class: str | None
    compared_on: dt.date | None
    illustrative: bool

    @property
    def lines(self) -> list[CriterionLine]:
        return [line for group in self.groups for line in group.lines]

    @property
    def unmet(self) -> list[CriterionLine]:
        return [line for line in self.lines if line.status in {Status.NOT_MET, Status.IN_PROGRESS}]


@dataclass(frozen=True, slots=True)
class About:
    """What stands around a scorecard: who stands behind the commune, what sources state of it."""

    sponsors: tuple[SponsorAssignment, ...]
    recognitions: tuple[Recognition, ...]
    stated: tuple[StatedCount, ...]
    others: tuple[Scorecard, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a page must show again after one criterion was logged."""

    current: CurrentStatus | None
    met: int
    assessed: int


def sheet(scorecard: Scorecard, *, day: dt.date, known_at: dt.datetime | None = None) -> Sheet:
    """Everything on a scorecard as of a day; the number of queries does not follow the set's size."""
    criteria = list(scorecard.criteria_set.criteria.prefetch_related("indicators"))
    indicators = [one for criterion in criteria for one in criterion.indicators.all()]
    rules = rules_for(indicators, known_at)
    commune_class = class_on([scorecard.commune], day).get(scorecard.commune_id)
    question = asked(scorecard.criteria_set, day, commune_class)
    question = borrowed(question, indicators, scorecard, known_at=known_at)
    said = _by(_words(scorecard, day, known_at), "criterion_id")
    values = _by(_values(scorecard, day, known_at), "indicator_id")
    before = round_before(day)
    earlier = _by(_values(scorecard, before.ends, known_at) if before else [], "indicator_id")
    lines = [
        criterion_line(
            criterion,
            said.get(criterion.pk, []),
            before.ends if before else None,
            tuple(
                indicator_line(
                    one,
                    values.get(one.pk, []),
                    rules.get(one.pk, []),
                    question,
                    earlier.get(one.pk, ()),
                )
                for one in criterion.indicators.all()
            ),
        )
        for criterion in criteria
    ]
    return Sheet(
        scorecard=scorecard,
        day=day,
        groups=_grouped(lines),
        met=sum(line.status == Status.MET for line in lines),
        assessed=sum(bool(line.status) for line in lines),
        total=len(lines),
        measured=sum(one.is_measured for line in lines for one in line.indicators),
        indicators=len(indicators),
        commune_class=commune_class,
        compared_on=before.ends if before else None,
        illustrative=any(
            (line.entry and line.entry.illustrative)
            or any(one.is_illustrative for one in line.indicators)
            for line in lines
        ),
    )


def measured_line(
    scorecard: Scorecard,
    criterion: Criterion,
    indicators: Sequence[Indicator],
    *,
    day: dt.date,
) -> CriterionLine:
    """The indicators of a criterion with their values, in two queries; no word about the criterion.

    The scorecard carries `class_kind` (`Scorecard.objects.with_class`).
    """
    rules = rules_for(indicators)
    question = asked(scorecard.criteria_set, day, scorecard.class_kind)
    question = borrowed(question, indicators, scorecard)
    values = _by(_values(scorecard, day, None, indicators), "indicator_id")
    rows = tuple(
        indicator_line(one, values.get(one.pk, []), rules.get(one.pk, []), question)
        for one in indicators
    )
    return criterion_line(criterion, [], None, rows)


def measured_lines(
    scorecard: Scorecard,
    criteria: Sequence[Criterion],
    *,
    day: dt.date,
    known_at: dt.datetime | None = None,
    compared_on: dt.date | None = None,
) -> list[CriterionLine]:
    """Criteria with their values and what the machine finds of them; no words about them.

    The criteria carry their indicators. `compared_on`: the cut-off whose values stand beside.
    """
    indicators = [one for criterion in criteria for one in criterion.indicators.all()]
    rules = rules_for(indicators, known_at)
    commune_class = class_on([scorecard.commune], day).get(scorecard.commune_id)
    question = asked(scorecard.criteria_set, day, commune_class)
    question = borrowed(question, indicators, scorecard, known_at=known_at)
    values = _by(_values(scorecard, day, known_at, indicators), "indicator_id")
    rows = _values(scorecard, compared_on, known_at, indicators) if compared_on else []
    earlier = _by(rows, "indicator_id")
    return [
        criterion_line(
            criterion,
            [],
            None,
            tuple(
                indicator_line(
                    one,
                    values.get(one.pk, []),
                    rules.get(one.pk, []),
                    question,
                    earlier.get(one.pk, ()),
                )
                for one in criterion.indicators.all()
            ),
        )
        for criterion in criteria
    ]


def line(
    scorecard: Scorecard,
    criterion: Criterion,
    *,
    day: dt.date,
    known_at: dt.datetime | None = None,
) -> CriterionLine:
    """One criterion of a scorecard with all that was said about it."""
    indicators = list(criterion.indicators.all())
    rules = rules_for(indicators, known_at)
    commune_class = class_on([scorecard.commune], day).get(scorecard.commune_id)
    question = asked(scorecard.criteria_set, day, commune_class)
    question = borrowed(question, indicators, scorecard, known_at=known_at)
    values = _by(_values(scorecard, day, known_at, indicators), "indicator_id")
    before = round_before(day)
    return criterion_line(
        criterion,
        _words(scorecard, day, known_at, criterion),
        before.ends if before else None,
        tuple(
            indicator_line(one, values.get(one.pk, []), rules.get(one.pk, []), question)
            for one in indicators
        ),
    )


def saved(scorecard: Scorecard, criterion: Criterion) -> Saved:
    """The cell just written and the counts at the head, in one query."""
    cells = list(scorecard.current.select_related("entry__agency", "waiting"))
    return Saved(
        current=next((cell for cell in cells if cell.criterion_id == criterion.pk), None),
        met=sum(cell.status == Status.MET for cell in cells),
        assessed=len(cells),
    )


def about(scorecard: Scorecard, *, day: dt.date) -> About:
    """On that day; stated counts only of the scorecard's own set."""
    commune = scorecard.commune_id
    others = Scorecard.objects.filter(commune=commune).exclude(pk=scorecard.pk)
    return About(
        sponsors=tuple(
            SponsorAssignment.objects.on(day)
            .filter(commune=commune)
            .select_related("agency", "paper")
        ),
        recognitions=tuple(
            Recognition.objects.on(day).filter(commune=commune).select_related("paper")
        ),
        stated=tuple(
            StatedCount.objects.filter(
                commune=commune, criteria_set=scorecard.criteria_set_id, as_of__lte=day
            ).select_related("paper")
        ),
        others=tuple(others.select_related("criteria_set").order_by("-criteria_set__starts")),
    )


def _words(
    scorecard: Scorecard,
    day: dt.date,
    known_at: dt.datetime | None,
    criterion: Criterion | None = None,
) -> list[StatusEntry]:
    words = scorecard.entries.as_of(day, known_at).select_related("by", "agency", "basis")
    if criterion is not None:
        words = words.filter(criterion=criterion)
    return list(words.in_time())


def _values(
    scorecard: Scorecard,
    day: dt.date,
    known_at: dt.datetime | None,
    indicators: Iterable[Indicator] | None = None,
) -> list[Measurement]:
    values = scorecard.measurements.as_of(day, known_at)
    if indicators is not None:
        values = values.filter(indicator__in=[one.pk for one in indicators])
    return list(values.newest("indicator", "part").in_time())


def _by(rows: Iterable[T], key: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _grouped(lines: Iterable[CriterionLine]) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[CriterionLine]] = {}
    for one in lines:
        key = (one.criterion.group_code, one.criterion.group_name)
        found.setdefault(key, []).append(one)
    return tuple(Group(code, name, tuple(group)) for (code, name), group in found.items())
