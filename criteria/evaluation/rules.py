"""The thresholds of an indicator, the question put to them, and the answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from criteria.evaluation.words import named, with_unit, yes_no

COMMON = "chung"  # the region of a row that holds for the whole country
ORDINARY, SPECIAL = "ordinary", "dbkk"
RECALLED = "recalled"

SIGNS = {">=": "≥", "<=": "≤", "<": "<", ">": ">", "=": "="}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One threshold of an indicator. Neither number, answer nor word: the value is not known."""

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
        """«≥ 98%», «≤ 6,5%», «Không», «Khá»."""
        if self.number is not None:
            sign = SIGNS.get(self.comparator, "=")
            return f"{sign} {with_unit(self.number, self.unit)}"
        if self.answer is not None:
            return yes_no(answer=self.answer)
        return self.word or "chưa có ngưỡng"


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and when. A class of None is not known, nor is a fact that is absent."""

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

    def column(self, commune_class: str) -> str:
        """The region whose thresholds a commune of that class follows."""
        if commune_class == SPECIAL and self.special_region:
            return self.special_region
        return self.region

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
        """Every row looked at, unsettled ones as well."""
        return tuple(one.rule for part in self.parts for one in part.options if one.rule)

    @property
    def is_settled(self) -> bool:
        return all(part.rule for part in self.parts)

    @property
    def is_unverified(self) -> bool:
        return any(rule.is_unverified for rule in self.rules)

    @property
    def demand(self) -> str:
        return "; ".join(named(part.name, part.demand) for part in self.parts)
