"""What people say on a scorecard: log a status, enter a value, withdraw a wrong one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria import selectors, services
from criteria.forms import StatusForm, ValueForm, WithdrawForm
from criteria.models import Indicator, Measurement, StatusEntry
from criteria.permissions import mandates, may_withdraw
from criteria.views.answers import (
    NOT_YOURS,
    logged,
    measured,
    panel,
    refuse_other_writer,
    scorecard_or_404,
)

NOT_YOUR_WORD = "Chỉ cơ quan đã ghi hoặc Văn phòng Điều phối rút được nội dung này."


@require_safe
def criterion_entry(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One criterion of a scorecard: its history, and the form to log on it."""
    scorecard = scorecard_or_404(request, pk)
    criterion = get_object_or_404(scorecard.criteria_set.criteria, number=number)
    return panel(request, scorecard, criterion)


@require_POST
def log_status(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    scorecard = scorecard_or_404(request, pk)
    criterion = get_object_or_404(scorecard.criteria_set.criteria, number=number)
    given = mandates(request.user, scorecard).for_criterion(criterion)
    if not given:
        raise PermissionDenied(NOT_YOURS)
    form = StatusForm(request.POST, mandates=given)
    if not form.is_valid():
        return panel(request, scorecard, criterion, form=form, status=422)
    try:
        services.log_status(
            scorecard=scorecard, criterion=criterion, by=request.user, **form.said()
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return panel(request, scorecard, criterion, form=form, status=409)
    return logged(request, scorecard, criterion, form.mandate.stage)


@require_POST
def measure(request: SignedInRequest, pk: int, indicator_pk: int) -> HttpResponse:
    refuse_other_writer(request)
    scorecard = scorecard_or_404(request, pk)
    siblings = list(
        Indicator.objects.filter(
            criterion__indicators=indicator_pk, criterion__criteria_set=scorecard.criteria_set_id
        ).select_related("criterion")
    )
    if not siblings:
        raise Http404
    indicator = next(one for one in siblings if one.pk == indicator_pk)
    given = mandates(request.user, scorecard).for_indicator(indicator)
    if not given:
        raise PermissionDenied(NOT_YOURS)
    form = ValueForm(request.POST, mandates=given, indicator=indicator)
    if form.is_valid():
        try:
            services.measure(
                scorecard=scorecard, indicator=indicator, by=request.user, **form.said()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
    line = selectors.measured_line(scorecard, indicator.criterion, siblings, day=working_day())
    return measured(request, scorecard, line, form)


@require_POST
def withdraw_status(request: SignedInRequest, pk: int) -> HttpResponse:
    words = StatusEntry.objects.select_related("criterion", "agency")
    entry = get_object_or_404(words, pk=pk)
    scorecard = scorecard_or_404(request, entry.scorecard_id)
    if not may_withdraw(request.user, entry):
        raise PermissionDenied(NOT_YOUR_WORD)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return panel(request, scorecard, entry.criterion, withdrawing=(pk, form), status=422)
    services.withdraw_status(entry=entry, reason=form.cleaned_data["reason"], by=request.user)
    return logged(request, scorecard, entry.criterion, entry.stage)


@require_POST
def withdraw_measurement(request: SignedInRequest, pk: int) -> HttpResponse:
    words = Measurement.objects.select_related("indicator__criterion", "agency")
    said = get_object_or_404(words, pk=pk)
    scorecard = scorecard_or_404(request, said.scorecard_id)
    if not may_withdraw(request.user, said):
        raise PermissionDenied(NOT_YOUR_WORD)
    form, criterion = WithdrawForm(request.POST), said.indicator.criterion
    if not form.is_valid():
        return panel(request, scorecard, criterion, withdrawing=(pk, form), status=422)
    services.withdraw_measurement(
        measurement=said, reason=form.cleaned_data["reason"], by=request.user
    )
    return logged(request, scorecard, criterion, said.stage)
