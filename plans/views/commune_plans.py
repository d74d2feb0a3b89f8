"""A commune's plan of a year: begun, read, its criteria named, its paper fed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Agency
from documents.forms import papers_to_name, tell_refusal
from documents.permissions import letterheads_of, may_edit_paper
from plans.forms.commune_plans import StartForm, TickForm, criteria_forms
from plans.models import CommunePlan
from plans.permissions import keeps_all, keeps_commune_plan, own_agencies
from plans.selectors.commune_papers import title_of
from plans.selectors.commune_plans import (
    MONTHS,
    committees,
    commune_plan_page,
    plans_seen,
)
from plans.services.commune_plans import (
    feed_paper,
    keep_criteria,
    letterhead_of,
    start_plan,
    take_plan,
)

GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_A_COMMUNE = "Chỉ cán bộ, lãnh đạo UBND xã lập kế hoạch của xã; Văn phòng Điều phối ghi được kế hoạch đã vào sổ."
NOT_YOURS = "Chỉ cán bộ, lãnh đạo của UBND xã đó và Văn phòng Điều phối ghi kế hoạch của xã."


@require_http_methods(GET_OR_POST)
def commune_plan_add(request: SignedInRequest) -> HttpResponse:
    """Begin one from the commune's scorecard, or follow one that is on the register; ?nam= its year."""
    agencies = _agencies(request)
    if not agencies:
        raise PermissionDenied(NOT_A_COMMUNE)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else working_day().year  # noqa: PLR2004
    initial = {"agency": agencies[0].slug, "year": year, "title": title_of(year)}
    form = StartForm(request.POST or None, user=request.user, agencies=agencies, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                plan = _begun(request, form)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã lập {plan}: tiêu chí lấy từ phiếu theo dõi.")
                return redirect("plans:commune_plan", pk=plan.pk)
    context = {"form": form, "papers": papers_to_name(request.user)}
    return render(request, "plans/commune_plan_add.html", context, status=status)


def _begun(request: SignedInRequest, form: StartForm) -> CommunePlan:
    said, agency = form.cleaned_data, form.whose
    if said["paper"] is not None:
        return take_plan(agency=agency, year=said["year"], paper=said["paper"], by=request.user)
    letterhead = letterhead_of(agency, letterheads_of(request.user, working_day()))
    return start_plan(
        agency=agency,
        year=said["year"],
        title=said["title"],
        letterhead=letterhead,
        by=request.user,
    )


def _agencies(request: SignedInRequest) -> list[Agency]:
    """One's own committees; to the office every commune's."""
    own = [one for one in own_agencies(request.user) if one.commune_id]
    return list(committees(working_day())) if keeps_all(request.user) else own


@require_safe
def commune_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    day = working_day()
    keeps = keeps_commune_plan(request.user, plan)
    paper = plan.paper
    last = 12 if plan.year < day.year else (day.month if plan.year == day.year else 0)
    context = {
        "plan": plan,
        "paper": paper,
        "about": commune_plan_page(plan, day),
        "keeps": keeps,
        "mends": keeps and (paper.is_editable or paper.state == "registered"),
        "follows": keeps and not paper.is_on_its_way,
        "feeds": paper.is_editable and may_edit_paper(request.user, paper),
        "months": MONTHS,
        "last_month": last,
        "tick": TickForm(plan=plan, initial={"month": day.month}),
    }
    return render(request, "plans/commune_plan.html", context)


@require_http_methods(GET_OR_POST)
def commune_plan_criteria(request: SignedInRequest, pk: int) -> HttpResponse:
    """The table of criteria: held, unmet or not named; who minds each."""
    plan = _kept(request, pk)
    rows = list(plan.criteria.select_related("criterion", "user"))
    posted = request.POST if request.method == "POST" else None
    forms = criteria_forms(plan, rows, posted)
    status, refused = 200, []
    if posted is not None:
        status = 422
        if all([one.is_valid() for one in forms]):  # noqa: C419 -- each says its own errors
            try:
                keep_criteria(
                    plan=plan,
                    given=[one.given() for one in forms],
                    seen=_number(posted.get("seen")),
                    by=request.user,
                )
            except ValidationError as refusal:
                refused, status = refusal.messages, 409
            else:
                messages.success(request, "Đã ghi tiêu chí của kế hoạch.")
                return redirect("plans:commune_plan", pk=pk)
    context = {
        "plan": plan,
        "forms": forms,
        "refused": refused,
        "seen": posted.get("seen") if posted is not None else plan.version,
        "only_people": not plan.paper.is_editable and plan.paper.state != "registered",
    }
    return render(request, "plans/commune_plan_criteria.html", context, status=status)


@require_POST
def commune_plan_feed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the data into the paper as it stands now."""
    plan = _plan(request, pk)
    if not may_edit_paper(request.user, plan.paper):
        raise PermissionDenied(NOT_YOURS)
    feed_paper(plan=plan, seen=_number(request.POST.get("seen")), by=request.user)
    messages.success(request, "Đã đưa số liệu của kế hoạch vào văn bản.")
    return redirect("documents:paper_detail", pk=plan.paper_id)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004


def _plan(request: SignedInRequest, pk: int) -> CommunePlan:
    found: CommunePlan = get_object_or_404(plans_seen(request.user), pk=pk)
    return found


def _kept(request: SignedInRequest, pk: int) -> CommunePlan:
    plan: Any = _plan(request, pk)
    if not keeps_commune_plan(request.user, plan):
        raise PermissionDenied(NOT_YOURS)
    found: CommunePlan = plan
    return found
