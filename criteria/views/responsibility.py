"""Indicator × agency of a set: who answers, since when and until when; the office changes it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria.forms.catalogue import tell_refusal
from criteria.forms.responsibility import AssignmentForm, EndForm
from criteria.models import CriteriaSet, Responsibility
from criteria.permissions import may_keep_catalogue
from criteria.selectors.responsibility import responsibility_rows
from criteria.services.responsibility import assign_responsibility, end_responsibility
from criteria.views.thresholds import GET_OR_POST, refuse_strangers
from documents.forms import papers_to_name


@require_http_methods(GET_OR_POST)
def responsibility_list(request: SignedInRequest, code: str) -> HttpResponse:
    """Everybody reads; the office gives one indicator or a whole criterion to an agency."""
    sets = CriteriaSet.objects.visible_to(request.user)
    criteria_set = get_object_or_404(sets, code=code)
    keeps = may_keep_catalogue(request.user)
    form, status = None, 200
    if request.method == "POST":
        refuse_strangers(request)
    if keeps:
        form = AssignmentForm(
            request.POST or None,
            user=request.user,
            criteria_set=criteria_set,
            initial={"what": request.GET.get("chi-tieu"), "replacing": True},
        )
    if request.method == "POST" and form is not None:
        status = 422
        if form.is_valid():
            try:
                done = assign_responsibility(
                    indicators=form.chosen,
                    given=form.assignment,
                    replacing=form.cleaned_data["replacing"],
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã giao {len(done)} chỉ tiêu cho {done[0].agency}.")
                return redirect("criteria:responsibility_list", code=code)
    context = {
        "criteria_set": criteria_set,
        "groups": responsibility_rows(criteria_set, working_day()),
        "keeps": keeps,
        "form": form,
        "papers": papers_to_name(request.user) if keeps else (),
    }
    return render(request, "criteria/responsibility_list.html", context, status=status)


@require_http_methods(GET_OR_POST)
def responsibility_end(request: SignedInRequest, pk: int) -> HttpResponse:
    sets = CriteriaSet.objects.visible_to(request.user)
    rows = Responsibility.objects.filter(indicator__criterion__criteria_set__in=sets)
    about = ("agency", "indicator__criterion__criteria_set")
    row = get_object_or_404(rows.select_related(*about), pk=pk)
    refuse_strangers(request)
    form = EndForm(request.POST or None, initial={"ends": working_day()})
    code, status = row.indicator.criterion.criteria_set.code, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                end_responsibility(responsibility=row, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(
                    request, f"{row.agency} thôi phụ trách chỉ tiêu {row.indicator.code}."
                )
                return redirect("criteria:responsibility_list", code=code)
    context = {"row": row, "form": form, "criteria_set": row.indicator.criterion.criteria_set}
    return render(request, "criteria/responsibility_end.html", context, status=status)
