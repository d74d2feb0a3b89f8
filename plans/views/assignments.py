import datetime as dt

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import read_day, working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from criteria.choices import Duty
from plans.selectors.assignments import COLUMNS, UNKNOWN_DUTY, assignments, coverage, sheet_rows

PAGE = 50


@require_safe
def assignment_list(request: SignedInRequest) -> HttpResponse:
    """Who stands behind which commune on any day; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới xem được phân công.")
    day, mistaken = _day(request.GET.get("ngay", ""))
    asked = {
        "agency": request.GET.get("don-vi", "").strip()[:100],
        "commune": request.GET.get("xa", "").strip()[:100],
        "duty": request.GET.get("nhiem-vu", ""),
    }
    rows = assignments(request.user, day, **asked)
    if request.GET.get("dang") == "xlsx":
        return spreadsheet(f"phan-cong-{day:%Y-%m-%d}", "Phân công", COLUMNS, sheet_rows(rows))
    context = asked | {
        "day": day,
        "mistaken": mistaken,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "coverage": coverage(request.user, day),
        "duties": [*Duty.choices, (UNKNOWN_DUTY, "chưa rõ nhiệm vụ")],
    }
    return render(request, "plans/assignment_list.html", context)


def _day(text: str) -> tuple[dt.date, str]:
    """The day asked for, and what was asked for in vain."""
    try:
        return (read_day(text) if text else working_day()), ""
    except ValueError:
        return working_day(), text
