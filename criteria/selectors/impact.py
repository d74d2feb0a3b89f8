"""Whom a corrected threshold touches: what the machine finds before it and after, commune by commune.

A word was judged by the yardstick known when it was recorded, and keeps that judgement; what the
corrected yardstick would say stands beside it. Nothing here changes a status.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from communes.models import Commune
from criteria.evaluation import Judgement, Rule, Verdict
from criteria.models import CurrentStatus, Indicator, Measurement, Scorecard, Threshold
from criteria.selectors.borrowed import NOTHING, Lent, lent
from criteria.selectors.catalogue import asked, rules_for
from criteria.selectors.lines import IndicatorLine, indicator_line, proposed

Rules = Mapping[int, Sequence[Rule]]
OPEN = Judgement(Verdict.UNKNOWN, "Chưa có số liệu")
SETTLED = frozenset({Verdict.MET.value, Verdict.NOT_MET.value})


@dataclass(frozen=True, slots=True)
class Change:
    """What the machine found and what it finds now; equal where a correction does not matter."""

    before: Verdict
    after: Verdict

    @property
    def is_one(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Touched:
    """A commune whose verdict on an indicator, or on the whole criterion, changes."""

    scorecard: Scorecard
    indicator: Indicator
    value: str
    verdict: Change
    why: str
    proposal: Change
    status: str
    illustrative: bool

    @property
    def differs(self) -> bool:
        """The machine would now say otherwise than what people declared, which stands."""
        found = self.proposal.after.value
        return found in SETTLED and bool(self.status) and found != self.status


@dataclass(frozen=True, slots=True)
class Impact:
    """Everybody touched, of so many communes looked at that have a value; and how many each way."""

    looked: int
    lines: tuple[Touched, ...]

    @property
    def ways(self) -> list[tuple[Change, int]]:
        """«Đạt → Chưa đạt: 3», the most frequent first."""
        counts = Counter(line.verdict for line in self.lines if line.verdict.is_one)
        return counts.most_common()

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Card:
    """A scorecard with what was said on the criterion looked at."""

    scorecard: Scorecard
    values: Mapping[int, Sequence[Measurement]]
    lent: Lent
    current: CurrentStatus | None

    @property
    def word_at(self) -> dt.datetime | None:
        """When the word that counts was recorded; without a status, when the last value was."""
        if self.current is not None:
            return self.current.entry.recorded_at
        own = [one for rows in self.values.values() for one in rows]
        taken = [one for parts in self.lent.values.values() for one in parts.values()]
        return max((one.recorded_at for one in own + taken), default=None)


def judged_with(indicator: Indicator) -> list[Indicator]:
    """The indicators whose thresholds are its own or follow it, each with those of its criterion."""
    touched = Q(pk=indicator.pk) | Q(
        thresholds__refers_to=indicator, thresholds__superseded_at=None
    )
    criteria = Indicator.objects.filter(touched).values("criterion")
    rows = Indicator.objects.filter(criterion__in=criteria)
    return list(
        rows.select_related("criterion__criteria_set__paper").order_by("criterion", "order")
    )


def impact(
    indicators: Sequence[Indicator], before: Rules, after: Rules, *, user: User, day: dt.date
) -> Impact:
    """Whom the step from `before` to `after` touches on that day.

    `indicators` are whole criteria, as `judged_with` gives them. The number of queries does not
    follow the number of communes.
    """
    return _compare(indicators, lambda _: before, after, user=user, day=day)


def difference(indicator: Indicator, *, user: User, day: dt.date) -> Impact:
    """Whose word was judged by another yardstick than the one that stands now.

    Before: the thresholds known when the word was recorded; after: those known now. One query
    more for each state of the thresholds in which somebody spoke.
    """
    indicators = judged_with(indicator)
    turns = _turns(indicators)
    now = rules_for(indicators)
    known: dict[int, Rules] = {len(turns): now}

    def rules_then(card: _Card) -> Rules:
        word_at = card.word_at
        if word_at is None:
            return now
        state = bisect_right(turns, word_at)
        if state not in known:
            known[state] = rules_for(indicators, known_at=word_at)
        return known[state]

    return _compare(indicators, rules_then, now, user=user, day=day)


def _turns(indicators: Iterable[Indicator]) -> list[dt.datetime]:
    """The moments at which the thresholds of these indicators, or those they follow, changed."""
    keys = [one.pk for one in indicators]
    rows = Threshold.objects.filter(
        Q(indicator__in=keys) | Q(indicator__referred_by__indicator__in=keys)
    ).values_list("recorded_at", "superseded_at")
    return sorted({moment for pair in rows for moment in pair if moment is not None})


def _compare(
    indicators: Sequence[Indicator],
    rules_then: Callable[[_Card], Rules],
    rules_now: Rules,
    *,
    user: User,
    day: dt.date,
) -> Impact:
    by_criterion: dict[int, list[Indicator]] = defaultdict(list)
    for one in indicators:
        by_criterion[one.criterion_id].append(one)
    looked: set[int] = set()
    lines: list[Touched] = []
    for rows in by_criterion.values():
        for card in _cards(rows, user, day):
            looked.add(card.scorecard.commune_id)
            lines += _touched(card, rows, rules_then(card), rules_now, day)
    lines.sort(key=lambda one: (one.scorecard.commune.sort_key, one.indicator.pk))
    return Impact(len(looked), tuple(lines))


def _cards(rows: Sequence[Indicator], user: User, day: dt.date) -> list[_Card]:
    """The scorecards with a value, or one lent, on one of these indicators of one criterion."""
    criterion = rows[0].criterion
    cards = (
        Scorecard.objects.visible_to(user)
        .with_class(day)
        .filter(
            criteria_set=criterion.criteria_set_id,
            commune__in=Commune.objects.on(day).order_by().values("pk"),
        )
        .select_related("commune__district")
    )
    values: dict[int, dict[int, list[Measurement]]] = defaultdict(lambda: defaultdict(list))
    said = Measurement.objects.filter(indicator__in=[one.pk for one in rows]).as_of(day)
    for one in said.newest("indicator", "part").in_time():
        values[one.scorecard_id][one.indicator_id].append(one)
    current = {
        one.scorecard_id: one
        for one in CurrentStatus.objects.filter(criterion=criterion).select_related("entry")
    }
    found = list(cards)
    borrowed = lent(rows, [one.commune for one in found], day)
    every = (
        _Card(
            card,
            values.get(card.pk, {}),
            borrowed.get(card.commune_id, NOTHING),
            current.get(card.pk),
        )
        for card in found
    )
    return [one for one in every if one.values or one.lent.tells]


def _touched(
    card: _Card, rows: Sequence[Indicator], before: Rules, after: Rules, day: dt.date
) -> list[Touched]:
    if before is after:
        return []
    then, now = _lines(card, rows, before, day), _lines(card, rows, after, day)
    proposal = Change((proposed(then) or OPEN).verdict, (proposed(now) or OPEN).verdict)
    status = card.current.status if card.current else ""
    return [
        Touched(
            scorecard=card.scorecard,
            indicator=new.indicator,
            value=new.shown,
            verdict=Change(old.judgement.verdict, new.judgement.verdict),
            why=new.judgement.why,
            proposal=proposal,
            status=status,
            illustrative=new.is_illustrative,
        )
        for old, new in zip(then, now, strict=True)
        if old.judgement.verdict != new.judgement.verdict
    ]


def _lines(
    card: _Card, rows: Sequence[Indicator], rules: Rules, day: dt.date
) -> tuple[IndicatorLine, ...]:
    scorecard = card.scorecard
    question = asked(rows[0].criterion.criteria_set, day, scorecard.class_kind)
    question = card.lent.told(question)
    return tuple(
        indicator_line(one, card.values.get(one.pk, []), rules.get(one.pk, []), question)
        for one in rows
    )
