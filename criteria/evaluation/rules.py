"""The thresholds of an indicator, the question put to them, and the answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from criteria.evaluation.words import named, times, with_unit, yes_no

COMMON = "chung"  # the region of a row that holds for the whole country
ORDINARY, SPECIAL = "ordinary", "dbkk"
RECALLED = "recalled"

CLASS_NAMES = {
    ORDINARY: "xã không thuộc diện ĐBKK",
    SPECIAL: "xã ĐBKK",
    "nhom_1": "xã nhóm 1",
    "nhom_2": "xã nhóm 2",
    "nhom_3": "xã nhóm 3",
}

SIGNS = {">=": "≥", "<=": "≤", "<": "<", ">": ">", "=": "="}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """What was measured. Neither number, yes/no nor word: not measured, which is not zero."""

    number: Decimal | None = None
    answer: bool | None = None
    word: str = ""
    illustrative: bool = False

    @property
    def is_measured(self) -> bool:
        return self.number is not None or self.answer is not None or self.word != ""


@dataclass(frozen=True, slots=True)
class SetStanding:
    """Where a commune stands on a whole set: numbers of criteria judged and not met, not judged."""

    name: str
    met: int
    total: int
    unmet: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    illustrative: bool = False

    @property
    def has_data(self) -> bool:
        return len(self.unknown) < self.total


@dataclass(frozen=True, slots=True)
class Rule:
    """One threshold of an indicator. Neither number, answer nor word: the value is not known.

    With a `factor` it is another indicator's threshold (one of `of`, called `of_name`) times it;
    once that one is found it stands in `base` and the product in `number`.
    """

    part: str = ""
    part_name: str = ""
    region: str = COMMON
    year: int | None = None
    commune_class: str = ""
    condition: str = ""
    starts: dt.date | None = None
    ends: dt.date | None = None
    value_type: str = "percent"
    comparator: str = ">="
    number: Decimal | None = None
    answer: bool | None = None
    word: str = ""
    scale: tuple[str, ...] = ()  # lowest word first, where words can be ranked
    unit: str = ""
    confidence: str = "sourced"
    source: str = ""
    note: str = ""
    paper: str = ""  # the symbol of the paper behind this row alone: «QĐ 12/QĐ-UBND»
    factor: Decimal | None = None
    of: tuple["Rule", ...] = ()
    of_name: str = ""
    base: "Rule | None" = None
    pk: int | None = None

    @property
    def is_known(self) -> bool:
        return self.number is not None or self.answer is not None or self.word != ""

    @property
    def is_unverified(self) -> bool:
        return self.confidence == RECALLED

    @property
    def asks(self) -> tuple[object, ...]:
        """What it asks, apart from for whom: two rules that ask the same need no choice."""
        if not self.is_known:
            return ()
        return self.value_type, self.comparator, self.number, self.answer, self.word

    @property
    def demand(self) -> str:
        """«≥ 98%», «≤ 6,5%», «Không», «Khá», «≥ 1,10 × mức nâng cao» while that is not known."""
        if self.number is not None:
            return f"{self.sign} {with_unit(self.number, self.unit)}"
        if self.answer is not None:
            return yes_no(answer=self.answer)
        if self.factor is not None:
            return f"{self.sign} {self.product}"
        return self.word or "chưa có ngưỡng"

    @property
    def full_demand(self) -> str:
        """What it asks and how that was found: «≥ 1,10 × mức nâng cao năm 2024 (54) = 59,4 triệu»."""
        return f"{self.sign} {self.product}" if self.base and self.is_known else self.demand

    @property
    def product(self) -> str:
        """«1,10 × mức nâng cao vùng Bắc Trung Bộ năm 2024 (54) = 59,4 triệu đồng»."""
        words = f"{times(self.factor)} × {self.of_name}" if self.factor is not None else ""
        return words if self.number is None else f"{words} = {with_unit(self.number, self.unit)}"

    @property
    def sign(self) -> str:
        return SIGNS.get(self.comparator, "=")


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and when. A class of None is not known, nor is a fact that is absent.

    `classes` are those that the set distinguishes: a class of another set's kind tells nothing here.
    `standings` and `taken` are what indicators look up in other sets: where the commune stands on a
    set (by its key), values of another set's indicator (by its key, then by part).
    """

    day: dt.date
    year: int
    region: str
    special_region: str = ""
    special_basis: str = (
        ""  # the paper that sends special communes to another column: «QĐ 318/QĐ-TTg»
    )
    commune_class: str | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)
    region_names: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = (ORDINARY, SPECIAL)
    paper: str = ""  # the decision behind the set
    standings: Mapping[int, "SetStanding"] = field(default_factory=dict)
    taken: Mapping[int, Mapping[str, "Value"]] = field(default_factory=dict)

    @property
    def known_class(self) -> str | None:
        return self.commune_class if self.commune_class in self.classes else None

    def column(self, commune_class: str) -> str:
        """The region whose thresholds a commune of that class follows."""
        if commune_class == SPECIAL and self.special_region:
            return self.special_region
        return self.region

    def column_words(self, column: str) -> str:
        """«vùng Bắc Trung Bộ»; of a set without regions: «chung cả nước»."""
        name = self.name(column)
        return name if column == COMMON else f"vùng {name}"

    def name(self, region: str) -> str:
        return self.region_names.get(region, region)


@dataclass(frozen=True, slots=True)
class Option:
    """A threshold that may hold, and for whom in words; None where there is no row at all."""

    label: str
    rule: Rule | None

    @property
    def demand(self) -> str:
        return self.rule.demand if self.rule else "chưa có ngưỡng"


@dataclass(frozen=True, slots=True)
class PartChoice:
    """What one part asks: one option, or several while class or condition is not known."""

    part: str
    name: str
    options: tuple[Option, ...]
    why: str
    papers: tuple[str, ...] = ()  # on which the rule rests, or the rules that it may be

    @property
    def is_settled(self) -> bool:
        return len(self.options) == 1

    @property
    def rule(self) -> Rule | None:
        """The one threshold that applies, if it is settled and its value is known."""
        rule = self.options[0].rule if self.is_settled else None
        return rule if rule and rule.is_known else None

    @property
    def value_type(self) -> str:
        """What kind of value the part takes on that day; blank where there is no row."""
        return next((one.rule.value_type for one in self.options if one.rule), "")

    @property
    def demand(self) -> str:
        """«≥ 80%», or both thresholds while it is not known which one applies."""
        if self.is_settled:
            return self.options[0].demand
        return ", ".join(f"{one.label} {one.demand}" for one in self.options)


@dataclass(frozen=True, slots=True)
class Choice:
    """The thresholds that apply, part by part, and why they were chosen."""

    parts: tuple[PartChoice, ...]
    why: str

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every row looked at, unsettled ones as well, and those of other sets behind them."""
        own = [one.rule for part in self.parts for one in part.options if one.rule]
        return (*own, *(rule.base for rule in own if rule.base))

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers behind the answer: of the row itself where it names one, else of the set."""
        return tuple(dict.fromkeys(paper for part in self.parts for paper in part.papers))

    @property
    def is_settled(self) -> bool:
        return all(part.rule for part in self.parts)

    @property
    def is_unverified(self) -> bool:
        return any(rule.is_unverified for rule in self.rules)

    @property
    def demand(self) -> str:
        return "; ".join(named(part.name, part.demand) for part in self.parts)
