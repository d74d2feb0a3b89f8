"""One line of a scorecard: what was said about a criterion and its indicators, and the verdict."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from criteria.choices import gained, lost
from criteria.evaluation import (
    Asked,
    Choice,
    Judgement,
    PartChoice,
    Reading,
    Rule,
    SetStanding,
    Value,
    judge_criterion,
    judge_indicator,
    pick,
)
from criteria.evaluation.words import with_unit, yes_no
from criteria.models import Criterion, Indicator, Measurement, StatusEntry, counting
from criteria.words import write_number


@dataclass(frozen=True, slots=True)
class PartLine:
    """One value of an indicator: what counts, what waits, the last one recorded (`base`)."""

    code: str
    name: str
    value_type: str
    unit: str
    measurement: Measurement | None
    waiting: Measurement | None
    base: int | None
    earlier: Measurement | None = None  # what counted at the last cut-off

    @property
    def text(self) -> str:
        """What stands in the cell, as it would be typed."""
        return written(self.measurement)

    @property
    def shown(self) -> str:
        """The value with its unit, as it is read: «87,5%», «52 triệu đồng»."""
        if self.measurement is None or self.measurement.number is None:
            return self.text
        return with_unit(self.measurement.number, self.unit)

    @property
    def waiting_text(self) -> str:
        return written(self.waiting)

    @property
    def earlier_text(self) -> str:
        return written(self.earlier)

    @property
    def last(self) -> Measurement | None:
        """The last value recorded, which `base` names, if it counts or waits."""
        both = [one for one in (self.waiting, self.measurement) if one]
        return next((one for one in both if self.base in {one.pk, one.last_pk}), None)

    @property
    def last_text(self) -> str:
        return written(self.last)

    @property
    def unusual(self) -> str:
        """Why the value in the cell is worth a second look; blank where it is not."""
        return self.measurement.unusual if self.measurement else ""

    @property
    def states(self) -> str:
        """The classes of its cell: what the value is, whoever looks at it."""
        said = self.measurement
        if said is None:
            return ""
        found = " is-unusual" if said.unusual else ""
        found += " has-note" if said.note else ""
        return found if said.applies else f"{found} is-na"


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its values, the threshold that applied, why, and the verdict."""

    indicator: Indicator
    parts: tuple[PartLine, ...]
    choice: Choice
    judgement: Judgement
    said: tuple[Measurement, ...]
    rules: tuple[Rule, ...]
    question: Asked
    taken: Mapping[str, Value] | None = None  # by part: what another set's indicator lends
    standing: SetStanding | None = None  # where the commune stands on the set asked for

    @property
    def key(self) -> str:
        """The middle of the names of its cells on a page."""
        return f"{self.indicator.pk}-"

    @property
    def is_measured(self) -> bool:
        return any(part.measurement for part in self.parts)

    @property
    def looked_up(self) -> bool:
        """It is judged by what another set holds of the commune."""
        return self.taken is not None or self.standing is not None

    @property
    def is_elsewhere(self) -> bool:
        """It is said on the scorecard of another set, and nothing was said here."""
        of_another = bool(self.indicator.takes_from_id or self.indicator.asks_set_id)
        return of_another and not self.is_measured

    @property
    def is_illustrative(self) -> bool:
        lent = (*(self.taken or {}).values(), *((self.standing,) if self.standing else ()))
        return any(one.illustrative for one in lent) or any(
            part.measurement and part.measurement.illustrative for part in self.parts
        )

    @property
    def shown(self) -> str:
        """The values as they are read; one that another set lends is told as such."""
        own = [part.shown for part in self.parts if part.measurement]
        if own or not self.looked_up:
            return "; ".join(own)
        if self.taken is None:
            return f"theo bộ {self.standing.name}" if self.standing else ""
        pairs = [(self.taken[part.code], part) for part in self.parts if part.code in self.taken]
        return "; ".join(_lent(value, part.unit) for value, part in pairs) + " (lấy từ bộ khác)"

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.source for rule in self.choice.rules if rule.source))


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion: the word that counts, the one that waits, and the machine's proposal."""

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
        """Not met at the last cut-off, met now."""
        return gained(self.earlier, self.status)

    @property
    def lost(self) -> bool:
        return lost(self.earlier, self.status)

    @property
    def differs(self) -> bool:
        """The machine and the people disagree: shown, never hidden."""
        found = self.proposal.verdict.value if self.proposal else ""
        return found in {"met", "not_met"} and bool(self.status) and found != self.status

    def indicator(self, pk: int) -> IndicatorLine:
        return next(one for one in self.indicators if one.indicator.pk == pk)

    def with_measurement(self, said: Measurement) -> "CriterionLine":
        """The line once this value stands among the others."""
        rows = tuple(
            indicator_line(row.indicator, in_time((*row.said, said)), row.rules, row.question)
            if row.indicator.pk == said.indicator_id
            else row
            for row in self.indicators
        )
        return replace(self, indicators=rows, proposal=proposed(rows))


