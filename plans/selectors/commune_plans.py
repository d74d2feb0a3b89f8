"""A commune's plan of a year: its criteria, gaps and actions, milestones, villages' reports, duties, proposals."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from accounts.models import User
from communes.models import Agency, Commune
from criteria.choices import FAILING, Status
from criteria.evaluation import Verdict
from criteria.models import CriteriaSet, Criterion, Indicator, Scorecard
from criteria.selectors import set_in_force, sheet, standings
from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.models import (
    CommunePlan,
    CommunePlanCriterion,
    Milestone,
    PlanAction,
    Proposal,
    ReportDuty,
    Village,
    VillageReport,
)
from plans.selectors.duties import duty_words

QUARTERS = ("I", "II", "III", "IV")
MONTHS = range(1, 13)
ABOUT = ("agency", "commune__district", "criteria_set", "paper__letterhead", "paper__issuer")
SITUATION = 1000


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a criterion is unmet: an indicator (None: the criterion as a whole) and what stands against it.

    `situation` is what the scorecard says of it; `actions` what the plan promises.
    """

    criterion: Criterion
    indicator: Indicator | None
    situation: str
    actions: tuple[PlanAction, ...]


@dataclass(frozen=True, slots=True)
class UnmetCriterion:
    row: CommunePlanCriterion
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    number: int
    name: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class VillageMonth:
    month: int
    report: VillageReport | None


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village with its twelve months; `key` is that of the village, blank where it is only a name."""

    key: str
    name: str
    months: tuple[VillageMonth, ...]

    @property
    def came(self) -> int:
        return sum(one.report is not None for one in self.months)


@dataclass(frozen=True, slots=True)
class CommunePlanPage:
    plan: CommunePlan
    rows: tuple[CommunePlanCriterion, ...]
    unmet: tuple[UnmetCriterion, ...]
    others: tuple[PlanAction, ...]  # promised for what the plan does not name as unmet
    left_out: tuple[Criterion, ...]  # of the set, and not in the plan
    quarters: tuple[Quarter, ...]
    villages: tuple[VillageLine, ...]
    duties: tuple[tuple[ReportDuty, str], ...]
    proposals: tuple[Proposal, ...]

    @property
    def held(self) -> tuple[CommunePlanCriterion, ...]:
        return tuple(one for one in self.rows if one.holds)

    @property
    def total(self) -> int:
        """Criteria of the set, those that the plan leaves out among them."""
        return len(self.rows) + len(self.left_out)

    @property
    def without_action(self) -> int:
        return sum(not gap.actions for one in self.unmet for gap in one.gaps)

    @property
    def without_person(self) -> int:
        return sum(not (one.person or one.user_id) for one in self.rows)


def plans_seen(user: User) -> QuerySet[CommunePlan, CommunePlan]:
    """Members read every plan whose paper is out; a draft only whoever sees the paper."""
    papers = OfficialDocument.objects.visible_to(user).order_by().values("pk")
    rows: QuerySet[CommunePlan, CommunePlan] = CommunePlan.objects.visible_to(user)
    return rows.filter(paper__in=papers).select_related(*ABOUT)


def living_plan(commune: Commune, year: int) -> CommunePlan | None:
    """The commune's plan of that year, drafted or out; neither recalled nor replaced."""
    gone = (PaperState.RECALLED, PaperState.REPLACED)
    rows: QuerySet[CommunePlan, CommunePlan] = CommunePlan.objects.filter(
        commune=commune, year=year
    )
    return rows.exclude(paper__state__in=gone).first()


def earlier_plan(commune: Commune, year: int) -> CommunePlan | None:
    """The last plan before a year that is out: whose people, milestones and duties are begun from."""
    out = OfficialDocument.objects.in_force().order_by().values("pk")
    rows: QuerySet[CommunePlan, CommunePlan] = CommunePlan.objects.filter(
        commune=commune, year__lt=year, paper__in=out
    )
    return rows.order_by("-year", "-pk").first()


def set_of_year(year: int, day: dt.date) -> CriteriaSet | None:
    """The set in force in the year: on the working day while it lies in that year, else at its nearest end."""
    return set_in_force(min(max(day, dt.date(year, 1, 1)), dt.date(year, 12, 31)))


def judged(commune: Commune, criteria_set: CriteriaSet) -> list[tuple[Criterion, bool | None]]:
    """Each criterion: held (met, or does not apply), unmet, or None where nobody judged it."""
    (one,) = standings(criteria_set, [commune])
    criteria = {item.number: item for item in criteria_set.criteria.all()}
    return [(criteria[number], _held(cell.status)) for number, cell in sorted(one.cells.items())]


def _held(status: str) -> bool | None:
    if status in {Status.MET, Status.NOT_APPLICABLE}:
        return True
    return False if status in FAILING else None


def commune_plan_page(plan: CommunePlan, day: dt.date) -> CommunePlanPage:
    """Everything of one plan; the number of queries does not follow its size."""
    rows = tuple(plan.criteria.select_related("criterion__criteria_set", "user"))
    actions = list(
        plan.paper.plan_actions.select_related("criterion__criteria_set", "indicator").order_by(
            *("criterion__number", F("indicator__order").asc(nulls_first=True)),
            *(F("due_on").asc(nulls_last=True), "pk"),
        )
    )
    unmet = [one for one in rows if not one.holds]
    found = gaps(plan, unmet, actions, day)
    shown = {one.criterion_id for one in unmet}
    named = {one.criterion_id for one in rows}
    criteria = plan.criteria_set.criteria.order_by("number")
    return CommunePlanPage(
        plan=plan,
        rows=rows,
        unmet=tuple(UnmetCriterion(one, found[one.criterion_id]) for one in unmet),
        others=tuple(one for one in actions if one.criterion_id not in shown),
        left_out=tuple(one for one in criteria if one.pk not in named),
        quarters=quarters(plan),
        villages=tuple(_villages(plan, day)),
        duties=tuple((one, duty_words(one)) for one in duties_of(plan.paper)),
        proposals=tuple(proposals_of(plan.paper)),
    )


