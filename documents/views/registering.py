"""Papers of others: put on the register with what is known of them, and mended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Agency
from documents.forms import papers_to_name, tell_refusal
from documents.forms.registering import ArrivedForm, RegisterForm, ScanForm, registered_initial
from documents.models import OfficialDocument
from documents.permissions import (
    may_correct_registered,
    may_register_paper,
    may_register_what_came,
)
from documents.selectors.arrivals import offices_of
from documents.services.registering import correct_registered, register_told

NOT_SERVING = "Chỉ người có vai trò ở một cơ quan mới vào sổ được văn bản."
NOT_WRITTEN = (
    "Chỉ người đã vào sổ văn bản này và VPĐP sửa được; văn bản soạn ở đây không sửa ở sổ."
)
MUST_ARRIVE = (
    "Văn bản của cơ quan khác: hãy ghi sổ đến của cơ quan bạn, hoặc nhờ VPĐP vào sổ chung."
)
SHOWN_AT = {"issuer_text": "issuer", "day": "date", "month": "date", "year": "date"}


@require_http_methods(["GET", "HEAD", "POST"])
def paper_register(request: SignedInRequest) -> HttpResponse:
    """A paper of others, its arrival at one's own office, its scan: one act."""
    offices = offices_of(request.user)
    if not offices:
        raise PermissionDenied(NOT_SERVING)
    if request.method != "POST":
        forms = {
            "form": RegisterForm(user=request.user),
            "arrived": ArrivedForm(offices=offices, optional=True, prefix="den"),
            "scan": ScanForm(),
        }
        return _page(request, forms)
    form = RegisterForm(request.POST, user=request.user)
    arrived = ArrivedForm(request.POST, offices=offices, optional=True, prefix="den")
    scan = ScanForm(request.POST, request.FILES)
    forms = {"form": form, "arrived": arrived, "scan": scan}
    if not all([form.is_valid(), arrived.is_valid(), scan.is_valid()]):
        return _page(request, forms, status=422)
    told, arrival = form.told(), arrived.arrival()
    came = arrival is not None and may_register_what_came(request.user, arrival["agency"])
    if not came and not may_register_paper(request.user, told.issuer):
        arrived.add_error("agency", MUST_ARRIVE)
        return _page(request, forms, status=422)
    try:
        paper = register_told(
            told=told, by=request.user, arrival=arrival, scan=scan.cleaned_data["scan"]
        )
    except ValidationError as refusal:
        tell_refusal(form, refusal, SHOWN_AT)
        return _page(request, forms, status=409)
    messages.success(request, f"Đã vào sổ {paper}.")
    return redirect("documents:paper_detail", pk=paper.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_register_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = OfficialDocument.objects.visible_to(request.user)
    paper = get_object_or_404(seen.select_related("issuer"), pk=pk)
    if not may_correct_registered(request.user, paper):
        raise PermissionDenied(NOT_WRITTEN)
    if request.method != "POST":
        form = RegisterForm(user=request.user, initial=registered_initial(paper))
        return _page(request, {"form": form, "paper": paper})
    form = RegisterForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, {"form": form, "paper": paper}, status=422)
    told = form.told()
    try:
        correct_registered(
            paper=paper, told=told, seen=form.cleaned_data["seen"] or 0, by=request.user
        )
    except ValidationError as refusal:
        tell_refusal(form, refusal, SHOWN_AT)
        return _page(request, {"form": form, "paper": paper}, status=409)
    messages.success(request, "Đã sửa văn bản trong sổ.")
    return redirect("documents:paper_detail", pk=paper.pk)


def _page(request: SignedInRequest, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    names = Agency.objects.on(working_day()).order_by("sort_key").values_list("name", flat=True)
    context = {"agencies": names, "papers": papers_to_name(request.user), **forms}
    return render(request, "documents/paper_register.html", context, status=status)
