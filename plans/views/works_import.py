"""Works, capital and debts from a sheet: looked at first, stored when its maker confirms."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.exports import MEDIA_TYPE, to_xlsx
from plans.choices import DraftKind, MoneySource, WorkKind
from plans.forms.works import WorksFileForm
from plans.imports import works as imports
from plans.models import PlanDraft
from plans.permissions import communes_kept
from plans.services import works_import as services
from plans.services.drafts import discard, keep, open_draft
from plans.services.works_import import DebtGiven, WorkGiven
from plans.views.works import NOT_YOURS

PAGE = 100
KINDS = {DraftKind.WORKS.value: "cong-trinh-von", DraftKind.DEBTS.value: "no-dong"}


@require_http_methods(["GET", "HEAD", "POST"])
def works_import(request: SignedInRequest) -> HttpResponse:
    _ask_keeper(request)
    initial = {"kind": request.GET.get("loai", DraftKind.WORKS.value)}
    form = WorksFileForm(initial=initial)
    if request.method == "POST":
        form = WorksFileForm(request.POST, request.FILES)
    if form.is_bound and form.is_valid():
        kind = form.cleaned_data["kind"]
        try:
            plan = imports.read(form.cleaned_data["file"].read(), kind)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            draft = open_draft(kind=DraftKind(kind), by=request.user, plan=plan)
            return redirect("plans:works_draft", pk=draft.pk)
    context = {
        "form": form,
        "heads": imports.HEADS,
        "waiting": _own_drafts(request).filter(state="ready")[:5],
        "work_kinds": WorkKind.choices,
        "sources": MoneySource.choices,
    }
    return render(
        request, "plans/works_import.html", context, status=422 if form.is_bound else 200
    )


@require_safe
def works_template(request: SignedInRequest, kind: str) -> HttpResponse:
    """An empty sheet with the heads; for debts one row for each commune that the person keeps."""
    if kind not in KINDS:
        raise Http404
    _ask_keeper(request)
    heads = imports.HEADS[kind]
    communes = communes_kept(request.user, working_day()).select_related("district")
    rows = [
        [one.code, f"{one.name} ({one.district.name})" if one.district else one.name]
        + [None] * (len(heads) - 2)
        for one in communes
    ]
    sheet = to_xlsx("Nhập", list(heads.values()), rows)
    name = f'attachment; filename="mau-{KINDS[kind]}.xlsx"'
    return HttpResponse(sheet, content_type=MEDIA_TYPE, headers={"Content-Disposition": name})


@require_safe
def works_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """What each row would do, before anything is stored."""
    return _page(request, _draft_or_404(request, pk))


@require_POST
def works_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which commune a row means."""
    draft = _draft_or_404(request, pk)
    answers = dict(draft.options.get("answers", {}))
    for key, value in request.POST.items():
        if key.startswith("xa-") and value:
            answers[key.removeprefix("xa-")] = str(value)[:10]
    keep(draft, seen=_seen(request), options=draft.options | {"answers": answers})
    return redirect("plans:works_draft", pk=pk)


@require_POST
def works_store(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every row, or with «chi-dong-nhan» only those that were understood."""
    draft = _draft_or_404(request, pk)
    _ask_keeper(request)
    rows = imports.understand(draft, request.user)
    good = [row.given for row in rows if row.is_good]
    if len(good) != len(rows) and "chi-dong-nhan" not in request.POST:
        return _page(request, draft, status=422)
    seen = _seen(request)
    if draft.kind == DraftKind.DEBTS:
        debts = [one for one in good if isinstance(one, DebtGiven)]
        services.store_debts(draft, debts, by=request.user, seen=seen)
    else:
        works = [one for one in good if isinstance(one, WorkGiven)]
        services.store_works(draft, works, by=request.user, seen=seen)
    messages.success(request, draft.message)
    return redirect("plans:debt_list" if draft.kind == DraftKind.DEBTS else "plans:work_list")


@require_POST
def works_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    discard(_draft_or_404(request, pk), request.user)
    messages.success(request, "Đã bỏ bản nhập; không có gì được ghi.")
    return redirect("plans:works_import")


def _page(request: SignedInRequest, draft: PlanDraft, status: int = 200) -> HttpResponse:
    rows = imports.understand(draft, request.user)
    good = sum(row.is_good for row in rows)
    wanted = request.GET.get("loc", "")
    shown = [row for row in rows if not row.is_good] if wanted == "tu-choi" else rows
    context = {
        "draft": draft,
        "good": good,
        "refused": len(rows) - good,
        "asked": any(row.choices for row in rows),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("trang")),
        "wanted": wanted,
        "heads": imports.HEADS[draft.kind],
        "waiting": draft.state == "ready",
    }
    return render(request, "plans/works_draft.html", context, status=status)


def _own_drafts(request: SignedInRequest) -> QuerySet[PlanDraft]:
    rows = PlanDraft.objects.visible_to(request.user).filter(by=request.user)
    found: QuerySet[PlanDraft] = rows.filter(kind__in=KINDS)
    return found


def _draft_or_404(request: SignedInRequest, pk: int) -> PlanDraft:
    """Only its maker sees a draft."""
    found: PlanDraft = get_object_or_404(_own_drafts(request), pk=pk)
    return found


def _seen(request: SignedInRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() else None


def _ask_keeper(request: SignedInRequest) -> None:
    if not communes_kept(request.user, working_day()).exists():
        raise PermissionDenied(NOT_YOURS)
