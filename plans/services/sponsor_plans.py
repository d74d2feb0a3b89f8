"""A sponsor's plan: begun from assignments and scorecards, its state brought up to date, its paper written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from communes.permissions import on_behalf_of
from criteria.models import CriteriaSet
from documents.blocks import from_json
from documents.choices import EDITABLE, PaperKind, RelationKind
from documents.models import Letterhead, OfficialDocument
from documents.services.drafts import save_draft, start_draft
from plans.models import (
    ReportDuty,
    SponsorPlan,
    SponsorPlanCommune,
    SponsorPlanUnmet,
    Target,
)
from plans.selectors.sponsor_plan_paper import body_of, cited, composed, fed_anew, recipients
from plans.selectors.sponsor_plans import (
    Proposed,
    State,
    last_plan,
    proposed,
    states_of,
    targets_before,
)
from plans.services.kept import change, hold, hold_all
from plans.services.plan_papers import refuse_frozen

SAME = ("kind", "level", "criterion", "at_least", "at_most", "out_of", "below", "year", "text")


@dataclass(frozen=True, slots=True)
class PlanGiven:
    """What a plan is for: its years, the decision it follows, the set that its criteria are of."""

    criteria_set: CriteriaSet
    year_from: int
    year_to: int | None = None
    decision: OfficialDocument | None = None


@transaction.atomic
def start_sponsor_plan(
    *, letterhead: Letterhead, title: str, given: PlanGiven, by: User
) -> SponsorPlan:
    """A draft under the letterhead with a row for each commune that its agency stands behind today.

    Rows take state and unmet criteria from the scorecards, targets that still run and means from the
    plans before. Refusals: `years` (ends before it begins), `twin` (a draft for that year is begun
    already), and those of `start_draft`.
    """
    agency = letterhead.agency
    _refuse_years(given)
    hold(agency)
    _refuse_twin(agency, given.year_from)
    day = working_day()
    rows = proposed(agency, given.criteria_set, day)
    paper = start_draft(
        kind=PaperKind.PLAN,
        letterhead=letterhead,
        title=title,
        by=by,
        bases=[(cited(given.decision), given.decision)] if given.decision else [],
        recipients=recipients(letterhead, [one.commune for one in rows], day),
        relations=[(RelationKind.BASED_ON, given.decision)] if given.decision else [],
    )
    plan = _plan(agency, paper, given, by, day)
    _fill(plan, rows, by)
    content = {"body": body_of(composed(plan))}
    plan.paper = save_draft(paper=paper, content=content, seen=paper.version, by=by)
    return plan


@transaction.atomic
def take_sponsor_plan(
    *, agency: Agency, paper: OfficialDocument, given: PlanGiven, by: User
) -> SponsorPlan:
    """The data of a plan that was issued on paper and is on the register; its rows are entered as it says.

    Refusals: `years`, `draft` (that paper is only begun), `taken` (it has its data already).
    """
    _refuse_years(given)
    if paper.is_on_its_way:
        _say("paper", "Văn bản này chưa ban hành, chưa vào sổ.", "draft")
    if SponsorPlan.objects.filter(paper=paper).exists():
        _say("paper", "Văn bản này đã là một kế hoạch đỡ đầu.", "taken")
    return _plan(agency, paper, given, by, None)


@transaction.atomic
def change_sponsor_plan(
    *,
    plan: SponsorPlan,
    year_from: int,
    year_to: int | None,
    as_of: dt.date | None,
    seen: int | None,
    by: User,
) -> SponsorPlan:
    """Correct its years and the day of its state. Refusals: `years`, `frozen`, `stale`."""
    hold_paper(plan)
    _refuse_years(PlanGiven(plan.criteria_set, year_from, year_to))
    return change(
        *(plan, seen, by, "changed sponsor plan"),
        year_from=year_from,
        year_to=year_to,
        as_of=as_of,
    )


@transaction.atomic
def renew_states(*, plan: SponsorPlan, by: User) -> int:
    """State and unmet criteria of every row anew from the scorecards of today; answers how many rows changed.

    A commune of which nobody judged anything keeps what is written. Refusal: `frozen` (also where the plan
    was only registered: it stays as it was printed).
    """
    _drafted(plan)
    day = working_day()
    rows = hold_all(plan.communes.all())
    known = states_of([one.commune for one in rows], plan.criteria_set, day)
    changed = sum(_renew(row, known[row.commune_id], by) for row in rows)
    change(plan, None, by, "changed sponsor plan", as_of=day)
    return changed


@transaction.atomic
def write_paper(*, plan: SponsorPlan, seen: int, by: User) -> OfficialDocument:
    """The whole text anew from the plan's data; earlier versions stay. Refusals: `frozen`, `locked`, `stale`."""
    paper = _drafted(plan)
    plan.paper = paper
    content = {"body": body_of(composed(plan))}
    plan.paper = save_draft(paper=paper, content=content, seen=seen, by=by)
    return plan.paper


@transaction.atomic
def feed_paper(*, plan: SponsorPlan, seen: int, by: User) -> OfficialDocument:
    """Only what the data feeds anew, the words around it stay. Refusals: as `write_paper`."""
    paper = _drafted(plan)
    plan.paper = paper
    body = body_of(fed_anew(plan, from_json(paper.body)))
    plan.paper = save_draft(paper=paper, content={"body": body}, seen=seen, by=by)
    return plan.paper


