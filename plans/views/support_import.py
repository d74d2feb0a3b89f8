"""Help from a spreadsheet: a template out, a preview of what each row means, stored on confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.exports import MEDIA_TYPE
from plans.choices import DraftKind, DraftState
from plans.imports.support import HEADER, SKIPPED, Reader, Understood, read_rows
from plans.imports.support_sheet import template
from plans.models import PlanDraft
from plans.permissions import may_keep, own_agencies
from plans.services import drafts as services
from plans.services.support_import import import_support
from plans.views.support import GET_OR_POST, NOBODY_TO_SPEAK_FOR, ask_member

NOT_THE_MAKER = "Chỉ người lập bản nhập này ghi hoặc bỏ được."


class SupportFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        help_text="Theo mẫu, nhiều nhất 1.000 dòng, 10 MB.",
        widget=forms.FileInput({"accept": ".xlsx,.xls"}),
        error_messages={"required": "Hãy chọn tệp cần nhập.", "empty": "Tệp này rỗng (0 byte)."},
    )


@require_safe
def support_template(request: SignedInRequest) -> HttpResponse:
    """The sheet that is read back, with lists of forms and states."""
    _ask_speaker(request)
    name = 'attachment; filename="mau-ho-tro.xlsx"'
    return HttpResponse(template(), content_type=MEDIA_TYPE, headers={"Content-Disposition": name})


@require_http_methods(GET_OR_POST)
def support_import(request: SignedInRequest) -> HttpResponse:
    _ask_speaker(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SupportFileForm(*posted)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_rows(file.read())
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            draft = services.open_draft(
                kind=DraftKind.SUPPORT,
                by=request.user,
                plan={"rows": rows},
                options={"name": file.name[:200], "answers": {}},
            )
            return redirect("plans:support_draft", pk=draft.pk)
    waiting = PlanDraft.objects.filter(
        kind=DraftKind.SUPPORT, state=DraftState.READY, by=request.user
    )
    context = {"form": form, "header": HEADER.values(), "waiting": waiting.defer("plan")}
    return render(
        request, "plans/support_import.html", context, status=422 if form.errors else 200
    )


@never_cache
@require_safe
def support_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    return _preview(request, _draft(request, pk))


@require_POST
def support_draft_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which commune a row means, or that it is left out."""
    draft = _draft(request, pk)
    answers = dict(draft.options.get("answers", {})) | {
        name.removeprefix("answer:"): value
        for name, value in request.POST.items()
        if name.startswith("answer:") and value
    }
    try:
        services.keep(draft, seen=_seen(request), options=draft.options | {"answers": answers})
    except ValidationError as refusal:
        return _preview(request, draft, refused=refusal.messages, status=409)
    return redirect("plans:support_draft", pk=pk)


@require_POST
def support_draft_store(request: SignedInRequest, pk: int) -> HttpResponse:
    """The good rows; those that stand there already only where that is ticked."""
    draft = _draft(request, pk)
    rows = _understand(request, draft)
    refused = [row for row in rows if not row.is_good and not row.skipped]
    if refused and "only_good" not in request.POST:
        words = f"Còn {len(refused)} dòng chưa ghi được. Hãy sửa, hoặc chọn chỉ ghi các dòng đúng."
        return _preview(request, draft, refused=[words], status=422)
    twins = "twins" in request.POST
    kept = [row for row in rows if row.is_good and (twins or not row.twin)]
    pairs = [(row.agency, row.given) for row in kept if row.agency and row.given]
    try:
        import_support(draft=draft, rows=pairs, seen=_seen(request), by=request.user)
    except ValidationError as refusal:
        draft.refresh_from_db()
        return _preview(request, draft, refused=refusal.messages, status=409)
    messages.success(request, f"Đã ghi {len(pairs)} hoạt động hỗ trợ.")
    return redirect("plans:support_list")


@require_POST
def support_draft_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    services.discard(_draft(request, pk), request.user)
    messages.success(request, "Đã bỏ bản nhập; không có gì được ghi.")
    return redirect("plans:support_import")


def _ask_speaker(request: SignedInRequest) -> None:
    ask_member(request)
    if not own_agencies(request.user):
        raise PermissionDenied(NOBODY_TO_SPEAK_FOR)


def _draft(request: SignedInRequest, pk: int) -> PlanDraft:
    rows = PlanDraft.objects.visible_to(request.user).filter(kind=DraftKind.SUPPORT)
    draft: PlanDraft = get_object_or_404(rows.select_related("by"), pk=pk)
    if draft.by_id != request.user.pk:
        raise PermissionDenied(NOT_THE_MAKER)
    return draft


def _seen(request: SignedInRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _understand(request: SignedInRequest, draft: PlanDraft) -> list[Understood]:
    own = own_agencies(request.user)
    if not own:
        raise PermissionDenied(NOBODY_TO_SPEAK_FOR)
    reader = Reader(
        day=working_day(),
        own=own[0],
        allowed=lambda agency: may_keep(request.user, agency),
        answers=draft.options.get("answers", {}),
    )
    return reader.understand(draft.plan["rows"])


def _preview(
    request: SignedInRequest,
    draft: PlanDraft,
    *,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = _understand(request, draft) if draft.state == DraftState.READY else []
    context: dict[str, Any] = {
        "draft": draft,
        "rows": rows,
        "good": sum(row.is_good and not row.twin for row in rows),
        "twins": sum(row.is_good and bool(row.twin) for row in rows),
        "bad": sum(not row.is_good and not row.skipped for row in rows),
        "asked": any(row.choices for row in rows),
        "skipped": SKIPPED,
        "refused": refused or [],
        "is_open": draft.state == DraftState.READY,
    }
    return render(request, "plans/support_draft.html", context, status=status)
