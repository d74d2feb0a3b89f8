"""Beginning a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from documents.choices import PaperKind
from documents.forms import tell_refusal
from documents.forms.steps import StartForm
from documents.models import OfficialDocument
from documents.permissions import letterheads_of
from documents.services.drafts import start_draft

NOT_YOURS = (
    "Bạn chưa có quyền soạn văn bản nhân danh cơ quan nào. Đầu mối của cơ quan ghi quyền ở mục "
    "«Chủ thể ban hành»."
)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_start(request: SignedInRequest) -> HttpResponse:
    """?loai=KH&chu-the=PK fill it in."""
    letterheads = letterheads_of(request.user, working_day())
    if not letterheads:
        raise PermissionDenied(NOT_YOURS)
    asked = {
        "kind": request.GET.get("loai", PaperKind.PLAN),
        "letterhead": request.GET.get("chu-the", letterheads[0].pk),
    }
    posted = request.POST if request.method == "POST" else None
    form = StartForm(posted, letterheads=letterheads, initial=asked)
    status = 200
    if posted is not None:
        if form.is_valid():
            try:
                paper = start_draft(by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã lập dự thảo «{paper.title}».")
                return redirect(_edit(paper))
        else:
            status = 422
    return render(request, "documents/draft_start.html", {"form": form}, status=status)


def _edit(paper: OfficialDocument) -> str:
    try:
        return reverse("documents:paper_edit", args=[paper.pk])
    except NoReverseMatch:
        return reverse("documents:paper_detail", args=[paper.pk])
