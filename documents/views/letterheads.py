"""Issuers: the list, one with its rights and rules, and what its keepers change."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from documents.forms import tell_refusal
from documents.forms.letterheads import EndRightForm, LetterheadForm, RightForm, SymbolRuleForm
from documents.models import Letterhead, StepRight, SymbolRule
from documents.permissions import agencies_kept, may_keep_letterhead
from documents.selectors.issuers import ISSUER_COLUMNS, issuer_page, issuer_rows, issuers
from documents.services import letterheads as services

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được chủ thể ban hành."
NOT_YOURS = (
    "Chỉ đầu mối, thủ trưởng của cơ quan ghi chủ thể ban hành và quyền các bước. Hãy nhờ đầu mối "
    "của cơ quan bạn."
)


@require_safe
def letterhead_list(request: SignedInRequest) -> HttpResponse:
    """Own ones first; as a spreadsheet with ?dang=xlsx."""
    _refuse_strangers(request)
    rows = issuers(request.user, request.GET.get("q", ""))
    if request.GET.get("dang") == "xlsx":
        return spreadsheet("chu-the-ban-hanh", "Chủ thể", ISSUER_COLUMNS, issuer_rows(rows))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "text": request.GET.get("q", ""),
        "may_add": bool(agencies_kept(request.user)),
    }
    return render(request, "documents/letterhead_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead_add(request: SignedInRequest) -> HttpResponse:
    """?co-quan=SLUG: of another agency than the first that is kept."""
    kept = agencies_kept(request.user)
    if not kept:
        raise PermissionDenied(NOT_YOURS)
    asked = request.POST.get("agency") or request.GET.get("co-quan", "")
    agency = next((one for one in kept if one.slug == asked), kept[0])
    start = {"name": agency.name, "superior": agency.superior_name, "starts": working_day()}
    form = LetterheadForm(request.POST or None, initial=start)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = services.add_letterhead(agency=agency, by=request.user, **form.said())
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã thêm «{row}».")
                return redirect("documents:letterhead_edit", pk=row.pk)
    context = {"form": form, "agencies": kept, "agency": agency}
    return render(request, "documents/letterhead_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One issuer; members read it, its keepers change it."""
    row = _seen(request, pk)
    if request.method != "POST":
        return _page(request, row)
    _refuse_others(request, row)
    form = LetterheadForm(request.POST, instance=row)
    if not form.is_valid():
        return _page(request, row, 422, form=form)
    try:
        services.change_letterhead(
            letterhead=row, seen=form.cleaned_data["seen"], by=request.user, **form.said()
        )
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, row, 409, form=form)
    messages.success(request, "Đã lưu. Văn bản đã soạn giữ nguyên như lúc soạn.")
    return redirect("documents:letterhead_edit", pk=pk)


@require_POST
def right_add(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    form = RightForm(request.POST, agency=row.agency, auto_id="quyen-%s")
    if not form.is_valid():
        return _page(request, row, 422, right_form=form)
    try:
        services.give_right(letterhead=row, by=request.user, **form.said())
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, row, 409, right_form=form)
    messages.success(request, "Đã ghi quyền.")
    return redirect("documents:letterhead_edit", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def right_end(request: SignedInRequest, pk: int) -> HttpResponse:
    _refuse_strangers(request)
    right = get_object_or_404(StepRight.objects.select_related("letterhead__agency"), pk=pk)
    _refuse_others(request, right.letterhead)
    form = EndRightForm(request.POST or None, initial={"day": working_day()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.end_right(right=right, day=form.cleaned_data["day"], by=request.user)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã ghi ngày kết thúc quyền.")
                return redirect("documents:letterhead_edit", pk=right.letterhead_id)
    context = {"form": form, "right": right, "who": services.who_of(right)}
    return render(request, "documents/right_end.html", context, status=status)


@require_POST
def symbol_rule_set(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    form = SymbolRuleForm(request.POST, auto_id="mau-%s")
    if not form.is_valid():
        return _page(request, row, 422, rule_form=form)
    try:
        services.set_symbol_rule(letterhead=row, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, row, 409, rule_form=form)
    messages.success(request, "Đã ghi mẫu ký hiệu.")
    return redirect("documents:letterhead_edit", pk=pk)


@require_POST
def symbol_rule_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    _refuse_strangers(request)
    rule = get_object_or_404(SymbolRule.objects.select_related("letterhead__agency"), pk=pk)
    _refuse_others(request, rule.letterhead)
    services.drop_symbol_rule(rule=rule, by=request.user)
    messages.success(request, "Đã bỏ mẫu ký hiệu; loại này theo mẫu của Nghị định 30/2020/NĐ-CP.")
    return redirect("documents:letterhead_edit", pk=rule.letterhead_id)


def _page(
    request: SignedInRequest, row: Letterhead, status: int = 200, **forms: Any
) -> HttpResponse:
    keeps = may_keep_letterhead(request.user, row)
    context: dict[str, Any] = {"letterhead": row, "about": issuer_page(row), "keeps": keeps}
    if keeps:
        fresh = LetterheadForm(instance=row, initial={"seen": row.version})
        context |= {
            "form": fresh,
            "right_form": RightForm(agency=row.agency, auto_id="quyen-%s"),
            "rule_form": SymbolRuleForm(auto_id="mau-%s"),
        } | forms
    return render(request, "documents/letterhead_edit.html", context, status=status)


def _seen(request: SignedInRequest, pk: int) -> Letterhead:
    _refuse_strangers(request)
    rows = Letterhead.objects.visible_to(request.user).select_related("agency")
    row: Letterhead = get_object_or_404(rows, pk=pk)
    return row


def _kept(request: SignedInRequest, pk: int) -> Letterhead:
    row = _seen(request, pk)
    _refuse_others(request, row)
    return row


def _refuse_others(request: SignedInRequest, row: Letterhead) -> None:
    if not may_keep_letterhead(request.user, row):
        raise PermissionDenied(NOT_YOURS)


def _refuse_strangers(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
