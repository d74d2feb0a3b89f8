"""How a commune stood on a set on two days, criterion by criterion and indicator by indicator, as known then.

One reading serves both days and the counts of earlier years; the number of queries follows neither the criteria
nor the indicators.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communes.models import Commune, CommuneClass
from criteria.choices import FAILING, Stage, Status
from criteria.evaluation import Rule, Verdict
from criteria.evaluation.words import with_unit
from criteria.models import (
    CriteriaSet,
    Criterion,
    Indicator,
    Measurement,
    StatusEntry,
    counting,
)
from criteria.selectors import IndicatorLine
from criteria.selectors.borrowed import NOTHING, lent
from criteria.selectors.catalogue import asked, rules_for
from criteria.selectors.lines import indicator_line, proposed
from reports.figures.commune.shapes import CriterionFigures, IndicatorFigures, Said
from reports.words.numbers import DOES_NOT_APPLY

Values = Mapping[int, Sequence[Measurement]]
HIGHER, LOWER = (">=", ">"), ("<=", "<")
SETTLED = {Verdict.MET.value, Verdict.NOT_MET.value}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was said of the commune on the set up to a day, as known at a moment."""

    criteria: tuple[Criterion, ...]
    figures: tuple[CriterionFigures, ...]
    commune_class: str
    words: Mapping[int, tuple[StatusEntry, ...]]  # by criterion, in time order

    def met_on(self, day: dt.date) -> tuple[int | None, int]:
        """How many criteria were met on an earlier day (None: nobody had judged any), and how many were judged."""
        said = [
            found[0].status
            for words in self.words.values()
            if (found := counting([one for one in words if one.effective_on <= day]))
        ]
        return (said.count(Status.MET) if said else None), len(said)


def reading(
    commune: Commune,
    criteria_set: CriteriaSet,
    *,
    before_on: dt.date,
    as_of: dt.date,
    known_at: dt.datetime,
) -> Reading:
    """The standing at both ends of a period, thresholds as they stood on each day."""
    criteria = tuple(criteria_set.criteria.prefetch_related("indicators"))
    indicators = [one for criterion in criteria for one in criterion.indicators.all()]
    words: dict[int, list[StatusEntry]] = defaultdict(list)
    about = {"scorecard__commune": commune, "scorecard__criteria_set": criteria_set}
    for one in StatusEntry.objects.as_of(as_of, known_at).filter(**about).in_time():
        words[one.criterion_id].append(one)
    rules = rules_for(indicators, known_at)
    classes = list(CommuneClass.objects.filter(commune=commune))
    ends = [
        _End.read(commune, criteria_set, indicators, rules, classes, day, known_at)
        for day in (before_on, as_of)
    ]
    figures = tuple(
        _criterion(one, words[one.pk], before_on, ends[0], ends[1]) for one in criteria
    )
    kind = _class_on(classes, as_of)
    return Reading(
        criteria=criteria,
        figures=figures,
        commune_class=kind.get_kind_display() if kind else "",
        words={key: tuple(rows) for key, rows in words.items()},
    )


def _class_on(classes: Sequence[CommuneClass], day: dt.date) -> CommuneClass | None:
    return next((one for one in classes if one.covers(day)), None)


@dataclass(frozen=True, slots=True)
class _End:
    """One end of the period: the line of each indicator, by its key."""

    lines: Mapping[int, IndicatorLine]

    @classmethod
    def read(  # noqa: PLR0917 -- what both ends share is read once
        cls,
        commune: Commune,
        criteria_set: CriteriaSet,
        indicators: Sequence[Indicator],
        rules: Mapping[int, list[Rule]],
        classes: Sequence[CommuneClass],
        day: dt.date,
        known_at: dt.datetime,
    ) -> "_End":
        kind = _class_on(classes, day)
        question = asked(criteria_set, day, kind.kind if kind else None)
        borrowed = lent(indicators, [commune], day, known_at=known_at).get(commune.pk, NOTHING)
        question = borrowed.told(question)
        values: dict[int, list[Measurement]] = defaultdict(list)
        rows = Measurement.objects.as_of(day, known_at).filter(
            scorecard__commune=commune, scorecard__criteria_set=criteria_set
        )
        for row in rows.newest("indicator", "part").in_time():
            values[row.indicator_id].append(row)
        return cls(
            {
                one.pk: indicator_line(one, values[one.pk], rules.get(one.pk, []), question)
                for one in indicators
            }
        )


def _criterion(
    criterion: Criterion,
    said: Sequence[StatusEntry],
    before_on: dt.date,
    before: _End,
    now: _End,
) -> CriterionFigures:
    own = list(criterion.indicators.all())
    rows = tuple(_indicator(before.lines[one.pk], now.lines[one.pk]) for one in own)
    found = counting(said)
    word, waiting = found or (None, None)
    earlier = counting([one for one in said if one.effective_on <= before_on])
    machine = proposed([now.lines[one.pk] for one in own])
    verdict = machine.verdict.value if machine else ""
    status = word.status if word else ""
    failing = Verdict.NOT_MET.value if status in FAILING else status
    return CriterionFigures(
        number=criterion.number,
        name=criterion.name,
        before=earlier[0].status if earlier else "",
        now=status,
        stage=str(Stage(word.stage).label) if word else "",
        said_on=word.effective_on.isoformat() if word else "",
        waiting=waiting.status if waiting else "",
        change=word.get_change_display() if word else "",
        machine=verdict if verdict in SETTLED and verdict != failing else "",
        planned="",
        actions=(),
        illustrative=bool(word and word.illustrative)
        or any(one.before.illustrative or one.now.illustrative for one in rows),
        indicators=rows,
    )


def _indicator(before: IndicatorLine, now: IndicatorLine) -> IndicatorFigures:
    one = now.indicator
    return IndicatorFigures(
        code=one.code,
        name=one.name,
        unit=one.unit or next((part.unit for part in now.parts if part.unit), ""),
        demand=now.choice.demand,
        unverified=now.choice.is_unverified,
        why=now.judgement.why if now.judgement.verdict == Verdict.NOT_MET else "",
        gap=_gap(now),
        before=_said(before),
        now=_said(now),
    )


def _said(line: IndicatorLine) -> Said:
    """Nothing said is blank; «-» where it does not apply."""
    if not line.is_measured and not line.looked_up:
        return Said()
    verdict = line.judgement.verdict
    shown = DOES_NOT_APPLY if verdict == Verdict.NOT_APPLICABLE else line.shown
    return Said(shown, verdict.value, line.is_illustrative)


def _gap(line: IndicatorLine) -> str:
    """What is missing to the threshold, in its own unit: «thiếu 8,5 điểm %», «vượt 2 hộ»; blank: unknown."""
    if line.judgement.verdict != Verdict.NOT_MET:
        return ""
    rules = {one.part: one.rule for one in line.choice.parts}
    told = []
    for part in line.parts:
        rule = rules.get(part.code)
        value = part.measurement.number if part.measurement else None
        if rule is None or rule.number is None or value is None:
            continue
        unit = "điểm %" if part.unit == "%" else part.unit
        if rule.comparator in HIGHER and value < rule.number:
            told.append(f"thiếu {with_unit(rule.number - value, unit)}")
        elif rule.comparator in LOWER and value > rule.number:
            told.append(f"vượt {with_unit(value - rule.number, unit)}")
    return ", ".join(told)
