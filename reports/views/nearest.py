"""The communes between the province and its target, the nearest first; the same filters as the overview."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from reports.selectors.asked import Asked, read
from reports.selectors.board import Chosen, choices_of, chosen
from reports.selectors.nearest import nearest, sheet


@require_safe
def nearest_page(request: SignedInRequest) -> HttpResponse:
    asked, found = _asked(request)
    for trouble in found.troubles if found else asked.troubles:
        messages.warning(request, trouble)
    context = {
        "asked": asked,
        "found": found,
        "near": nearest(found, whole="tat-ca" in request.GET) if found else None,
        "choices": choices_of(found) if found else None,
    }
    return render(request, "reports/nearest.html", context)


@require_safe
def nearest_file(request: SignedInRequest) -> HttpResponse:
    """All of them, a line for each criterion that is lacking."""
    asked, found = _asked(request)
    head, rows = sheet(nearest(found, whole=True).rows) if found else ([], [])
    return spreadsheet(f"xa-gan-dat-{asked.on:%Y-%m-%d}", f"{asked.on:%d-%m-%Y}", head, rows)


def _asked(request: SignedInRequest) -> tuple[Asked, Chosen | None]:
    if not is_member(request.user):
        raise PermissionDenied
    asked = read(request.GET)
    return asked, chosen(asked)
