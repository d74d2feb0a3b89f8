from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from documents import selectors
from documents.models import OfficialDocument
from documents.permissions import letterheads_of, may_see_register
from documents.selectors.way import way_of
from documents.services.arrivals import open_delivery

PAGE = 50


@require_safe
def paper_list(request: SignedInRequest) -> HttpResponse:
    """The register; the same rows as a spreadsheet with ?dang=xlsx."""
    if not may_see_register(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới xem được sổ văn bản.")
    filters = selectors.Filters.read(request.GET)
    papers = selectors.register(request.user, filters)
    if request.GET.get("dang") == "xlsx":
        return spreadsheet("van-ban", "Văn bản", selectors.COLUMNS, selectors.sheet_rows(papers))
    context = {
        "filters": filters,
        "page": Paginator(papers, PAGE).get_page(request.GET.get("trang")),
        "choices": selectors.choices(request.user),
        "may_draft": bool(letterheads_of(request.user, working_day())),
    }
    return render(request, "documents/paper_list.html", context)


@require_safe
def paper_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = OfficialDocument.objects.visible_to(request.user)
    paper = get_object_or_404(seen.select_related("issuer", "by", "letterhead__agency"), pk=pk)
    open_delivery(paper=paper, by=request.user)
    context = {
        "paper": paper,
        "about": selectors.paper_page(request.user, paper),
        "way": way_of(paper, request.user),
    }
    return render(request, "documents/paper_detail.html", context)
