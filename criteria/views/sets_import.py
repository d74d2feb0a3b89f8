"""A whole set from a spreadsheet: a template out, a preview of what changes, stored on confirm."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from communes.exports import MEDIA_TYPE
from criteria.choices import DraftKind, DraftState
from criteria.forms.catalogue import ReasonForm, tell_refusal
from criteria.imports.set_xlsx import HEADER, read_rows, set_sheet, understand
from criteria.models import CriteriaSet, EntryDraft
from criteria.services.set_import import import_set, preview_set
from criteria.views.sets_edit import set_or_404
from criteria.views.thresholds import GET_OR_POST, refuse_strangers

STATES = {
    "added": "Thêm",
    "changed": "Đổi",
    "removed": "Bỏ",
    "same": "Giữ nguyên",
    "refused": "Không nhận",
}


class SetFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp cần nhập."},
    )


@require_safe
def set_template(request: SignedInRequest, code: str) -> HttpResponse:
    """The set as it stands, as the sheet that is read back."""
    criteria_set = get_object_or_404(CriteriaSet.objects.visible_to(request.user), code=code)
    name = f'attachment; filename="bo-tieu-chi-{code}.xlsx"'
    return HttpResponse(
        set_sheet(criteria_set), content_type=MEDIA_TYPE, headers={"Content-Disposition": name}
    )


@require_http_methods(GET_OR_POST)
def set_import(request: SignedInRequest, code: str) -> HttpResponse:
    criteria_set = set_or_404(request, code)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SetFileForm(*posted)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_rows(file, size=file.size)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            draft = EntryDraft.objects.create(
                kind=DraftKind.CRITERIA_SET,
                criteria_set=criteria_set,
                options={"name": file.name},
                plan={"rows": rows},
                state=DraftState.READY,
                total=len(rows),
                by=request.user,
            )
            return redirect("criteria:set_draft", pk=draft.pk)
    waiting = criteria_set.drafts.filter(kind=DraftKind.CRITERIA_SET, state=DraftState.READY)
    context = {
        "criteria_set": criteria_set,
        "form": form,
        "header": HEADER.values(),
        "waiting": waiting.select_related("by").defer("plan"),
    }
    status = 422 if form.errors else 200
    return render(request, "criteria/set_import.html", context, status=status)


@require_safe
def set_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    return _preview(request, _draft_or_404(request, pk), ReasonForm())


@require_POST
def set_draft_store(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft_or_404(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _preview(request, draft, form, status=422)
    assert draft.criteria_set is not None  # noqa: S101 -- drafts of this kind have one
    try:
        found = import_set(
            criteria_set=draft.criteria_set,
            rows=[understand(row) for row in draft.plan["rows"]],
            reason=form.cleaned_data["reason"],
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _preview(request, draft, form, status=409)
    draft.state, draft.done = DraftState.STORED, found.changes
    draft.stored_at, draft.stored_by = timezone.now(), request.user
    draft.save()
    messages.success(request, f"Đã lưu {found.changes} thay đổi của bộ {draft.criteria_set}.")
    return redirect("criteria:set_detail", code=draft.criteria_set.code)


@require_POST
def set_draft_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft_or_404(request, pk)
    draft.state = DraftState.DISCARDED
    draft.save(update_fields=["state"])
    assert draft.criteria_set is not None  # noqa: S101 -- drafts of this kind have one
    messages.success(request, "Đã bỏ bản nhập; không có gì được lưu.")
    return redirect("criteria:set_import", code=draft.criteria_set.code)


def _draft_or_404(request: SignedInRequest, pk: int) -> EntryDraft:
    """A draft of a set that waits; what was stored or given up is no longer here."""
    rows = EntryDraft.objects.visible_to(request.user).filter(
        kind=DraftKind.CRITERIA_SET, state=DraftState.READY
    )
    draft: EntryDraft = get_object_or_404(rows.select_related("criteria_set"), pk=pk)
    refuse_strangers(request)
    return draft


def _preview(
    request: SignedInRequest, draft: EntryDraft, form: ReasonForm, status: int = 200
) -> HttpResponse:
    assert draft.criteria_set is not None  # noqa: S101 -- drafts of this kind have one
    rows = [understand(row) for row in draft.plan["rows"]]
    found = preview_set(criteria_set=draft.criteria_set, rows=rows, by=request.user)
    counts = found.counts
    context = {
        "draft": draft,
        "criteria_set": draft.criteria_set,
        "found": found,
        "refused": counts["refused"],
        "tallies": [(label, counts[state]) for state, label in STATES.items()],
        "steps": [step for step in found.steps if step.state != "same"],
        "states": STATES,
        "form": form,
    }
    return render(request, "criteria/set_draft.html", context, status=status)
