"""What an agency did for the communes it stands behind, and what it changed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency
from plans.permissions import may_keep
from plans.selectors.contacts import office_lists
from plans.selectors.sponsors import COLUMNS, agency_of, sheet_rows, sponsor_page


@require_safe
def sponsor_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """All communes of an agency on the working day; as a spreadsheet with ?dang=xlsx."""
    agency, day = agency_or_404(request, slug), working_day()
    page = sponsor_page(request.user, agency, day)
    if request.GET.get("dang") == "xlsx":
        name = f"don-vi-{agency.slug}-{day:%Y-%m-%d}"
        return spreadsheet(name, "Xã được giúp", COLUMNS, sheet_rows(page))
    context = {
        "agency": agency,
        "about": page,
        "lists": office_lists(request.user, agency, day),
        "keeps": may_keep(request.user, agency),
    }
    return render(request, "plans/sponsor_detail.html", context)


@require_safe
def sponsor_commune(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """One commune of an agency: before and after, what was given, what was promised."""
    agency = agency_or_404(request, slug)
    page = sponsor_page(request.user, agency, working_day(), code)
    if not page.lines and not page.before:
        raise Http404
    context = {
        "agency": agency,
        "about": page,
        "line": page.lines[0] if page.lines else None,
        "commune": page.lines[0].commune if page.lines else page.before[-1].commune,
        "keeps": may_keep(request.user, agency),
    }
    return render(request, "plans/sponsor_commune.html", context)


def agency_or_404(request: SignedInRequest, slug: str) -> Agency:
    found = agency_of(request.user, slug, working_day())
    if found is None:
        raise Http404
    return found
