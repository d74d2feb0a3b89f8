"""The editor: the page, its buttons, saving, and the leaf beside it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from documents.blocks.opened import opened
from documents.forms import acts
from documents.forms.editing import Typed, read, typed_from
from documents.forms.sheet import sheet
from documents.models import OfficialDocument
from documents.permissions import may_draft, may_edit_paper
from documents.selectors import leaf
from documents.selectors.content import content_of
from documents.selectors.drafted import printed_as
from documents.services.editing import Saved, save_edited
from documents.services.sources import fed, sources_for

NOT_IN_HAND = "Văn bản đang do người khác giữ: chỉ người đang giữ sửa được. Xem bước tiếp theo ở trang văn bản."
MOVED_ON = (
    "Văn bản vừa chuyển sang bước «{}», nên chưa lưu được. Những gì bạn gõ vẫn ở đây: chép lại, hoặc chờ "
    "văn bản được trả lại rồi lưu."
)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft as a form; each button is an act, «save» keeps it."""
    paper = _paper(request, pk)
    if request.method != "POST":
        if not may_edit_paper(request.user, paper):
            raise PermissionDenied(NOT_IN_HAND)
        return _page(request, paper, _stored(paper))
    return _sent(request, paper, request.POST.get("do", "save"))


@require_POST
def paper_paste(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was copied elsewhere, put in as blocks; not saved yet."""
    return _sent(request, _paper(request, pk), request.POST.get("do", f"paste:{acts.START}"))


@require_POST
def paper_source(request: SignedInRequest, pk: int) -> HttpResponse:
    """Blocks from data put in, or asked for anew; not saved yet."""
    return _sent(request, _paper(request, pk), request.POST.get("do", f"add:{acts.START}"))


@require_POST
def paper_leaf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page as it would print with what is typed."""
    paper = _paper(request, pk)
    if not may_edit_paper(request.user, paper):
        raise PermissionDenied(NOT_IN_HAND)
    typed = read(request.POST, paper, request.user)
    return render(request, "documents/_editor_leaf.html", _leaf(paper, typed))


@require_POST
def paper_autosave(request: SignedInRequest, pk: int) -> JsonResponse:
    """Save by itself, as far as nobody else has: {state, version, words}; the page keeps what was typed."""
    paper = _paper(request, pk)
    typed = read(request.POST, paper, request.user)
    if not may_edit_paper(request.user, paper):
        if not may_draft(request.user, paper.letterhead):
            raise PermissionDenied(NOT_IN_HAND)
        words = MOVED_ON.format(paper.get_state_display())
        return JsonResponse({"state": "locked", "words": words}, status=409)
    if typed.errors:
        words = " ".join(typed.errors.values())
        return JsonResponse({"state": "invalid", "words": words}, status=422)
    try:
        saved = _save(request, paper, typed, join=False)
    except ValidationError as refusal:
        words = " ".join(refusal.messages)
        if hasattr(refusal, "error_dict"):
            return JsonResponse({"state": "invalid", "words": words}, status=422)
        return JsonResponse({"state": refusal.code or "refused", "words": words}, status=409)
    return JsonResponse({"state": "saved", "version": saved.paper.version, "words": ""})


def _sent(request: SignedInRequest, paper: OfficialDocument, act: str) -> HttpResponse:
    """The page as it came back: saved, or with what the act made of it."""
    typed = read(request.POST, paper, request.user)
    if not may_edit_paper(request.user, paper):
        if not may_draft(request.user, paper.letterhead):
            raise PermissionDenied(NOT_IN_HAND)
        refused = MOVED_ON.format(paper.get_state_display())
        return _page(request, paper, typed, refused=refused, status=409)
    if act != "save":
        return _turned(request, paper, typed, act)
    if typed.errors:
        return _page(request, paper, typed, unsaved=True, status=422)
    try:
        saved = _save(request, paper, typed)
    except ValidationError as refusal:
        return _refused(request, paper, typed, refusal)
    return _clash(request, paper, saved) if saved.is_clash else _kept(request, saved)


def _turned(
    request: SignedInRequest, paper: OfficialDocument, typed: Typed, act: str
) -> HttpResponse:
    """What a button made of the page; nothing is saved."""
    try:
        _take(request, paper, typed, act)
    except ValidationError as refusal:
        return _page(request, paper, typed, refused=" ".join(refusal.messages), status=409)
    return _page(request, paper, typed, unsaved=True)


def _save(
    request: SignedInRequest, paper: OfficialDocument, typed: Typed, *, join: bool = True
) -> Saved:
    """Save, and remember by which sending: an answer that was lost on the way is no other writer's version."""
    key, unsure = f"paper-{paper.pk}", request.POST.get("unsure", "").split()
    last = request.session.get(key)
    seen = last[1] if last and last[0] in unsure else typed.seen
    saved = save_edited(
        paper=paper, content=typed.content(), seen=seen, by=request.user, join=join
    )
    stamp = request.POST.get("stamp", "")
    if stamp and not saved.is_clash:
        request.session[key] = [stamp[:40], saved.paper.version]
    return saved


def _take(request: SignedInRequest, paper: OfficialDocument, typed: Typed, act: str) -> None:
    verb, key, _ = (*act.split(":"), "", "")[:3]
    kind = request.POST.get(f"{key}-new", "")
    place = typed.place_of(key)
    if verb == "add" and kind.startswith("nguon|"):
        _, source, offered = (*kind.split("|"), "", "")[:3]
        found = [one for one in sources_for(paper, request.user) if one.key == source]
        offers = found[0].offers if found else ()
        if not offered.isdecimal() or int(offered) >= len(offers):
            raise ValidationError("Nguồn số liệu này không còn. Hãy chọn lại.", code="source")
        arguments = offers[int(offered)].arguments
        acts.insert(typed, key, (fed(paper, source, arguments, working_day()),))
    elif verb == "refresh" and key == "all":
        for one in typed.rows:
            _refresh(paper, typed, one.key)
    elif verb == "refresh" and place is not None:
        _refresh(paper, typed, key)
    else:
        acts.take(typed, act, request.POST)


def _refresh(paper: OfficialDocument, typed: Typed, key: str) -> None:
    row = next(one.row for one in typed.rows if one.key == key)
    if row["block"] == "Fed":
        anew = fed(paper, row["source"], row["arguments"], working_day())
        acts.replace(typed, key, anew)


def _refused(
    request: SignedInRequest, paper: OfficialDocument, typed: Typed, refusal: ValidationError
) -> HttpResponse:
    if not hasattr(refusal, "error_dict"):
        told = " ".join(refusal.messages)
        return _page(request, paper, typed, refused=told, status=409)
    typed.errors |= {name: " ".join(told) for name, told in refusal.message_dict.items()}
    return _page(request, paper, typed, unsaved=True, status=422)


def _clash(request: SignedInRequest, paper: OfficialDocument, saved: Saved) -> HttpResponse:
    """Both touched the same places: each shown in both versions, everything else put together."""
    typed = typed_from(saved.content, saved.rows, saved.paper.version)
    for name, clash in saved.clashed.items():
        whole = isinstance(saved.content[name], list)
        typed.clashed[name] = list(clash.theirs) if whole else clash.theirs[0]
    refused = f"{saved.joined} vừa sửa cùng chỗ với bạn. Phần khác đã gộp; ở chỗ trùng, chọn phần giữ rồi bấm Lưu."
    return _page(request, paper, typed, refused=refused, unsaved=True, status=409)


def _kept(request: SignedInRequest, saved: Saved) -> HttpResponse:
    told = f"Đã lưu bản {saved.paper.version}."
    if saved.joined:
        told = f"Đã lưu bản {saved.paper.version}, gộp với phần {saved.joined} vừa sửa."
    if request.htmx:
        return _page(request, saved.paper, _stored(saved.paper), said=told)
    messages.success(request, told)
    return redirect("documents:paper_edit", pk=saved.paper.pk)


def _stored(paper: OfficialDocument) -> Typed:
    content = content_of(paper)
    return typed_from(content, opened(content["body"]), paper.version)


def _page(
    request: SignedInRequest,
    paper: OfficialDocument,
    typed: Typed,
    *,
    refused: str = "",
    said: str = "",
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "paper": paper,
        "sheet": sheet(paper, typed, request.user),
        "refused": refused,
        "said": said,
        "unsaved": unsaved or bool(refused),
    }
    context |= _leaf(paper, typed)
    template = "documents/_editor_answer.html" if request.htmx else "documents/paper_edit.html"
    return render(request, template, context, status=status)


def _leaf(paper: OfficialDocument, typed: Typed) -> dict[str, Any]:
    return {"leaf": leaf(printed_as(paper, typed.content()))}


def _paper(request: SignedInRequest, pk: int) -> OfficialDocument:
    rows = OfficialDocument.objects.visible_to(request.user)
    paper: OfficialDocument = get_object_or_404(rows.select_related("issuer", "letterhead"), pk=pk)
    return paper
