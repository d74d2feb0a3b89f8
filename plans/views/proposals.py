"""Proposals of plans: the list for everybody, and the addressee's answer."""

from collections.abc import Callable

from django import forms
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
from plans.choices import ProposalState
from plans.forms.proposals import AnswerForm, PassOnForm
from plans.models import Proposal
from plans.permissions import answers_proposal, own_agencies, passes_on
from plans.selectors.proposals import (
    COLUMNS,
    ProposalFilters,
    open_for,
    proposals,
    proposals_out,
    sheet_rows,
)
from plans.services.proposals import answer_proposal, pass_on

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được kiến nghị."
NOT_ASKED = "Chỉ cán bộ, lãnh đạo của cơ quan được kiến nghị trả lời."
NOT_PASSED = "Chỉ cơ quan được kiến nghị và Văn phòng Điều phối chuyển kiến nghị đi."


@require_safe
def proposal_list(request: SignedInRequest) -> HttpResponse:
    """Proposals of plans that are out; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    filters = ProposalFilters.read(request.GET)
    rows = proposals(request.user, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"kien-nghi-{working_day():%Y-%m-%d}"
        return spreadsheet(name, "Kiến nghị", COLUMNS, sheet_rows(rows))
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    own = own_agencies(request.user)
    context = {
        "page": page,
        "lines": [(one, answers_proposal(request.user, one)) for one in page],
        "filters": filters,
        "states": ProposalState.choices,
        "own": own,
        "waiting": open_for(own).count() if own else 0,
    }
    return render(request, "plans/proposal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """One proposal; its addressee answers, and may answer anew."""
    row: Proposal = get_object_or_404(proposals_out(request.user), pk=pk)
    if request.method == "POST" and not answers_proposal(request.user, row):
        raise PermissionDenied(NOT_ASKED)
    answered = row.state != ProposalState.OPEN
    initial = {"seen": row.version, "answer": row.answer, "state": row.state if answered else None}
    form = AnswerForm(request.POST or None, initial=initial)

    def store() -> None:
        answer_proposal(proposal=row, by=request.user, **form.cleaned_data)

    return _answer(request, row, form, store, said="Đã trả lời; bên kiến nghị được báo.")


@require_POST
def proposal_pass(request: SignedInRequest, pk: int) -> HttpResponse:
    row: Proposal = get_object_or_404(proposals_out(request.user), pk=pk)
    if not passes_on(request.user, row):
        raise PermissionDenied(NOT_PASSED)
    form = PassOnForm(request.POST, day=working_day())

    def store() -> None:
        pass_on(proposal=row, by=request.user, **form.cleaned_data)

    return _answer(request, row, form, store, said="Đã chuyển; cơ quan nhận được báo.")


def _answer(
    request: SignedInRequest,
    row: Proposal,
    form: forms.Form,
    store: Callable[[], None],
    *,
    said: str,
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                store()
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, said)
                return redirect("plans:proposal_answer", pk=row.pk)
    passing = isinstance(form, PassOnForm)
    context = {
        "proposal": row,
        "form": AnswerForm(initial={"seen": row.version}) if passing else form,
        "pass_form": form
        if passing
        else PassOnForm(day=working_day(), initial={"seen": row.version}),
        "answers": answers_proposal(request.user, row),
        "passes": passes_on(request.user, row) and row.state == ProposalState.OPEN,
    }
    return render(request, "plans/proposal_answer.html", context, status=status)
