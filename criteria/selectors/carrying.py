"""One commune under two yardsticks: values of the one carried to the other, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from criteria.choices import FAILING, Change, Kinship, Status, ValueType
from criteria.evaluation import (
    Asked,
    Choice,
    Judgement,
    PartChoice,
    Reading,
    Rule,
    SetStanding,
    Value,
    Verdict,
    judge_criterion,
    judge_indicator,
    pick,
)
from criteria.models import Criterion, Indicator, Measurement
from criteria.selectors.borrowed import NOTHING, Lent
from criteria.selectors.lines import written
from criteria.selectors.mappings import CARRIES, Link, Links
from criteria.selectors.standing import EMPTY, Cell

Values = Mapping[tuple[int, str], Measurement]  # by indicator and part
UNCLEAR = "unclear"  # judged otherwise, and no value tells why
DIFFERENCES = {one.value: str(one.label) for one in Change} | {UNCLEAR: "chưa rõ vì sao"}
KINDS = {
    ValueType.PERCENT.value: "number",
    ValueType.NUMBER.value: "number",
    ValueType.BOOLEAN.value: "answer",
    ValueType.TEXT.value: "word",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A yardstick as it is asked of a commune of one class: what each indicator asks."""

    criteria: Sequence[Criterion]
    choices: Mapping[int, Choice]

    @classmethod
    def of(
        cls, criteria: Sequence[Criterion], rules: Mapping[int, list[Rule]], question: Asked
    ) -> "Scale":
        every = [one for criterion in criteria for one in criterion.indicators.all()]
        return cls(criteria, {one.pk: pick(rules.get(one.pk, []), question) for one in every})


@dataclass(frozen=True, slots=True)
class IndicatorPair:
    """An indicator of B with the value it is given, and the verdicts of both yardsticks."""

    indicator: Indicator
    source: Indicator | None
    kinship: str
    value: str
    verdict_a: str
    verdict_b: str
    why: str
    demand_a: str
    demand_b: str
    difference: str

    @property
    def kinship_words(self) -> str:
        return str(Kinship(self.kinship).label) if self.kinship else ""

    @property
    def difference_words(self) -> str:
        return DIFFERENCES.get(self.difference, "")


@dataclass(frozen=True, slots=True)
class Told:
    """A criterion of A with what people declared of it."""

    criterion: Criterion
    cell: Cell


@dataclass(frozen=True, slots=True)
class CriterionPair:
    """A criterion of B (None: dropped) with those of A it comes from, and what each says.

    `verdict_a`: the machine by A's thresholds, where exactly one criterion stands on that side.
    `verdict_b`: by B's, on the values carried over; empty where there is none of them.
    """

    criterion: Criterion | None
    olds: tuple[Told, ...]
    links: tuple[Link, ...]
    cell_b: Cell
    verdict_a: str
    verdict_b: str
    why: str
    difference: str
    indicators: tuple[IndicatorPair, ...] = ()

    @property
    def kinship_words(self) -> str:
        return ", ".join(dict.fromkeys(str(Kinship(one.kinship).label) for one in self.links))

    @property
    def notes(self) -> list[str]:
        return list(dict.fromkeys(one.note for one in self.links if one.note))

    @property
    def confidence(self) -> str:
        return next((one.confidence for one in self.links if one.confidence != "sourced"), "")

    @property
    def source(self) -> str:
        return next((one.source for one in self.links if one.source), "")

    @property
    def difference_words(self) -> str:
        return DIFFERENCES.get(self.difference, "")


def difference(before: str, after: str, *, same_values: bool | None) -> str:
    """The label of two judgements that differ; none where they agree or one of them is not known.

    The same value judged otherwise: the yardstick. Another value: the situation. `same_values` is
    None where no value tells.
    """
    sides = {_settled(before), _settled(after)}
    if "" in sides or len(sides) == 1:
        return ""
    if same_values is None:
        return UNCLEAR
    return Change.YARDSTICK.value if same_values else Change.SITUATION.value


