"""What a commune's plan sets, one row a page: actions, milestones, proposals; and villages' reports ticked."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria.models import Criterion, Indicator
from documents.forms import tell_refusal
from plans.forms.commune_plans import (
    GapForm,
    MilestoneDoneForm,
    MilestoneForm,
    TickForm,
    gap_initial,
    milestone_initial,
)
from plans.forms.fields import criterion_key
from plans.forms.proposals import ProposalForm, proposal_initial
from plans.models import CommunePlan, Milestone, PlanAction, Proposal
from plans.permissions import keeps_commune_plan
from plans.selectors.commune_plans import plans_seen, situation_of
from plans.services import commune_plan_rows as rows
from plans.services import proposals

GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_YOURS = "Chỉ cán bộ, lãnh đạo của UBND xã đó và Văn phòng Điều phối ghi kế hoạch của xã."
GAP, MILESTONE, PROPOSAL = (
    *("Việc với tiêu chí chưa đạt", "Mốc theo quý"),
    "Kiến nghị",
)


@require_http_methods(GET_OR_POST)
def gap_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is done about something unmet; ?tieu-chi=PK&chi-tieu=PK names it, the scorecard says how it stands."""
    plan = _kept(request, pk)
    criterion, indicator = _asked(request, plan)
    initial = {"about": criterion_key(criterion, indicator), "due": f"trong năm {plan.year}"}
    if indicator is not None:
        initial["situation"] = situation_of(plan, indicator, working_day())
    form = GapForm(request.POST or None, plan=plan, initial=initial)

    def store() -> None:
        rows.add_gap(plan=plan, given=form.given(), by=request.user)

    return _answer(request, plan, form, store, head=GAP, at="viec")


