"""A commune's scorecard as its page shows it: what was said, and what the machine finds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from criteria.choices import Status
from criteria.evaluation import (
    Asked,
    Choice,
    Judgement,
    Reading,
    Rule,
    Value,
    judge_criterion,
    judge_indicator,
    pick,
)
from criteria.models import Criterion, Indicator, Measurement, Scorecard, StatusEntry, counting
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.periods import round_before
from criteria.words import write_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PartLine:
    """One value of an indicator: what counts, what waits, the last one recorded (`base`)."""

    code: str
    name: str
    measurement: Measurement | None
    waiting: Measurement | None
    base: int | None

    @property
    def text(self) -> str:
        """What stands in the cell, as it would be typed."""
        return written(self.measurement)

    @property
    def waiting_text(self) -> str:
        return written(self.waiting)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    indicator: Indicator
    parts: tuple[PartLine, ...]
    choice: Choice
    judgement: Judgement
    value_type: str

    @property
    def is_measured(self) -> bool:
        return any(part.measurement for part in self.parts)


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion: the word that counts, the one that waits, the one before, the machine's proposal."""

    criterion: Criterion
    entry: StatusEntry | None
    waiting: StatusEntry | None
    earlier: str
    base: int | None
    said: int
    indicators: tuple[IndicatorLine, ...]
    proposal: Judgement | None

    @property
    def status(self) -> str:
        return self.entry.status if self.entry else ""

    @property
    def gained(self) -> bool:
        """Met now and, at the last cut-off, judged and not met."""
        return self.status == Status.MET and bool(self.earlier) and self.earlier != Status.MET

    @property
    def lost(self) -> bool:
        return bool(self.status) and self.status != Status.MET and self.earlier == Status.MET

    @property
    def differs(self) -> bool:
        """The machine and the people disagree: shown, never hidden."""
        found = self.proposal.verdict.value if self.proposal else ""
        return found in {"met", "not_met"} and bool(self.status) and found != self.status