def compare(
    a: Scale,
    b: Scale,
    links: Links,
    *,
    values: Values,
    cells: tuple[Mapping[int, Cell], Mapping[int, Cell]],
    own: Values | None = None,
    lent: tuple[Lent, Lent] = (NOTHING, NOTHING),
) -> list[CriterionPair]:
    """Every criterion of B with where it comes from, then those of A that B has dropped.

    `cells` are the declared standings by number. With `own`, B's own values, what is compared is
    what was declared under each; without, what both machines find on A's values. `lent` is what
    other sets hold of the commune for A's indicators and for B's.
    """
    values = _with_lent(a, values, lent[0])
    judged_a = {one.pk: _judged(one, a, values, lent[0]) for one in a.criteria}
    numbers = {one.pk: one for one in a.criteria}
    indicators = {one.pk: one for criterion in a.criteria for one in criterion.indicators.all()}
    pairs = []
    for criterion in b.criteria:
        found = [one for one in links.criteria if one.b == criterion.pk]
        olds = tuple(
            Told(numbers[one.a], cells[0].get(numbers[one.a].number, EMPTY))
            for one in found
            if one.a in numbers
        )
        rows = tuple(
            _looked_up(
                one,
                b,
                _indicator(one, (a, b), links.by_indicator.get(one.pk), indicators, values),
                lent[1],
            )
            for one in criterion.indicators.all()
        )
        verdict_a = judged_a[olds[0].criterion.pk] if _is_alone(found) else ""
        judgement = _proposed(rows)
        cell = cells[1].get(criterion.number, EMPTY)
        verdict_b = judgement.verdict.value if judgement else ""
        sides = (verdict_a, verdict_b)
        if own is not None:
            sides = (olds[0].cell.status if _is_alone(found) else "", cell.status)
        pairs.append(
            CriterionPair(
                criterion=criterion,
                olds=olds,
                links=tuple(found),
                cell_b=cell,
                verdict_a=verdict_a,
                verdict_b=verdict_b,
                why=judgement.why if judgement else "Chưa có số liệu",
                difference=difference(*sides, same_values=_alike(rows, values, own)),
                indicators=rows,
            )
        )
    return pairs + _dropped(a, links, cells[0], judged_a)


def carried(part: PartChoice, indicator: Indicator, said: Measurement, unit: str) -> Value | None:
    """The value as the part of B takes it; None where the kind or the unit does not fit."""
    asked = [one.rule for one in part.options if one.rule]
    kind = asked[0].value_type if asked else indicator.value_type
    wanted = asked[0].unit if asked else indicator.unit
    if not said.applies:
        return None
    value = Value(said.number, said.answer, said.word)
    if getattr(value, KINDS[kind]) in {None, ""}:
        return None
    if said.number is not None and wanted != unit:
        return None
    return value


def unit_in(choice: Choice, indicator: Indicator, part: str) -> str:
    """The unit in which an indicator's part is told: that of its threshold, else its own."""
    for one in choice.parts:
        if one.part == part:
            rules = [option.rule for option in one.options if option.rule]
            if rules:
                return rules[0].unit
    return "%" if indicator.value_type == ValueType.PERCENT else indicator.unit


def _settled(said: str) -> str:
    """Met, or not met (in progress as well); empty where nothing is settled."""
    if said == Status.MET.value:
        return said
    return Status.NOT_MET.value if said in FAILING else ""


def _is_alone(found: Sequence[Link]) -> bool:
    """One criterion stands on each side: their verdicts can be compared."""
    return len(found) == 1 and found[0].kinship in CARRIES and found[0].a is not None


def _with_lent(scale: Scale, values: Values, lent: Lent) -> Values:
    """The values, and those that other sets lend where nothing was said."""
    told = {indicator for indicator, _ in values}
    every = (one for criterion in scale.criteria for one in criterion.indicators.all())
    found = {
        (one.pk, part): value
        for one in every
        if one.pk not in told
        for part, value in lent.values_for(one).items()
    }
    return {**found, **values} if found else values


def _looked_up(indicator: Indicator, b: Scale, row: IndicatorPair, lent: Lent) -> IndicatorPair:
    """The row with what another set holds, where A's values tell nothing of it."""
    standing, said = lent.standing_for(indicator), lent.values_for(indicator)
    if standing is None and (row.verdict_b or not said):
        return row
    judgement = _judge(b.choices[indicator.pk], said, standing)
    value = f"theo bộ {standing.name}" if standing else "; ".join(map(written, said.values()))
    return replace(
        row,
        value=value,
        verdict_b=judgement.verdict.value,
        why=judgement.why,
        difference=difference(row.verdict_a, judgement.verdict.value, same_values=True),
    )


