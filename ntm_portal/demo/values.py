"""Illustrative values of indicators, for one district, in step with what the communes say."""

from collections.abc import Iterable
from decimal import Decimal
from random import Random

from communes.models import Agency
from criteria.choices import Stage, Status
from criteria.evaluation import PartChoice, Rule, Value, pick
from criteria.models import CriteriaSet, CurrentStatus, Indicator, Measurement, Scorecard
from criteria.selectors.catalogue import asked, rules_for
from ntm_portal.demo.plan import SEED, SPONSORED, VINH_LINH
from ntm_portal.demo.words import LATER, SET

HUNDRED = Decimal(100)
Said = dict[str, Value]


def write_values() -> int:
    """Call it when the current state stands. A criterion whose word no value can carry gets none."""
    random = Random(SEED)  # noqa: S311 -- the same figures every time is the point
    criteria_set = CriteriaSet.objects.get(code=SET)
    indicators = list(
        Indicator.objects.filter(criterion__criteria_set=criteria_set, applicable_if="")
    )
    rules = rules_for(indicators)
    question = asked(criteria_set, LATER, None)
    choices = {one.pk: pick(rules.get(one.pk, []), question) for one in indicators}
    by_criterion: dict[int, list[Indicator]] = {}
    for indicator in indicators:
        by_criterion.setdefault(indicator.criterion_id, []).append(indicator)
    rows: list[Measurement] = []
    for scorecard in _scorecards():
        agency = Agency.objects.get(commune=scorecard.commune_id)
        words = CurrentStatus.objects.filter(scorecard=scorecard).values_list(
            "criterion_id", "status"
        )
        for criterion, status in words.order_by("criterion__number"):
            asked_of = [(one, choices[one.pk].parts) for one in by_criterion.get(criterion, [])]
            said = _say(asked_of, met=status == Status.MET, random=random)
            rows += [
                _row(scorecard, agency, indicator, part, value)
                for indicator, values in said
                for part, value in values.items()
            ]
    Measurement.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _scorecards() -> Iterable[Scorecard]:
    return (
        Scorecard.objects.filter(criteria_set__code=SET, commune__district__code=VINH_LINH)
        .exclude(commune__code__in=SPONSORED)
        .order_by("commune__code")
    )


def _row(
    scorecard: Scorecard, agency: Agency, indicator: Indicator, part: str, value: Value
) -> Measurement:
    return Measurement(
        scorecard=scorecard,
        indicator=indicator,
        part=part,
        number=value.number,
        answer=value.answer,
        word=value.word,
        stage=Stage.DECLARED,
        effective_on=LATER,
        agency=agency,
        illustrative=True,
    )


def _say(
    asked_of: list[tuple[Indicator, tuple[PartChoice, ...]]], *, met: bool, random: Random
) -> list[tuple[Indicator, Said]]:
    """Values of a criterion's indicators: all pass, or exactly one fails."""
    passing = [(one, _values(parts, random, passes=True)) for one, parts in asked_of]
    passing = [(one, said) for one, said in passing if said]
    if met:
        return passing
    failing = [(one, _values(parts, random, passes=False)) for one, parts in asked_of]
    failing = [(one, said) for one, said in failing if said]
    if not failing:
        return []
    weak, low = random.choice(failing)
    return [(one, low if one == weak else said) for one, said in passing]


def _values(parts: tuple[PartChoice, ...], random: Random, *, passes: bool) -> Said:
    """A value for every part, on the same side of every threshold that may apply; else nothing."""
    said: Said = {}
    for part in parts:
        rules = [option.rule for option in part.options if option.rule and option.rule.is_known]
        value = _value(rules, random, passes=passes) if len(rules) == len(part.options) else None
        if value is None:
            return {}
        said[part.part] = value
    return said


def _value(rules: list[Rule], random: Random, *, passes: bool) -> Value | None:
    first = rules[0]
    if first.answer is not None:
        return Value(answer=first.answer is passes)
    if first.number is None:
        return Value(word=first.word) if passes else None
    bounds = [rule.number for rule in rules if rule.number is not None]
    step = max(Decimal(1), (max(bounds) / 20).quantize(Decimal(1))) * random.randint(1, 2)
    upwards = first.comparator in {">=", ">"}
    number = max(bounds) + step if upwards is passes else min(bounds) - step
    if first.comparator == "=":
        number = bounds[0] if passes else bounds[0] - step
    if first.value_type == "percent":
        number = min(number, HUNDRED)
    return Value(number=max(number, Decimal(0)))
