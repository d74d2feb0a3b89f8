"""One assignment by hand: put, ended, its duty settled."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from criteria.models import SponsorAssignment
from documents.forms import papers_to_name, tell_refusal
from plans.forms.assignments import AssignmentForm, DutyForm, EndForm
from plans.permissions import keeps_all
from plans.services.assignments import assign, end_assignment, settle_duty
from plans.views.assignment_import import NOT_THE_OFFICE

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def assignment_add(request: SignedInRequest) -> HttpResponse:
    """One agency behind one commune (?xa=, ?don-vi= fill it in)."""
    _ask_office(request)
    if request.method == "POST":
        form = AssignmentForm(request.POST, user=request.user)
    else:
        given = {"commune": request.GET.get("xa"), "agency": request.GET.get("don-vi")}
        form = AssignmentForm(user=request.user, initial=given)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                row = assign(by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(
                    request, f"Đã ghi {row.agency} – {row.commune}: {row.duty_words}."
                )
                return redirect("plans:assignment_list")
    context = {"form": form, "papers": papers_to_name(request.user)}
    return render(request, "plans/assignment_form.html", context, status=status)


@require_http_methods(GET_OR_POST)
def assignment_end(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _assignment(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                end_assignment(assignment=row, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi ngày cuối của {row.agency} – {row.commune}.")
                return redirect("plans:assignment_list")
    return _form(request, row, form, "Ghi ngày cuối", status)


@require_http_methods(GET_OR_POST)
def assignment_duty(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _assignment(request, pk)
    form = DutyForm(
        request.POST if request.method == "POST" else None,
        initial={"duty": row.duty, "seen": row.duty},
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                settle_duty(assignment=row, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi nhiệm vụ của {row.agency} – {row.commune}.")
                return redirect("plans:assignment_list")
    return _form(request, row, form, "Ghi nhiệm vụ", status)


def _form(
    request: SignedInRequest,
    row: SponsorAssignment,
    form: forms.Form,
    verb: str,
    status: int,
) -> HttpResponse:
    context = {"form": form, "assignment": row, "verb": verb}
    return render(request, "plans/assignment_edit.html", context, status=status)


def _assignment(request: SignedInRequest, pk: int) -> SponsorAssignment:
    rows = SponsorAssignment.objects.visible_to(request.user)
    rows = rows.select_related("agency", "commune", "paper")
    row: SponsorAssignment = get_object_or_404(rows, pk=pk)
    _ask_office(request)
    return row


def _ask_office(request: SignedInRequest) -> None:
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
