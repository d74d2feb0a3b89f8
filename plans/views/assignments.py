"""Who stands behind which commune: the list, the matrix, those with nobody, as of any day."""

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
from criteria.selectors.across import districts_on
from plans.permissions import keeps_all
from plans.selectors.assignment_matrix import (
    ALONE_COLUMNS,
    alone,
    alone_rows,
    letter,
    matrix,
    matrix_rows,
)
from plans.selectors.assignments import COLUMNS, UNKNOWN_DUTY, assignments, coverage, sheet_rows

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được phân công."


@require_safe
def assignment_list(request: SignedInRequest) -> HttpResponse:
    """Who stands behind which commune on any day; as a spreadsheet with ?dang=xlsx."""
    ask_member(request)
    day, mistaken = _day(request)
    asked = {
        "agency": _asked(request, "don-vi"),
        "commune": _asked(request, "xa"),
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
        "may_keep": keeps_all(request.user),
    }
    return render(request, "plans/assignment_list.html", context)


@require_safe
def assignment_matrix(request: SignedInRequest) -> HttpResponse:
    """Communes × agencies on any day with counts; as a spreadsheet with ?dang=xlsx."""
    ask_member(request)
    day, mistaken = _day(request)
    asked = {"district": _asked(request, "huyen"), "agency": _asked(request, "don-vi")}
    found = matrix(request.user, day, **asked)
    if request.GET.get("dang") == "xlsx":
        header, rows = matrix_rows(found)
        return spreadsheet(f"ma-tran-phan-cong-{day:%Y-%m-%d}", "Ma trận", header, rows)
    lines = [
        (row.commune, row.count, [(cell, letter(cell)) for cell in row.cells])
        for row in found.rows
    ]
    context = asked | {
        "day": day,
        "mistaken": mistaken,
        "matrix": found,
        "lines": lines,
        "may_keep": keeps_all(request.user),
    }
    return render(request, "plans/assignment_matrix.html", context)


@require_safe
def assignment_alone(request: SignedInRequest) -> HttpResponse:
    """Communes that nobody stands behind on any day; as a spreadsheet with ?dang=xlsx."""
    ask_member(request)
    day, mistaken = _day(request)
    district = _asked(request, "huyen")
    rows = alone(request.user, day, district=district)
    if request.GET.get("dang") == "xlsx":
        name = f"xa-chua-co-don-vi-{day:%Y-%m-%d}"
        return spreadsheet(name, "Chưa có đơn vị", ALONE_COLUMNS, alone_rows(rows))
    context = {
        "day": day,
        "mistaken": mistaken,
        "district": district,
        "districts": districts_on(day),
        "coverage": coverage(request.user, day),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "may_keep": keeps_all(request.user),
    }
    return render(request, "plans/assignment_alone.html", context)


def ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)


def _asked(request: SignedInRequest, name: str) -> str:
    return request.GET.get(name, "").strip()[:100]


def _day(request: SignedInRequest) -> tuple[dt.date, str]:
    """The day asked for, and what was asked for in vain."""
    text = request.GET.get("ngay", "")
    try:
        return (read_day(text) if text else working_day()), ""
    except ValueError:
        return working_day(), text
