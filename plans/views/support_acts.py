"""One action: its page, that it was done or not, files behind it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from documents.forms import tell_refusal
from plans.choices import ActionState
from plans.forms.support import DoneForm, ReasonForm
from plans.models import Attachment, SupportAction
from plans.permissions import may_keep
from plans.selectors import support as selectors
from plans.selectors.support_effect import effect_of
from plans.selectors.trail import trail_of
from plans.services.attachments import attach, detach
from plans.services.support import carry_out, drop_support, resume_support
from plans.views.support import NOT_YOURS, own_action

WAITING = {ActionState.PLANNED, ActionState.OFFERED}


@require_safe
def support_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    action = get_object_or_404(selectors.action_page(request.user), pk=pk)
    return _page(request, action)


@require_POST
def support_done(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was planned has been done."""
    action = own_action(request, pk)
    form = DoneForm(request.POST, action=action)
    if not form.is_valid():
        return _page(request, action, 422, done=form)
    said = form.cleaned_data
    try:
        carry_out(
            action=action,
            money=form.money(),
            files=request.FILES.getlist("files"),
            by=request.user,
            **{
                name: said[name]
                for name in ("done_on", "quantity_done", "total_done", "result", "seen")
            },
        )
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, action, 409, done=form)
    messages.success(request, "Đã ghi là đã thực hiện.")
    return redirect("plans:support_detail", pk=pk)


@require_POST
def support_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """It will not be given, and why."""
    action = own_action(request, pk)
    form = ReasonForm(request.POST, auto_id="drop_%s")
    if not form.is_valid():
        return _page(request, action, 422, drop=form)
    try:
        drop_support(action=action, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, action, 409, drop=form)
    messages.success(request, "Đã ghi là không thực hiện.")
    return redirect("plans:support_detail", pk=pk)


@require_POST
def support_resume(request: SignedInRequest, pk: int) -> HttpResponse:
    action, seen = own_action(request, pk), request.POST.get("seen", "")
    resume_support(action=action, seen=int(seen) if seen.isdecimal() else None, by=request.user)
    messages.success(request, "Đã đưa trở lại kế hoạch.")
    return redirect("plans:support_detail", pk=pk)


@require_POST
def support_attach(request: SignedInRequest, pk: int) -> HttpResponse:
    action = own_action(request, pk)
    files = request.FILES.getlist("files")
    if not files:
        return _page(request, action, 422, refused=["Hãy chọn ít nhất một tệp."])
    try:
        attach(files, by=request.user, action=action)
    except ValidationError as refusal:
        return _page(request, action, 409, refused=refusal.messages)
    messages.success(request, f"Đã kèm {len(files)} tệp.")
    return redirect("plans:support_detail", pk=pk)


@require_POST
def attachment_detach(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file behind a support action that was given by mistake."""
    rows = Attachment.objects.visible_to(request.user).exclude(action=None)
    attachment = get_object_or_404(rows.select_related("action__agency"), pk=pk)
    assert attachment.action is not None  # noqa: S101 -- filtered by it
    if not may_keep(request.user, attachment.action.agency):
        raise PermissionDenied(NOT_YOURS)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        action = own_action(request, attachment.action.pk)
        return _page(request, action, 422, refused=["Hãy nêu lý do gỡ tệp."])
    detach(attachment, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, f"Đã gỡ tệp «{attachment.name}».")
    return redirect("plans:support_detail", pk=attachment.action.pk)


def _page(
    request: SignedInRequest, action: SupportAction, status: int = 200, **more: Any
) -> HttpResponse:
    """The page with what was refused, everything typed kept."""
    mine = may_keep(request.user, action.agency)
    context: dict[str, Any] = {
        "action": action,
        "line": selectors.line_of(action),
        "effect": effect_of(action),
        "trail": trail_of(action),
        "is_mine": mine,
        "done": DoneForm(action=action) if mine and action.state in WAITING else None,
        "drop": ReasonForm(initial={"seen": action.version}, auto_id="drop_%s"),
        "opened": next(iter(more), ""),
    }
    return render(request, "plans/support_detail.html", context | more, status=status)