def _judged(criterion: Criterion, scale: Scale, values: Values, lent: Lent) -> str:
    """The machine's verdict on a criterion of A; empty while it has no value."""
    said = {one: _said(scale, one, values) for one in criterion.indicators.all()}
    standing = {one: lent.standing_for(one) for one in said}
    if not any(said.values()) and not any(standing.values()):
        return ""
    found = {
        one.code: _judge(scale.choices[one.pk], known, standing[one])
        for one, known in said.items()
    }
    return judge_criterion(found).verdict.value


def _said(scale: Scale, indicator: Indicator, values: Values) -> dict[str, Measurement]:
    """The values of an indicator's parts, as the thresholds of the day ask for them."""
    parts = [part.part for part in scale.choices[indicator.pk].parts]
    return {part: values[indicator.pk, part] for part in parts if (indicator.pk, part) in values}


def _judge(
    choice: Choice, said: Mapping[str, Measurement], standing: SetStanding | None = None
) -> Judgement:
    values = {part: Value(one.number, one.answer, one.word) for part, one in said.items()}
    applies = all(one.applies for one in said.values())
    return judge_indicator(choice, Reading(values, applies=applies), standing)


def _indicator(
    indicator: Indicator,
    scales: tuple[Scale, Scale],
    link: Link | None,
    indicators: Mapping[int, Indicator],
    values: Values,
) -> IndicatorPair:
    a, b = scales
    choice = b.choices[indicator.pk]
    source = indicators.get(link.a) if link and link.a else None
    if source is None or link is None:
        judgement = judge_indicator(choice, Reading())
        return IndicatorPair(indicator, None, "", "", "", "", judgement.why, "", choice.demand, "")
    choice_a, said = a.choices[source.pk], _said(a, source, values)
    verdict_a = _judge(choice_a, said).verdict.value if said else ""
    applies = all(one.applies for one in said.values()) or link.kinship != Kinship.SAME
    taken = _taken(
        indicator,
        choice,
        {part: (one, unit_in(choice_a, source, part)) for part, one in said.items()},
    )
    judgement = judge_indicator(choice, Reading(taken, applies=applies))
    verdict_b = judgement.verdict.value if taken or not applies else ""
    return IndicatorPair(
        indicator=indicator,
        source=source,
        kinship=link.kinship,
        value="; ".join(written(one) for one in said.values()),
        verdict_a=verdict_a,
        verdict_b=verdict_b,
        why=judgement.why,
        demand_a=choice_a.demand,
        demand_b=choice.demand,
        difference=difference(verdict_a, verdict_b, same_values=True),
    )


def _taken(
    indicator: Indicator, choice: Choice, said: Mapping[str, tuple[Measurement, str]]
) -> dict[str, Value]:
    """What B's parts take of A's values, each given with its unit."""
    found = {
        part.part: carried(part, indicator, *said[part.part])
        for part in choice.parts
        if part.part in said
    }
    return {part: value for part, value in found.items() if value is not None}


def _proposed(rows: Sequence[IndicatorPair]) -> Judgement | None:
    """What B's machine finds of a criterion; nothing while no indicator was given a value."""
    if not any(one.verdict_b for one in rows):
        return None
    return judge_criterion(
        {
            one.indicator.code: Judgement(
                Verdict(one.verdict_b) if one.verdict_b else Verdict.UNKNOWN, one.why
            )
            for one in rows
        }
    )


def _alike(rows: Sequence[IndicatorPair], values: Values, own: Values | None) -> bool | None:
    """Whether the values of both sides are the same; None where no indicator has both."""
    if own is None:
        return True
    known = []
    for row in rows:
        if row.source is None:
            continue
        source = row.source.pk
        for (indicator, part), said in own.items():
            other = values.get((source, part))
            if indicator == row.indicator.pk and other is not None:
                known.append(_value(said) == _value(other))
    return all(known) if known else None


def _value(said: Measurement) -> tuple[object, ...]:
    return said.applies, said.number, said.answer, said.word


def _dropped(
    a: Scale, links: Links, cells: Mapping[int, Cell], judged: Mapping[int, str]
) -> list[CriterionPair]:
    """Criteria of A from which nothing of B comes."""
    kept = {one.a for one in links.criteria if one.b is not None}
    return [
        CriterionPair(
            criterion=None,
            olds=(Told(one, cells.get(one.number, EMPTY)),),
            links=tuple(link for link in links.criteria if link.a == one.pk),
            cell_b=EMPTY,
            verdict_a=judged[one.pk],
            verdict_b="",
            why="Bộ kia không còn tiêu chí này",
            difference="",
        )
        for one in a.criteria
        if one.pk not in kept
    ]