def gaps(
    plan: CommunePlan,
    unmet: Sequence[CommunePlanCriterion],
    actions: Iterable[PlanAction],
    day: dt.date,
) -> dict[int, tuple[Gap, ...]]:
    """By key of the criterion: its indicators that fail, those an action names, else the criterion as a whole."""
    promised: dict[tuple[int | None, int | None], list[PlanAction]] = defaultdict(list)
    for one in actions:
        promised[one.criterion_id, one.indicator_id].append(one)
    failing = _failing(plan, day) if unmet else {}
    return {row.criterion_id: tuple(_gaps_of(row.criterion, failing, promised)) for row in unmet}


def _gaps_of(
    criterion: Criterion,
    failing: dict[int, dict[int, tuple[Indicator, str]]],
    promised: dict[tuple[int | None, int | None], list[PlanAction]],
) -> Iterable[Gap]:
    known = dict(failing.get(criterion.pk, {}))
    for (about, _), rows in promised.items():
        if about == criterion.pk and rows[0].indicator is not None:
            known.setdefault(rows[0].indicator.pk, (rows[0].indicator, ""))
    whole = tuple(promised.get((criterion.pk, None), ()))
    for indicator, situation in sorted(known.values(), key=lambda pair: pair[0].order):
        yield Gap(
            criterion,
            indicator,
            situation,
            tuple(promised.get((criterion.pk, indicator.pk), ())),
        )
    if whole or not known:
        yield Gap(criterion, None, "", whole)


def _failing(plan: CommunePlan, day: dt.date) -> dict[int, dict[int, tuple[Indicator, str]]]:
    """Indicators that do not meet their threshold on the commune's scorecard, with value and reason."""
    if plan.commune is None:
        return {}
    card = Scorecard.objects.filter(
        commune=plan.commune, criteria_set=plan.criteria_set
    ).select_related("commune", "criteria_set")
    scorecard = card.first()
    if scorecard is None:
        return {}
    found: dict[int, dict[int, tuple[Indicator, str]]] = defaultdict(dict)
    for line in sheet(scorecard, day=day).lines:
        for one in line.indicators:
            if one.judgement.verdict is Verdict.NOT_MET:
                words = one.judgement.why[:SITUATION]
                found[line.criterion.pk][one.indicator.pk] = (one.indicator, words)
    return found


def situation_of(plan: CommunePlan, indicator: Indicator, day: dt.date) -> str:
    """What the scorecard says of an indicator that fails; blank where it says nothing."""
    found = _failing(plan, day).get(indicator.criterion_id, {}).get(indicator.pk)
    return found[1] if found else ""


def quarters(plan: CommunePlan) -> tuple[Quarter, ...]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for one in plan.milestones.order_by("quarter", "order", "pk"):
        found[one.quarter].append(one)
    return tuple(
        Quarter(number, name, tuple(found[number]))
        for number, name in enumerate(QUARTERS, start=1)
    )


def duties_of(paper: OfficialDocument) -> QuerySet[ReportDuty, ReportDuty]:
    rows: QuerySet[ReportDuty, ReportDuty] = ReportDuty.objects.filter(paper=paper)
    return rows.select_related("agency", "addressee").order_by("pk")


def proposals_of(paper: OfficialDocument) -> QuerySet[Proposal, Proposal]:
    rows: QuerySet[Proposal, Proposal] = Proposal.objects.filter(paper=paper)
    return rows.select_related("addressee", "criterion__criteria_set").order_by("order", "pk")


def _villages(plan: CommunePlan, day: dt.date) -> Iterable[VillageLine]:
    """The commune's villages, then those that are only a name, each with its months."""
    came: dict[str, dict[int, VillageReport]] = defaultdict(dict)
    names: dict[str, str] = {}
    for one in plan.village_reports.select_related("village", "by"):
        key = f"{one.village_id}" if one.village_id else ""
        name = one.village.name if one.village else one.village_name
        names.setdefault(f"{key}|{name}", name)
        came[f"{key}|{name}"][one.month] = one
    known: dict[str, str] = {}
    if plan.commune is not None:
        at = min(max(day, dt.date(plan.year, 1, 1)), dt.date(plan.year, 12, 31))
        villages = Village.objects.on(at).filter(commune=plan.commune).order_by("name")
        known = {f"{one.pk}|{one.name}": one.name for one in villages}
    for both, name in (known | names).items():
        key = both.partition("|")[0]
        reports = came.get(both, {})
        yield VillageLine(
            key, name, tuple(VillageMonth(month, reports.get(month)) for month in MONTHS)
        )


def committees(day: dt.date) -> QuerySet[Agency, Agency]:
    """UBND of the communes of a day, each with its commune."""
    rows: QuerySet[Agency, Agency] = Agency.objects.on(day).filter(commune__isnull=False)
    return rows.select_related("commune__district").order_by("commune__sort_key", "pk")
