from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import span_asked, spreadsheet
from communes.models import is_member
from communes.models.place import RURAL
from communes.selectors.places import commune_of, heirs_of, origins_of
from criteria.choices import Level
from criteria.selectors import set_in_force
from reports.selectors.commune_page import commune_page
from reports.selectors.places import (
    COLUMNS,
    NOBODY,
    Filters,
    commune_choices,
    commune_rows,
    communes,
    sheet_rows,
)
from reports.selectors.trend import commune_chart
from reports.selectors.where import where

PAGE = 50


@require_safe
def commune_list(request: SignedInRequest) -> HttpResponse:
    """The communes of the working day; the same rows as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới xem được danh sách xã.")
    day = working_day()
    filters = Filters.read(request.GET)
    rows = communes(request.user, day, filters)
    criteria_set = set_in_force(day)
    if request.GET.get("dang") == "xlsx":
        everything = sheet_rows(commune_rows(list(rows), day, criteria_set))
        return spreadsheet(f"xa-{day:%Y-%m-%d}", "Xã", COLUMNS, everything)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "filters": filters,
        "page": page,
        "rows": commune_rows(list(page), day, criteria_set),
        "choices": commune_choices(day),
        "levels": Level.choices,
        "nobody": NOBODY,
        "criteria_set": criteria_set,
    }
    return render(request, "reports/commune_list.html", context)


@require_safe
def commune_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """As it stands today; one that has ended, as it stood on its last day."""
    commune = commune_of(request.user, code, working_day(), span_asked(request))
    if commune is None or commune.kind != RURAL:
        raise Http404
    day = min(working_day(), commune.ends) if commune.ends else working_day()
    about = commune_page(request.user, commune, day)
    context = {
        "commune": commune,
        "about": about,
        "chart": commune_chart(about.trend),
        "place": where(commune, day),
        "stands": commune.covers(working_day()),
        "heirs": heirs_of(commune),
        "origins": origins_of(commune),
    }
    return render(request, "reports/commune_detail.html", context)
