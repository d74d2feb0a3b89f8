"""What the law asks, set by set, and one criterion across all communes."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from criteria.models import CriteriaSet, Criterion
from criteria.permissions import may_keep_catalogue
from criteria.selectors.across import COLUMNS, Filters, across, districts_on, sheet_rows
from criteria.selectors.sets import agencies_of, set_lines, set_page

PAGE = 50
EVERY_REGION = "tat-ca"


@require_safe
def set_list(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới xem được bộ tiêu chí.")
    return render(request, "criteria/set_list.html", {"lines": set_lines(working_day())})


@require_safe
def set_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """A set with the thresholds of the province's regions; every region with ?vung=tat-ca."""
    sets = CriteriaSet.objects.visible_to(request.user).select_related("paper")
    criteria_set = get_object_or_404(sets, code=code)
    every_region = request.GET.get("vung") == EVERY_REGION
    context = {
        "criteria_set": criteria_set,
        "sheet": set_page(criteria_set, working_day(), every_region=every_region),
        "every_region": every_region,
        "keeps": may_keep_catalogue(request.user),
    }
    return render(request, "criteria/set_detail.html", context)


@require_safe
def criterion_detail(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """One criterion across the communes; the same rows as a spreadsheet with ?dang=xlsx."""
    sets = CriteriaSet.objects.visible_to(request.user).filter(code=code)
    criteria = Criterion.objects.select_related("criteria_set__paper")
    criterion = get_object_or_404(criteria, criteria_set__in=sets, number=number)
    day = working_day()
    filters = Filters.read(request.GET)
    found = across(criterion, request.user, day, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"tieu-chi-{number}-{day:%Y-%m-%d}"
        return spreadsheet(name, f"Tiêu chí {number}", COLUMNS, sheet_rows(found.lines))
    answering = agencies_of(criterion.criteria_set, day)
    context = {
        "criterion": criterion,
        "found": found,
        "filters": filters,
        "page": Paginator(found.lines, PAGE).get_page(request.GET.get("trang")),
        "districts": districts_on(day),
        "indicators": [(one, answering.get(one.pk, [])) for one in criterion.indicators.all()],
    }
    return render(request, "criteria/criterion_detail.html", context)
