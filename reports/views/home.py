from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.choices import AgencyKind
from criteria.selectors.drafts import waiting_drafts
from documents.selectors.steps import waiting_for
from plans.selectors.assignments import CARRIED_ON
from reports.permissions import may_request
from reports.selectors.home import home as sections_of

PAPERS = 6  # shown of those that wait


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """«Việc của tôi»; whoever holds nothing learns why the page is empty."""
    sections = sections_of(request.user)
    kinds = {one.held.agency.kind for one in sections or []}
    papers = waiting_for(request.user).defer("body")
    context = {
        "papers": papers[:PAPERS],
        "papers_count": papers.count(),
        "papers_first": kinds != {AgencyKind.PROVINCE},
        "sections": sections,
        "no_set": sections is None,
        "carried_on": CARRIED_ON,
        "drafts_waiting": waiting_drafts(request.user) if kinds else 0,
        "may_import": bool(kinds - {AgencyKind.PROVINCE}),
        "keeps_matrix": AgencyKind.OFFICE in kinds,
        "reportable": {
            one.held.agency.pk
            for one in sections or []
            if may_request(request.user, one.held.agency)
        },
    }
    return render(request, "reports/home.html", context)
