"""One criterion over all files that lie with the reader: opened and spoken of row by row, or all at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from communes.models import is_member
from criteria.choices import Doubt, Status
from criteria.forms.opinions import AGREES, OpinionForm
from criteria.selectors.review.across import Across, AcrossRow, across, evidence_of
from criteria.selectors.review.bulk import BulkPlan
from criteria.selectors.review.queue import Filters
from criteria.services import review
from criteria.views.opinions import AT_THE_ROW
from criteria.views.queue import NOT_A_MEMBER, NOT_YOURS, PAGE, count_of, promised_of


@require_http_methods(["GET", "HEAD", "POST"])
def submission_across(request: SignedInRequest) -> HttpResponse:
    """The files at the criterion chosen; POST agrees with all rows of the filter that were opened."""
    _ask_member(request)
    found = _found(request)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            rows = _agree(request, found)
        except ValidationError as refusal:
            refusals, found = refusal.messages, _found(request)
        else:
            messages.success(request, f"Đã ghi đồng ý {rows} dòng của tiêu chí này.")
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    return _page(request, found, refusals=refusals, status=409 if refusals else 200)


@require_POST
def across_row(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Open a row, or keep an opinion of it: 422 and 409 show the row with what was typed."""
    _ask_member(request)
    row = _row_or_404(request, pk, number)
    given: dict[str, Any] = {"mandate": row.mandate, "by": request.user}
    opened = "mo" in request.POST
    form: OpinionForm | None = None
    status = 200
    if request.POST.get("viec") == "mo":
        review.open_rows(row.file, [row.criterion.pk], **given)
        opened = True
    else:
        form, status = OpinionForm(request.POST), 422
        if form.is_valid():
            try:
                base = form.cleaned_data["base"]
                turn = form.cleaned_data["turn"]
                review.say(row.file, row.criterion, form.said(), base=base, turn=turn, **given)
            except ValidationError as refusal:
                if getattr(refusal, "code", "") not in AT_THE_ROW:
                    raise
                form.add_error(None, refusal)
                status = 409
            else:
                form, status = None, 200
    if request.htmx:
        row = _row_or_404(request, pk, number)
        context = _row_context(row, form, opened=opened)
        answer = render(request, "criteria/_across_row.html", context, status=status)
        answer.headers["HX-Trigger"] = "counted"  # the page asks for its counts once it is quiet
        return answer
    if form is not None:
        return _page(request, _found(request, number), form=form, at=pk, status=status)
    asked = {"ky": row.file.round_id, "so": number} | ({"mo": pk} if opened else {})
    return redirect(f"{reverse('criteria:submission_across')}?{urlencode(asked)}#hs-{pk}")


def _page(
    request: SignedInRequest,
    found: Across,
    *,
    refusals: list[str] | None = None,
    form: OpinionForm | None = None,
    at: int | None = None,
    status: int = 200,
) -> HttpResponse:
    opened = at or count_of(request.GET.get("mo", ""))
    places = [place for place, one in enumerate(found.rows) if one.file.pk == opened]
    page = places[0] // PAGE + 1 if places else request.GET.get("trang")
    rows = Paginator(found.rows, PAGE).get_page(page)
    context = {
        "found": found,
        "filters": Filters.read(request.GET),
        "only_left": request.GET.get("con") == "1",
        "page": rows,
        "rows": [
            _row_context(one, form if one.file.pk == at else None, opened=one.file.pk == opened)
            for one in rows
        ],
        "refusals": refusals or [],
    }
    return render(request, "criteria/across_list.html", context, status=status)


def _row_context(row: AcrossRow, form: OpinionForm | None, *, opened: bool) -> dict[str, Any]:
    return {
        "row": row,
        "file": row.file,
        "number": row.criterion.number,
        "opened": opened,
        "evidence": list(evidence_of(row)) if opened else [],
        "form": form,
        "mine_agrees": form is not None and form.data.get("agrees") == AGREES,
        "doubts": Doubt.choices,
        "statuses": Status.choices,
    }


def _agree(request: SignedInRequest, found: Across) -> int:
    """How many rows; in the name of the voice that was posted, on the criterion that was shown."""
    plan: BulkPlan | None = next(
        (one for one in found.plans if one.mandate.key == request.POST.get("vai")), None
    )
    if plan is None or found.criterion is None:
        raise ValidationError(NOT_YOURS, code="holder")
    said = review.agree_in_bulk(
        plan.files,
        promised=promised_of(request),
        only=[found.criterion.pk],
        mandate=plan.mandate,
        by=request.user,
    )
    return sum(len(one) for one in said.values())


def _found(request: SignedInRequest, number: int | None = None) -> Across:
    asked = count_of(request.GET.get("so", ""))
    return across(
        request.user,
        Filters.read(request.GET),
        number or asked,
        only_left=request.GET.get("con") == "1",
    )


def _row_or_404(request: SignedInRequest, pk: int, number: int) -> AcrossRow:
    """A file that does not lie with the reader, or a criterion that is not of their part, is not there."""
    found = across(request.user, Filters(), number, file=pk)
    row = found.row(pk)
    if row is None or row.criterion.number != number:
        raise Http404
    return row


def _ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
