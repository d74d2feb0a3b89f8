"""One row of the review sheet: opened, spoken of, its remarks ticked. A fragment for htmx, a page without."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from criteria.choices import RemarkAct
from criteria.forms.opinions import AGREES, OpinionForm, TickForm
from criteria.models import Criterion, Remark, Submission
from criteria.selectors.review.head import row_detail
from criteria.selectors.review.sheet import ReviewSheet
from criteria.services import review
from criteria.services.review.copying import copy_row
from criteria.views.submission import (
    address_asked,
    sheet_context,
    sheet_or_404,
    speaker_or_403,
)

AT_THE_ROW = frozenset({"stale", "reason", "status", "claim", "part", "before"})


@require_safe
def review_row(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A row opened, to read."""
    return _answer(request, sheet_or_404(request, pk), number, opened=True)


@require_POST
def row_open(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Open a row and note that the agency looked into it in this turn."""
    file, mandate = speaker_or_403(request, pk)
    criterion = _criterion_or_404(file, number)
    review.open_rows(file, [criterion.pk], mandate=mandate, by=request.user)
    if not request.htmx:
        return redirect(_row_address(request, pk, number))
    return _answer(request, sheet_or_404(request, pk), number, opened=True)


@require_POST
def opinion_say(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Keep an opinion of one row: 422 and 409 show the row with what was typed."""
    file, mandate = speaker_or_403(request, pk)
    criterion = _criterion_or_404(file, number)
    form, status = OpinionForm(request.POST), 200
    if not form.is_valid():
        status = 422
    else:
        seen = {key: form.cleaned_data[key] for key in ("base", "turn")}
        given = seen | {"mandate": mandate, "by": request.user}
        try:
            if form.copies:
                copy_row(file, criterion, seen=form.cleaned_data["before"], **given)
            else:
                review.say(file, criterion, form.said(), **given)
        except ValidationError as refusal:
            if getattr(refusal, "code", "") not in AT_THE_ROW:
                raise
            form.add_error(None, refusal)
            status = 409
    if not form.errors and not request.htmx:
        return redirect(address_asked(request, pk, number))
    return _answer(
        request,
        sheet_or_404(request, pk),
        number,
        opened="mo" in request.POST,
        form=form if form.errors else None,
        status=status,
    )


@require_POST
def remark_tick(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether the commune's answer to a remark is enough."""
    remark = get_object_or_404(
        Remark.objects.select_related("step", "criterion", "submission__round"), pk=pk
    )
    file, mandate = speaker_or_403(request, remark.submission_id)
    form = TickForm(request.POST)
    if not form.is_valid():
        raise ValidationError([str(one) for errors in form.errors.values() for one in errors])
    review.tick(remark, mandate=mandate, by=request.user, **form.said())
    number = remark.criterion.number if remark.criterion else None
    if request.htmx and number:
        sheet = sheet_or_404(request, file.pk)
        return _answer(request, sheet, number, opened="mo" in request.POST)
    if number and "dong" in request.POST:
        return redirect(_row_address(request, file.pk, number))
    where = address_asked(request, file.pk, number)
    return redirect(where if number else f"{where}#nhan-xet-chung")


def _answer(
    request: SignedInRequest,
    sheet: ReviewSheet,
    number: int,
    *,
    opened: bool,
    form: OpinionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The row as it stands, and the counts of the page."""
    row = sheet.row(number)
    if row is None:
        raise Http404
    alone = not request.htmx
    context = sheet_context(sheet) | {
        "row": row,
        "detail": row_detail(sheet, row) if opened or alone else None,
        "form": form,
        "stale": form is not None
        and any(one.code == "stale" for one in form.non_field_errors().as_data()),
        "mine_agrees": form is not None and form.data.get("agrees") == AGREES,
        "saved": request.method == "POST" and form is None,
        "settled": RemarkAct.SETTLED,
        "alone": alone,
        "address": address_asked(request, sheet.file.pk, number),
    }
    template = "criteria/submission_row.html" if alone else "criteria/_review_answer.html"
    return render(request, template, context, status=status)


def _criterion_or_404(file: Submission, number: int) -> Criterion:
    found: Criterion = get_object_or_404(file.scorecard.criteria_set.criteria, number=number)
    return found


def _row_address(request: SignedInRequest, pk: int, number: int) -> str:
    where = reverse("criteria:review_row", args=[pk, number])
    _, mark, query = address_asked(request, pk).partition("?")
    return f"{where}{mark}{query}"
