"""The targets of a year against reality; the office enters and corrects them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from documents.forms import papers_to_name, tell_refusal
from plans.forms.fields import communes_to_name
from plans.forms.targets import TargetForm
from plans.models import Target
from plans.permissions import keeps_all
from plans.selectors import movers
from plans.selectors.counting import counted
from plans.selectors.dossiers import district_lines, village_counts
from plans.selectors.targets import (
    ABOUT,
    COLUMNS,
    OF_DOSSIERS,
    Ground,
    line_of,
    sheet_rows,
    target_lines,
    targets_of_year,
    years_of_targets,
)
from plans.services.targets import add_target, change_target

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được mục tiêu của năm."
NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối ghi mục tiêu. Gửi Văn phòng văn bản nếu còn thiếu."
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def target_list(request: SignedInRequest, year: int) -> HttpResponse:
    """The province's targets of the year, those of later years, those of communes; ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    day = working_day()
    lines = target_lines(targets_of_year(request.user, year), day)
    if request.GET.get("dang") == "xlsx":
        name = f"muc-tieu-{year}-{day:%Y-%m-%d}"
        return spreadsheet(name, f"Mục tiêu {year}", COLUMNS, sheet_rows(lines))
    province = [one for one in lines if one.target.province_id]
    context = {
        "year": year,
        "years": years_of_targets(request.user),
        "now": [one for one in province if one.target.year == year],
        "later": [one for one in province if one.target.year != year],
        "communes": [one for one in lines if one.target.commune_id],
        "districts": district_lines(request.user, day, year),
        "villages": village_counts(request.user, day),
        "illustrative": any(one.now.illustrative or one.target.illustrative for one in lines),
        "may_keep": keeps_all(request.user),
    }
    return render(request, "plans/target_list.html", context)


@require_safe
def target_detail(request: SignedInRequest, year: int, pk: int) -> HttpResponse:
    """Who would have to move for it to be met; ?dang=xlsx."""
    target = _target_or_404(request, pk)
    day = working_day()
    ground = Ground(day)
    line = line_of(target, ground)
    found = movers.movement(line, ground)
    if request.GET.get("dang") == "xlsx":
        name = f"muc-tieu-{year}-{pk}-{day:%Y-%m-%d}"
        return spreadsheet(name, "Xã", movers.COLUMNS, movers.sheet_rows(found.movers))
    of_districts = OF_DOSSIERS.get(target.kind) == "district"
    context = {
        "year": year,
        "line": line,
        "target": target,
        "found": found,
        "page": Paginator(found.movers, PAGE).get_page(request.GET.get("trang")),
        "of_dossiers": target.kind in OF_DOSSIERS,
        "districts": district_lines(request.user, day, year) if of_districts else [],
        "may_keep": keeps_all(request.user),
    }
    return render(request, "plans/target_detail.html", context)


@require_http_methods(GET_OR_POST)
def target_add(request: SignedInRequest, year: int) -> HttpResponse:
    _ask_office(request)
    form = TargetForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        initial={"year": year},
    )
    if form.is_bound and form.is_valid():
        try:
            row = add_target(by=request.user, **form.said())
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return _form(request, form, year, status=409)
        messages.success(request, "Đã ghi mục tiêu.")
        return redirect("plans:target_detail", year=row.year or year, pk=row.pk)
    return _form(request, form, year, status=422 if form.is_bound else 200)


@require_http_methods(GET_OR_POST)
def target_edit(request: SignedInRequest, year: int, pk: int) -> HttpResponse:
    target = _target_or_404(request, pk)
    _ask_office(request)
    posted = request.POST if request.method == "POST" else None
    form = TargetForm(posted, user=request.user, target=target)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            row = change_target(target=target, seen=seen, by=request.user, **form.said())
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return _form(request, form, year, target=target, status=409)
        messages.success(request, "Đã sửa mục tiêu.")
        return redirect("plans:target_detail", year=row.year or year, pk=row.pk)
    return _form(request, form, year, target=target, status=422 if form.is_bound else 200)


def _form(
    request: SignedInRequest,
    form: TargetForm,
    year: int,
    *,
    target: Target | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "year": year,
        "target": target,
        "papers": papers_to_name(request.user),
        "communes": communes_to_name(working_day()),
    }
    return render(request, "plans/target_form.html", context, status=status)


def _target_or_404(request: SignedInRequest, pk: int) -> Target:
    rows = Target.objects.visible_to(request.user).filter(counted()).select_related(*ABOUT)
    found: Target = get_object_or_404(rows, pk=pk)
    return found


def _ask_office(request: SignedInRequest) -> None:
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
