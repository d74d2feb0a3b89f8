"""The figures of a commune's six-month and yearly report: what its own record, plans and helpers say of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db.models import Q

from communes.models import Commune
from criteria.choices import Duty
from criteria.models import SponsorAssignment
from documents.models import OfficialDocument
from plans.choices import (
    ActionState,
    DifficultyState,
    DossierStage,
    Frequency,
    ProposalState,
)
from plans.models import (
    CommunePlan,
    Difficulty,
    PlanAction,
    Proposal,
    ReportDuty,
    Village,
)
from plans.selectors.counting import NOT_COUNTING, counted
from reports.choices import Kind
from reports.figures.commune.criteria import reading
from reports.figures.commune.money import debts, money, support
from reports.figures.commune.shapes import (
    AIMED,
    KEPT,
    CriterionFigures,
    DifficultyFigures,
    MilestoneFigures,
    PlanFigures,
    ProposalFigures,
    ReportCommune,
    SponsorFigures,
    VillageFigures,
)
from reports.figures.communes import facts_of
from reports.figures.papers import first_day, named
from reports.models import ReportRun
from reports.words import lowered

DUTIES = [Duty.SPONSOR.value, Duty.IN_CHARGE.value, ""]


def gather(run: ReportRun) -> dict[str, Any]:
    """Everything the report says, as plain data. The number of queries follows no number of rows."""
    commune = run.agency.commune
    if commune is None:
        raise ValueError(f"{run.agency} is no committee of a commune.")
    before_on = run.period_starts - dt.timedelta(days=1)
    yearly = run.kind == Kind.COMMUNE_YEAR
    year = run.period_starts.year
    told = reading(
        commune, run.criteria_set, before_on=before_on, as_of=run.as_of, known_at=run.known_at
    )
    facts = facts_of([commune.pk], run)[commune.pk]
    held = money(commune, year, run.as_of, run.known_at)
    debt_before, debt_now = debts(commune, before_on, run.as_of, run.known_at)
    plans = _plans(run, commune)
    coming = plans.get(year + 1 if yearly else year)
    criteria = _with_plans(told.figures, run, commune, coming)
    figures = ReportCommune(
        committee=run.agency.name,
        name=str(commune),
        code=commune.code,
        set_code=run.criteria_set.code,
        district=str(commune.district) if commune.district else "",
        commune_class=told.commune_class,
        criteria_set=run.criteria_set.short_name,
        total=len(told.criteria),
        yearly=yearly,
        period_starts=run.period_starts.isoformat(),
        before_on=before_on.isoformat(),
        as_of=run.as_of.isoformat(),
        known_at=run.known_at.isoformat(),
        asked_by=_asked_by(run, yearly=yearly),
        papers=_papers(run),
        plan=plans[year].told if year in plans else None,
        plan_next=plans[year + 1].told.cited if yearly and year + 1 in plans else "",
        criteria=criteria,
        recognised=facts.recognised,
        stated=facts.stated,
        earlier=facts.earlier,
        goals=tuple({one.text: one for one in reversed(facts.goals)}.values())[::-1],
        funds=held.funds,
        loose=held.loose,
        contents=held.contents,
        works=held.works,
        debt_before=debt_before,
        debt_now=debt_now,
        sponsors=sponsors(commune, run.as_of),
        support=support(commune, run.period_starts, run.as_of, run.known_at),
        villages=_villages(commune, run),
        difficulties=difficulties(commune, run),
        proposals=_proposals(run),
        warnings=held.warnings,
        illustrative=held.illustrative,
    )
    return asdict(replace(figures, illustrative=_made_up(figures)))


def _made_up(figures: ReportCommune) -> bool:
    marked: list[Any] = [
        *figures.criteria,
        *figures.recognised,
        *figures.support,
        *figures.villages,
        *figures.difficulties,
        *figures.proposals,
        *(one for one in figures.debts if one),
    ]
    return figures.illustrative or any(one.illustrative for one in marked)


def _asked_by(run: ReportRun, *, yearly: bool) -> str:
    """The paper by which others ask the commune for this report, where the data knows one (RF3)."""
    frequency = Frequency.YEARLY if yearly else Frequency.HALF_YEAR
    rows = ReportDuty.objects.on(run.as_of).filter(
        counted(), agency=run.agency, frequency=frequency, paper__isnull=False
    )
    rows = rows.exclude(paper__issuer=run.agency).select_related("paper__issuer")
    duty = rows.order_by("-paper__year", "-pk").first()
    return cited(duty.paper) if duty and duty.paper else ""


def cited(paper: OfficialDocument) -> str:
    """A paper at its first mention, as far as it is known."""
    issuer = paper.issuer.name if paper.issuer else paper.issuer_text
    return f"{named(paper)}{f' của {issuer}' if issuer else ''} {_subject(paper)}".strip()


def _subject(paper: OfficialDocument) -> str:
    """The subject as it goes on after the kind of paper, which some titles say again."""
    kind, subject = str(paper.get_kind_display()).casefold(), lowered(paper.title)
    again = subject.casefold().startswith(f"{kind} ")
    return subject[len(kind) :].strip() if again else subject


def _papers(run: ReportRun) -> tuple[str, ...]:
    """The committee's own papers that came out in the period; reports tell of themselves and are left out."""
    rows = (
        OfficialDocument.objects.filter(issuer=run.agency, year=run.period_starts.year)
        .exclude(state__in=NOT_COUNTING)
        .exclude(report_runs__isnull=False)
        .order_by("month", "day", "pk")
        .defer("body")
    )
    return tuple(
        f"{named(one)} {_subject(one)}"
        for one in rows
        if run.period_starts <= first_day(one) <= run.as_of
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    told: PlanFigures
    holds: dict[int, bool] = field(default_factory=dict)  # by criterion


def _plans(run: ReportRun, commune: Commune) -> dict[int, _Plan]:
    """The commune's plans by year: the one of the report's year and the next one."""
    year = run.period_starts.year
    rows = (
        CommunePlan.objects.filter(counted(), commune=commune, year__in=[year, year + 1])
        .filter(recorded_at__lte=run.known_at)
        .select_related("paper__issuer")
        .prefetch_related("criteria", "milestones", "village_reports")
        .order_by("pk")
    )
    found = {}
    for one in rows:
        if first_day(one.paper) > run.as_of:
            continue
        milestones = tuple(
            MilestoneFigures(
                stone.quarter,
                stone.text,
                stone.get_state_display(),
                stone.done_on.isoformat() if stone.done_on else "",
            )
            for stone in one.milestones.all()
        )
        came = sum(report.came_on <= run.as_of for report in one.village_reports.all())
        told = PlanFigures(cited(one.paper), milestones, came)
        found[one.year] = _Plan(told, {row.criterion_id: row.holds for row in one.criteria.all()})
    return found


def _with_plans(
    given: Sequence[CriterionFigures], run: ReportRun, commune: Commune, plan: _Plan | None
) -> tuple[CriterionFigures, ...]:
    """Each criterion with what the plan for the coming months says of it, and the work not done yet."""
    numbers = {one.number: one.pk for one in run.criteria_set.criteria.all()}
    actions: dict[int, list[str]] = defaultdict(list)
    rows = PlanAction.objects.filter(
        counted(),
        Q(commune=commune) | Q(agency=run.agency, commune=None),
        criterion__criteria_set=run.criteria_set,
        state=ActionState.PLANNED,
        recorded_at__lte=run.known_at,
    )
    for row in rows.select_related("agency").order_by("due_on", "pk"):
        due = row.due_text or (f"đến {row.due_on.day}/{row.due_on.month}" if row.due_on else "")
        words = [row.content.rstrip(" .;"), due]
        if row.agency_id != run.agency_id and row.agency:
            words.append(str(row.agency))
        actions[row.criterion_id or 0].append(", ".join(one for one in words if one))
    found = []
    for one in given:
        holds = plan.holds.get(numbers[one.number]) if plan else None
        planned = "" if holds is None else KEPT if holds else AIMED
        own = tuple(dict.fromkeys(actions[numbers[one.number]]))
        found.append(replace(one, planned=planned, actions=own))
    return tuple(found)


def sponsors(commune: Commune, day: dt.date) -> tuple[SponsorFigures, ...]:
    """Who stands behind the commune on that day: sponsors first."""
    rows = (
        SponsorAssignment.objects.on(day)
        .filter(commune=commune)
        .select_related("agency", "paper")
        .order_by("agency__sort_key", "pk")
    )
    ordered = sorted(rows, key=lambda one: DUTIES.index(one.duty))
    return tuple(
        SponsorFigures(one.agency.name, one.duty_words, one.paper.short, one.carried_on)
        for one in ordered
    )


def _villages(commune: Commune, run: ReportRun) -> tuple[VillageFigures, ...]:
    rows = (
        Village.objects.on(run.as_of)
        .filter(commune=commune, recorded_at__lte=run.known_at)
        .prefetch_related("dossiers__paper")
        .order_by("name")
    )
    found = []
    for one in rows:
        titles, stages = [], []
        for dossier in one.dossiers.all():
            level = dossier.get_level_display()
            if dossier.stage == DossierStage.RECOGNISED:
                year = f" năm {dossier.year}" if dossier.year else ""
                by = f", {dossier.paper.short}" if dossier.paper else ", chưa rõ quyết định"
                titles.append(f"{level}{year}{by}")
            else:
                stages.append(f"{level}: {dossier.get_stage_display()}")
        found.append(
            VillageFigures(
                one.name,
                one.households,
                one.poor_households,
                tuple(titles),
                tuple(stages),
                "",
                illustrative=one.illustrative,
            )
        )
    return tuple(found)


def difficulties(commune: Commune, run: ReportRun) -> tuple[DifficultyFigures, ...]:
    """Those about the commune that are not closed, the oldest first."""
    rows = (
        Difficulty.objects.filter(
            commune=commune, raised_on__lte=run.as_of, recorded_at__lte=run.known_at
        )
        .exclude(state=DifficultyState.CLOSED)
        .select_related("raised_by", "addressed_to")
        .order_by("raised_on", "pk")
    )
    return tuple(
        DifficultyFigures(
            one.title,
            str(one.raised_by),
            str(one.addressed_to),
            one.get_state_display(),
            one.raised_on.isoformat(),
            one.answer_by.isoformat() if one.answer_by else "",
            illustrative=one.illustrative,
        )
        for one in rows
    )


def _proposals(run: ReportRun) -> tuple[ProposalFigures, ...]:
    """What the commune proposed and nobody has settled, and what was answered in the period."""
    rows: Iterable[Proposal] = (
        Proposal.objects.filter(counted(), agency=run.agency, recorded_at__lte=run.known_at)
        .filter(Q(state=ProposalState.OPEN) | Q(answered_on__gte=run.period_starts))
        .select_related("addressee")
        .order_by("paper", "order", "pk")
    )
    found = []
    for one in rows:
        answered = one.answered_on is not None and one.answered_on <= run.as_of
        answer = f"{one.get_state_display()}: {one.answer}" if answered else ""
        to = one.addressee_text or (one.addressee.name if one.addressee else "")
        found.append(ProposalFigures(one.text, to, answer, illustrative=one.illustrative))
    return tuple(found)
