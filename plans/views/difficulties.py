"""Difficulties: the list, one with its steps, raising one, and each next step."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency, Commune, is_member
from criteria.models import Criterion, Indicator
from criteria.selectors.across import districts_on
from documents.forms import tell_refusal
from plans.choices import DifficultyState, StepKind
from plans.forms.difficulties import RaiseForm, StepForm, WithdrawStepForm, raise_initial
from plans.forms.fields import communes_to_name
from plans.models import Difficulty, DifficultyStep, Task
from plans.permissions import may_keep, own_agencies, voices
from plans.selectors.difficulties import (
    COLUMNS,
    LATE,
    DifficultyFilters,
    difficulties,
    likely_to_answer,
    lines,
    sheet_rows,
    steps_of,
    waiting_for,
)
from plans.services.difficulties import raise_difficulty, take_step, withdraw_step

PAGE = 50
STATES = [*DifficultyState.choices, (LATE, "quá hạn trả lời")]
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được khó khăn, vướng mắc."
NOT_SPEAKING = (
    "Chỉ cán bộ, lãnh đạo của một cơ quan nêu được vướng mắc. Hãy nhờ người có vai trò đó, hoặc báo "
    "đầu mối của cơ quan."
)
NOT_YOURS = (
    "Việc này của đơn vị khác: đơn vị được hỏi trả lời, đơn vị nêu khép lại. Hãy xem «Đang chờ»."
)
NOT_SAID = "Chỉ đơn vị đã ghi bước này rút được."


@require_safe
def difficulty_list(request: SignedInRequest) -> HttpResponse:
    """Raised by the working day, with whom each waits for; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    day, filters = working_day(), DifficultyFilters.read(request.GET)
    rows = difficulties(request.user, day, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"kho-khan-{day:%Y-%m-%d}"
        return spreadsheet(name, "Vướng mắc", COLUMNS, sheet_rows(lines(rows, day)))
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    own = own_agencies(request.user)
    context = {
        "page": page,
        "lines": lines(page.object_list, day),
        "filters": filters,
        "states": STATES,
        "districts": districts_on(day),
        "may_raise": bool(own),
        "mine": own[0] if own else None,
        "waiting": Difficulty.objects.filter(waiting_for(own)).count() if own else 0,
        "illustrative": any(one.illustrative for one in page.object_list),
    }
    return render(request, "plans/difficulty_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def difficulty_add(request: SignedInRequest) -> HttpResponse:
    """Raise one; ?xa=CODE&tieu-chi=PK&chi-tieu=PK&nhiem-vu=PK fill it in."""
    own = own_agencies(request.user)
    if not own:
        raise PermissionDenied(NOT_SPEAKING)
    given = _given(request)
    criterion = given["criterion"]
    status = 200
    if request.method == "POST":
        form = RaiseForm(request.POST, own=own, criterion=criterion)
        status = 422
        if form.is_valid():
            try:
                row = raise_difficulty(
                    by=request.user, files=request.FILES.getlist("files"), **form.said()
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã nêu vướng mắc với {row.addressed_to}.")
                return redirect("plans:difficulty_detail", pk=row.pk)
    else:
        form = RaiseForm(own=own, criterion=criterion, initial=_initial(given))
    context = {"form": form, "communes": communes_to_name(working_day())} | given
    return render(request, "plans/difficulty_form.html", context, status=status)


@require_safe
def difficulty_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _difficulty(request, pk))


@require_POST
def difficulty_step(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next step, of the kind that the form names."""
    row = _difficulty(request, pk)
    kind = request.POST.get("kind", "")
    allowed = voices(request.user, row)
    if kind not in StepKind.values or StepKind(kind) not in allowed:
        possible = {one for one in StepKind.values if one != StepKind.RAISED}
        agency = next(iter(allowed.values()), None)
        if kind in possible and agency is not None:
            return _settled(request, row)
        raise PermissionDenied(NOT_YOURS)
    step_kind = StepKind(kind)
    form = StepForm(request.POST, kind=step_kind)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        take_step(
            difficulty=row,
            kind=step_kind,
            agency=allowed[step_kind],
            files=request.FILES.getlist("files"),
            by=request.user,
            **form.cleaned_data,
        )
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, _difficulty(request, pk), form=form, status=409)
    messages.success(request, f"Đã ghi: {step_kind.label}.")
    return redirect("plans:difficulty_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def difficulty_step_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back the last step; the reason is asked on a page of its own."""
    rows = DifficultyStep.objects.visible_to(request.user).select_related("difficulty", "agency")
    step: DifficultyStep = get_object_or_404(rows, pk=pk)
    if not may_keep(request.user, step.agency):
        raise PermissionDenied(NOT_SAID)
    form, status = WithdrawStepForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                withdraw_step(step=step, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã rút; vướng mắc trở lại như trước bước đó.")
                return redirect("plans:difficulty_detail", pk=step.difficulty_id)
    context = {"form": form, "step": step, "difficulty": step.difficulty}
    return render(request, "plans/difficulty_withdraw.html", context, status=status)


def _settled(request: SignedInRequest, row: Difficulty) -> HttpResponse:
    """Somebody of those concerned sends a step that is no longer possible as it stands."""
    refused = ["Vướng mắc này vừa có bước mới, nên bước bạn gửi không còn làm được. Hãy xem lại."]
    return _page(request, row, refused=refused, status=409)


def _page(
    request: SignedInRequest,
    row: Difficulty,
    *,
    form: StepForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The steps so far, and a form for each step that one may take; what was refused stays in its form."""
    day = working_day()
    allowed = voices(request.user, row)
    forms = [
        form
        if form is not None and form.kind == kind
        else StepForm(kind=kind, initial={"seen": row.version})
        for kind in StepKind
        if kind in allowed
    ]
    if form is not None and form.kind not in allowed:
        forms.append(form)
    steps = steps_of(row)
    living = [one for one in steps if one.withdrawn_at is None]
    last = living[-1] if len(living) > 1 else None
    (line,) = lines([row], day)
    context: dict[str, Any] = {
        "difficulty": row,
        "line": line,
        "steps": steps,
        "forms": [(one, allowed.get(one.kind)) for one in forms],
        "refused": refused,
        "may_withdraw": last if last and may_keep(request.user, last.agency) else None,
    }
    return render(request, "plans/difficulty_detail.html", context, status=status)


def _difficulty(request: SignedInRequest, pk: int) -> Difficulty:
    rows = Difficulty.objects.visible_to(request.user).select_related(
        *("commune__district", "criterion__criteria_set", "indicator", "task__group"),
        *("raised_by", "addressed_to", "by", "on_behalf_of"),
    )
    row: Difficulty = get_object_or_404(rows, pk=pk)
    return row


def _given(request: SignedInRequest) -> dict[str, Any]:
    """What the address names; what it names wrongly is left out."""
    asked = request.GET
    day = working_day()
    communes = Commune.objects.on(day).select_related("district")
    criterion: Criterion | None = _named(Criterion, asked.get("tieu-chi"))
    indicator: Indicator | None = _named(Indicator, asked.get("chi-tieu"))
    if indicator is not None:
        criterion = indicator.criterion
    return {
        "commune": communes.filter(code=asked.get("xa", "")).first(),
        "criterion": criterion,
        "indicator": indicator,
        "task": _named(Task, asked.get("nhiem-vu")),
    }


def _named(model: Any, key: str | None) -> Any:
    return model.objects.filter(pk=key).first() if key and key.isdecimal() else None


def _initial(given: dict[str, Any]) -> dict[str, Any]:
    asked: Agency | None = likely_to_answer(
        working_day(),
        commune=given["commune"],
        criterion=given["criterion"],
        indicator=given["indicator"],
    )
    task = given["task"]
    about = raise_initial(given["commune"], given["criterion"], given["indicator"], asked)
    return about | {"task": task.pk if task else None}