@dataclass(frozen=True, slots=True)
class Group:
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


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts at the head of a scorecard."""

    met: int
    assessed: int
    total: int


def sheet(scorecard: Scorecard, *, day: dt.date, known_at: dt.datetime | None = None) -> Sheet:
    """Everything on a scorecard as of a day, in seven queries whatever the set's size."""
    criteria = list(scorecard.criteria_set.criteria.prefetch_related("indicators"))
    indicators = [one for criterion in criteria for one in criterion.indicators.all()]
    rules = rules_for(indicators)
    commune_class = class_on([scorecard.commune], day).get(scorecard.commune_id)
    question = asked(scorecard.criteria_set, day, commune_class)
    said = _by(_words(scorecard, day, known_at), "criterion_id")
    measured = _by(_values(scorecard, day, known_at), "indicator_id")
    before = round_before(day)
    lines = [
        _criterion_line(
            criterion,
            said.get(criterion.pk, []),
            before.ends if before else None,
            tuple(
                indicator_line(one, measured.get(one.pk, []), rules[one.pk], question)
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
        illustrative=any(line.entry and line.entry.illustrative for line in lines),
    )


def criterion_line(scorecard: Scorecard, criterion: Criterion, *, day: dt.date) -> CriterionLine:
    """One criterion of a scorecard, as it stands on a day."""
    indicators = list(criterion.indicators.all())
    rules = rules_for(indicators)
    commune_class = class_on([scorecard.commune], day).get(scorecard.commune_id)
    question = asked(scorecard.criteria_set, day, commune_class)
    measured = _by(_values(scorecard, day, None, indicators=indicators), "indicator_id")
    before = round_before(day)
    return _criterion_line(
        criterion,
        _words(scorecard, day, None, criterion=criterion),
        before.ends if before else None,
        tuple(
            indicator_line(one, measured.get(one.pk, []), rules[one.pk], question)
            for one in indicators
        ),
    )


def tally(scorecard: Scorecard) -> Tally:
    """The counts of the current state."""
    statuses = list(scorecard.current.values_list("status", flat=True))
    total = scorecard.criteria_set.criteria.count()
    return Tally(sum(status == Status.MET for status in statuses), len(statuses), total)


def history(scorecard: Scorecard, criterion: Criterion) -> list[StatusEntry]:
    """All that was ever said about a criterion, latest record first, withdrawn words among it."""
    words = scorecard.entries.filter(criterion=criterion)
    return list(
        words.select_related("by", "on_behalf_of", "agency", "basis", "withdrawn_by").order_by(
            "-pk"
        )
    )


def measured_history(scorecard: Scorecard, criterion: Criterion) -> list[Measurement]:
    """The same of the criterion's indicators."""
    words = scorecard.measurements.filter(indicator__criterion=criterion)
    return list(
        words.select_related("indicator", "by", "on_behalf_of", "agency", "withdrawn_by").order_by(
            "-pk"
        )
    )


def indicator_line(
    indicator: Indicator, said: list[Measurement], rules: list[Rule], question: Asked
) -> IndicatorLine:
    choice = pick(rules, question)
    codes = [part["code"] for part in indicator.parts] or [part.part for part in choice.parts]
    names = {part["code"]: part["name"] for part in indicator.parts}
    parts = tuple(_part_line(code, names.get(code, ""), said) for code in codes or [""])
    values = {part.code: _value(part.measurement) for part in parts}
    applies = not any(part.measurement and not part.measurement.applies for part in parts)
    types = [one.value_type for one in choice.rules]
    return IndicatorLine(
        indicator=indicator,
        parts=parts,
        choice=choice,
        judgement=judge_indicator(choice, Reading(values, applies=applies)),
        value_type=types[0] if types else indicator.value_type,
    )


def written(measurement: Measurement | None) -> str:
    """A stored value as a person would type it; blank where nothing was said."""
    if measurement is None:
        return ""
    if not measurement.applies:
        return "không áp dụng"
    if measurement.number is not None:
        return write_number(measurement.number)
    if measurement.answer is not None:
        return "Có" if measurement.answer else "Không"
    return measurement.word


def _criterion_line(
    criterion: Criterion,
    said: list[StatusEntry],
    compared_on: dt.date | None,
    indicators: tuple[IndicatorLine, ...],
) -> CriterionLine:
    found = counting(said)
    earlier = counting([e for e in said if compared_on and e.effective_on <= compared_on])
    verdicts = {one.indicator.code: one.judgement for one in indicators}
    return CriterionLine(
        criterion=criterion,
        entry=found[0] if found else None,
        waiting=found[1] if found else None,
        earlier=earlier[0].status if earlier else "",
        base=max((entry.pk for entry in said), default=None),
        said=len(said),
        indicators=indicators,
        proposal=judge_criterion(verdicts) if any(one.is_measured for one in indicators) else None,
    )


def _part_line(code: str, name: str, said: list[Measurement]) -> PartLine:
    own = [one for one in said if one.part == code]
    found = counting(own)
    return PartLine(
        code=code,
        name=name,
        measurement=found[0] if found else None,
        waiting=found[1] if found else None,
        base=max((one.pk for one in own), default=None),
    )


def _value(measurement: Measurement | None) -> Value:
    if measurement is None:
        return Value()
    return Value(measurement.number, measurement.answer, measurement.word)


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
    values = scorecard.measurements.as_of(day, known_at).select_related("by", "agency")
    if indicators is not None:
        values = values.filter(indicator__in=[one.pk for one in indicators])
    return list(values.in_time())


def _by(rows: Iterable[T], key: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _grouped(lines: Iterable[CriterionLine]) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[CriterionLine]] = {}
    for line in lines:
        key = (line.criterion.group_code, line.criterion.group_name)
        found.setdefault(key, []).append(line)
    return tuple(Group(code, name, tuple(group)) for (code, name), group in found.items())
