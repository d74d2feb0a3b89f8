"""Works of communes, the capital for them, and debts: lists, sums, hand entry."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Commune, Held, is_member
from documents.forms import tell_refusal
from plans.choices import MoneySource, WorkKind
from plans.forms.fields import communes_to_name
from plans.forms.works import CapitalForm, DebtForm, DropForm, WorkForm
from plans.models import Capital, Debt, Work
from plans.permissions import communes_kept, keeper_of
from plans.selectors import works as selectors
from plans.selectors.dossiers import districts_on
from plans.selectors.work_sums import SUM_COLUMNS, sum_rows, sums
from plans.selectors.works import STATES, MoneyFilters
from plans.services import works as services

PAGE = 50
GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được công trình, vốn và nợ."
NOT_YOURS = (
    "Chỉ UBND xã, UBND huyện của xã và Văn phòng Điều phối nhập công trình, vốn, nợ của xã này. "
    "Hãy gửi số liệu cho họ."
)


@require_safe
def work_list(request: SignedInRequest) -> HttpResponse:
    """Works with what was allocated and disbursed for each; as a spreadsheet with ?dang=xlsx."""
    _ask_member(request)
    day, filters = working_day(), MoneyFilters.read(request.GET)
    rows = selectors.works(request.user, filters)
    if request.GET.get("dang") == "xlsx":
        table = selectors.work_rows(selectors.work_lines(rows, day))
        return spreadsheet(f"cong-trinh-{day}", "Công trình", selectors.WORK_COLUMNS, table)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    lines = selectors.work_lines(page.object_list, day)
    context = _listing(request, filters) | {
        "page": page,
        "lines": lines,
        "kinds": WorkKind.choices,
    }
    return render(request, "plans/work_list.html", context | {"states": STATES})


@require_safe
def work_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """A work with every day on which its capital was reported."""
    work = _row_or_404(request, Work, pk)
    rows = work.capital.order_by("-year", "source", "-as_of")
    context = {
        "work": work,
        "capital": list(rows),
        "may_keep": keeper_of(request.user, commune=work.commune) is not None,
        "drop": DropForm(),
    }
    return render(request, "plans/work_detail.html", context)


@require_safe
def capital_list(request: SignedInRequest) -> HttpResponse:
    """What was last reported for each commune, work, year and source; ?xem=tong-hop: the sums."""
    _ask_member(request)
    day, filters = working_day(), MoneyFilters.read(request.GET)
    years = selectors.years_of_capital(request.user)
    context = _listing(request, filters) | {"sources": MoneySource.choices, "years": years}
    as_file = request.GET.get("dang") == "xlsx"
    if request.GET.get("xem") == "tong-hop":
        found = sums(request.user, day, filters)
        if as_file:
            return spreadsheet(f"tong-hop-von-{day}", "Vốn", SUM_COLUMNS, sum_rows(found))
        return render(request, "plans/capital_sums.html", context | {"sums": found})
    rows = selectors.capital(request.user, day, filters)
    if as_file:
        table = selectors.capital_rows(rows)
        return spreadsheet(f"von-{day}", "Vốn", selectors.CAPITAL_COLUMNS, table)
    context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    return render(request, "plans/capital_list.html", context)


@require_safe
def debt_list(request: SignedInRequest) -> HttpResponse:
    """The last debt of each commune; as a spreadsheet with ?dang=xlsx."""
    _ask_member(request)
    day, filters = working_day(), MoneyFilters.read(request.GET)
    rows = selectors.debts(request.user, day, filters)
    if request.GET.get("dang") == "xlsx":
        table = selectors.debt_rows(selectors.debt_lines(rows))
        return spreadsheet(f"no-dong-{day}", "Nợ đọng", selectors.DEBT_COLUMNS, table)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = _listing(request, filters) | {
        "page": page,
        "lines": selectors.debt_lines(page.object_list),
        "total": selectors.debt_total(rows),
    }
    return render(request, "plans/debt_list.html", context)


@require_http_methods(GET_OR_POST)
def work_add(request: SignedInRequest) -> HttpResponse:
    _ask_keeper(request)
    form = WorkForm(_posted(request), initial={"commune": request.GET.get("xa", "")})
    if form.is_bound and form.is_valid():
        commune = form.cleaned_data["commune"]
        held = _held(request, commune)
        try:
            row = services.add_work(
                commune=commune, by=request.user, on_behalf_of=held.lent_by, **form.said()
            )
        except ValidationError as refusal:
            return _refused(request, form, refusal, "Ghi công trình")
        messages.success(request, f"Đã ghi «{row}» của {commune}.")
        return redirect("plans:work_detail", pk=row.pk)
    return _page(request, form, "Ghi công trình")


@require_http_methods(GET_OR_POST)
def work_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    work = _row_or_404(request, Work, pk)
    _held(request, work.commune)
    form = WorkForm(_posted(request), row=work)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.change_work(work=work, seen=seen, by=request.user, **form.said())
        except ValidationError as refusal:
            return _refused(request, form, refusal, f"Sửa {work}", work)
        messages.success(request, "Đã sửa công trình.")
        return redirect("plans:work_detail", pk=pk)
    return _page(request, form, f"Sửa {work}", work)


@require_http_methods(GET_OR_POST)
def capital_add(request: SignedInRequest) -> HttpResponse:
    """?cong-trinh=12: of that work; else of a commune as a whole."""
    key = request.GET.get("cong-trinh", "")
    work = _row_or_404(request, Work, int(key)) if key.isdecimal() else None
    if work is not None:
        _held(request, work.commune)
    _ask_keeper(request)
    title = f"Ghi vốn: {work}" if work else "Ghi vốn chung của xã"
    form = CapitalForm(_posted(request), work=work)
    if form.is_bound and form.is_valid():
        commune = work.commune if work else form.cleaned_data["commune"]
        held = _held(request, commune)
        try:
            services.add_capital(
                commune=commune,
                work=work,
                by=request.user,
                on_behalf_of=held.lent_by,
                **form.said(),
            )
        except ValidationError as refusal:
            return _refused(request, form, refusal, title, work)
        messages.success(request, f"Đã ghi vốn của {commune}.")
        return _back(work)
    return _page(request, form, title, work)


@require_http_methods(GET_OR_POST)
def capital_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _row_or_404(request, Capital, pk)
    _held(request, row.commune)
    title = f"Sửa vốn: {row.work or row.commune}"
    form = CapitalForm(_posted(request), row=row)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.change_capital(capital=row, seen=seen, by=request.user, **form.said())
        except ValidationError as refusal:
            return _refused(request, form, refusal, title, row)
        messages.success(request, "Đã sửa dòng vốn.")
        return _back(row.work)
    return _page(request, form, title, row)


@require_http_methods(GET_OR_POST)
def debt_add(request: SignedInRequest) -> HttpResponse:
    _ask_keeper(request)
    form = DebtForm(_posted(request), initial={"commune": request.GET.get("xa", "")})
    if form.is_bound and form.is_valid():
        commune = form.cleaned_data["commune"]
        held = _held(request, commune)
        try:
            services.add_debt(
                commune=commune, by=request.user, on_behalf_of=held.lent_by, **form.said()
            )
        except ValidationError as refusal:
            return _refused(request, form, refusal, "Ghi nợ đọng")
        messages.success(request, f"Đã ghi nợ đọng của {commune}.")
        return redirect("plans:debt_list")
    return _page(request, form, "Ghi nợ đọng")


@require_http_methods(GET_OR_POST)
def debt_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _row_or_404(request, Debt, pk)
    _held(request, row.commune)
    title = f"Sửa nợ đọng: {row.commune}"
    form = DebtForm(_posted(request), row=row)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.change_debt(debt=row, seen=seen, by=request.user, **form.said())
        except ValidationError as refusal:
            return _refused(request, form, refusal, title, row)
        messages.success(request, "Đã sửa nợ đọng.")
        return redirect("plans:debt_list")
    return _page(request, form, title, row)


@require_POST
def capital_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    return _drop(request, _row_or_404(request, Capital, pk))


@require_POST
def debt_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    return _drop(request, _row_or_404(request, Debt, pk))


def _drop(request: SignedInRequest, row: Capital | Debt) -> HttpResponse:
    _held(request, row.commune)
    form = DropForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "title": f"Bỏ số liệu của {row.commune}", "row": row}
        return render(request, "plans/money_form.html", context, status=422)
    work = row.work if isinstance(row, Capital) else None
    services.drop_money(row=row, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Đã bỏ dòng số liệu; nhật ký giữ lại số cũ.")
    if isinstance(row, Debt):
        return redirect("plans:debt_list")
    return _back(work)


def _listing(request: SignedInRequest, filters: MoneyFilters) -> dict[str, Any]:
    """What the three lists show around their rows."""
    day = working_day()
    kept = set(communes_kept(request.user, day).values_list("pk", flat=True))
    return {"filters": filters, "districts": districts_on(request.user, day), "kept": kept}


def _page(
    request: SignedInRequest, form: Any, title: str, row: Model | None = None
) -> HttpResponse:
    return _shown(request, form, title, row, status=422 if form.is_bound else 200)


def _refused(
    request: SignedInRequest,
    form: Any,
    refusal: ValidationError,
    title: str,
    row: Model | None = None,
) -> HttpResponse:
    tell_refusal(form, refusal)
    return _shown(request, form, title, row, status=409)


def _shown(
    request: SignedInRequest, form: Any, title: str, row: Model | None, *, status: int
) -> HttpResponse:
    context = {"form": form, "title": title, "row": row}
    if "commune" in form.fields:
        context["communes"] = communes_to_name(working_day())
    return render(request, "plans/money_form.html", context, status=status)


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _row_or_404(request: SignedInRequest, model: type[Any], pk: int) -> Any:
    rows = model.objects.visible_to(request.user).select_related("commune__district")
    if model is Capital:
        rows = rows.select_related("work")
    return get_object_or_404(rows, pk=pk)


def _held(request: SignedInRequest, commune: Commune) -> Held:
    held = keeper_of(request.user, commune=commune)
    if held is None:
        raise PermissionDenied(NOT_YOURS)
    return held


def _ask_keeper(request: SignedInRequest) -> None:
    if not communes_kept(request.user, working_day()).exists():
        raise PermissionDenied(NOT_YOURS)


def _ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)


def _back(work: Work | None) -> HttpResponse:
    return redirect("plans:work_detail", pk=work.pk) if work else redirect("plans:capital_list")
