"""How communes are recognised in each period: conditions, documents, vote; the office corrects the numbers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import is_member
from criteria.forms.catalogue import tell_refusal
from criteria.forms.council import ProcedureDocumentsForm, ProcedureForm
from criteria.models import Procedure
from criteria.permissions import may_keep_catalogue
from criteria.selectors.council import procedures
from criteria.selectors.council_history import corrections_of
from criteria.services.council_rules import correct_procedure, list_documents
from criteria.views.council import GET_OR_POST, NOT_A_MEMBER

NOT_THE_OFFICE = (
    "Chỉ cán bộ, thủ trưởng Văn phòng Điều phối sửa được quy trình. Thấy sai thì báo Văn phòng kèm "
    "văn bản nguồn."
)


@require_safe
def council_rules(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    day, rows = working_day(), procedures()
    context = {
        "now": [one for one in rows if one.covers(day)],
        "others": [one for one in rows if not one.covers(day)],
        "keeps": may_keep_catalogue(request.user),
    }
    return render(request, "criteria/council_rules.html", context)


@require_http_methods(GET_OR_POST)
def council_rule_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct the numbers of a procedure, with the source they were read in."""
    procedure = _procedure(request, pk)
    form = ProcedureForm(request.POST or None, procedure=procedure)

    def store(given: dict[str, Any]) -> None:
        correct_procedure(
            procedure=procedure,
            wanted=form.wanted,
            seen=form.now,
            source=given["source"],
            reason=given["reason"],
            checked=given["checked"],
            by=request.user,
        )

    told = "Hồ sơ đang lập theo con số mới; hồ sơ đã trình hội đồng giữ con số lúc trình."
    return _form_page(
        request,
        form,
        procedure,
        store,
        act="Sửa các con số",
        told=f"{told} Ô trống: chưa có quy định.",
    )


@require_http_methods(GET_OR_POST)
def council_rule_documents(request: SignedInRequest, pk: int) -> HttpResponse:
    """State the documents that a file must hold, with the source they were read in."""
    procedure = _procedure(request, pk)
    form = ProcedureDocumentsForm(request.POST or None, procedure=procedure)

    def store(given: dict[str, Any]) -> None:
        list_documents(
            procedure=procedure,
            words=given["words"].splitlines(),
            source=given["source"],
            reason=given["reason"],
            by=request.user,
        )

    told = "Hồ sơ đang lập theo danh mục mới; hồ sơ đã trình hội đồng giữ danh mục lúc trình."
    return _form_page(request, form, procedure, store, act="Sửa danh mục giấy tờ", told=told)


def _procedure(request: SignedInRequest, pk: int) -> Procedure:
    rows = Procedure.objects.visible_to(request.user).select_related("paper")
    found: Procedure = get_object_or_404(rows.prefetch_related("conditions", "documents"), pk=pk)
    if not may_keep_catalogue(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
    return found


def _form_page(
    request: SignedInRequest,
    form: forms.Form,
    procedure: Procedure,
    store: Callable[[dict[str, Any]], None],
    **context: Any,
) -> HttpResponse:
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                store(form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã lưu: {procedure}.")
                return redirect("criteria:council_rules")
    context |= {"form": form, "procedure": procedure, "corrections": corrections_of(procedure)}
    return render(request, "criteria/council_rule_form.html", context, status=status)