def hold_paper(plan: SponsorPlan) -> OfficialDocument:
    """The plan's paper, locked: what the plan says changes only while the paper may. Refusal: `frozen`."""
    paper: OfficialDocument = OfficialDocument.objects.select_for_update(
        of=("self",), no_key=True
    ).get(pk=plan.paper_id)
    refuse_frozen(paper)
    return paper


def _drafted(plan: SponsorPlan) -> OfficialDocument:
    """A paper drafted here; one that was only registered has its words elsewhere."""
    paper = hold_paper(plan)
    if not paper.is_editable:
        raise ValidationError(
            "Văn bản này đã ban hành ở nơi khác, cổng không soạn lại lời văn.", code="frozen"
        )
    return paper


def _plan(
    agency: Agency, paper: OfficialDocument, given: PlanGiven, by: User, as_of: dt.date | None
) -> SponsorPlan:
    plan = SponsorPlan(
        agency=agency,
        paper=paper,
        decision=given.decision,
        criteria_set=given.criteria_set,
        year_from=given.year_from,
        year_to=given.year_to,
        as_of=as_of,
        by=by,
        on_behalf_of=on_behalf_of(by, agency),
    )
    plan.full_clean()
    plan.save()
    trail.record(by, "added sponsor plan", plan, on_behalf_of=plan.on_behalf_of)
    return plan


def _fill(plan: SponsorPlan, rows: Sequence[Proposed], by: User) -> None:
    """Rows, unmet criteria, targets and duties of a new plan, each table written once."""
    before = last_plan(plan.agency, plan)
    means = (
        dict(before.communes.values_list("commune", "means_text")) if before is not None else {}
    )
    kept = SponsorPlanCommune.objects.bulk_create(
        SponsorPlanCommune(
            plan=plan,
            order=order,
            commune=one.commune,
            duty=one.duty,
            means_text=means.get(one.commune.pk, ""),
            by=by,
            on_behalf_of=plan.on_behalf_of,
            **one.state.fields,
        )
        for order, one in enumerate(rows, start=1)
    )
    SponsorPlanUnmet.objects.bulk_create(
        SponsorPlanUnmet(row=row, criterion=criterion)
        for row, one in zip(kept, rows, strict=True)
        for criterion in one.state.unmet
    )
    _carry_targets(plan, rows, by)
    if before is not None:
        _carry_duties(plan, before, by)


def _carry_targets(plan: SponsorPlan, rows: Sequence[Proposed], by: User) -> None:
    """Targets that still run: of each commune and kind the newest paper's."""
    found: dict[tuple[object, ...], Target] = {}
    for one in targets_before(plan.agency, [row.commune for row in rows], plan.year_from):
        key = (one.commune_id, one.kind, one.criterion_id, one.level, one.year)
        found.setdefault(key, one)
    Target.objects.bulk_create(
        Target(
            paper=plan.paper,
            agency=plan.agency,
            commune=one.commune,
            by=by,
            on_behalf_of=plan.on_behalf_of,
            illustrative=one.illustrative,
            **{name: getattr(one, name) for name in SAME},
        )
        for one in found.values()
    )


def _carry_duties(plan: SponsorPlan, before: SponsorPlan, by: User) -> None:
    """Reporting duties of the plan before, for the years of this one."""
    same = ("what", "agency", "who", "addressee", "whom", "frequency", "day", "months", "weekday")
    ReportDuty.objects.bulk_create(
        ReportDuty(
            paper=plan.paper,
            starts=dt.date(plan.year_from, 1, 1),
            ends=dt.date(plan.year_to or plan.year_from, 12, 31),
            remind_days=one.remind_days,
            by=by,
            **{name: getattr(one, name) for name in same},
        )
        for one in before.paper.report_duties.all()
    )


def _renew(row: SponsorPlanCommune, state: State, by: User) -> bool:
    """Whether the row changed."""
    if not (state.level or state.unmet or state.text or state.met is not None):
        return False
    fresh = change(row, None, by, "changed sponsor plan commune", **state.fields)
    printed = dict(row.unmet.values_list("criterion", "printed"))
    wanted = [one.pk for one in state.unmet]
    if set(printed) == set(wanted):
        return fresh.version != row.version
    row.unmet.all().delete()
    SponsorPlanUnmet.objects.bulk_create(
        SponsorPlanUnmet(row=row, criterion=one, printed=printed.get(one.pk, ""))
        for one in state.unmet
    )
    if fresh.version == row.version:
        SponsorPlanCommune.objects.filter(pk=row.pk).update(version=row.version + 1)
    return True


def _refuse_years(given: PlanGiven) -> None:
    if given.year_to is not None and given.year_to < given.year_from:
        _say("year_to", "Năm cuối phải từ năm đầu trở đi.", "years")


def _refuse_twin(agency: Agency, year: int) -> None:
    begun = SponsorPlan.objects.filter(
        agency__slug=agency.slug, year_from=year, paper__state__in=EDITABLE
    )
    if begun.exists():
        _say(
            "year_from",
            f"Đơn vị đang có dự thảo kế hoạch từ năm {year}. Hãy sửa tiếp dự thảo ấy.",
            "twin",
        )


def _say(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
