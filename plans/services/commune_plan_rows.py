"""What a commune's plan sets: actions for what is unmet, milestones; and villages' reports as they come."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.permissions import on_behalf_of
from criteria.models import Criterion, Indicator
from plans.choices import ActionState, DueKind
from plans.models import CommunePlan, Milestone, PlanAction, Village, VillageReport
from plans.services.kept import change, hold
from plans.services.plan_papers import refuse_draft, refuse_frozen


@dataclass(frozen=True, slots=True)
class GapGiven:
    """What a plan says of something unmet: how it stands, what is done, by whom, by when (in words too)."""

    content: str
    criterion: Criterion
    indicator: Indicator | None = None
    situation: str = ""
    unit_name: str = ""
    due_text: str = ""
    due_kind: str = DueKind.NONE.value
    due_on: dt.date | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_gap(*, plan: CommunePlan, given: GapGiven, by: User) -> PlanAction:
    """Refusals: `frozen`, `foreign` (indicator of another criterion, or criterion of another set)."""
    hold(plan)
    refuse_frozen(plan.paper)
    _refuse_foreign(plan, given)
    stead = on_behalf_of(by, plan.agency) if plan.agency else None
    row = PlanAction(
        agency=plan.agency,
        paper=plan.paper,
        commune=plan.commune,
        by=by,
        on_behalf_of=stead,
        **given.fields,
    )
    row.full_clean()
    row.save()
    trail.record(by, "planned action", row, on_behalf_of=stead)
    return row


@transaction.atomic
def change_gap(
    *, plan: CommunePlan, action: PlanAction, given: GapGiven, seen: int | None, by: User
) -> PlanAction:
    """Refusals: those of `add_gap`, and `stale`."""
    refuse_frozen(plan.paper)
    _refuse_foreign(plan, given)
    return change(action, seen, by, "changed planned action", **given.fields)


@transaction.atomic
def drop_gap(*, plan: CommunePlan, action: PlanAction, by: User) -> None:
    """Take an action out of a plan that is still drafted. Refusals: `frozen`, `gone`."""
    refuse_frozen(plan.paper)
    row = hold(action)
    trail.record(by, "dropped planned action", row)
    row.delete()


def _refuse_foreign(plan: CommunePlan, given: GapGiven) -> None:
    indicator = given.indicator
    if given.criterion.criteria_set_id != plan.criteria_set_id:
        _say("about", "Tiêu chí không thuộc bộ của kế hoạch.", "foreign")
    if indicator is not None and indicator.criterion_id != given.criterion.pk:
        _say("about", "Chỉ tiêu không thuộc tiêu chí đã chọn.", "foreign")


@transaction.atomic
def add_milestone(*, plan: CommunePlan, quarter: int, text: str, by: User) -> Milestone:
    """Refusal: `frozen`."""
    hold(plan)
    refuse_frozen(plan.paper)
    order = plan.milestones.filter(quarter=quarter).count() + 1
    row = Milestone(plan=plan, quarter=quarter, order=order, text=text.strip(), by=by)
    row.full_clean()
    row.save()
    trail.record(by, "added milestone", row, quarter=quarter)
    return row


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, quarter: int, text: str, seen: int | None, by: User
) -> Milestone:
    """Refusals: `frozen`, `stale`."""
    refuse_frozen(milestone.plan.paper)
    return change(milestone, seen, by, "changed milestone", quarter=quarter, text=text.strip())


@transaction.atomic
def drop_milestone(*, milestone: Milestone, by: User) -> None:
    """Refusals: `frozen`, `gone`."""
    refuse_frozen(milestone.plan.paper)
    row = hold(milestone)
    trail.record(by, "dropped milestone", row)
    row.delete()


@transaction.atomic
def settle_milestone(
    *,
    milestone: Milestone,
    state: str,
    done_on: dt.date | None = None,
    note: str = "",
    seen: int | None,
    by: User,
) -> Milestone:
    """Say what became of a milestone: done on a day, not carried out (and why), or planned again.

    Refusals: `draft`, `stale`, `undated`, `future`, `reason`, `offered`.
    """
    refuse_draft(milestone.plan.paper)
    today = working_day()
    if state == ActionState.OFFERED:
        _say("state", "Mốc của kế hoạch không phải là đề xuất hỗ trợ.", "offered")
    if state == ActionState.DONE and done_on is None:
        _say("done_on", "Việc đã xong phải có ngày.", "undated")
    if state == ActionState.DROPPED and not note.strip():
        _say("note", "Không thực hiện thì nêu lý do ở ô Ghi chú.", "reason")
    if done_on is not None and done_on > today:
        words = f"{today.day}/{today.month}/{today.year}"
        _say("done_on", f"Ngày xong không được sau ngày làm việc {words}.", "future")
    values = {
        "state": state,
        "done_on": done_on if state == ActionState.DONE else None,
        "note": note.strip(),
    }
    return change(milestone, seen, by, "settled milestone", **values)


@transaction.atomic
def tick_report(
    *,
    plan: CommunePlan,
    month: int,
    village: Village | None = None,
    village_name: str = "",
    came_on: dt.date | None = None,
    note: str = "",
    by: User,
) -> VillageReport:
    """A village's report of a month has come; a second tick changes nothing.

    Refusals: `draft`, `future` (a month, or a day, still to come), `foreign` (a village of another commune),
    `village` (nobody named).
    """
    hold(plan)
    refuse_draft(plan.paper)
    today = working_day()
    if not 1 <= month <= 12 or (plan.year, month) > (today.year, today.month):  # noqa: PLR2004
        raise ValidationError(f"Chưa đến tháng {month}/{plan.year}.", code="future")
    if came_on is not None and came_on > today:
        words = f"{today.day}/{today.month}/{today.year}"
        _say("came_on", f"Ngày nhận không được sau ngày làm việc {words}.", "future")
    if village is not None and village.commune_id != plan.commune_id:
        raise ValidationError("Thôn này không thuộc xã của kế hoạch.", code="foreign")
    name = "" if village else " ".join(village_name.split())
    if village is None and not name:
        _say("village_name", "Hãy ghi tên thôn.", "village")
    known: VillageReport | None = plan.village_reports.filter(
        village=village, village_name=name, month=month
    ).first()
    if known is not None:
        return known
    row = VillageReport(
        plan=plan,
        village=village,
        village_name=name,
        month=month,
        came_on=came_on or today,
        note=note.strip(),
        by=by,
    )
    row.full_clean()
    row.save()
    trail.record(by, "ticked village report", plan, village=str(village or name), month=month)
    return row


@transaction.atomic
def untick_report(*, report: VillageReport, by: User) -> None:
    """It was ticked by mistake. Refusal: `gone`."""
    row = hold(report)
    name = row.village.name if row.village else row.village_name
    trail.record(by, "took back village report", row.plan, village=name, month=row.month)
    row.delete()


def _say(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
