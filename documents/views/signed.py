"""Files of a paper: shown with what was found in them, handed in, and given out as they came."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from documents.forms import tell_refusal
from documents.forms.signed import PaperFileForm
from documents.http import file_response
from documents.models import OfficialDocument
from documents.permissions import may_add_file
from documents.selectors.paper_files import kinds_open, paper_files
from documents.services.signed import attach_file

NOT_YOURS = (
    "Chỉ người của cơ quan ban hành (hoặc người đã vào sổ, với văn bản nơi khác) nộp được tệp. "
    "Hãy gửi tệp cho đơn vị soạn thảo."
)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_files_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """All files of a paper; whoever may hands in another."""
    paper = _paper(request, pk)
    kinds = kinds_open(paper)
    if request.method != "POST":
        wanted = request.GET.get("loai", "")
        return _page(request, paper, PaperFileForm(kinds=kinds, initial={"kind": wanted}))
    if not may_add_file(request.user, paper):
        raise PermissionDenied(NOT_YOURS)
    form = PaperFileForm(request.POST, request.FILES, kinds=kinds)
    if not form.is_valid():
        return _page(request, paper, form, status=422)
    try:
        row = attach_file(paper=paper, by=request.user, **form.said())
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, paper, form, status=409)
    messages.success(request, f"Đã nhận {row.get_kind_display()}: {row.name}.")
    return redirect("documents:paper_files", pk=paper.pk)


@require_safe
def paper_file(request: SignedInRequest, pk: int, file: int) -> HttpResponseBase:
    """The bytes as they came, under the name they came with."""
    row = get_object_or_404(_paper(request, pk).files.select_related("file"), pk=file)
    try:
        return file_response(request, row.file, name=row.name)
    except FileNotFoundError:
        raise Http404("Tệp này không còn trên máy chủ. Hãy báo quản trị hệ thống.") from None


def _paper(request: SignedInRequest, pk: int) -> OfficialDocument:
    seen = OfficialDocument.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("issuer", "letterhead__agency", "by"), pk=pk)


def _page(
    request: SignedInRequest, paper: OfficialDocument, form: PaperFileForm, status: int = 200
) -> HttpResponse:
    context = {
        "paper": paper,
        "files": paper_files(paper),
        "form": form if may_add_file(request.user, paper) else None,
    }
    return render(request, "documents/paper_files.html", context, status=status)
