"""A programme from a sheet or a pasted table: looked at, mended row by row, stored once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import read_day, working_day
from accounts.http import SignedInRequest
from documents.forms import papers_to_name
from documents.models import OfficialDocument
from documents.services import store_file
from plans.choices import DraftState
from plans.forms.programmes import ANSWER, AnswersForm, DraftHeadForm, ImportForm, RowForm
from plans.imports.programme_table import read_file, read_text
from plans.models import PlanDraft
from plans.models.programming import NAMES, ProgrammeTable, Row
from plans.selectors.programme_drafts import RowLine, draft_year, preview, programme_drafts
from plans.services import drafts
from plans.services import programme_drafts as services
from plans.views.programmes import ask_keeper

UNDO, REREAD = "undo", "reread"  # acts on the whole table


@require_http_methods(["GET", "HEAD", "POST"])
def programme_import(request: SignedInRequest) -> HttpResponse:
    """Of which year, by which decision, and the table; it is kept as a draft."""
    ask_keeper(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*posted, user=request.user, initial={"year": working_day().year})
    if form.is_valid():
        try:
            draft = _opened(request, form)
        except ValidationError as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", refusal)
        else:
            return redirect("plans:programme_draft", pk=draft.pk)
    context = {"form": form, "papers": papers_to_name(request.user)}
    status = 422 if form.errors else 200
    return render(request, "plans/programme_import.html", context, status=status)


@never_cache
@require_safe
def programme_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """How each row is understood, what is asked and what is doubtful; ?sua=N opens a row."""
    return _page(request, _draft(request, pk))


@require_POST
def programme_draft_head(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    form = DraftHeadForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, draft, head=form, status=422)
    try:
        services.name_draft(draft, seen=_seen(request), **form.said())
    except ValidationError as refusal:
        return _page(request, draft, refused=refusal.messages, status=409)
    return redirect("plans:programme_draft", pk=pk)


@require_POST
def programme_draft_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom words mean: one select for each."""
    draft = _draft(request, pk)
    answers = {
        key.removeprefix(ANSWER): str(value)
        for key, value in request.POST.items()
        if key.startswith(ANSWER)
    }
    try:
        services.answer(draft, answers, seen=_seen(request))
    except ValidationError as refusal:
        return _page(request, draft, refused=refusal.messages, status=409)
    return redirect(f"{reverse('plans:programme_draft', args=[pk])}#hoi")


@require_POST
def programme_draft_mend(request: SignedInRequest, pk: int) -> HttpResponse:
    """One act on one row, or on the whole table: `act`, `row`, and for some acts `column`."""
    draft = _draft(request, pk)
    act, place = request.POST.get("act", ""), _number(request.POST.get("row", ""), -1)
    given: dict[str, Any] = {}
    if act == "edit":
        form = RowForm(request.POST)
        if not form.is_valid():
            return _page(request, draft, row_form=(place, form), status=422)
        given = form.said()
    elif "column" in request.POST:
        given = {"column": _number(request.POST["column"], 0)}
    try:
        _mend(draft, act, place, given, _seen(request))
    except ValidationError as refusal:
        return _page(request, draft, refused=refusal.messages, status=409)
    at = max(place - 1, 0) if act == "up" else max(place, 0)
    return redirect(f"{reverse('plans:programme_draft', args=[pk])}#dong-{at}")