@require_http_methods(GET_OR_POST)
def gap_edit(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = _kept(request, pk)
    action: PlanAction = get_object_or_404(plan.paper.plan_actions.all(), pk=row)
    form = GapForm(request.POST or None, plan=plan, initial=gap_initial(action))

    def store() -> None:
        seen = form.cleaned_data["seen"]
        rows.change_gap(plan=plan, action=action, given=form.given(), seen=seen, by=request.user)

    drop = reverse("plans:gap_drop", args=[pk, row])
    return _answer(request, plan, form, store, head=GAP, at="viec", drop=drop)


@require_POST
def gap_drop(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = _kept(request, pk)
    action: PlanAction = get_object_or_404(plan.paper.plan_actions.all(), pk=row)
    rows.drop_gap(plan=plan, action=action, by=request.user)
    return _back(request, plan, "viec", "Đã bỏ việc khỏi kế hoạch.")


@require_http_methods(GET_OR_POST)
def milestone_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """?quy=N begins it."""
    plan = _kept(request, pk)
    asked = request.GET.get("quy", "")
    form = MilestoneForm(
        request.POST or None, initial={"quarter": asked if asked in set("1234") else 1}
    )

    def store() -> None:
        said = form.cleaned_data
        rows.add_milestone(plan=plan, quarter=said["quarter"], text=said["text"], by=request.user)

    return _answer(request, plan, form, store, head=MILESTONE, at="moc")


@require_http_methods(GET_OR_POST)
def milestone_edit(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Its words while the paper is drafted; once it is out, what became of it."""
    plan = _kept(request, pk)
    one: Milestone = get_object_or_404(plan.milestones.select_related("plan__paper"), pk=row)
    initial = milestone_initial(one, working_day())
    if not plan.paper.is_on_its_way and "text" not in request.POST:
        return _settle(request, plan, one, initial)
    form = MilestoneForm(request.POST or None, initial=initial)

    def store() -> None:
        rows.change_milestone(milestone=one, by=request.user, **form.cleaned_data)

    drop = reverse("plans:milestone_drop", args=[pk, row])
    return _answer(request, plan, form, store, head=MILESTONE, at="moc", drop=drop)


def _settle(
    request: SignedInRequest, plan: CommunePlan, one: Milestone, initial: dict[str, Any]
) -> HttpResponse:
    form = MilestoneDoneForm(request.POST or None, initial=initial)

    def store() -> None:
        rows.settle_milestone(milestone=one, by=request.user, **form.cleaned_data)

    return _answer(request, plan, form, store, head=MILESTONE, at="moc", said=one.text)


@require_POST
def milestone_drop(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = _kept(request, pk)
    one: Milestone = get_object_or_404(plan.milestones.select_related("plan__paper"), pk=row)
    rows.drop_milestone(milestone=one, by=request.user)
    return _back(request, plan, "moc", "Đã bỏ mốc.")


@require_http_methods(GET_OR_POST)
def plan_proposal_add(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = _kept(request, pk)
    form = ProposalForm(request.POST or None, day=working_day(), plan=plan)

    def store() -> None:
        proposals.add_proposal(
            paper=plan.paper, agency=plan.agency, given=form.given(), by=request.user
        )

    return _answer(request, plan, form, store, head=PROPOSAL, at="kien-nghi")


@require_http_methods(GET_OR_POST)
def plan_proposal_edit(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = _kept(request, pk)
    one: Proposal = get_object_or_404(
        plan.paper.proposals.select_related("addressee", "criterion", "indicator", "commune"),
        pk=row,
    )
    form = ProposalForm(
        request.POST or None, day=working_day(), plan=plan, row=one, initial=proposal_initial(one)
    )

    def store() -> None:
        seen = form.cleaned_data["seen"]
        proposals.change_proposal(proposal=one, given=form.given(), seen=seen, by=request.user)

    drop = reverse("plans:plan_proposal_drop", args=[pk, row])
    return _answer(request, plan, form, store, head=PROPOSAL, at="kien-nghi", drop=drop)


@require_POST
def plan_proposal_drop(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = _kept(request, pk)
    one: Proposal = get_object_or_404(plan.paper.proposals.select_related("paper"), pk=row)
    proposals.drop_proposal(proposal=one, by=request.user)
    return _back(request, plan, "kien-nghi", "Đã bỏ kiến nghị.")


@require_POST
def village_tick(request: SignedInRequest, pk: int) -> HttpResponse:
    """A village's report of a month has come; sent a second time with «go» it is taken back."""
    plan = _kept(request, pk)
    form = TickForm(request.POST, plan=plan)
    if not form.is_valid():
        told = [words for errors in form.errors.values() for words in errors]
        raise ValidationError(told, code="tick")
    said = form.cleaned_data
    if request.POST.get("go"):
        known = plan.village_reports.filter(
            village=said["village"], village_name=said["village_name"], month=said["month"]
        )
        rows.untick_report(report=get_object_or_404(known), by=request.user)
        return _back(request, plan, "thon", "Đã bỏ ghi nhận.")
    rows.tick_report(plan=plan, by=request.user, **said)
    return _back(request, plan, "thon", "Đã ghi nhận báo cáo.")


def _answer(
    request: SignedInRequest,
    plan: CommunePlan,
    form: forms.Form,
    store: Callable[[], None],
    *,
    head: str,
    at: str,
    **context: Any,
) -> HttpResponse:
    """The form, stored when it is sent: 422 where it is not valid, 409 where the service refuses."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                store()
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                return _back(request, plan, at, "Đã ghi.")
    context |= {"form": form, "plan": plan, "head": head, "at": at}
    return render(request, "plans/commune_plan_row.html", context, status=status)


def _back(request: SignedInRequest, plan: CommunePlan, at: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('plans:commune_plan', args=[plan.pk])}#{at}")


def _kept(request: SignedInRequest, pk: int) -> CommunePlan:
    plan: CommunePlan = get_object_or_404(plans_seen(request.user), pk=pk)
    if not keeps_commune_plan(request.user, plan):
        raise PermissionDenied(NOT_YOURS)
    return plan


def _asked(
    request: SignedInRequest, plan: CommunePlan
) -> tuple[Criterion | None, Indicator | None]:
    """The criterion and indicator that the address names, of the plan's set."""

    def key(name: str) -> int:
        text = request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004

    indicators = Indicator.objects.filter(criterion__criteria_set=plan.criteria_set)
    indicator = indicators.select_related("criterion").filter(pk=key("chi-tieu")).first()
    if indicator is not None:
        return indicator.criterion, indicator
    return plan.criteria_set.criteria.filter(pk=key("tieu-chi")).first(), None
