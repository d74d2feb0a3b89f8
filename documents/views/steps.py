"""The steps of a paper, and the papers that wait for somebody."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import is_member
from documents.choices import PaperAct
from documents.forms import tell_refusal
from documents.forms.steps import FORMS, TakeForm
from documents.models import OfficialDocument
from documents.permissions import letterheads_of, may_take
from documents.selectors.checks import findings_of
from documents.selectors.letterheads import block_on
from documents.selectors.reaching import reach_of
from documents.selectors.steps import (
    BY_SLUG,
    MOVES,
    holders_now,
    label_of,
    signed_copy,
    step_of,
    waiting_for,
)
from documents.services import steps

PAGE = 50
TAKEN: dict[PaperAct, Callable[..., Any]] = {
    PaperAct.SENT_UP: steps.send_up,
    PaperAct.APPROVED: steps.approve,
    PaperAct.RETURNED: steps.send_back,
    PaperAct.TAKEN_BACK: steps.take_back,
    PaperAct.SIGNED: steps.sign,
    PaperAct.NUMBERED: steps.give_number,
    PaperAct.ISSUED: steps.issue,
    PaperAct.RECALLED: steps.recall,
}


@require_safe
def paper_waiting(request: SignedInRequest) -> HttpResponse:
    """Drafts of one's own, and papers whose next step is one's own."""
    if not is_member(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới xem được văn bản chờ mình.")
    rows = waiting_for(request.user).defer("body")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "may_draft": bool(letterheads_of(request.user, working_day())),
    }
    return render(request, "documents/paper_waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_step(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    """One step: its form, and the step itself."""
    if act not in BY_SLUG:
        raise Http404
    seen = OfficialDocument.objects.visible_to(request.user).select_related("letterhead", "by")
    paper, kind = get_object_or_404(seen, pk=pk), BY_SLUG[act]
    if paper.letterhead is None:
        raise Http404
    _refuse_others(request, paper, kind)
    if kind == PaperAct.REPLACED:
        return _replacement(request, paper)
    form_class = FORMS.get(kind, TakeForm)
    if request.method != "POST":
        return _page(request, paper, kind, form_class(paper=paper, initial=_start(paper)))
    form = form_class(request.POST, paper=paper)
    if not form.is_valid():
        return _page(request, paper, kind, form, status=422)
    given = form.said() if hasattr(form, "said") else form.cleaned_data
    try:
        if kind == PaperAct.CHECKED:
            found = [one.to_json() for one in findings_of(paper)]
            steps.confirm_form(paper=paper, by=request.user, findings=found, **given)
        else:
            TAKEN[kind](paper=paper, by=request.user, **given)
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, paper, kind, form, status=409)
    messages.success(request, f"Đã ghi: {kind.label}.")
    return redirect("documents:paper_detail", pk=pk)


def _replacement(request: SignedInRequest, paper: OfficialDocument) -> HttpResponse:
    form = TakeForm(request.POST or None, paper=paper)
    if request.method != "POST":
        return _page(request, paper, PaperAct.REPLACED, TakeForm(paper=paper))
    try:
        new = steps.replace_with(paper=paper, by=request.user)
    except ValidationError as refusal:
        form.is_valid()
        tell_refusal(form, refusal)
        return _page(request, paper, PaperAct.REPLACED, form, status=409)
    messages.success(request, "Đã lập dự thảo thay thế; văn bản cũ giữ nguyên tới khi ban hành.")
    return redirect("documents:paper_detail", pk=new.pk)


def _refuse_others(request: SignedInRequest, paper: OfficialDocument, act: PaperAct) -> None:
    """A step that the paper's state no longer allows is the service's to refuse."""
    move = MOVES[act]
    if move.step is None and paper.state not in move.states:
        allowed = paper.is_on_its_way
    else:
        allowed = may_take(request.user, paper, step_of(paper, act))
    if not allowed:
        who = ", ".join(one.full_name for one in holders_now(paper))
        held = f" Văn bản đang ở: {who}." if who else ""
        raise PermissionDenied(f"Bước «{move.label}» là việc của người khác.{held}")


def _start(paper: OfficialDocument) -> dict[str, Any]:
    return {"seen": paper.version}


def _page(
    request: SignedInRequest,
    paper: OfficialDocument,
    act: PaperAct,
    form: TakeForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "paper": paper,
        "form": form,
        "act": act,
        "label": label_of(paper, act),
        "findings": findings_of(paper) if act == PaperAct.CHECKED else (),
        "block": block_on(paper) if act == PaperAct.SIGNED else None,
        "reach": reach_of(paper) if act == PaperAct.ISSUED else (),
        "signed_copy": signed_copy(paper) if act in {PaperAct.SIGNED, PaperAct.ISSUED} else None,
    }
    return render(request, "documents/paper_step.html", context, status=status)
