"""Acts of the office on one commune's file: another day, opened again, given to somebody else."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Agency
from criteria.choices import FileState, Stage
from criteria.evaluation.diagram import STAGE_OF
from criteria.forms.steering import ExtendForm, PassOnForm, ReopenForm
from criteria.models import Holding, Submission
from criteria.permissions import Mandate, steers
from criteria.selectors.review.left import takers
from criteria.selectors.review.sending import side_of
from criteria.services import review

GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_THE_OFFICE = "Chỉ cán bộ, thủ trưởng Văn phòng Điều phối gia hạn, mở lại và giao lại hồ sơ."


@require_http_methods(GET_OR_POST)
def submission_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    file, mandate = _file(request, pk), _office(request)
    at = STAGE_OF.get(file.state)
    return _act(
        request,
        file,
        ExtendForm(request.POST or None),
        lambda said: review.extend(file, mandate=mandate, by=request.user, **said),
        heading=f"Gia hạn bước {Stage(at).label} cho hồ sơ này" if at else "Gia hạn gửi hồ sơ",
        button="Gia hạn",
        told="Hạn mới chỉ áp dụng cho hồ sơ này, từ bước này trở đi, khi muộn hơn hạn chung của kỳ; "
        "các cơ quan đang giữ hồ sơ và xã được báo."
        if at
        else "Hạn mới chỉ áp dụng cho xã này; xã được báo.",
        done="Đã gia hạn.",
    )


@require_http_methods(GET_OR_POST)
def submission_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    file, mandate = _file(request, pk), _office(request)
    try:
        review.refuse_open(file)
    except ValidationError as refusal:
        return _refused(request, file, refusal, heading="Mở lại hồ sơ")
    told = (
        "Hồ sơ trở về xã; lý do mở lại là nhận xét xã phải trả lời. "
        if file.state == FileState.CONFIRMED
        else "Hồ sơ đi tiếp từ nơi đang giữ. "
    )
    if file.round.closed_at is not None:
        told += (
            "Kỳ đã đóng: số liệu đã chốt giữ nguyên, mọi kết quả ghi từ nay là sửa số liệu có lý do "
            "và hiện riêng ở trang của kỳ."
        )
    return _act(
        request,
        file,
        ReopenForm(request.POST or None),
        lambda said: review.reopen(file, mandate=mandate, by=request.user, **said),
        heading="Mở lại hồ sơ",
        button="Mở lại",
        told=told,
        done="Đã mở lại hồ sơ.",
    )


@require_http_methods(GET_OR_POST)
def holding_pass_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name who holds the file in the place of an agency."""
    rows = Holding.objects.filter(submission__in=Submission.objects.visible_to(request.user))
    holding = get_object_or_404(rows.select_related("agency"), pk=pk)
    file, mandate = _file(request, holding.submission_id), _office(request)
    agencies = takers(holding, Agency.objects.on(working_day()))
    return _act(
        request,
        file,
        PassOnForm(request.POST or None, agencies=agencies),
        lambda said: review.pass_on(holding, mandate=mandate, by=request.user, **said),
        heading="Giao lại hồ sơ",
        button="Giao lại",
        told=(
            f"{holding.agency} đang giữ để {Stage(holding.stage).label} "
            f"từ {holding.since.day}/{holding.since.month}/{holding.since.year}. "
            "Ý kiến, nhận xét đã có đi theo hồ sơ."
        ),
        done="Đã giao lại hồ sơ.",
    )


def _act(
    request: SignedInRequest,
    file: Submission,
    form: forms.Form,
    store: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    **context: Any,
) -> HttpResponse:
    """A form about a file; when it is stored, back to the file. `store` takes what was typed."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                store(form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
            else:
                messages.success(request, done)
                return redirect("criteria:submission_detail", pk=file.pk)
    side = side_of(request.user, file, working_day())
    context |= {"form": form, "file": file, "side": side}
    return render(request, "criteria/steering_form.html", context, status=status)


def _refused(
    request: SignedInRequest, file: Submission, refusal: ValidationError, *, heading: str
) -> HttpResponse:
    """The page without a form, where the act cannot be done to the file."""
    context = {
        "heading": heading,
        "file": file,
        "side": side_of(request.user, file, working_day()),
        "refusals": refusal.messages,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "criteria/steering_form.html", context, status=status)


def _file(request: SignedInRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user).with_holders()
    around = ("round", "scorecard__commune__district", "scorecard__criteria_set")
    found: Submission = get_object_or_404(rows.select_related(*around), pk=pk)
    return found


def _office(request: SignedInRequest) -> Mandate:
    mandate = steers(request.user)
    if mandate is None:
        raise PermissionDenied(NOT_THE_OFFICE)
    return mandate
