from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.choices import AgencyKind
from criteria.selectors.drafts import waiting_drafts
from plans.selectors.assignments import CARRIED_ON
from reports.permissions import may_request
from reports.selectors.home import home as sections_of
from reports.selectors.home.now import Now
from reports.selectors.home.papers import waiting_papers


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """«Việc của tôi»; whoever holds nothing learns why the page is empty."""
    sections = sections_of(request.user)
    kinds = {one.held.agency.kind for one in sections or []}
    known = _round(sections[0].now) if sections else {}
    context = known | {
        "papers": waiting_papers(request.user, working_day()),
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


def _round(now: Now) -> dict[str, Any]:
    """What the frame would ask for again; see `ntm_portal.context`."""
    days_left = now.round.days_left(now.today) if now.round else None
    return {"round_in_force": now.round, "round_days_left": days_left}
