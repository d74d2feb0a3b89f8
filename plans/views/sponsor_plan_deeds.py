"""What a sponsor's plan promises to do and which offices do it, while its paper is drafted."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from documents.forms import tell_refusal
from plans.forms.sponsor_plans import DeedForm, PlanOfficeForm, deed_initial
from plans.models import AgencyOffice, PlanAction, SponsorPlan
from plans.services.sponsor_plan_deeds import (
    change_promise,
    drop_office,
    drop_promise,
    name_office,
    promise,
)
from plans.views.sponsor_plans import kept_plan

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def sponsor_deed_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new action; ?xa=PK begins it."""
    plan = kept_plan(request, pk)
    initial = {"commune": request.GET.get("xa", "")[:10]}
    form = DeedForm(request.POST or None, plan=plan, initial=initial)

    def store() -> Any:
        commune = form.commune_given
        return promise(plan=plan, commune=commune, given=form.given(), by=request.user)

    return _answer(request, plan, form, store, "Ghi việc vào kế hoạch")


@require_http_methods(GET_OR_POST)
def sponsor_deed_edit(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = kept_plan(request, pk)
    action = _action(plan, row)
    form = DeedForm(
        request.POST or None, plan=plan, settled=["commune"], initial=deed_initial(action)
    )

    def store() -> Any:
        seen = form.cleaned_data["seen"]
        said = form.given()
        return change_promise(plan=plan, action=action, given=said, seen=seen, by=request.user)

    drop = reverse("plans:sponsor_deed_drop", args=[pk, row])
    return _answer(request, plan, form, store, "Sửa việc trong kế hoạch", drop=drop)


@require_POST
def sponsor_deed_drop(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = kept_plan(request, pk)
    action = _action(plan, row)
    drop_promise(plan=plan, action=action, by=request.user)
    messages.success(request, f"Đã bỏ việc «{action.content}».")
    return redirect("plans:sponsor_plan", pk=pk)


@require_http_methods(GET_OR_POST)
def sponsor_office_add(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = kept_plan(request, pk)
    form = PlanOfficeForm(request.POST or None)

    def store() -> Any:
        return name_office(plan=plan, by=request.user, **form.cleaned_data)

    return _answer(request, plan, form, store, "Giao việc cho phòng, bộ phận")


@require_POST
def sponsor_office_drop(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = kept_plan(request, pk)
    office = get_object_or_404(AgencyOffice, pk=row, paper=plan.paper_id)
    drop_office(plan=plan, office=office, by=request.user)
    messages.success(request, f"Đã bỏ {office.name} khỏi kế hoạch.")
    return redirect("plans:sponsor_plan", pk=pk)


def _action(plan: SponsorPlan, key: int) -> PlanAction:
    rows = PlanAction.objects.filter(paper=plan.paper_id, agency=plan.agency_id)
    found: PlanAction = get_object_or_404(rows.select_related("commune"), pk=key)
    return found


def _answer(
    request: SignedInRequest,
    plan: SponsorPlan,
    form: forms.Form,
    store: Callable[[], Any],
    title: str,
    *,
    drop: str = "",
) -> HttpResponse:
    """The form, stored when it is sent: 422 where it is not valid, 409 where the service refuses.

    `drop`: where the row itself is taken out.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept = store()
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi «{kept}».")
                return redirect("plans:sponsor_plan", pk=plan.pk)
    context = {"plan": plan, "form": form, "title": title, "drop": drop}
    return render(request, "plans/sponsor_plan_form.html", context, status=status)
