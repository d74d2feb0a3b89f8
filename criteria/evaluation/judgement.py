"""Whether a value meets its threshold: not measured, zero and «does not apply» differ."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from criteria.evaluation.rules import Choice, PartChoice, Rule, SetStanding, Value
from criteria.evaluation.words import capital, named, small, with_unit, yes_no


class Verdict(enum.StrEnum):
    """What the machine finds; UNKNOWN where value, threshold, class or condition is not known."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of an indicator by part («» where it has none), or that it does not apply."""

    values: Mapping[str, Value] = field(default_factory=dict)
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, why in one sentence, and every threshold that was looked at."""

    verdict: Verdict
    why: str
    rules: tuple[Rule, ...] = ()

    @property
    def is_unverified(self) -> bool:
        return any(rule.is_unverified for rule in self.rules)


def judge_indicator(
    choice: Choice, reading: Reading, standing: SetStanding | None = None
) -> Judgement:
    """Met when every part is; one that fails settles it; one not measured leaves it open.

    An indicator that asks for a whole set is judged by where the commune stands on it, as soon as
    anything is known of that.
    """
    if not reading.applies:
        return Judgement(Verdict.NOT_APPLICABLE, "Chỉ tiêu không áp dụng với xã")
    if standing is not None and standing.has_data:
        return judge_set(standing, choice.rules)
    outcomes = [
        (part, *_judge_part(part, reading.values.get(part.part, Value()))) for part in choice.parts
    ]
    verdicts = [verdict for _, verdict, _ in outcomes]
    why = "; ".join(named(part.name, words) for part, _, words in outcomes)
    return Judgement(_all_of(verdicts), capital(why), choice.rules)


def judge_set(standing: SetStanding, rules: tuple[Rule, ...] = ()) -> Judgement:
    """Met when every criterion of the set is met or does not apply; one failure settles it."""
    of_set = f"của bộ {standing.name}"
    left = f"{len(standing.unknown)} tiêu chí chưa đánh giá" if standing.unknown else ""
    if standing.unmet:
        why = f"Chưa đạt tiêu chí {_numbers(standing.unmet)} {of_set}"
        return Judgement(Verdict.NOT_MET, f"{why}; {left}" if left else why, rules)
    if standing.unknown or not standing.met:
        why = f"Chưa đủ căn cứ: tiêu chí {_numbers(standing.unknown)} {of_set} chưa đánh giá"
        return Judgement(Verdict.UNKNOWN, why, rules)
    return Judgement(Verdict.MET, f"Đạt cả {standing.total} tiêu chí {of_set}", rules)


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def judge_criterion(judgements: Mapping[str, Judgement]) -> Judgement:
    """By code of indicator: met when every one that applies is; one failure settles it.

    An indicator that does not apply («nếu có») is left out; whether the province wants it so is not
    known yet.
    """
    verdict = _all_of([one.verdict for one in judgements.values()])
    codes = [code for code, one in judgements.items() if one.verdict == verdict]
    rules = tuple(rule for one in judgements.values() for rule in one.rules)
    named = ", ".join(codes)
    if verdict == Verdict.NOT_MET:
        why = f"Chưa đạt chỉ tiêu {named}"
    elif verdict == Verdict.UNKNOWN:
        why = f"Chưa đủ căn cứ ở chỉ tiêu {named}" if named else "Chưa có chỉ tiêu"
    elif verdict == Verdict.NOT_APPLICABLE:
        why = "Không chỉ tiêu nào áp dụng với xã"
    else:
        why = f"Đạt cả {len(codes)} chỉ tiêu" if len(codes) > 1 else "Đạt chỉ tiêu"
        left = len(judgements) - len(codes)
        why += f", {left} chỉ tiêu không áp dụng" if left else ""
    return Judgement(verdict, why, rules)


def _all_of(verdicts: Sequence[Verdict]) -> Verdict:
    for settles in (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET):
        if settles in verdicts:
            return settles
    return Verdict.NOT_APPLICABLE if verdicts else Verdict.UNKNOWN


def _judge_part(part: PartChoice, value: Value) -> tuple[Verdict, str]:
    said = _said(part, value)
    if part.rule is None:
        return Verdict.UNKNOWN, f"{said}; {small(part.why)}" if said else part.why
    if not said:
        return Verdict.UNKNOWN, f"chưa có số liệu (yêu cầu {part.rule.full_demand})"
    met = _meets(part.rule, value)
    if met is None:
        asks = part.rule.demand
        return Verdict.UNKNOWN, f"{said} – không so được với ngưỡng ({asks})"
    if met:
        return Verdict.MET, f"{said} – đạt (yêu cầu {part.rule.full_demand})"
    return Verdict.NOT_MET, f"{said} – chưa đạt (yêu cầu {part.rule.full_demand})"


def _meets(rule: Rule, value: Value) -> bool | None:
    """None where value and threshold are of different kinds and cannot be compared."""
    if rule.answer is not None:
        return None if value.answer is None else value.answer is rule.answer
    if rule.number is not None:
        return _compare(rule.comparator, value.number, rule.number)
    return _meets_word(rule, value.word)


def _meets_word(rule: Rule, word: str) -> bool | None:
    asked, said = rule.word.casefold(), word.strip().casefold()
    if said == asked:
        return True
    ranks = {name.casefold(): rank for rank, name in enumerate(rule.scale)}
    if not said or asked not in ranks or said not in ranks:
        return None
    return _compare(rule.comparator, Decimal(ranks[said]), Decimal(ranks[asked]))


def _compare(comparator: str, value: Decimal | None, bound: Decimal) -> bool | None:
    if value is None:
        return None
    outcomes = {
        ">=": value >= bound,
        "<=": value <= bound,
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
    }
    return outcomes.get(comparator)


def _said(part: PartChoice, value: Value) -> str:
    if value.number is not None:
        rule = next((one.rule for one in part.options if one.rule), Rule())
        return with_unit(value.number, rule.unit)
    if value.answer is not None:
        return yes_no(answer=value.answer)
    return value.word
