"""The incoming register of one's own office, and what was sent to it here."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from documents.forms import tell_refusal
from documents.forms.registering import ArrivalForm, ArrivedForm
from documents.models import Arrival, OfficialDocument
from documents.permissions import may_add_arrival
from documents.selectors.arrivals import (
    ARRIVAL_COLUMNS,
    ArrivalFilters,
    arrival_rows,
    arrivals_of,
    not_entered,
    offices_of,
    years_of,
)
from documents.services.arrivals import change_arrival, enter_arrival, refuse_entered
from documents.services.papers import add_arrival

PAGE = 50
NOT_SERVING = "Chỉ người có vai trò ở một cơ quan mới xem được văn bản đến của cơ quan đó."
NOT_YOURS = "Sổ đến này của cơ quan khác; chỉ người của cơ quan đó ghi được."


@require_safe
def arrival_list(request: SignedInRequest) -> HttpResponse:
    """?co-quan=SLUG: another of one's own offices; ?nam=, ?q=; ?dang=xlsx: as a spreadsheet."""
    offices = offices_of(request.user)
    if not offices:
        raise PermissionDenied(NOT_SERVING)
    filters = ArrivalFilters.read(request.GET)
    office = next((one for one in offices if one.slug == filters.agency), offices[0])
    rows = arrivals_of(office, filters)
    if request.GET.get("dang") == "xlsx":
        return spreadsheet(f"so-den-{office.slug}", "Sổ đến", ARRIVAL_COLUMNS, arrival_rows(rows))
    context = {
        "office": office,
        "offices": offices,
        "filters": filters,
        "years": years_of(office),
        "waiting": Paginator(not_entered(office), PAGE).get_page(request.GET.get("cho")),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "documents/arrival_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def arrival_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a paper in one's own register; POST with `nhanh` takes today and the next number."""
    seen = OfficialDocument.objects.visible_to(request.user)
    paper = get_object_or_404(seen.select_related("issuer"), pk=pk)
    offices = offices_of(request.user)
    if not offices:
        raise PermissionDenied(NOT_SERVING)
    if request.method != "POST":
        return _page(request, paper, ArrivedForm(offices=offices))
    if "nhanh" in request.POST:
        return _at_once(request, paper)
    form = ArrivedForm(request.POST, offices=offices)
    if not form.is_valid():
        return _page(request, paper, form, status=422)
    arrival = form.arrival() or {}
    try:
        refuse_entered(paper, arrival["agency"])
        row = add_arrival(paper=paper, by=request.user, **arrival)
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, paper, form, status=409)
    return _done(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
def arrival_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """To whom it was forwarded, in which file it lies; number and day too."""
    rows = Arrival.objects.filter(paper__in=OfficialDocument.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("paper", "agency"), pk=pk)
    if not may_add_arrival(request.user, row.agency):
        raise PermissionDenied(NOT_YOURS)
    initial = {name: getattr(row, name) for name in ArrivalForm.base_fields}
    form = ArrivalForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_arrival(arrival=row, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                return _done(request, row)
    return _page(request, row.paper, form, status, row)


def _at_once(request: SignedInRequest, paper: OfficialDocument) -> HttpResponse:
    offices = {one.slug: one for one in offices_of(request.user)}
    office = offices.get(request.POST.get("agency", ""))
    if office is None:
        raise PermissionDenied(NOT_YOURS)
    try:
        row = enter_arrival(paper=paper, agency=office, by=request.user)
    except ValidationError as refusal:
        form = ArrivedForm(offices=list(offices.values()))
        return _page(request, paper, form, status=409, refused=refusal.messages)
    return _done(request, row)


def _done(request: SignedInRequest, row: Arrival) -> HttpResponse:
    row.refresh_from_db()
    number = f"số đến {row.number}" if row.number else "chưa có số đến"
    messages.success(request, f"Đã ghi sổ đến của {row.agency}: {row.paper.short}, {number}.")
    return redirect(f"{reverse('documents:arrival_list')}?co-quan={row.agency.slug}")


def _page(
    request: SignedInRequest,
    paper: OfficialDocument,
    form: ArrivalForm,
    status: int = 200,
    arrival: Arrival | None = None,
    **more: Any,
) -> HttpResponse:
    context = {"paper": paper, "form": form, "arrival": arrival, **more}
    return render(request, "documents/arrival_form.html", context, status=status)
