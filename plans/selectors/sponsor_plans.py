"""A sponsor's plan: what is proposed for each commune from assignments and scorecards, and what it says now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.models import Agency, Commune
from criteria.choices import Duty, Level
from criteria.models import CriteriaSet, Criterion, Mapping, Recognition, SponsorAssignment
from criteria.selectors import Standing, standings
from criteria.selectors.mappings import CARRIES
from documents.models import OfficialDocument
from plans.models import (
    AgencyOffice,
    PlanAction,
    ReportDuty,
    SponsorPlan,
    SponsorPlanCommune,
    SponsorPlanUnmet,
    Target,
)
from plans.selectors.counting import counted

LEVELS = list(Level.values)
COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Nhiệm vụ", "Đã được công nhận", "Đạt", "Trên tổng số"),
    *("Hiện trạng", "Tiêu chí chưa đạt", "Mục tiêu", "Nội dung hỗ trợ, nguồn lực"),
    *("Việc", "Số liệu minh họa"),
]


@dataclass(frozen=True, slots=True)
class State:
    """A commune on a day, as a plan may state it. `met` only where every criterion was judged."""

    level: str
    recognised: bool | None
    met: int | None
    out_of: int | None
    text: str
    unmet: tuple[Criterion, ...]
    illustrative: bool

    @property
    def level_words(self) -> str:
        return str(Level(self.level).label) if self.level else ""

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "recognised": self.recognised,
            "met": self.met,
            "out_of": self.out_of,
            "state_text": self.text,
            "illustrative": self.illustrative,
        }


@dataclass(frozen=True, slots=True)
class Proposed:
    """A commune that an agency stands behind, with what a new plan would say of it."""

    commune: Commune
    duty: str
    papers: tuple[OfficialDocument, ...]
    state: State

    @property
    def duty_words(self) -> str:
        return Duty(self.duty).label if self.duty else "chưa rõ nhiệm vụ"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A commune of a plan with everything that the plan says of it."""

    row: SponsorPlanCommune
    unmet: tuple[SponsorPlanUnmet, ...]
    targets: tuple[Target, ...]
    actions: tuple[PlanAction, ...]

    @property
    def commune(self) -> Commune:
        return self.row.commune

    @property
    def met_words(self) -> str:
        """«17/19», «17», nothing."""
        if self.row.met is None:
            return ""
        return f"{self.row.met}/{self.row.out_of}" if self.row.out_of else str(self.row.met)

    @property
    def unpromised(self) -> tuple[SponsorPlanUnmet, ...]:
        """Unmet criteria about which the plan promises nothing yet."""
        told = {one.criterion_id for one in self.actions}
        return tuple(one for one in self.unmet if one.criterion_id not in told)


@dataclass(frozen=True, slots=True)
class SponsorPlanPage:
    """A plan with its rows; `common`: actions for all its communes; `offices`: of the plan, and those in force."""

    plan: SponsorPlan
    rows: tuple[PlanRow, ...]
    common: tuple[PlanAction, ...]
    offices: tuple[AgencyOffice, ...]
    duties: tuple[ReportDuty, ...]

    @property
    def illustrative(self) -> bool:
        return any(one.row.illustrative for one in self.rows)

    @property
    def silent(self) -> tuple[PlanRow, ...]:
        """Communes for which the plan names no target."""
        return tuple(one for one in self.rows if not one.targets)


def seen_plans(user: User) -> QuerySet[SponsorPlan]:
    """Those whose paper the reader may see: drafts only their own people."""
    papers = OfficialDocument.objects.visible_to(user).order_by().values("pk")
    return SponsorPlan.objects.filter(paper__in=papers)


def plan_rows(plan: SponsorPlan) -> tuple[PlanRow, ...]:
    """Communes in the plan's order; a fixed number of queries."""
    rows = list(plan.communes.select_related("commune__district"))
    unmet: dict[int, list[SponsorPlanUnmet]] = defaultdict(list)
    for one in SponsorPlanUnmet.objects.filter(row__plan=plan).select_related("criterion"):
        unmet[one.row_id].append(one)
    targets: dict[int, list[Target]] = defaultdict(list)
    for goal in Target.objects.filter(paper=plan.paper_id, commune__isnull=False).order_by("pk"):
        targets[goal.commune_id or 0].append(goal)
    actions: dict[int, list[PlanAction]] = defaultdict(list)
    for deed in _actions(plan).filter(commune__isnull=False):
        actions[deed.commune_id or 0].append(deed)
    return tuple(
        PlanRow(
            row=one,
            unmet=tuple(unmet[one.pk]),
            targets=tuple(targets[one.commune_id]),
            actions=tuple(actions[one.commune_id]),
        )
        for one in rows
    )


def common_actions(plan: SponsorPlan) -> tuple[PlanAction, ...]:
    """What the plan promises to all its communes."""
    return tuple(_actions(plan).filter(commune=None))


def _actions(plan: SponsorPlan) -> QuerySet[PlanAction]:
    rows = PlanAction.objects.filter(paper=plan.paper_id, agency=plan.agency_id)
    return rows.select_related("criterion", "indicator").order_by("pk")


