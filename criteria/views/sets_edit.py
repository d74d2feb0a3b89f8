"""The office enters and corrects criteria and indicators, ends a set, copies it into the next period."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from criteria.forms.catalogue import tell_refusal
from criteria.forms.sets import (
    CopyForm,
    CriterionForm,
    IndicatorForm,
    SetForm,
    criterion_initial,
    indicator_initial,
)
from criteria.models import CriteriaSet, Criterion
from criteria.services.set_copy import copy_set
from criteria.services.sets import edit_set, keep_criterion, keep_indicator
from criteria.views.thresholds import GET_OR_POST, indicator_or_404, refuse_strangers
from documents.forms import papers_to_name


def set_or_404(request: SignedInRequest, code: str) -> CriteriaSet:
    """The set, if the reader is of the office; others read it elsewhere."""
    criteria_set: CriteriaSet = get_object_or_404(
        CriteriaSet.objects.visible_to(request.user).select_related("paper"), code=code
    )
    refuse_strangers(request)
    return criteria_set


def _criterion_or_404(request: SignedInRequest, code: str, number: int) -> Criterion:
    return get_object_or_404(set_or_404(request, code).criteria, number=number)


def answer(
    request: SignedInRequest,
    form: Any,
    criteria_set: CriteriaSet,
    store: Callable[[], tuple[str, str]],
    **words: Any,
) -> HttpResponse:
    """A form of the office: shown, refused with what was typed, or stored. `store` says and leads."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said, url = store()
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, said)
                return redirect(url)
    has_paper = isinstance(form, forms.Form) and "paper" in form.fields
    context = {
        "form": form,
        "criteria_set": criteria_set,
        "papers": papers_to_name(request.user) if has_paper else (),
    }
    return render(request, "criteria/set_form.html", context | words, status=status)


def _place(criteria_set: CriteriaSet, number: int) -> str:
    return f"{reverse('criteria:set_detail', args=[criteria_set.code])}#tc-{number}"


@require_http_methods(GET_OR_POST)
def set_edit(request: SignedInRequest, code: str) -> HttpResponse:
    criteria_set = set_or_404(request, code)
    initial = {"ends": criteria_set.ends, "note": criteria_set.note}
    form = SetForm(request.POST or None, initial=initial)

    def store() -> tuple[str, str]:
        edit_set(criteria_set=criteria_set, by=request.user, **form.cleaned_data)
        return "Đã lưu.", reverse("criteria:set_detail", args=[code])

    return answer(request, form, criteria_set, store, title=f"Sửa bộ {criteria_set}", verb="Lưu")


@require_http_methods(GET_OR_POST)
def criterion_add(request: SignedInRequest, code: str) -> HttpResponse:
    criteria_set = set_or_404(request, code)
    form = CriterionForm(request.POST or None)

    def store() -> tuple[str, str]:
        row = keep_criterion(criteria_set=criteria_set, given=form.given, by=request.user)
        return f"Đã thêm tiêu chí {row}.", _place(criteria_set, row.number)

    return answer(request, form, criteria_set, store, title="Thêm tiêu chí", verb="Thêm")


@require_http_methods(GET_OR_POST)
def criterion_edit(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    criterion = _criterion_or_404(request, code, number)
    criteria_set = criterion.criteria_set
    form = CriterionForm(request.POST or None, initial=criterion_initial(criterion))

    def store() -> tuple[str, str]:
        row = keep_criterion(
            criteria_set=criteria_set, given=form.given, criterion=criterion, by=request.user
        )
        return f"Đã sửa tiêu chí {row}.", _place(criteria_set, row.number)

    title = f"Sửa tiêu chí {criterion}"
    return answer(request, form, criteria_set, store, title=title, verb="Lưu")


@require_http_methods(GET_OR_POST)
def indicator_add(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    criterion = _criterion_or_404(request, code, number)
    form = IndicatorForm(request.POST or None, initial={"code": f"{number}."})

    def store() -> tuple[str, str]:
        row = keep_indicator(criterion=criterion, given=form.given, by=request.user)
        return f"Đã thêm chỉ tiêu {row.code}.", reverse("criteria:indicator_page", args=[row.pk])

    title = f"Thêm chỉ tiêu của tiêu chí {criterion}"
    return answer(request, form, criterion.criteria_set, store, title=title, verb="Thêm")


@require_http_methods(GET_OR_POST)
def indicator_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    indicator = indicator_or_404(request, pk)
    refuse_strangers(request)
    criterion = indicator.criterion
    form = IndicatorForm(request.POST or None, initial=indicator_initial(indicator))

    def store() -> tuple[str, str]:
        keep_indicator(criterion=criterion, given=form.given, indicator=indicator, by=request.user)
        return "Đã sửa chỉ tiêu.", reverse("criteria:indicator_page", args=[pk])

    title = f"Sửa chỉ tiêu {indicator.code}"
    return answer(request, form, criterion.criteria_set, store, title=title, verb="Lưu")


@require_http_methods(GET_OR_POST)
def set_copy(request: SignedInRequest, code: str) -> HttpResponse:
    source = set_or_404(request, code)
    form = CopyForm(request.POST or None, user=request.user)

    def store() -> tuple[str, str]:
        made = copy_set(
            source=source, new=form.new, end_old=form.cleaned_data["end_old"], by=request.user
        )
        said = (
            f"Đã sao chép thành bộ {made.criteria_set}: {made.thresholds} ngưỡng, tất cả chưa kiểm "
            f"chứng; bỏ {made.left} ngưỡng chỉ của giai đoạn cũ."
        )
        return said, reverse("criteria:set_detail", args=[made.criteria_set.code])

    words = (
        "Tiêu chí, chỉ tiêu và ngưỡng của bộ này được chép sang, đánh dấu «chưa kiểm chứng»; "
        "quan hệ hai bộ ghi là «giữ nguyên» cho tới khi bạn sửa."
    )
    title = f"Sao chép bộ {source} sang giai đoạn sau"
    return answer(request, form, source, store, title=title, verb="Sao chép", words=words)
