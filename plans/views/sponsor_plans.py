"""A sponsor's plan: begun from assignments, read, brought up to date, written into its paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency
from criteria.selectors import set_in_force
from documents.choices import PaperState
from documents.forms import paper_text, papers_to_name, tell_refusal
from documents.models import Letterhead
from documents.permissions import letterheads_of, may_edit_paper
from plans.forms.sponsor_plans import HeadForm, StartForm
from plans.models import SponsorPlan
from plans.permissions import keeps_all, keeps_sponsor_plan, speaks_as
from plans.selectors.plan_actions import agencies_with_plans
from plans.selectors.sponsor_plan_paper import is_behind, title_of
from plans.selectors.sponsor_plans import (
    COLUMNS,
    proposed,
    seen_plans,
    sheet_rows,
    sponsor_plan_page,
)
from plans.selectors.trail import trail_of
from plans.services.sponsor_plans import (
    change_sponsor_plan,
    feed_paper,
    renew_states,
    start_sponsor_plan,
    take_sponsor_plan,
    write_paper,
)

GET_OR_POST = ["GET", "HEAD", "POST"]
NO_LETTERHEAD = (
    "Bạn chưa được soạn văn bản dưới tên chủ thể ban hành nào. Hãy nhờ đầu mối của cơ quan thêm ở "
    "mục Văn bản, Chủ thể ban hành."
)
NOT_YOURS = "Chỉ cán bộ, lãnh đạo của đơn vị có kế hoạch sửa được kế hoạch."
HELD = "Bạn không giữ văn bản này ở bước hiện nay nên chưa viết vào được."


@require_http_methods(GET_OR_POST)
def sponsor_plan_add(request: SignedInRequest) -> HttpResponse:
    """Begin one, prefilled; GET shows what it will be filled with. ?don-vi= chooses among one's issuers."""
    day = working_day()
    heads = _letterheads(request)
    others = agencies_with_plans(day) if keeps_all(request.user) else []
    if not heads and not others:
        raise PermissionDenied(NO_LETTERHEAD)
    agency = _asked(request, heads)
    form = StartForm(
        request.POST or None,
        user=request.user,
        letterheads=heads,
        agencies=[one for one in others if one.commune_id is None],
        initial=_beginning(heads, agency),
    )
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
                count = plan.communes.count()
                messages.success(request, f"Đã lập kế hoạch với {count} xã. Hãy sửa từng xã.")
                return redirect("plans:sponsor_plan", pk=plan.pk)
    context = {
        "form": form,
        "agency": agency,
        "rows": proposed(agency, set_in_force(day), day) if agency else (),
        "papers": papers_to_name(request.user),
    }
    return render(request, "plans/sponsor_plan_add.html", context, status=status)


@require_safe
def sponsor_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """A plan with everything it says; its communes as a spreadsheet with ?dang=xlsx."""
    plan = plan_or_404(request, pk)
    page = sponsor_plan_page(plan, working_day())
    if request.GET.get("dang") == "xlsx":
        name = f"ke-hoach-{plan.agency.slug}-{plan.year_from}"
        return spreadsheet(name, "Xã trong kế hoạch", COLUMNS, sheet_rows(page))
    keeps = keeps_sponsor_plan(request.user, plan)
    writes = plan.paper.is_editable and may_edit_paper(request.user, plan.paper)
    context = {
        "plan": plan,
        "paper": plan.paper,
        "about": page,
        "mends": keeps and may_change(plan),
        "keeps": keeps,
        "writes": writes,
        "behind": writes and is_behind(plan),
        "trail": trail_of(plan),
    }
    return render(request, "plans/sponsor_plan.html", context)


