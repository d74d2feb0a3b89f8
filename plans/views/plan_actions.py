"""What plans promise to do: the list for everybody; an agency keeps its own, the office everybody's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency, Commune, is_member
from criteria.models import Criterion, Indicator
from documents.forms import papers_to_name, tell_refusal
from plans.forms.fields import commune_text, communes_to_name, criterion_key
from plans.forms.plan_actions import PlanActionForm, plan_action_initial
from plans.models import PlanAction
from plans.permissions import keeps_all, may_keep, own_agencies
from plans.selectors.counting import counted
from plans.selectors.plan_actions import (
    COLUMNS,
    STATES,
    PlanActionFilters,
    agencies_with_plans,
    plan_actions,
    sheet_rows,
)
from plans.services.plan_actions import add_plan_action, change_plan_action

PAGE = 50
GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được việc trong kế hoạch."
NOT_YOURS = (
    "Chỉ cán bộ, lãnh đạo của đơn vị và Văn phòng Điều phối ghi việc trong kế hoạch của đơn vị."
)


@require_safe
def plan_action_list(request: SignedInRequest) -> HttpResponse:
    """Promised actions; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    day, filters = working_day(), PlanActionFilters.read(request.GET)
    rows = plan_actions(request.user, filters, day)
    if request.GET.get("dang") == "xlsx":
        name = f"viec-trong-ke-hoach-{day:%Y-%m-%d}"
        return spreadsheet(name, "Việc trong kế hoạch", COLUMNS, sheet_rows(rows, day))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "filters": filters,
        "states": STATES,
        "keeps": frozenset(one.slug for one in own_agencies(request.user)),
        "keeps_all": keeps_all(request.user),
    }
    return render(request, "plans/plan_action_list.html", context)


@require_http_methods(GET_OR_POST)
def plan_action_add(request: SignedInRequest) -> HttpResponse:
    """A new one; ?don-vi=SLUG&xa=CODE&tieu-chi=PK&chi-tieu=PK begin it."""
    agencies = _agencies(request)
    if not agencies:
        raise PermissionDenied(NOT_YOURS)
    criterion, indicator = _asked(request)
    day = working_day()
    asked = Commune.objects.on(day).filter(code=request.GET.get("xa", "")[:10])
    commune = asked.select_related("district").first()
    initial = {
        "agency": request.GET.get("don-vi"),
        "commune": commune_text(commune) if commune else "",
        "about": criterion_key(criterion, indicator),
    }
    form = PlanActionForm(
        request.POST or None,
        user=request.user,
        agencies=agencies,
        day=day,
        also=criterion,
        initial=initial,
    )

    def store() -> PlanAction:
        return add_plan_action(agency=form.whose, given=form.given(), by=request.user)

    return _answer(request, form, store, None)


@require_http_methods(GET_OR_POST)
def plan_action_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = PlanAction.objects.visible_to(request.user).filter(counted(), agency__isnull=False)
    about = ("agency", "paper", "commune__district", "criterion__criteria_set", "indicator")
    row = get_object_or_404(rows.select_related(*about), pk=pk)
    if not may_keep(request.user, row.agency):
        raise PermissionDenied(NOT_YOURS)
    form = PlanActionForm(
        request.POST or None,
        user=request.user,
        agencies=[row.agency],
        day=working_day(),
        row=row,
        initial=plan_action_initial(row),
    )

    def store() -> PlanAction:
        seen = form.cleaned_data["seen"]
        return change_plan_action(action=row, given=form.given(), seen=seen, by=request.user)

    return _answer(request, form, store, row)


def _answer(
    request: SignedInRequest, form: PlanActionForm, store: Any, row: PlanAction | None
) -> HttpResponse:
    """The form, stored when it is sent: 422 where it is not valid, 409 where the service refuses."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept = store()
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi «{kept}».")
                back = reverse("plans:plan_action_list")
                return redirect(f"{back}?don-vi={kept.agency.slug}")
    context = {
        "form": form,
        "row": row,
        "papers": papers_to_name(request.user),
        "communes": communes_to_name(working_day()),
    }
    return render(request, "plans/plan_action_form.html", context, status=status)


def _agencies(request: SignedInRequest) -> list[Agency]:
    """One's own first; to the office everybody's."""
    own = own_agencies(request.user)
    if not keeps_all(request.user):
        return own
    known = {one.pk for one in own}
    return [*own, *(one for one in agencies_with_plans(working_day()) if one.pk not in known)]


def _asked(request: SignedInRequest) -> tuple[Criterion | None, Indicator | None]:
    """The criterion and indicator that the address names."""

    def key(name: str) -> int:
        text = request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004

    indicator = Indicator.objects.select_related("criterion").filter(pk=key("chi-tieu")).first()
    if indicator:
        return indicator.criterion, indicator
    return Criterion.objects.filter(pk=key("tieu-chi")).first(), None
