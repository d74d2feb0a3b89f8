from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from plans.selectors import CARRIED_ON
from reports.permissions import may_request
from reports.selectors.home import home as sections_of


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """«Việc của tôi»; whoever holds nothing learns why the page is empty."""
    sections = sections_of(request.user)
    context = {
        "sections": sections,
        "no_set": sections is None,
        "carried_on": CARRIED_ON,
        "reportable": {
            one.held.agency.pk
            for one in sections or []
            if may_request(request.user, one.held.agency)
        },
    }
    return render(request, "reports/home.html", context)
