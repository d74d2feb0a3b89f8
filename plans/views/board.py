"""A year's work programme: the board by lead agency, the table as the decision has it, and for print."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from plans.forms.tasks import LimitsForm, tell_refusal
from plans.models import WorkProgramme
from plans.permissions import keeps_all, own_agencies
from plans.selectors.board import (
    PARTS,
    STANDINGS,
    BoardFilters,
    head,
    lanes,
    matching,
    programme_lines,
    programmes_of,
    sheet_rows,
    table_rows,
    tallies,
    years_of,
)
from plans.services.limits import change_limits

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được chương trình công tác."
NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối sửa mức báo chậm của chương trình."


@require_safe
def programme_detail(request: SignedInRequest, year: int) -> HttpResponse:
    """The board, or with ?xem=bang the table in the decision's order; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    programmes = programmes_of(request.user, year)
    if not programmes:
        nothing = {"year": year, "years": years_of(request.user)}
        return render(request, "plans/programme_none.html", nothing)
    programme = _chosen(request, programmes)
    day, filters = working_day(), BoardFilters.read(request.GET)
    every = programme_lines(programme, day)
    found = matching(every, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"chuong-trinh-{year}-{day:%Y-%m-%d}"
        return spreadsheet(name, f"Chương trình {year}", head(programme), sheet_rows(found))
    own = own_agencies(request.user)
    keys = {one.pk for one in own}
    as_table = request.GET.get("xem") == "bang"
    context: dict[str, Any] = {
        "year": year,
        "programme": programme,
        "programmes": programmes,
        "years": years_of(request.user),
        "filters": filters,
        "parts": PARTS,
        "standings": STANDINGS,
        "groups": programme.groups.all(),
        "tallies": tallies(every),
        "total": len(every),
        "found": len(found),
        "own": own,
        "illustrative": any(line.illustrative for line in every),
        "may_keep": keeps_all(request.user),
    }
    if as_table:
        page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
        context |= {"page": page, "rows": table_rows(page, keys)}
        return render(request, "plans/programme_table.html", context)
    context["lanes"] = lanes(found, filters, keys)
    return render(request, "plans/programme_board.html", context)


@require_safe
def programme_print(request: SignedInRequest, year: int) -> HttpResponse:
    """Every row in the decision's order and columns, landscape, with the state added."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    programme = _programme_or_404(request, year)
    filters = BoardFilters.read(request.GET)
    found = matching(programme_lines(programme, working_day()), filters)
    context = {"year": year, "programme": programme, "rows": table_rows(found), "filters": filters}
    return render(request, "plans/programme_print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_limits(request: SignedInRequest, year: int) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    programme = _programme_or_404(request, year)
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
    form, status = LimitsForm.of(programme), 200
    if request.method == "POST":
        form, status = LimitsForm(request.POST), 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                change_limits(
                    programme=programme,
                    soon_days=given["soon_days"],
                    silent_days=given["silent_days"],
                    seen=given["version"],
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã lưu mức báo chậm.")
                back = reverse("plans:programme_detail", args=[year])
                return redirect(f"{back}?qd={programme.pk}")
    context = {"year": year, "programme": programme, "form": form}
    return render(request, "plans/programme_limits.html", context, status=status)


def _programme_or_404(request: SignedInRequest, year: int) -> WorkProgramme:
    programmes = programmes_of(request.user, year)
    if not programmes:
        raise Http404
    return _chosen(request, programmes)


def _chosen(request: SignedInRequest, programmes: list[WorkProgramme]) -> WorkProgramme:
    """The one of ?qd=key; else the latest decision of the year."""
    asked = request.GET.get("qd", "")
    return next((one for one in programmes if str(one.pk) == asked), programmes[0])