@require_http_methods(GET_OR_POST)
def sponsor_plan_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its years and the day of its state."""
    plan = kept_plan(request, pk)
    initial = {name: getattr(plan, name) for name in ("year_from", "year_to", "as_of")}
    form = HeadForm(request.POST or None, initial=initial | {"seen": plan.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_sponsor_plan(plan=plan, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã ghi.")
                return redirect("plans:sponsor_plan", pk=pk)
    context = {"plan": plan, "form": form, "title": "Sửa thời gian của kế hoạch"}
    return render(request, "plans/sponsor_plan_form.html", context, status=status)


@require_POST
def sponsor_plan_renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """State and unmet criteria anew from the scorecards of today."""
    plan = kept_plan(request, pk)
    changed = renew_states(plan=plan, by=request.user)
    told = (
        f"Đã cập nhật hiện trạng, {changed} xã thay đổi." if changed else "Hiện trạng không đổi."
    )
    messages.success(request, told)
    return redirect("plans:sponsor_plan", pk=pk)


@require_POST
def sponsor_plan_feed(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the data feeds is put into the text anew; the words around it stay."""
    plan = _written(request, pk)
    feed_paper(plan=plan, seen=_seen(request, plan), by=request.user)
    messages.success(request, "Đã đưa số liệu mới vào văn bản; lời văn khác giữ nguyên.")
    return redirect("plans:sponsor_plan", pk=pk)


@require_http_methods(GET_OR_POST)
def sponsor_plan_write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole text anew, after a page that says what is lost."""
    plan = _written(request, pk)
    if request.method == "POST":
        write_paper(plan=plan, seen=_seen(request, plan), by=request.user)
        messages.success(request, "Đã viết lại văn bản từ số liệu của kế hoạch.")
        return redirect("documents:paper_detail", pk=plan.paper_id)
    return render(request, "plans/sponsor_plan_write.html", {"plan": plan})


# --- shared with the views of rows --------------------------------------------------------------------


def plan_or_404(request: SignedInRequest, pk: int) -> SponsorPlan:
    about = ("agency", "paper__letterhead__agency", "decision", "criteria_set")
    found: SponsorPlan = get_object_or_404(seen_plans(request.user).select_related(*about), pk=pk)
    return found


def kept_plan(request: SignedInRequest, pk: int) -> SponsorPlan:
    """One that the writer keeps."""
    plan = plan_or_404(request, pk)
    if not keeps_sponsor_plan(request.user, plan):
        raise PermissionDenied(NOT_YOURS)
    return plan


def may_change(plan: SponsorPlan) -> bool:
    """Its paper is still drafted, or was only registered."""
    return plan.paper.is_editable or plan.paper.state == PaperState.REGISTERED


def _written(request: SignedInRequest, pk: int) -> SponsorPlan:
    plan = kept_plan(request, pk)
    if plan.paper.is_editable and not may_edit_paper(request.user, plan.paper):
        raise PermissionDenied(HELD)
    return plan


def _seen(request: SignedInRequest, plan: SponsorPlan) -> int:
    text = request.POST.get("seen", "")
    known = text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004
    return int(text) if known else plan.paper.version


def _letterheads(request: SignedInRequest) -> list[Letterhead]:
    """One's own, of agencies that stand behind communes; the agency itself before a post of it."""
    found = [
        one
        for one in letterheads_of(request.user, working_day())
        if one.agency.commune_id is None and speaks_as(request.user, one.agency)
    ]
    return sorted(found, key=lambda one: one.is_post)


def _asked(request: SignedInRequest, heads: list[Letterhead]) -> Agency | None:
    slug = request.GET.get("don-vi", "")
    found = next((one.agency for one in heads if one.agency.slug == slug), None)
    return found or (heads[0].agency if heads else None)


def _beginning(heads: list[Letterhead], agency: Agency | None) -> dict[str, Any]:
    """What a new plan begins with: the year, the set in force, the decision of the assignments in force."""
    day = working_day()
    chosen = next((one for one in heads if agency and one.agency_id == agency.pk), None)
    rows = proposed(agency, None, day) if agency else ()
    papers = {paper.pk: paper for one in rows for paper in one.papers}
    newest = max(papers.values(), key=lambda one: (one.year or 0, one.pk), default=None)
    return {
        "letterhead": str(chosen.pk) if chosen else "",
        "year_from": day.year,
        "criteria_set": set_in_force(day),
        "title": title_of(day.year, None),
        "decision": paper_text(newest),
    }


def _begun(request: SignedInRequest, form: StartForm) -> SponsorPlan:
    said, by = form.cleaned_data, request.user
    if said["paper"] is not None:
        return take_sponsor_plan(agency=form.whose, paper=said["paper"], given=form.given(), by=by)
    return start_sponsor_plan(letterhead=form.head, title=said["title"], given=form.given(), by=by)
