"""The office keeps thresholds: one indicator's page, correct, add, check, withdraw.

A correction is looked at before it is stored: whom it touches, commune by commune.
"""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria import services
from criteria.forms.catalogue import (
    CheckForm,
    ReasonForm,
    ThresholdForm,
    tell_refusal,
    threshold_initial,
)
from criteria.models import CriteriaSet, Indicator, Threshold
from criteria.permissions import may_keep_catalogue
from criteria.selectors.impact import Impact, difference
from criteria.selectors.thresholds import kept, sheet_of, standing_for
from criteria.services.catalogue import whom
from documents.forms import papers_to_name

NOT_THE_OFFICE = (
    "Chỉ cán bộ, thủ trưởng Văn phòng Điều phối sửa được bộ tiêu chí. Thấy sai thì báo Văn phòng "
    "kèm văn bản nguồn."
)
PAGE = 50
GET_OR_POST = ["GET", "HEAD", "POST"]


def refuse_strangers(request: SignedInRequest) -> None:
    """Every member reads the catalogue; the office alone changes it."""
    if not may_keep_catalogue(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)


def indicator_or_404(request: SignedInRequest, pk: int) -> Indicator:
    sets = CriteriaSet.objects.visible_to(request.user)
    rows = Indicator.objects.filter(criterion__criteria_set__in=sets)
    return get_object_or_404(rows.select_related("criterion__criteria_set__paper"), pk=pk)


def threshold_or_404(request: SignedInRequest, pk: int) -> Threshold:
    sets = CriteriaSet.objects.visible_to(request.user)
    rows = Threshold.objects.filter(indicator__criterion__criteria_set__in=sets)
    about = ("indicator__criterion__criteria_set__paper", "paper", "superseded_by", "refers_to")
    return get_object_or_404(rows.select_related(*about), pk=pk)


@require_safe
def indicator_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one indicator asks, who corrected it and why, and whose word a correction parted from."""
    indicator = indicator_or_404(request, pk)
    page = sheet_of(indicator)
    found = (
        difference(indicator, user=request.user, day=working_day())
        if page.corrected
        else Impact(0, ())
    )
    context = {
        "indicator": indicator,
        "criteria_set": indicator.criterion.criteria_set,
        "sheet": page,
        "difference": found,
        "page": Paginator(found.lines, PAGE).get_page(request.GET.get("trang")),
        "keeps": may_keep_catalogue(request.user),
    }
    return render(request, "criteria/catalogue_indicator.html", context)


@require_http_methods(GET_OR_POST)
def threshold_add(request: SignedInRequest, pk: int) -> HttpResponse:
    indicator = indicator_or_404(request, pk)
    refuse_strangers(request)
    criteria_set = indicator.criterion.criteria_set
    initial = {
        "region": request.GET.get("vung") or criteria_set.region,
        "value_type": indicator.value_type,
        "comparator": "boolean" if indicator.value_type == "boolean" else ">=",
        "confidence": "sourced",
    }
    form = ThresholdForm(
        request.POST or None, indicator=indicator, user=request.user, initial=initial
    )
    store = partial(services.add_threshold, indicator=indicator, by=request.user)
    return _form_page(request, form, indicator, store)


@require_http_methods(GET_OR_POST)
def threshold_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    threshold = threshold_or_404(request, pk)
    refuse_strangers(request)
    form = ThresholdForm(
        request.POST or None,
        indicator=threshold.indicator,
        old=threshold,
        user=request.user,
        initial=threshold_initial(threshold),
    )
    store = partial(services.correct_threshold, threshold=threshold, by=request.user)
    return _form_page(request, form, threshold.indicator, store, threshold)


def _form_page(
    request: SignedInRequest,
    form: ThresholdForm,
    indicator: Indicator,
    store: Callable[..., Threshold],
    threshold: Threshold | None = None,
) -> HttpResponse:
    """The form; what it would do once it is filled in; stored when that was seen and confirmed."""
    status, found = 200, None
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        else:
            change = partial(store, wanted=form.demand, reason=form.cleaned_data["reason"])
            confirmed = "store" in request.POST and form.cleaned_data["previewed"] == form.digest
            try:
                if confirmed:
                    change()
                    messages.success(request, f"Đã lưu ngưỡng của chỉ tiêu {indicator.code}.")
                    return redirect("criteria:indicator_page", pk=indicator.pk)
                found = _whom(request, indicator, change)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
    context = {
        "form": form,
        "indicator": indicator,
        "criteria_set": indicator.criterion.criteria_set,
        "threshold": kept(threshold) if threshold else None,
        "standing": _standing(threshold),
        "found": found,
        "digest": form.digest if found is not None else "",
        "page": Paginator(found.lines, PAGE).get_page(1) if found else None,
        "papers": papers_to_name(request.user),
    }
    return render(request, "criteria/threshold_form.html", context, status=status)


def _whom(
    request: SignedInRequest, indicator: Indicator, change: Callable[[], Threshold]
) -> Impact:
    return whom(indicator, change, user=request.user, day=working_day())


def _standing(threshold: Threshold | None) -> object:
    """Where somebody was quicker: the row that stands now, or that there is none."""
    if threshold is None or not Threshold.objects.filter(pk=threshold.pk).exclude(
        superseded_at=None
    ):
        return None
    threshold.refresh_from_db(fields=["superseded_at", "superseded_by"])
    row = standing_for(threshold)
    return {"by": threshold.superseded_by, "now": kept(row) if row else None}


@require_http_methods(GET_OR_POST)
def threshold_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """The value was compared with its paper."""
    threshold = threshold_or_404(request, pk)
    refuse_strangers(request)
    initial = threshold_initial(threshold)
    form = CheckForm(request.POST or None, user=request.user, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.check_threshold(threshold=threshold, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                code = threshold.indicator.code
                messages.success(request, f"Đã đánh dấu kiểm chứng ngưỡng của chỉ tiêu {code}.")
                return redirect("criteria:indicator_page", pk=threshold.indicator_id)
    return _small_page(
        request, form, threshold, template="criteria/threshold_check.html", status=status
    )


@require_http_methods(GET_OR_POST)
def threshold_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    threshold = threshold_or_404(request, pk)
    refuse_strangers(request)
    form = ReasonForm(request.POST or None)
    status, found = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            change = partial(
                services.withdraw_threshold,
                threshold=threshold,
                by=request.user,
                **form.cleaned_data,
            )
            try:
                change()
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã bỏ ngưỡng; ngưỡng cũ còn trong lịch sử.")
                return redirect("criteria:indicator_page", pk=threshold.indicator_id)
    elif threshold.superseded_at is None:
        change = partial(
            services.withdraw_threshold, threshold=threshold, by=request.user, reason="xem trước"
        )
        found = _whom(request, threshold.indicator, change)
    template = "criteria/threshold_withdraw.html"
    return _small_page(request, form, threshold, template=template, status=status, found=found)


def _small_page(
    request: SignedInRequest,
    form: CheckForm | ReasonForm,
    threshold: Threshold,
    *,
    template: str,
    status: int,
    found: Impact | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "indicator": threshold.indicator,
        "criteria_set": threshold.indicator.criterion.criteria_set,
        "threshold": kept(threshold),
        "standing": _standing(threshold),
        "found": found,
        "page": Paginator(found.lines, PAGE).get_page(1) if found else None,
        "papers": papers_to_name(request.user),
    }
    return render(request, template, context, status=status)