def sponsor_plan_page(plan: SponsorPlan, day: dt.date) -> SponsorPlanPage:
    return SponsorPlanPage(
        plan=plan,
        rows=plan_rows(plan),
        common=common_actions(plan),
        offices=tuple(plan_offices(plan, day)),
        duties=tuple(
            ReportDuty.objects.filter(paper=plan.paper_id).select_related("agency", "addressee")
        ),
    )


def plan_offices(plan: SponsorPlan, day: dt.date) -> list[AgencyOffice]:
    """Offices that the plan itself names; where it names none, those of the agency on the day."""
    rows = AgencyOffice.objects.filter(agency__slug=plan.agency.slug).order_by("order", "pk")
    own = list(rows.filter(paper=plan.paper_id))
    return own or list(rows.on(day).filter(counted()))


def proposed(
    agency: Agency, criteria_set: CriteriaSet | None, day: dt.date
) -> tuple[Proposed, ...]:
    """The communes that the agency stands behind on the day, as a new plan would state them.

    One that several decisions name stands once; its duty is that of the row which names one.
    """
    rows = SponsorAssignment.objects.on(day).filter(agency__slug=agency.slug)
    held: dict[int, list[SponsorAssignment]] = defaultdict(list)
    for one in rows.select_related("commune__district", "paper").order_by(
        "commune__sort_key", "starts"
    ):
        held[one.commune_id].append(one)
    communes = [some[0].commune for some in held.values()]
    states = states_of(communes, criteria_set, day)
    return tuple(
        Proposed(
            commune=some[0].commune,
            duty=next((one.duty for one in reversed(some) if one.duty), ""),
            papers=tuple({one.paper.pk: one.paper for one in some}.values()),
            state=states[some[0].commune_id],
        )
        for some in held.values()
    )


def states_of(
    communes: Sequence[Commune], criteria_set: CriteriaSet | None, day: dt.date
) -> dict[int, State]:
    """By commune: its highest recognition and where it stands on the set; queries do not follow how many."""
    levels: dict[int, list[str]] = defaultdict(list)
    rows = Recognition.objects.on(day).filter(commune__in=[one.pk for one in communes])
    for one in rows.order_by():
        levels[one.commune_id].append(one.level)
    found = standings(criteria_set, communes) if criteria_set else []
    known = {one.commune.pk: one for one in found}
    return {
        one.pk: _state(known.get(one.pk), max(levels[one.pk], key=LEVELS.index, default=""))
        for one in communes
    }


def _state(now: Standing | None, level: str) -> State:
    """What nobody judged is not counted as met or unmet: the words say how much that is."""
    if now is None or not now.assessed:
        return State(level, True if level else None, None, None, "", (), illustrative=False)
    full = not now.unknown
    text = "" if full else f"Đạt {now.met}, còn {len(now.unknown)} tiêu chí chưa đánh giá"
    recognised: bool | None = True if level else (False if now.unmet else None)
    return State(
        level=level,
        recognised=recognised,
        met=now.met if full else None,
        out_of=now.total if full else None,
        text=text,
        unmet=now.unmet,
        illustrative=now.illustrative,
    )


def last_plan(agency: Agency, before: SponsorPlan | None = None) -> SponsorPlan | None:
    """The agency's newest plan whose paper counts."""
    rows = SponsorPlan.objects.filter(counted(), agency__slug=agency.slug)
    if before is not None:
        rows = rows.exclude(pk=before.pk)
    return rows.select_related("paper").order_by("-year_from", "-paper__dated", "-pk").first()


def targets_before(agency: Agency, communes: Iterable[Commune], year: int) -> list[Target]:
    """What the agency's plans promised for these communes and is not over by that year, newest paper first."""
    rows = Target.objects.filter(
        counted(), Q(year__gte=year) | Q(year=None), agency__slug=agency.slug
    )
    wanted = rows.filter(commune__in=[one.pk for one in communes])
    return list(wanted.order_by("-paper__dated", "pk"))


def names_of(criteria_set: CriteriaSet) -> list[tuple[int, str]]:
    """The names of a set's criteria, and those that they had in sets before; two queries."""
    own = [(one.pk, one.name) for one in criteria_set.criteria.all()]
    rows = Mapping.objects.filter(
        kinship__in=CARRIES, new_criterion__criteria_set=criteria_set, old_indicator=None
    ).exclude(old_criterion=None)
    older = rows.values_list("new_criterion", "old_criterion__name").order_by("pk")
    return [*own, *((key or 0, name) for key, name in older)]


def sheet_rows(page: SponsorPlanPage) -> list[list[Any]]:
    """In the order of COLUMNS; what is not known stays blank."""
    return [_sheet_row(one) for one in page.rows]


def _sheet_row(one: PlanRow) -> list[Any]:
    row, commune = one.row, one.commune
    return [
        *(commune.code, commune.name, commune.district.name if commune.district else None),
        *(row.get_duty_display() or None, row.get_level_display() or None, row.met, row.out_of),
        row.state_text or None,
        "; ".join(str(unmet.criterion) for unmet in one.unmet) or None,
        "; ".join(goal.text for goal in one.targets) or None,
        row.means_text or None,
        "; ".join(dict.fromkeys(deed.content for deed in one.actions)) or None,
        "minh họa" if row.illustrative else None,
    ]
