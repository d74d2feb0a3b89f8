"""Rounds: their days and completeness; the office opens, changes and closes them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from communes.permissions import is_office
from criteria import services
from criteria.forms.rounds import NewRoundForm, RoundForm, days_of
from criteria.models import Round
from criteria.selectors.review.rounds import confirmed_faults, file_faults
from criteria.selectors.rounds import COLUMNS, differences, round_lines, round_page, sheet_rows
from criteria.services import review

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được kỳ đánh giá."
NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối mở, sửa và đóng kỳ đánh giá."


@require_safe
def round_list(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    return render(request, "criteria/round_list.html", {"lines": round_lines(working_day())})


@require_safe
def round_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """A round, its files, its communes, its later corrections; as a file with ?dang=xlsx.

    Of a closed one ?kiem-tra=1 computes again what was frozen and says whether it is the same.
    """
    period = _round(request, pk)
    found = round_page(period, working_day())
    if request.GET.get("dang") == "xlsx":
        name = f"ky-{period.kind.replace('_', '-')}-{period.year}"
        return spreadsheet(name, f"{period.ends:%d-%m-%Y}", COLUMNS, sheet_rows(found))
    checked = None
    if period.closed_at and request.GET.get("kiem-tra") == "1":
        checked = [*differences(period), *confirmed_faults(period), *file_faults([period])]
    context = {
        "found": found,
        "period": period,
        "places": list(period.places.order_by("sort_key")),
        "checked": checked,
        "page": Paginator(found.places, PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "criteria/round_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_add(request: SignedInRequest) -> HttpResponse:
    _ask_office(request)
    form = NewRoundForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                period = services.open_round(by=request.user, **form.said())
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
            else:
                made = period.submissions.count()
                told = f"mở {made} hồ sơ" if made else "chưa mở hồ sơ nào"
                messages.success(request, f"Đã thêm {period}, {told}.")
                return redirect("criteria:round_detail", pk=period.pk)
    return render(request, "criteria/round_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    period = _round(request, pk)
    _ask_office(request)
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, kind=period.kind, initial=days_of(period))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                services.change_round(period=period, by=request.user, **form.said())
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
            else:
                messages.success(request, "Đã lưu ngày của kỳ.")
                return redirect("criteria:round_detail", pk=pk)
    context = {"form": form, "period": period}
    return render(request, "criteria/round_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what will be frozen, then close."""
    period = _round(request, pk)
    _ask_office(request)
    if request.method == "POST":
        closed = services.close_round(period=period, by=request.user)
        messages.success(request, f"Đã đóng {closed}: {closed.frozen.count()} kết quả được chốt.")
        return redirect("criteria:round_detail", pk=pk)
    context = {"found": round_page(period, working_day()), "period": period}
    return render(request, "criteria/round_close.html", context)


@require_POST
def round_open_files(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open the files that are missing, of a round that beat leaves alone: another runs, or it is cut off."""
    period = _round(request, pk)
    _ask_office(request)
    made = review.open_files(period, request.user)
    told = f"Đã mở {made} hồ sơ." if made else "Không còn hồ sơ nào phải mở."
    messages.success(request, told)
    return redirect("criteria:round_detail", pk=pk)


def _round(request: SignedInRequest, pk: int) -> Round:
    found: Round = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    return found


def _ask_office(request: SignedInRequest) -> None:
    if not is_office(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