@require_POST
def programme_draft_store(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    try:
        programme = services.store(draft, request.user, seen=_seen(request))
    except ValidationError as refusal:
        draft.refresh_from_db()
        return _page(request, draft, refused=refusal.messages, status=409)
    draft.refresh_from_db()
    messages.success(request, draft.message)
    return redirect("plans:programme_edit", pk=programme.pk)


@require_POST
def programme_draft_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    try:
        drafts.discard(draft, request.user)
    except ValidationError as refusal:
        return _page(request, draft, refused=refusal.messages, status=409)
    messages.success(request, "Đã bỏ bản nhập; không có gì được ghi.")
    return redirect("plans:programme_list")


def _opened(request: SignedInRequest, form: ImportForm) -> PlanDraft:
    said = form.said()
    upload = form.cleaned_data.get("file")
    if not upload:
        text = form.cleaned_data["text"]
        table = read_text(text, said["year"])
        return services.open_programme(by=request.user, table=table, text=text, **said)
    table = read_file(upload.read(), said["year"])
    upload.seek(0)
    file = store_file(upload, by=request.user)
    return services.open_programme(by=request.user, table=table, file=file, **said)


def _mend(draft: PlanDraft, act: str, place: int, given: dict[str, Any], seen: int | None) -> None:
    if act == UNDO:
        services.undo(draft, seen=seen)
    elif act == REREAD:
        services.reread(draft, _read_again(draft), seen=seen)
    else:
        services.mend(draft, act, place, seen=seen, given=given)


def _read_again(draft: PlanDraft) -> ProgrammeTable:
    year = draft_year(draft)
    if draft.file:
        with draft.file.content.open() as content:
            return read_file(content.read(), year)
    if not draft.text:
        raise ValidationError("Bản nhập này không có bảng gốc để đọc lại.", code="nothing")
    return read_text(draft.text, year)


def _draft(request: SignedInRequest, pk: int) -> PlanDraft:
    """404 for whoever keeps no programmes: drafts are not theirs to see."""
    ask_keeper(request)
    return get_object_or_404(programme_drafts(request.user).select_related("file"), pk=pk)


def _seen(request: SignedInRequest) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else None


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() else otherwise


def _page(
    request: SignedInRequest,
    draft: PlanDraft,
    *,
    head: DraftHeadForm | None = None,
    row_form: tuple[int, RowForm] | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = preview(draft)
    opened = _opened_row(request, shown.lines, row_form)
    asked = [
        (one.piece, f"{'' if one.answer else '? '}«{one.text}» ({', '.join(one.codes)})")
        for one in shown.questions
    ]
    context: dict[str, Any] = {
        "draft": draft,
        "shown": shown,
        "questions": AnswersForm(asked, shown.groups, shown.agencies) if asked else None,
        "opened": opened[0],
        "row_form": opened[1],
        "head": head or DraftHeadForm(initial=_head(draft, shown.paper), user=request.user),
        "papers": papers_to_name(request.user),
        "refused": refused or [],
        "is_open": draft.state == DraftState.READY,
        "may_undo": bool(draft.options.get("undo")),
        "may_reread": bool(draft.text or draft.file_id),
    }
    return render(request, "plans/programme_draft.html", context, status=status)


def _opened_row(
    request: SignedInRequest, lines: tuple[RowLine, ...], posted: tuple[int, RowForm] | None
) -> tuple[int, RowForm | None]:
    """The row that is being mended, by its place in the draft, with its form; -1 where none is."""
    if posted is not None:
        return posted
    place = _number(request.GET.get("sua", ""), -1)
    row = next((one.row for one in lines if one.place == place), None)
    return (place, RowForm(initial=_row_initial(row))) if row else (-1, None)


def _row_initial(row: Row) -> dict[str, Any]:
    cells = dict(zip(NAMES, row.cells, strict=True))
    cells["due_text"] = cells.pop("due")
    on = read_day(row.due_on) if row.due_on else None
    return cells | {"due_kind": row.due_kind, "due_on": on}


def _head(draft: PlanDraft, paper: OfficialDocument | None) -> dict[str, Any]:
    """What was told of the decision, as the form shows it."""
    told = draft.options
    new = told.get("new_paper") or {}
    symbol = f"{paper.symbol} {paper.year or ''}".strip() if paper else told.get("symbol", "")
    return {
        **{name: told.get(name, "") for name in ("year", "title", "note")},
        "symbol": symbol,
        "dated": read_day(new["dated"]) if new else None,
        "paper_title": new.get("title", ""),
        "issuer": new.get("issuer"),
    }
