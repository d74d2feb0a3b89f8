"""The frozen shapes of a commune's report. Days are ISO text and amounts plain text: JSON keeps both as they are.

None and the empty text are «not reported», "0" is zero, «-» says that it does not apply.
"""

from dataclasses import dataclass
from decimal import Decimal

from reports.figures.shapes import Earlier, Goal, Recognised, Ref, Stated


@dataclass(frozen=True, slots=True)
class Said:
    """An indicator on a day: the value as it is read, and what the machine finds of it («»: nothing is said)."""

    shown: str = ""
    verdict: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """`demand`: the threshold that applied to this commune; `unverified`: its source is not at hand."""

    code: str
    name: str
    unit: str
    demand: str
    unverified: bool
    why: str
    gap: str
    before: Said
    now: Said

    @property
    def is_told(self) -> bool:
        return bool(self.before.shown or self.now.shown)


@dataclass(frozen=True, slots=True)
class CriterionFigures:
    """As declared at both ends of the period; `machine` is what its indicators give, where that differs.

    `planned`: KEPT, AIMED at or «» in the plan for what comes; `actions`: work planned and not done.
    """

    number: int
    name: str
    before: str
    now: str
    stage: str
    said_on: str
    waiting: str
    change: str
    machine: str
    planned: str
    actions: tuple[str, ...]
    illustrative: bool
    indicators: tuple[IndicatorFigures, ...]

    @property
    def ref(self) -> Ref:
        return Ref(self.number, self.name)

    @property
    def is_told(self) -> bool:
        """Something is known of one of its indicators."""
        return any(one.is_told for one in self.indicators)


KEPT, AIMED = "kept", "aimed"


@dataclass(frozen=True, slots=True)
class Fund:
    """Money of one source: allocated for the year and disbursed by the cut-off, triệu đồng."""

    source: str
    allocated: str | None
    disbursed: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What one kind of works got, by source; without a kind: what no work tells of."""

    kind: str
    volume: str
    funds: tuple[Fund, ...]


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """A work; `central` is its money of the central budget in the year, None where it has none."""

    name: str
    kind: str
    investment: str | None
    volume: str
    started_on: str
    finished_on: str
    central: Fund | None
    note: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class DebtFigures:
    amount: str | None
    as_of: str
    note: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class SponsorFigures:
    agency: str
    duty: str
    paper: str
    carried_on: bool


@dataclass(frozen=True, slots=True)
class SupportFigures:
    """Help done in the period, or planned for what is left of it (`done` False); money in triệu đồng."""

    agency: str
    day: str
    form: str
    content: str
    result: str
    money: str | None
    days: str | None
    done: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class VillageFigures:
    name: str
    households: int | None
    poor: int | None
    titles: tuple[str, ...]
    stages: tuple[str, ...]
    note: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class DifficultyFigures:
    title: str
    raised_by: str
    to: str
    state: str
    raised_on: str
    answer_by: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ProposalFigures:
    text: str
    to: str
    answer: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class MilestoneFigures:
    quarter: int
    text: str
    state: str
    done_on: str


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The commune's own plan of the year: its paper, its milestones, how many village reports have come."""

    cited: str
    milestones: tuple[MilestoneFigures, ...]
    village_reports: int


@dataclass(frozen=True, slots=True)
class ReportCommune:
    """`yearly`: a report of a whole year. `next_year` is the year of the plan that its last columns show."""

    committee: str
    name: str
    code: str
    set_code: str
    district: str
    commune_class: str
    criteria_set: str
    total: int
    yearly: bool
    period_starts: str
    before_on: str
    as_of: str
    known_at: str
    asked_by: str
    papers: tuple[str, ...]
    plan: PlanFigures | None
    plan_next: str
    criteria: tuple[CriterionFigures, ...]
    recognised: tuple[Recognised, ...]
    stated: tuple[Stated, ...]
    earlier: tuple[Earlier, ...]
    goals: tuple[Goal, ...]
    funds: tuple[Fund, ...]
    loose: str | None
    contents: tuple[Content, ...]
    works: tuple[WorkFigures, ...]
    debt_before: DebtFigures | None
    debt_now: DebtFigures | None
    sponsors: tuple[SponsorFigures, ...]
    support: tuple[SupportFigures, ...]
    villages: tuple[VillageFigures, ...]
    difficulties: tuple[DifficultyFigures, ...]
    proposals: tuple[ProposalFigures, ...]
    warnings: tuple[str, ...]
    illustrative: bool

    def of(self, *statuses: str, before: bool = False) -> tuple[CriterionFigures, ...]:
        """The criteria that stand so now, or at the end of the last period."""
        return tuple(
            one for one in self.criteria if (one.before if before else one.now) in statuses
        )

    @property
    def met(self) -> int | None:
        """None while nobody has judged any."""
        return len(self.of("met")) if self.has_data else None

    @property
    def met_before(self) -> int | None:
        told = any(one.before for one in self.criteria)
        return len(self.of("met", before=True)) if told else None

    @property
    def has_data(self) -> bool:
        return any(one.now for one in self.criteria)

    @property
    def unmet(self) -> tuple[CriterionFigures, ...]:
        return self.of("not_met", "in_progress")

    @property
    def unknown(self) -> tuple[CriterionFigures, ...]:
        return self.of("")

    @property
    def year(self) -> int:
        return int(self.period_starts[:4])

    @property
    def debts(self) -> tuple[DebtFigures | None, DebtFigures | None]:
        return self.debt_before, self.debt_now


def amount(value: Decimal | None) -> str | None:
    """An amount as it is frozen: «1500», «0.5»; nothing stays nothing."""
    if value is None:
        return None
    return f"{value.normalize():f}" if value else "0"


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def added(amounts: "list[str | None]") -> str | None:
    """The sum of what is known; nothing where nothing is."""
    known = [Decimal(one) for one in amounts if one is not None]
    return amount(sum(known, Decimal(0))) if known else None
