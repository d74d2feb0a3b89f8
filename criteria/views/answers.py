"""How a scorecard answers: a panel, a cell, a row; fragments for htmx, pages without."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.calendar import working_day
from accounts.http import SignedInRequest, next_page
from criteria import selectors
from criteria.choices import Change, Stage, Status
from criteria.forms import StatusForm, ValueForm, WithdrawForm
from criteria.forms.turned import sent_along
from criteria.models import Criterion, Scorecard
from criteria.permissions import mandates
from criteria.selectors.replies import answers
from criteria.selectors.review.sending import files_on_sheet

NOT_YOURS = (
    "Bạn chỉ ghi được cho xã mà cơ quan bạn đỡ đầu, phụ trách, hoặc tiêu chí mà cơ quan bạn "
    "được giao. Nếu phân công chưa đúng, hãy báo Văn phòng Điều phối."
)


OTHER_WRITER = (
    "Giá trị này do một người khác nhập trước khi bạn đăng nhập ở máy này: không ghi dưới tên bạn. "
    "Người đã nhập cần đăng nhập lại để gửi."
)

# What a save needs of a scorecard: fewer columns, since this row is read with every word.
SHOWN = (
    *(f"commune__{name}" for name in ("code", "name", "kind", "starts", "ends", "province_id")),
    *(f"commune__district__{name}" for name in ("code", "name", "kind")),
    *(
        f"criteria_set__{name}"
        for name in ("code", "name", "short_name", "region", "starts", "classes")
    ),
    "criteria_set__special_region",
    *(f"criteria_set__paper__{name}" for name in ("kind", "number", "notation")),
)


def scorecard_or_404(request: SignedInRequest, pk: int) -> Scorecard:
    """The scorecard with its commune, its set and (`class_kind`) its commune's class today."""
    rows = Scorecard.objects.visible_to(request.user).with_class(working_day())
    found: Scorecard = get_object_or_404(
        rows.select_related("commune__district", "criteria_set__paper").only(*SHOWN), pk=pk
    )
    return found


def refuse_other_writer(request: SignedInRequest) -> None:
    """A value typed by one person and sent after another signed in is never the other's word."""
    writer = request.POST.get("writer", "")
    if writer and writer != str(request.user.pk):
        raise PermissionDenied(OTHER_WRITER)


def panel(
    request: SignedInRequest,
    scorecard: Scorecard,
    criterion: Criterion,
    *,
    form: StatusForm | None = None,
    withdrawing: tuple[int, WithdrawForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A criterion with its form and history; what was typed and refused stays in it."""
    given = mandates(request.user, scorecard)
    line = selectors.line(scorecard, criterion, day=working_day())
    context = {
        "scorecard": scorecard,
        "line": line,
        "mandates": given.for_criterion(criterion),
        "answers": answers([line.entry], given),
        "statuses": selectors.status_history(scorecard, criterion, user=request.user),
        "values": selectors.value_history(scorecard, criterion, user=request.user),
        "form": form,
        "withdrawing": withdrawing,
        "statuses_to_choose": Status.choices,
        "changes_to_choose": Change.choices,
    }
    template = "criteria/_panel.html" if request.htmx else "criteria/criterion_entry.html"
    return render(request, template, context, status=status)


def logged(
    request: SignedInRequest, scorecard: Scorecard, criterion: Criterion, stage: int
) -> HttpResponse:
    """After a word of that stage was stored: the cell as it stands and the counts.

    What the commune says of itself moves its file on the completion bar too.
    """
    if not request.htmx:
        return redirect(f"{_page(scorecard)}#tc-{criterion.number}")
    saved = selectors.saved(scorecard, criterion)
    context = {"scorecard": scorecard, "criterion": criterion, "saved": saved}
    context["declared"] = stage == Stage.DECLARED
    if stage == Stage.DECLARED:
        files = files_on_sheet(request.user, scorecard, working_day())
        context["side"] = files[0] if files else None
    return render(request, "criteria/_logged.html", context)


def measured(
    request: SignedInRequest,
    scorecard: Scorecard,
    line: selectors.CriterionLine,
    form: ValueForm,
) -> HttpResponse:
    """After a value was sent: its cell and the verdicts; what was refused stays in the cell."""
    stale = any(error.code == "stale" for error in form.non_field_errors().as_data())
    status = 409 if stale else 422 if form.errors else 200
    if not request.htmx and not form.errors:
        if "next" in request.POST:  # from the page of all communes, to its row
            return redirect(f"{next_page(request)}#xa-{scorecard.commune.code}")
        return redirect(f"{_page(scorecard)}#ct-{form.indicator.code}")
    context = {
        "scorecard": scorecard,
        "line": line,
        "row": line.indicator(form.indicator.pk),
        "part": _part(line.indicator(form.indicator.pk), form.data.get("part", "")),
        "refused": form if form.errors else None,
        "refused_part": form.data.get("part", ""),
        "stale": stale,
        "saved_part": None if form.errors else form.cleaned_data["part"],
        "open_indicators": frozenset([form.indicator.pk]),
        "kept": sent_along(request.POST, visible=not request.htmx),
        "named": "next" in request.POST,
    }
    template = "criteria/_measured.html" if request.htmx else "criteria/indicator_entry.html"
    return render(request, template, context, status=status)


def _part(row: selectors.IndicatorLine, code: str) -> selectors.PartLine:
    """The part that was sent; the first one where it is none of today's."""
    return next((one for one in row.parts if one.code == code), row.parts[0])


def _page(scorecard: Scorecard) -> str:
    return reverse("criteria:scorecard_detail", args=[scorecard.pk])