def criterion_line(
    criterion: Criterion,
    said: Sequence[StatusEntry],
    compared_on: dt.date | None,
    indicators: tuple[IndicatorLine, ...],
) -> CriterionLine:
    """A line from the words about it in time order; `compared_on` is the last cut-off."""
    found = counting(said)
    earlier = counting([one for one in said if compared_on and one.effective_on <= compared_on])
    return CriterionLine(
        criterion=criterion,
        entry=found[0] if found else None,
        waiting=found[1] if found else None,
        earlier=earlier[0].status if earlier else "",
        base=max((one.pk for one in said), default=None),
        said=len(said),
        indicators=indicators,
        proposal=proposed(indicators),
    )


def indicator_line(
    indicator: Indicator,
    said: Sequence[Measurement],
    rules: Sequence[Rule],
    question: Asked,
    earlier: Sequence[Measurement] = (),
) -> IndicatorLine:
    """A row from the values said about it in time order; `earlier` held at the last cut-off.

    Where nothing was said, the value of another set that it takes from is judged; where it asks for
    a whole set, how the commune stands on that one (`criteria.selectors.borrowed`).
    """
    choice = pick(rules, question)
    parts = tuple(_part_line(part, indicator, said, earlier) for part in choice.parts)
    values = {part.code: _value(part.measurement) for part in parts}
    is_told = any(part.measurement for part in parts)
    taken = None if is_told else question.taken.get(indicator.takes_from_id or 0)
    standing = question.standings.get(indicator.asks_set_id or 0)
    applies = not any(part.measurement and not part.measurement.applies for part in parts)
    return IndicatorLine(
        indicator=indicator,
        parts=parts,
        choice=choice,
        judgement=judge_indicator(
            choice,
            Reading(taken or values, applies=applies),
            standing,
        ),
        said=tuple(said),
        rules=tuple(rules),
        question=question,
        taken=taken,
        standing=standing if standing is not None and standing.has_data else None,
    )


def proposed(rows: Sequence[IndicatorLine]) -> Judgement | None:
    """What the machine finds of a criterion; nothing while no indicator was measured or looked up."""
    if not any(row.is_measured or row.looked_up for row in rows):
        return None
    return judge_criterion({row.indicator.code: row.judgement for row in rows})


def in_time(said: Sequence[Measurement]) -> list[Measurement]:
    return sorted(said, key=lambda one: (one.effective_on, one.recorded_at, one.pk))


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


def _part_line(
    part: PartChoice,
    indicator: Indicator,
    said: Sequence[Measurement],
    earlier: Sequence[Measurement],
) -> PartLine:
    own = [one for one in said if one.part == part.part]
    found = counting(own)
    before = counting([one for one in earlier if one.part == part.part])
    return PartLine(
        code=part.part,
        name=part.name,
        value_type=part.value_type or indicator.value_type,
        unit=next((one.rule.unit for one in part.options if one.rule), indicator.unit),
        measurement=found[0] if found else None,
        waiting=found[1] if found else None,
        base=max((one.last_pk or one.pk for one in own), default=None),
        earlier=before[0] if before else None,
    )


def _lent(value: Value, unit: str) -> str:
    if value.number is not None:
        return with_unit(value.number, unit)
    return value.word if value.answer is None else yes_no(answer=value.answer)


def _value(measurement: Measurement | None) -> Value:
    if measurement is None:
        return Value()
    return Value(measurement.number, measurement.answer, measurement.word)
