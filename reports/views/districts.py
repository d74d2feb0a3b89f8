"""Districts, while there were any: the list and the page of one."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import span_asked, spreadsheet
from communes.models import is_member
from reports.selectors.asked import Asked
from reports.selectors.district_page import (
    COLUMNS,
    district_lines,
    district_of,
    district_page,
    sheet,
)
from reports.selectors.drawings import bands_chart


@require_safe
def district_list(request: SignedInRequest) -> HttpResponse:
    """The districts beside each other; the same rows as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới xem được danh sách huyện.")
    day = working_day()
    lines = district_lines(request.user, day)
    if request.GET.get("dang") == "xlsx":
        return spreadsheet(f"huyen-{day:%Y-%m-%d}", "Huyện", COLUMNS, sheet(lines))
    context = {"lines": lines, "asked": Asked(), "stands": any(one.stands for one in lines)}
    return render(request, "reports/district_list.html", context)


@require_safe
def district_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """As it stands today; one that has ended, as it stood on its last day."""
    day = working_day()
    district = district_of(request.user, code, day, span_asked(request))
    if district is None:
        raise Http404
    about = district_page(district, day)
    context = {"district": district, "about": about, "asked": about.asked, "board": about.board}
    if about.board:
        address = reverse("reports:overview")
        context["chart"] = bands_chart(about.board.bands, str(district), address)
        context["query"] = about.asked.link().removeprefix("?")
    return render(request, "reports/district_detail.html", context)
