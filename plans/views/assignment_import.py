"""A decision with its list: brought, looked at with the difference it makes, put in force in one act."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency, Commune
from criteria.choices import Duty
from documents.forms import papers_to_name, tell_refusal
from documents.models import OfficialDocument
from documents.services import store_file
from plans.choices import DraftKind, DraftState
from plans.forms.assignments import DaysForm, ListForm
from plans.imports import assignments as imports
from plans.models import PlanDraft
from plans.models.assigning import NOTHING, UNKNOWN, AssignmentList
from plans.permissions import keeps_all
from plans.selectors.agency_names import AgencyNames
from plans.selectors.assignment_changes import COLUMNS, Changes, changes, sheet_rows
from plans.services import drafts
from plans.services.assignment_drafts import store_list

PAGE = 100
NOT_THE_OFFICE = "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối nhập và sửa phân công."
MEANINGS = [
    *Duty.choices,
    (UNKNOWN, "có phân công, chưa rõ nhiệm vụ"),
    (NOTHING, "không phân công"),
]


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_import(request: SignedInRequest) -> HttpResponse:
    """A decision and its list, from a file or pasted; nothing is stored but a draft."""
    _ask_office(request)
    form = (
        ListForm(request.POST, request.FILES, user=request.user)
        if request.method == "POST"
        else ListForm(user=request.user)
    )
    if form.is_bound and form.is_valid():
        draft = _started(form, request)
        if draft is not None:
            return redirect("plans:assignment_draft", pk=draft.pk)
    waiting = PlanDraft.objects.visible_to(request.user).filter(
        kind=DraftKind.ASSIGNMENTS, state=DraftState.READY
    )
    context = {
        "form": form,
        "papers": papers_to_name(request.user),
        "waiting": waiting.select_related("by", "file").defer("plan", "text")[:10],
    }
    status = 422 if form.errors else 200
    return render(request, "plans/assignment_import.html", context, status=status)


@never_cache
@require_safe
def assignment_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the list was understood and what it changes; the difference as XLSX with ?dang=xlsx."""
    draft = _draft(request, pk)
    if request.GET.get("dang") == "xlsx":
        found = _changes(draft, AssignmentList.from_json(draft.plan))
        return spreadsheet(f"khac-biet-{pk}", "Khác biệt", COLUMNS, sheet_rows(found.rows))
    return _page(request, draft)


@require_POST
def assignment_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Other days, another sheet, who is meant, what a mark means: it is read again."""
    draft = _draft(request, pk)
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, form=form, status=422)
    try:
        imports.choose(draft, form.options() | _chosen(request.POST), seen=_seen(request))
    except ValidationError as refused:
        draft.refresh_from_db()
        return _page(request, draft, refused=refused.messages, status=409)
    return redirect("plans:assignment_draft", pk=pk)


@require_POST
def assignment_store(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    digest = request.POST.get("digest") or None
    try:
        decided = store_list(draft, by=request.user, version=_seen(request), digest=digest)
    except ValidationError as refused:
        draft.refresh_from_db()
        return _page(request, draft, refused=refused.messages, status=409)
    messages.success(request, decided.words)
    return redirect("plans:assignment_draft", pk=pk)


@require_POST
def assignment_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    drafts.discard(draft, request.user)
    messages.success(request, "Đã bỏ bản nhập; phân công đang có không đổi.")
    return redirect("plans:assignment_import")


def _started(form: ListForm, request: SignedInRequest) -> PlanDraft | None:
    """The draft, or None with the refusal told by the form."""
    file = form.cleaned_data["file"]
    try:
        stored = store_file(file, by=request.user) if file else None
        return imports.start(
            by=request.user,
            options=form.options(),
            file=stored,
            text="" if file else form.cleaned_data["text"],
        )
    except ValidationError as refused:
        named = ValidationError({"file" if file else "text": refused.error_list})
        tell_refusal(form, named)
        return None


def _page(
    request: SignedInRequest,
    draft: PlanDraft,
    *,
    form: DaysForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    plan = AssignmentList.from_json(draft.plan)
    found = _changes(draft, plan)
    kind = request.GET.get("loai", "")
    rows = found.of(kind) if kind else [one for one in found.rows if one.kind != "kept"]
    context: dict[str, Any] = {
        "draft": draft,
        "plan": plan,
        "changes": found,
        "kind": kind,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "form": form or DaysForm(initial=_initial(draft)),
        "paper": _paper(draft),
        "refused": refused,
        "meanings": MEANINGS,
        "is_open": draft.state == DraftState.READY,
    }
    if draft.state == DraftState.READY and plan.asked:
        context |= {"agencies": _agencies(found.starts), "communes": _communes(found.starts)}
    return render(request, "plans/assignment_draft.html", context, status=status)


def _changes(draft: PlanDraft, plan: AssignmentList) -> Changes:
    options = draft.options
    ends = options.get("ends")
    return changes(
        plan.pairs,
        dt.date.fromisoformat(options["starts"]),
        ends=dt.date.fromisoformat(ends) if ends else None,
        scope=options["scope"],
    )


def _paper(draft: PlanDraft) -> OfficialDocument | None:
    key = draft.options.get("paper")
    return OfficialDocument.objects.filter(pk=key).first() if key else None


def _agencies(day: dt.date) -> list[Agency]:
    return AgencyNames(day).agencies


def _communes(day: dt.date) -> list[Commune]:
    return list(Commune.objects.on(day).select_related("district").order_by("sort_key", "pk"))


def _initial(draft: PlanDraft) -> dict[str, Any]:
    given = draft.options
    return {
        "starts": dt.date.fromisoformat(given["starts"]),
        "ends": dt.date.fromisoformat(given["ends"]) if given.get("ends") else None,
        "scope": given["scope"],
    }


def _chosen(posted: QueryDict) -> dict[str, Any]:
    """Whom a text means (`answer:…`), what a mark means (`mark:…`), which sheet to read."""
    found: dict[str, Any] = {
        f"{name}s": {
            key.removeprefix(f"{name}:"): str(value)
            for key, value in posted.items()
            if key.startswith(f"{name}:")
        }
        for name in ("answer", "mark")
    }
    return found | ({"sheet": posted["sheet"]} if "sheet" in posted else {})


def _seen(request: SignedInRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def _draft(request: SignedInRequest, pk: int) -> PlanDraft:
    rows = PlanDraft.objects.visible_to(request.user).filter(kind=DraftKind.ASSIGNMENTS)
    draft: PlanDraft = get_object_or_404(rows.select_related("by", "file", "stored_by"), pk=pk)
    _ask_office(request)
    return draft


def _ask_office(request: SignedInRequest) -> None:
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
