"""Drafts: looked at first, stored when confirmed, once."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from criteria import tasks
from criteria.choices import DraftState, Status
from criteria.forms.drafts import DraftOptionsForm
from criteria.models import EntryDraft
from criteria.permissions import stead_choices
from criteria.selectors import drafts as selectors
from criteria.services import drafts as services

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới nhập được số liệu."
NOT_THE_MAKER = "Chỉ người lập bản nhập này ghi hoặc bỏ được. Bạn chỉ xem."


@require_safe
def draft_list(request: SignedInRequest) -> HttpResponse:
    """One's own drafts, newest first; the office sees everybody's."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    rows = selectors.drafts_for(request.user).defer("plan", "text")
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    return render(request, "criteria/draft_list.html", {"page": page})


@never_cache
@require_safe
def draft_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What would be stored and what not, before anything is; the refusals with ?dang=xlsx."""
    draft = _draft(request, pk)
    if request.GET.get("dang") == "xlsx":
        rows = selectors.refusal_rows(selectors.preview(draft, {}).plan)
        return spreadsheet(f"khong-nhan-{pk}", "Không nhận", selectors.COLUMNS, rows)
    return _page(request, draft)


@never_cache
@require_safe
def draft_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far it is; the page asks again every two seconds, and is shown anew when it is done."""
    draft = _draft(request, pk)
    if not request.htmx:
        return redirect("criteria:draft_detail", pk=pk)
    if draft.state not in {DraftState.READING, DraftState.STORING}:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"draft": draft, "progress": selectors.progress(draft)}
    return render(request, "criteria/_draft_progress.html", context)


@require_POST
def draft_store(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _own(request, pk)
    seen = request.POST.get("seen", "")
    try:
        tasks.store(draft, request.user, seen=int(seen) if seen.isdigit() else None)
    except ValidationError as refused:
        draft.refresh_from_db()
        return _page(request, draft, refused=refused.messages, status=409)
    draft.refresh_from_db()
    if draft.state == DraftState.STORED:
        messages.success(request, draft.message)
    return redirect("criteria:draft_detail", pk=pk)


@require_POST
def draft_options(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another day or stead, or an answer to what was not understood: it is read again."""
    draft = _own(request, pk)
    form = DraftOptionsForm(request.POST, stead=stead_choices(request.user))
    if not form.is_valid():
        return _page(request, draft, form=form, status=422)
    services.choose(draft, form.options() | _chosen(request.POST))
    return _read_again(request, draft)


@require_POST
def draft_retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read it once more, as it was chosen."""
    return _read_again(request, _own(request, pk))


@require_POST
def draft_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    services.discard(_own(request, pk), request.user)
    messages.success(request, "Đã bỏ bản nhập; không có gì được ghi.")
    return redirect("criteria:draft_list")


def _chosen(posted: QueryDict) -> dict[str, Any]:
    """Which commune a row means (`answer:…`), what a mark means (`mark:…`), which sheet to read."""
    found: dict[str, Any] = {
        f"{name}s": {
            key.removeprefix(f"{name}:"): str(value)
            for key, value in posted.items()
            if key.startswith(f"{name}:")
        }
        for name in ("answer", "mark")
    }
    return found | ({"sheet": posted["sheet"]} if "sheet" in posted else {})


def _read_again(request: SignedInRequest, draft: EntryDraft) -> HttpResponse:
    if not services.begin_reading(draft):
        draft.refresh_from_db()
        refused = [services.ENDED[DraftState(draft.state)]]
        return _page(request, draft, refused=refused, status=409)
    tasks.read(draft)
    return redirect("criteria:draft_detail", pk=draft.pk)


def _draft(request: SignedInRequest, pk: int) -> EntryDraft:
    draft = get_object_or_404(selectors.drafts_for(request.user), pk=pk)
    if selectors.is_lost(draft):
        services.give_up_lost(draft)
    return draft


def _own(request: SignedInRequest, pk: int) -> EntryDraft:
    draft = _draft(request, pk)
    if draft.by_id != request.user.pk:
        raise PermissionDenied(NOT_THE_MAKER)
    return draft


def _initial(draft: EntryDraft) -> dict[str, Any]:
    """What was chosen, the day as people write it."""
    day = dt.date.fromisoformat(draft.options["effective_on"])
    return {**draft.options, "effective_on": f"{day.day}/{day.month}/{day.year}"}


def _page(
    request: SignedInRequest,
    draft: EntryDraft,
    *,
    form: DraftOptionsForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = selectors.preview(draft, request.GET)
    page = Paginator(found.cells, PAGE).get_page(request.GET.get("trang"))
    context: dict[str, Any] = {
        "draft": draft,
        "found": found,
        "page": page,
        "invented": selectors.invented(page.object_list),
        "progress": selectors.progress(draft),
        "form": form
        or DraftOptionsForm(initial=_initial(draft), stead=stead_choices(request.user)),
        "statuses": Status.choices,
        "refused": refused or [],
        "is_own": draft.by_id == request.user.pk,
        "is_open": draft.state in {DraftState.READY, DraftState.FAILED},
        "may_store": draft.state in {DraftState.READY, DraftState.FAILED} and found.good > 0,
    }
    return render(request, "criteria/draft_detail.html", context, status=status)
