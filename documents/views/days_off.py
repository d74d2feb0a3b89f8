"""The days on which offices are closed in a year; the office writes what the calendar does not know."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from documents.forms import DayOffForm
from documents.models import DayOff
from documents.permissions import may_keep_days_off
from documents.selectors import DAY_OFF_COLUMNS, closed_days, day_off_rows
from documents.services import add_day_off, drop_day_off

FIRST_YEAR, LAST_YEAR = 2010, 2100
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được lịch nghỉ."
NOT_YOURS = (
    "Chỉ cán bộ VPĐP ghi ngày nghỉ, ngày làm bù. Gửi VPĐP thông báo nghỉ nếu lịch chưa đúng."
)


@require_http_methods(["GET", "HEAD", "POST"])
def day_off_list(request: SignedInRequest) -> HttpResponse:
    """?nam=2025: another year; ?dang=xlsx: as a spreadsheet."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    year = _year(request.GET.get("nam", ""))
    if request.method == "POST":
        return _add(request)
    if request.GET.get("dang") == "xlsx":
        rows = day_off_rows(closed_days(year))
        return spreadsheet(f"ngay-nghi-{year}", "Ngày nghỉ", DAY_OFF_COLUMNS, rows)
    return _page(request, year, DayOffForm())


@require_POST
def day_off_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    row = get_object_or_404(DayOff, pk=pk)
    _refuse_others(request)
    year = row.day.year
    drop_day_off(row=row, by=request.user)
    messages.success(request, f"Đã bỏ dòng ngày {row.day.day}/{row.day.month}/{year}.")
    return redirect(_of_year(year))


def _add(request: SignedInRequest) -> HttpResponse:
    _refuse_others(request)
    form = DayOffForm(request.POST)
    if not form.is_valid():
        return _page(request, _year(request.GET.get("nam", "")), form, status=422)
    try:
        row = add_day_off(by=request.user, **form.said())
    except ValidationError as refusal:
        form.add_error(None, " ".join(refusal.messages))
        return _page(request, form.cleaned_data["day"].year, form, status=409)
    messages.success(request, f"Đã ghi ngày {row.day.day}/{row.day.month}/{row.day.year}.")
    return redirect(_of_year(row.day.year))


def _page(
    request: SignedInRequest, year: int, form: DayOffForm, status: int = 200
) -> HttpResponse:
    context = {
        "year": year,
        "years": range(year - 1, year + 2),
        "days": closed_days(year),
        "form": form if may_keep_days_off(request.user) else None,
    }
    return render(request, "documents/day_off_list.html", context, status=status)


def _year(text: str) -> int:
    asked = int(text) if text.isdecimal() and len(text) == len("2024") else 0
    return asked if FIRST_YEAR <= asked <= LAST_YEAR else working_day().year


def _of_year(year: int) -> str:
    return f"{reverse('documents:day_off_list')}?nam={year}"


def _refuse_others(request: SignedInRequest) -> None:
    if not may_keep_days_off(request.user):
        raise PermissionDenied(NOT_YOURS)
