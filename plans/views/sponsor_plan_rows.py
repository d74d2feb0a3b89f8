"""Communes of a sponsor's plan: added with their state, said row by row, a sentence split, taken out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from documents.forms import tell_refusal
from plans.forms.fields import communes_to_name
from plans.forms.sponsor_plans import (
    AddRowForm,
    AimFormSet,
    DeedForm,
    RowForm,
    SplitForm,
    aims_initial,
    row_initial,
    with_split,
)
from plans.models import SponsorPlan, SponsorPlanCommune, Target
from plans.names import Split, split
from plans.selectors.sponsor_plans import PlanRow, names_of, plan_rows, states_of
from plans.services.sponsor_plan_deeds import promise_unmet
from plans.services.sponsor_plan_rows import (
    RowGiven,
    add_row,
    change_row,
    move_row,
    remove_row,
)
from plans.views.sponsor_plans import kept_plan

GET_OR_POST = ["GET", "HEAD", "POST"]
ALONE = ("commune", "criterion")


@require_http_methods(GET_OR_POST)
def sponsor_row_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A commune, with the state that its scorecard shows today; the rest is said on its own page."""
    plan = kept_plan(request, pk)
    form = AddRowForm(request.POST or None)
    commune_field: Any = form.fields["commune"]
    commune_field.day = working_day()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = _added(request, plan, form)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã thêm {row.commune}.")
                return redirect("plans:sponsor_row", pk=pk, row=row.pk)
    context = {
        "plan": plan,
        "form": form,
        "title": "Thêm xã vào kế hoạch",
        "communes": communes_to_name(working_day()),
    }
    return render(request, "plans/sponsor_plan_form.html", context, status=status)


@require_http_methods(GET_OR_POST)
def sponsor_row(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Everything that the plan says of a commune."""
    plan = kept_plan(request, pk)
    one = _row(plan, row)
    if request.method != "POST":
        return _page(request, plan, one, *_stored(plan, one))
    form, aims = _typed(plan, one, request.POST)
    if not (form.is_valid() and aims.is_valid()):
        return _page(request, plan, one, form, aims, status=422)
    told = [given for item in aims if (given := item.given()) is not None]
    try:
        change_row(
            row=one.row,
            given=form.given(told, one.row.target_text),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, plan, one, form, aims, status=409)
    messages.success(request, f"Đã ghi {one.commune}.")
    if "next" in request.POST:
        follower = plan.communes.filter(order__gt=one.row.order).first()
        if follower is not None:
            return redirect("plans:sponsor_row", pk=pk, row=follower.pk)
    return redirect("plans:sponsor_plan", pk=pk)


@require_POST
def sponsor_plan_split(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """The row's page as it was typed, with what a pasted sentence names put in; nothing is stored."""
    plan = kept_plan(request, pk)
    one = _row(plan, row)
    asked = SplitForm(request.POST)
    if not asked.is_valid():
        form, aims = _typed(plan, one, request.POST)
        return _page(request, plan, one, form, aims, asked=asked, status=422)
    found = split(asked.cleaned_data["sentence"], names_of(plan.criteria_set))
    form, aims = _typed(plan, one, with_split(request.POST, found))
    return _page(request, plan, one, form, aims, asked=asked, found=found)


@require_POST
def sponsor_row_move(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    plan = kept_plan(request, pk)
    move_row(row=_row(plan, row).row, up=request.POST.get("ve") == "len", by=request.user)
    return redirect("plans:sponsor_plan", pk=pk)


@require_http_methods(GET_OR_POST)
def sponsor_row_drop(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Take a commune out, after a page that says what goes with it."""
    plan = kept_plan(request, pk)
    one = _row(plan, row)
    if request.method == "POST":
        remove_row(row=one.row, seen=_number(request.POST.get("seen")), by=request.user)
        messages.success(request, f"Đã bỏ {one.commune} khỏi kế hoạch.")
        return redirect("plans:sponsor_plan", pk=pk)
    return render(request, "plans/sponsor_row_drop.html", {"plan": plan, "one": one})


@require_http_methods(GET_OR_POST)
def sponsor_row_promise(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """One action for each unmet criterion that has none."""
    plan = kept_plan(request, pk)
    one = _row(plan, row)
    initial = {
        "content": f"Hỗ trợ xã {one.commune.name} hoàn thiện tiêu chí chưa đạt",
        "due": f"Đến năm {plan.year_to or plan.year_from}",
    }
    form = DeedForm(request.POST or None, plan=plan, settled=ALONE, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                count = promise_unmet(row=one.row, given=form.given(), by=request.user)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi việc cho {count} tiêu chí chưa đạt.")
                return redirect("plans:sponsor_plan", pk=pk)
    context = {
        "plan": plan,
        "form": form,
        "title": f"Việc cho {len(one.unpromised)} tiêu chí chưa đạt của xã {one.commune.name}",
        "named": one.unpromised,
    }
    return render(request, "plans/sponsor_plan_form.html", context, status=status)


def _added(request: SignedInRequest, plan: SponsorPlan, form: AddRowForm) -> SponsorPlanCommune:
    commune, day = form.cleaned_data["commune"], working_day()
    state = states_of([commune], plan.criteria_set, day)[commune.pk]
    given = RowGiven(
        duty=form.cleaned_data["duty"],
        level=state.level,
        recognised=state.recognised,
        met=state.met,
        out_of=state.out_of,
        state_text=state.text,
        unmet=tuple((one, "") for one in state.unmet),
    )
    return add_row(
        plan=plan, commune=commune, given=given, by=request.user, illustrative=state.illustrative
    )


def _row(plan: SponsorPlan, key: int) -> PlanRow:
    get_object_or_404(plan.communes, pk=key)
    return next(one for one in plan_rows(plan) if one.row.pk == key)


def _stored(plan: SponsorPlan, one: PlanRow) -> tuple[RowForm, Any]:
    criteria = list(plan.criteria_set.criteria.all())
    form = RowForm(criteria=criteria, initial=row_initial(one.row, one.unmet))
    return form, AimFormSet(prefix="muc", initial=_aims(one.targets))


def _typed(plan: SponsorPlan, one: PlanRow, data: Any) -> tuple[RowForm, Any]:
    criteria = list(plan.criteria_set.criteria.all())
    aims = AimFormSet(data, prefix="muc", initial=_aims(one.targets))
    return RowForm(data, criteria=criteria), aims


def _aims(targets: tuple[Target, ...]) -> list[dict[str, Any]]:
    return aims_initial(targets)


def _page(
    request: SignedInRequest,
    plan: SponsorPlan,
    one: PlanRow,
    form: RowForm,
    aims: Any,
    *,
    asked: SplitForm | None = None,
    found: Split | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "plan": plan,
        "one": one,
        "form": form,
        "aims": aims,
        "asked": asked or SplitForm(initial={"sentence": request.POST.get("sentence", "")}),
        "found": found,
        "last": not plan.communes.filter(order__gt=one.row.order).exists(),
    }
    return render(request, "plans/sponsor_row.html", context, status=status)


def _number(text: str | None) -> int | None:
    known = text is not None and text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004
    return int(text) if text is not None and known else None
