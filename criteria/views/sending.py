"""The commune's side of its file: what is sent, taken back, asked and answered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria.choices import Stage
from criteria.forms.sending import AnswerForm, MissingForm
from criteria.models import Remark, Submission
from criteria.permissions import Mandate, voice
from criteria.selectors.review.sending import (
    RemarkLine,
    last_remarks,
    last_return,
    remark_lines,
    send_page,
    side_of,
)
from criteria.services import review
from criteria.services.review.declaring import change_of

GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_THE_COMMUNE = "Chỉ UBND xã của hồ sơ này mới gửi, rút lại và trả lời nhận xét."


@require_http_methods(GET_OR_POST)
def submission_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """What will be sent, what is missing, who gets it; then send it."""
    file, mandate = _file(request, pk), _commune(request, pk)
    if request.method == "POST":
        review.submit(file, mandate=mandate, by=request.user)
        messages.success(request, "Đã gửi hồ sơ.")
        return redirect("criteria:submission_detail", pk=pk)
    return _sending(request, file)


@require_POST
def submission_declare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Declare criteria that are missing, all chosen ones at once."""
    file, mandate = _file(request, pk), _commune(request, pk)
    form = _missing_form(request, file)
    if not form.is_valid():
        return _sending(request, file, form, status=422)
    try:
        made = review.declare_missing(file, mandate=mandate, by=request.user, **form.said())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _sending(request, file, form, status=409)
    messages.success(request, f"Đã khai báo {len(made)} tiêu chí.")
    return redirect("criteria:submission_send", pk=pk)


@require_http_methods(GET_OR_POST)
def submission_recall(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a file back before anybody has spoken of it."""
    file, mandate = _file(request, pk), _commune(request, pk)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            review.recall(file, mandate=mandate, by=request.user)
        except ValidationError as refusal:
            file, refusals = _file(request, pk), refusal.messages
        else:
            messages.success(request, "Đã rút lại hồ sơ. Sửa xong, hãy gửi lại.")
            return redirect("criteria:submission_send", pk=pk)
    side = side_of(request.user, file, working_day())
    context = {"file": file, "side": side, "refusals": refusals}
    return render(
        request, "criteria/sending_recall.html", context, status=409 if refusals else 200
    )


@require_safe
def submission_remarks(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the last return asks, and what the commune answers; everybody reads."""
    return _remarks(request, _file(request, pk))


@require_POST
def remark_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    remarks = Remark.objects.filter(submission__in=Submission.objects.visible_to(request.user))
    remark = get_object_or_404(remarks.select_related("criterion"), pk=pk)
    file, mandate = _file(request, remark.submission_id), _commune(request, remark.submission_id)
    form = AnswerForm(request.POST, one=RemarkLine(remark))
    if not form.is_valid():
        return _answered(request, file, remark, form, status=422)
    try:
        review.answer_with_result(remark, mandate=mandate, by=request.user, **form.said())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _answered(request, file, remark, form, status=409)
    if request.htmx:
        return _answered(request, file, remark)
    messages.success(request, "Đã lưu trả lời.")
    return redirect(f"{reverse('criteria:submission_remarks', args=[file.pk])}#nx-{pk}")


def _sending(
    request: SignedInRequest,
    file: Submission,
    form: MissingForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    today = working_day()
    side = side_of(request.user, file, today)
    page = send_page(file, today)
    if form is None and side.sends:
        form = MissingForm(lines=page.missing, closed=bool(change_of(file)))
    stage, receivers = review.receivers(file) if side.sends else (None, [])
    context = {
        "file": file,
        "side": side,
        "page": page,
        "form": form,
        "remarks": last_remarks(file) if side.unanswered else [],
        "stage": stage,
        "receivers": receivers,
    }
    return render(request, "criteria/sending_detail.html", context, status=status)


def _missing_form(request: SignedInRequest, file: Submission) -> MissingForm:
    lines = send_page(file, working_day()).missing
    return MissingForm(request.POST, lines=lines, closed=bool(change_of(file)))


def _remarks(
    request: SignedInRequest,
    file: Submission,
    refused: tuple[int, AnswerForm] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    today = working_day()
    side = side_of(request.user, file, today)
    rows = []
    for one in remark_lines(file, today):
        if refused is not None and refused[0] == one.remark.pk:
            refused[1].one = one
            rows.append((one, refused[1]))
        else:
            rows.append((one, AnswerForm(one=one)))
    context = {
        "file": file,
        "side": side,
        "rows": rows,
        "back": last_return(file),
        "closed": bool(change_of(file)) if side.sends else False,
    }
    return render(request, "criteria/sending_remarks.html", context, status=status)


def _answered(
    request: SignedInRequest,
    file: Submission,
    remark: Remark,
    form: AnswerForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """After an answer: its box and the count; what was refused stays in the box."""
    if not request.htmx:
        return _remarks(request, file, (remark.pk, form) if form else None, status=status)
    today = working_day()
    one = next(line for line in remark_lines(file, today) if line.remark.pk == remark.pk)
    if form is not None:
        form.one = one
    context = {
        "file": file,
        "side": side_of(request.user, file, today),
        "one": one,
        "form": form or AnswerForm(one=one),
        "saved": form is None,
        "oob": True,
    }
    return render(request, "criteria/_sending_answered.html", context, status=status)


def _file(request: SignedInRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user).with_holders()
    around = ("round", "scorecard__commune__district", "scorecard__criteria_set__paper")
    found: Submission = get_object_or_404(rows.select_related(*around), pk=pk)
    return found


def _commune(request: SignedInRequest, pk: int) -> Mandate:
    """In whose name the reader sends the file; 403 for everybody else."""
    mandate = voice(request.user, Submission(pk=pk), [Stage.DECLARED])
    if mandate is None:
        raise PermissionDenied(NOT_THE_COMMUNE)
    return mandate
