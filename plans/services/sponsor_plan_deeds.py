"""What a sponsor's plan promises to do while it is drafted, and which offices are to do it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from criteria.models import Criterion, Indicator
from plans.choices import DueKind
from plans.models import AgencyOffice, PlanAction, SponsorPlan, SponsorPlanCommune
from plans.services.contacts import OfficeGiven, add_office
from plans.services.kept import hold
from plans.services.plan_actions import PlanActionGiven, add_plan_action, change_plan_action
from plans.services.sponsor_plans import hold_paper
from plans.words import Due


@dataclass(frozen=True, slots=True)
class DeedGiven:
    """What is to be done, by whom inside the agency and by when in words."""

    content: str
    due: Due
    unit_name: str = ""
    about: tuple[Criterion | None, Indicator | None] = (None, None)

    def given(
        self, plan: SponsorPlan, commune: Commune | None, criterion: Criterion | None
    ) -> PlanActionGiven:
        return PlanActionGiven(
            content=self.content,
            commune=commune,
            criterion=criterion,
            indicator=self.about[1],
            paper=plan.paper,
            unit_name=self.unit_name,
            due_text=self.due.words,
            due_kind=DueKind(self.due.kind).value,
            due_on=self.due.on,
        )


@transaction.atomic
def promise(
    *, plan: SponsorPlan, commune: Commune | None, given: DeedGiven, by: User
) -> PlanAction:
    """An action for a commune, or for all of the plan. Refusals: `frozen`, and those of `add_plan_action`."""
    hold_paper(plan)
    said = given.given(plan, commune, given.about[0])
    return add_plan_action(agency=plan.agency, given=said, by=by)


@transaction.atomic
def promise_unmet(*, row: SponsorPlanCommune, given: DeedGiven, by: User) -> int:
    """An action for each unmet criterion that has none yet; answers how many. Refusals: `frozen`, `nothing`."""
    plan = row.plan
    hold_paper(plan)
    hold(row)
    told = set(
        PlanAction.objects.filter(paper=plan.paper_id, commune=row.commune_id).values_list(
            "criterion", flat=True
        )
    )
    wanted = [
        one.criterion
        for one in row.unmet.select_related("criterion")
        if one.criterion_id not in told
    ]
    if not wanted:
        told_so = "Mọi tiêu chí chưa đạt của xã đều đã có việc trong kế hoạch."
        raise ValidationError(told_so, code="nothing")
    for criterion in wanted:
        said = given.given(plan, row.commune, criterion)
        add_plan_action(agency=plan.agency, given=said, by=by)
    return len(wanted)


@transaction.atomic
def change_promise(
    *, plan: SponsorPlan, action: PlanAction, given: DeedGiven, seen: int | None, by: User
) -> PlanAction:
    """Word an action of a draft anew. Refusals: `frozen`, `stale`, and those of `change_plan_action`."""
    hold_paper(plan)
    said = given.given(plan, action.commune, given.about[0])
    return change_plan_action(action=action, given=said, seen=seen, by=by)


@transaction.atomic
def drop_promise(*, plan: SponsorPlan, action: PlanAction, by: User) -> None:
    """Take an action out of a draft. Refusal: `frozen`."""
    hold_paper(plan)
    trail.record(by, "removed planned action", action, content=action.content)
    action.delete()


@transaction.atomic
def name_office(*, plan: SponsorPlan, name: str, part: str, leads: bool, by: User) -> AgencyOffice:
    """An office with its part, as the plan names it. Refusals: `frozen`, `twice`."""
    hold_paper(plan)
    last = AgencyOffice.objects.filter(paper=plan.paper_id).aggregate(last=Max("order"))["last"]
    given = OfficeGiven(
        name=name,
        starts=working_day(),
        order=(last or 0) + 1,
        leads=leads,
        part=part,
        paper=plan.paper,
    )
    return add_office(agency=plan.agency, given=given, by=by)


@transaction.atomic
def drop_office(*, plan: SponsorPlan, office: AgencyOffice, by: User) -> None:
    """Take an office out of a draft. Refusal: `frozen`."""
    hold_paper(plan)
    trail.record(by, "removed office", office, name=office.name)
    office.delete()
