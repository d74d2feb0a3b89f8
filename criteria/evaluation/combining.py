"""The values of communes that became one, as one value: by the indicator's own rule, or not at all.

What a predecessor never told is not zero and not the others' average: it leaves the answer open.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal

from criteria.evaluation.rules import Value
from criteria.evaluation.words import vietnamese, with_unit, yes_no

PLACES = Decimal("0.0001")  # as a stored number keeps them
UPPER_BOUNDS = {"<=", "<"}
LOWER_BOUNDS = {">=", ">"}


class Outcome(enum.StrEnum):
    """What combining comes to."""

    SETTLED = "settled"
    OPEN = "open"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Member:
    """What one predecessor told: a value, «does not apply», or nothing and why («thị trấn»).

    `weight` is its denominator, in the denominator's own unit; None where nobody stated it.
    """

    name: str
    value: Value | None = None
    applies: bool = True
    weight: Decimal | None = None
    silent: str = "chưa có số liệu"

    @property
    def is_silent(self) -> bool:
        return self.applies and (self.value is None or not self.value.is_measured)


@dataclass(frozen=True, slots=True)
class Way:
    """How an indicator combines: its rule, over what, and which direction is worse."""

    rule: str
    denominator: str = ""
    comparators: frozenset[str] = frozenset()
    answers: frozenset[bool] = frozenset()
    scale: tuple[str, ...] = ()  # lowest word first
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Combined:
    """One value with how it came about; or none with what is missing, and between what it must lie."""

    outcome: Outcome
    why: str
    value: Value = field(default_factory=Value)
    applies: bool = True
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def is_settled(self) -> bool:
        return self.outcome == Outcome.SETTLED


def combine(way: Way, members: Sequence[Member]) -> Combined:
    """The one value of these predecessors, at least one.

    «Không áp dụng» of all stays so; of some, they are left out and named.
    """
    if way.rule not in _RULES:
        return Combined(Outcome.ANEW, "Khai báo lại: chỉ tiêu này chưa có quy tắc gộp")
    told = [one for one in members if one.applies]
    left = [one.name for one in members if not one.applies]
    if not told:
        return Combined(Outcome.SETTLED, f"Không áp dụng ở {_listed(left)}", applies=False)
    found = _RULES[way.rule](way, told)
    aside = f"; không áp dụng ở {_listed(left)}, không tính" if left else ""
    return replace(found, why=found.why + aside)


def _weighted(way: Way, told: Sequence[Member]) -> Combined:
    if silent := _silence(told):
        return silent
    numbers = [_number(one) for one in told]
    if None in numbers:
        return _open("Không bình quân được: có giá trị không phải số")
    known = [number for number in numbers if number is not None]
    low, high = min(known), max(known)
    weights = [one.weight for one in told if one.weight is not None]
    if len(told) == 1:
        return _settled(Value(number=low), f"Chỉ {told[0].name} có: {with_unit(low, way.unit)}")
    if low == high:
        words = f"Cả {len(told)} nơi cùng {with_unit(low, way.unit)}"
        return _settled(Value(number=low), words)
    if len(weights) < len(told):
        lacking = _listed([one.name for one in told if one.weight is None])
        words = (
            f"Chưa gộp được: thiếu {way.denominator or 'mẫu số'} của {lacking}; "
            f"kết quả nằm từ {with_unit(low, way.unit)} đến {with_unit(high, way.unit)}"
        )
        return Combined(Outcome.OPEN, words, lowest=low, highest=high)
    total = sum(weights, Decimal())
    parts = sum((a * b for a, b in zip(known, weights, strict=True)), Decimal())
    mean = min(max((parts / total).quantize(PLACES, ROUND_HALF_EVEN), low), high)
    sums = " + ".join(
        f"{vietnamese(a)} × {vietnamese(b)}" for a, b in zip(known, weights, strict=True)
    )
    words = (
        f"Bình quân theo {way.denominator or 'mẫu số'}: ({sums}) / {vietnamese(total)} "
        f"= {with_unit(mean, way.unit)}"
    )
    return Combined(Outcome.SETTLED, words, Value(number=mean), lowest=low, highest=high)


def _total(way: Way, told: Sequence[Member]) -> Combined:
    if silent := _silence(told):
        return silent
    numbers = [_number(one) for one in told]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return _open("Không cộng được: có giá trị không phải số")
    total = sum(known, Decimal())
    words = " + ".join(vietnamese(number) for number in known)
    return _settled(Value(number=total), f"Cộng lại: {words} = {with_unit(total, way.unit)}")


def _worst(way: Way, told: Sequence[Member]) -> Combined:
    spoken = [one for one in told if not one.is_silent]
    if not spoken:
        return _silence(told) or _open("Chưa có số liệu")
    kinds = {_kind(one.value) for one in spoken if one.value}
    if len(kinds) > 1:
        return _open("Không so được: các giá trị khác kiểu nhau")
    return _WORST[kinds.pop()](way, told, spoken)


def _worst_answer(way: Way, told: Sequence[Member], spoken: Sequence[Member]) -> Combined:
    """One place that fails settles it, whoever is silent; which answer passes, the threshold says."""
    if len(way.answers) > 1:
        return _open("Không rõ câu trả lời nào là đạt")
    passing = next(iter(way.answers), True)
    failing = [one.name for one in spoken if one.value and one.value.answer is not passing]
    if failing:
        words = f"Lấy mức kém nhất: {yes_no(answer=not passing)} ở {_listed(failing)}"
        return _settled(Value(answer=not passing), words)
    if silent := _silence(told):
        return silent
    return _settled(Value(answer=passing), f"Cả {len(told)} nơi: {yes_no(answer=passing)}")


def _worst_number(way: Way, told: Sequence[Member], spoken: Sequence[Member]) -> Combined:
    """Under an upper bound the highest is the worst, over a lower bound the lowest."""
    numbers = [(one.value.number, one.name) for one in spoken if one.value]
    known = [(number, name) for number, name in numbers if number is not None]
    if silent := _silence(told):
        return silent
    if way.comparators and way.comparators <= UPPER_BOUNDS:
        number, name = max(known)
    elif way.comparators and way.comparators <= LOWER_BOUNDS:
        number, name = min(known)
    elif len({number for number, _ in known}) == 1:
        number, name = known[0]
    else:
        return _open("Không rõ cao hay thấp là kém: chưa có ngưỡng")
    words = f"Lấy mức kém nhất: {with_unit(number, way.unit)} ở {name}"
    return _settled(Value(number=number), words)


def _worst_word(way: Way, told: Sequence[Member], spoken: Sequence[Member]) -> Combined:
    if silent := _silence(told):
        return silent
    words = {one.value.word.strip().casefold(): one for one in spoken if one.value}
    if len(words) == 1:
        only = spoken[0].value
        return _settled(only or Value(), f"Cả {len(told)} nơi: {only.word if only else ''}")
    ranks = {word.casefold(): rank for rank, word in enumerate(way.scale)}
    if not words.keys() <= ranks.keys():
        return _open("Không xếp được mức nào kém hơn")
    worst = words[min(words, key=lambda word: ranks[word])]
    return _settled(worst.value or Value(), f"Lấy mức kém nhất: mức của {worst.name}")


_WORST: dict[str, Callable[[Way, Sequence[Member], Sequence[Member]], Combined]] = {
    "number": _worst_number,
    "answer": _worst_answer,
    "word": _worst_word,
}
_RULES: dict[str, Callable[[Way, Sequence[Member]], Combined]] = {
    "weighted": _weighted,
    "total": _total,
    "worst": _worst,
}


def _silence(told: Sequence[Member]) -> Combined | None:
    """Open where anybody told nothing; nothing is assumed of them."""
    silent = [f"{one.name} ({one.silent})" for one in told if one.is_silent]
    return _open(f"Chưa gộp được: thiếu số liệu của {_listed(silent)}") if silent else None


def _number(member: Member) -> Decimal | None:
    return member.value.number if member.value else None


def _kind(value: Value) -> str:
    if value.number is not None:
        return "number"
    return "answer" if value.answer is not None else "word"


def _settled(value: Value, why: str) -> Combined:
    return Combined(Outcome.SETTLED, why, value)


def _open(why: str) -> Combined:
    return Combined(Outcome.OPEN, why)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
