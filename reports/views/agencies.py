from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Agency
from communes.permissions import is_focal_point
from reports.selectors.agency_page import agency_page


@require_safe
def agency_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """The agency of that key as it stands today; one that ended keeps its page."""
    day = working_day()
    seen = Agency.objects.visible_to(request.user).filter(slug=slug, starts__lte=day)
    agency = seen.select_related("successor", "district", "commune").order_by("-starts").first()
    if agency is None:
        raise Http404
    context = {
        "agency": agency,
        "about": agency_page(request.user, agency, day),
        "keeps_accounts": is_focal_point(request.user, agency),
    }
    return render(request, "reports/agency_detail.html", context)
