"""The communes between the province and its target, the nearest first; the same filters as the overview."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from reports.selectors.board import choices_of, scope_words
from reports.selectors.nearest import nearest, sheet
from reports.views.answers import asked_of


@require_safe
def nearest_page(request: SignedInRequest) -> HttpResponse:
    asked, found = asked_of(request)
    for trouble in found.troubles if found else asked.troubles:
        messages.warning(request, trouble)
    context = {
        "asked": asked,
        "found": found,
        "near": nearest(found, whole="tat-ca" in request.GET) if found else None,
        "choices": choices_of(found) if found else None,
        "scope": scope_words(found) if found else "",
    }
    return render(request, "reports/nearest.html", context)


@require_safe
def nearest_file(request: SignedInRequest) -> HttpResponse:
    """All of them, a line for each criterion that is lacking."""
    asked, found = asked_of(request)
    head, rows = sheet(nearest(found, whole=True).rows) if found else ([], [])
    return spreadsheet(f"xa-gan-dat-{asked.on:%Y-%m-%d}", f"{asked.on:%d-%m-%Y}", head, rows)
