"""All plans: those of sponsors for their communes, those of communes for their year."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from plans.permissions import own_agencies
from plans.selectors.plans import (
    COLUMNS,
    KINDS,
    SPONSORS,
    PlanFilters,
    plans_of,
    sheet_rows,
    years_of,
)

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được các kế hoạch."


@require_safe
def plan_list(request: SignedInRequest) -> HttpResponse:
    """A tab a kind, ?loai=; one year with ?nam=, an agency or commune with ?tim=; a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    filters = PlanFilters.read(request.GET)
    rows = plans_of(request.user, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"ke-hoach-{filters.kind}-{working_day():%Y-%m-%d}"
        return spreadsheet(name, "Kế hoạch", COLUMNS, sheet_rows(rows))
    own = own_agencies(request.user)
    page: Any = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "filters": filters,
        "kinds": KINDS,
        "of_sponsors": filters.kind == SPONSORS,
        "years": years_of(request.user, filters.kind),
        "begins_sponsor": any(one.commune_id is None for one in own),
        "begins_commune": any(one.commune_id is not None for one in own),
    }
    return render(request, "plans/plan_list.html", context)
