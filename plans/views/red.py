"""What is unmet and what is being done about it; a task tied to it in one step."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Commune, is_member
from criteria.models import Criterion, Indicator
from criteria.selectors import set_in_force
from documents.forms import tell_refusal
from plans.forms.red import AttachForm
from plans.models import Task
from plans.permissions import keeps_all, may_accept, own_agencies
from plans.selectors.red import (
    COLUMNS,
    RedFilters,
    RedKind,
    programme_year,
    red,
    red_list,
    sheet_rows,
)
from plans.services.aims import aim_task

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được việc của các xã."
NOT_THE_OFFICE = "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối gắn nhiệm vụ với tiêu chí."
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def red_page(request: SignedInRequest) -> HttpResponse:
    """Unmet indicators in five lists (?loai=…); as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    day, filters = working_day(), RedFilters.read(request.GET)
    found = red_list(red(day), filters)
    if request.GET.get("dang") == "xlsx":
        name = f"{filters.word}-{day:%Y-%m-%d}"
        return spreadsheet(name, "Chưa đạt", COLUMNS, sheet_rows(found.rows))
    context = {
        "found": found,
        "page": Paginator(found.rows, PAGE).get_page(request.GET.get("trang")),
        "filters": filters,
        "kinds": [(kind, found.counts.of(kind)) for kind in RedKind],
        "may": may_mend(request),
    }
    return render(request, "plans/red_list.html", context)


@require_http_methods(GET_OR_POST)
def red_attach(request: SignedInRequest) -> HttpResponse:
    """Tie a task of the programme in force to an unmet criterion (?xa=…&tieu-chi=…&chi-tieu=…)."""
    day = working_day()
    commune, criterion, indicator = about_of(request, request.GET)
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
    tasks = Task.objects.filter(group__programme__year=programme_year(day))
    given = request.POST if request.method == "POST" else None
    rows = tasks.select_related("group").order_by("group__programme", "group__order", "order")
    form = AttachForm(given, tasks=rows, commune=commune)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                aim = aim_task(by=request.user, **form.said(criterion, indicator))
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã gắn nhiệm vụ {aim.task.code} với {aim.words}.")
                return redirect(back_to(commune, criterion))
    context = {
        "form": form,
        "commune": commune,
        "criterion": criterion,
        "indicator": indicator,
        "back": back_to(commune, criterion),
    }
    return render(request, "plans/red_attach.html", context, status=status)


def may_mend(request: SignedInRequest) -> dict[str, bool]:
    """Which ways of mending a row are open to the reader."""
    keeps = keeps_all(request.user)
    return {
        "write": bool(own_agencies(request.user)),
        "aim": keeps,
        "accept": keeps or may_accept(request.user),
    }


def about_of(
    request: SignedInRequest, query: QueryDict
) -> tuple[Commune, Criterion, Indicator | None]:
    """The commune of the day, criterion and indicator that an address names; 404 otherwise."""
    communes = Commune.objects.visible_to(request.user).on(working_day())
    commune = get_object_or_404(communes.select_related("district"), code=query.get("xa", "")[:10])
    criteria_set = set_in_force(working_day())
    if criteria_set is None:
        raise Http404
    criterion = get_object_or_404(criteria_set.criteria, pk=key_of(query, "tieu-chi"))
    key = key_of(query, "chi-tieu")
    indicator = get_object_or_404(criterion.indicators, pk=key) if key else None
    return commune, criterion, indicator


def key_of(query: QueryDict, name: str) -> int:
    """A key in the address; 0 where there is none."""
    text = query.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= len("1234567890") else 0


def back_to(commune: Commune, criterion: Criterion) -> str:
    """Every row of the commune on the criterion."""
    query: dict[str, Any] = {
        "loai": "tat-ca",
        "xa": commune.code,
        "tieu-chi": criterion.number,
    }
    return f"{reverse('plans:red_list')}?{urlencode(query)}"
