"""A paper's print: asked for, watched, taken away as PDF or Word, looked at page by page, found by its code."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from documents import tasks
from documents.http import file_response, guarded
from documents.models import OfficialDocument
from documents.selectors import leaf
from documents.selectors.prints import as_printed, latest_print, print_of
from documents.selectors.register import by_code
from documents.services.content import DOCX
from documents.services.previews import page_of
from documents.services.printing import file_name
from documents.services.word import paper_as_word

NO_FILE = "Bản in này không còn trên máy chủ. Bấm «In lại»; nếu vẫn vậy, báo quản trị hệ thống."


@require_http_methods(["GET", "HEAD", "POST"])
def paper_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST asks for a print; GET says how far it is, as a fragment for htmx or a page."""
    paper = _seen(request, pk)
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            tasks.print_soon(paper, request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            status = HTTPStatus.CONFLICT
        else:
            if not request.htmx:
                return redirect("documents:paper_print", pk=paper.pk)
    state = print_of(paper)
    if request.htmx:
        response = render(
            request, "documents/_print.html", {"paper": paper, "print": state}, status=status
        )
        if not state.is_underway and status == HTTPStatus.OK:
            response.headers["HX-Refresh"] = "true"  # the page has more to show now
        return response
    drawn = leaf(as_printed(paper)) if paper.body else None
    context = {"paper": paper, "print": state, "leaf": drawn}
    return render(request, "documents/paper_print.html", context, status=status)


@require_safe
def paper_pdf(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The exact bytes of the print that says what the paper says now; without one, the page to ask for it."""
    paper = _seen(request, pk)
    run = latest_print(paper)
    if run is None or run.file is None:
        messages.info(request, "Văn bản chưa có bản in của nội dung hiện tại. Bấm «In ra PDF».")
        return redirect("documents:paper_print", pk=paper.pk)
    try:
        return file_response(request, run.file, name=file_name(paper, "pdf"))
    except FileNotFoundError:
        raise Http404(NO_FILE) from None


@require_safe
def paper_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper as it stands, as a Word file."""
    paper = _seen(request, pk)
    if not paper.body:
        raise Http404("Văn bản này chỉ vào sổ, hệ thống không có toàn văn để lập tệp Word.")
    response = HttpResponse(paper_as_word(paper), content_type=DOCX.media_type)
    name = file_name(paper, "docx")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def paper_page(request: SignedInRequest, pk: int, number: int) -> HttpResponseBase:
    """A page of the print as a picture."""
    run = latest_print(_seen(request, pk))
    if run is None or run.file is None or not 1 <= number <= (run.pages or 0):
        raise Http404("Văn bản chưa có bản in của nội dung hiện tại, hoặc không có trang này.")
    etag = f'"{run.file.sha256}-{number}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return guarded(known, etag)
    path = page_of(run.file, number)
    if path is None:
        raise Http404(NO_FILE)
    return guarded(FileResponse(path.open("rb"), content_type="image/png"), etag)


@require_safe
def code_find(request: SignedInRequest, code: str) -> HttpResponse:
    """The paper that carries this code, however it is typed: «7K3M-9XPD», «7k3m9xpd»."""
    paper = by_code(request.user, code)
    if paper is None:
        raise Http404(
            "Không có văn bản nào bạn được xem mang mã này. Kiểm tra lại mã in ở chân trang."
        )
    return redirect("documents:paper_detail", pk=paper.pk)


def _seen(request: SignedInRequest, pk: int) -> OfficialDocument:
    papers = OfficialDocument.objects.visible_to(request.user).select_related(
        "issuer", "letterhead"
    )
    return get_object_or_404(papers, pk=pk)
