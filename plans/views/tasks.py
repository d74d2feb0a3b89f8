"""A task of the programme: how it stands, what was said, and what one may say to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Agency
from plans.choices import ExtensionState
from plans.forms.tasks import (
    DecisionForm,
    ExtensionForm,
    PercentForm,
    ProgressForm,
    ReviewForm,
    WithdrawForm,
    tell_refusal,
)
from plans.models import Extension, Task, TaskProgress, TaskReview
from plans.permissions import confirms_for, keeps_all, speaks_as
from plans.selectors.task_history import Event, history
from plans.selectors.tasks import LeadLine, TaskLine, heir, line_of
from plans.services.extensions import ask_extension, decide_extension, withdraw_extension
from plans.services.progress import (
    NEVER,
    report_percent,
    report_progress,
    review_task,
    withdraw_progress,
    withdraw_review,
)

GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_A_LEAD = (
    "Chỉ cán bộ, lãnh đạo của đơn vị chủ trì báo tiến độ và xin gia hạn. Nếu đơn vị của bạn chủ trì "
    "nhiệm vụ này, hãy báo Văn phòng Điều phối sửa chương trình."
)
NOT_TO_CONFIRM = (
    "Văn phòng Điều phối xác nhận hoàn thành và quyết định gia hạn; việc của Văn phòng do Sở Nông nghiệp "
    "xác nhận. Đơn vị chủ trì không tự xác nhận việc của mình."
)
NOT_YOURS = "Chỉ đơn vị đã ghi nội dung này rút được."


@require_safe
def task_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    task = _task_or_404(request, pk)
    return render(request, "plans/task_detail.html", _detail(request, task))


@require_http_methods(GET_OR_POST)
def task_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """A lead reports; ?don-vi=slug says for which of one's agencies where several lead."""
    task = _task_or_404(request, pk)
    line = line_of(task, working_day())
    leads = own_leads(request, line)
    if not leads:
        raise PermissionDenied(NOT_A_LEAD)
    form, status = ProgressForm(request.POST or None, leads=leads), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said = report_progress(
                    task=task, by=request.user, files=request.FILES.getlist("files"), **form.said()
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi tiến độ của {said.agency}.")
                return redirect("plans:task_detail", pk=pk)
    else:
        form.initial = _as_last_said(line, _chosen(request, leads))
    context = _detail(request, task) | {"form": form}
    return render(request, "plans/task_progress.html", context, status=status)


@require_POST
def task_percent(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """The figure of one lead, from its cell in the table: answers the cell itself to the page's script."""
    task = _task_or_404(request, pk)
    line = line_of(task, working_day())
    agency = next((one for one in own_leads(request, line) if one.slug == slug), None)
    if agency is None:
        raise PermissionDenied(NOT_A_LEAD)
    form, status, stale, saved = PercentForm(request.POST), 422, False, False
    if form.is_valid():
        try:
            report_percent(
                task=task,
                agency=agency,
                percent=form.cleaned_data["value"],
                base=form.cleaned_data["base"],
                by=request.user,
            )
            status, saved = 200, True
        except ValidationError as refusal:
            stale = getattr(refusal, "code", "") == "stale"
            form.add_error("value", refusal.messages)
            status = 409
    if saved and not request.htmx:
        return redirect("plans:task_detail", pk=pk)
    line = line_of(task, working_day())
    context: dict[str, Any] = {"line": line, "lead": line.lead_of(agency.pk), "task": task}
    context |= {"refused": None if saved else form, "saved": saved, "stale": stale}
    if request.htmx:
        return render(request, "plans/_percent.html", context, status=status)
    return render(request, "plans/task_percent.html", context, status=status)


@require_http_methods(GET_OR_POST)
def task_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm or return what a lead (?don-vi=slug) says is done; without a lead the task as a whole."""
    task = _task_or_404(request, pk)
    line = line_of(task, working_day())
    lead = _lead_asked(request, line)
    agency = confirms_for(request.user, lead.agency, [])
    if agency is None:
        raise PermissionDenied(NOT_TO_CONFIRM)
    form, status = ReviewForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                review_task(
                    task=task,
                    lead=lead.agency,
                    agency=agency,
                    agrees=form.agrees,
                    reason=form.cleaned_data["reason"],
                    base=form.cleaned_data["base"],
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(
                    request, f"{'Đã xác nhận' if form.agrees else 'Đã trả lại'} {task.code}."
                )
                return redirect("plans:task_detail", pk=pk)
    else:
        form.initial = {"base": lead.last.pk if lead.last else NEVER}
    context = _detail(request, task) | {"form": form, "lead": lead}
    return render(request, "plans/task_review.html", context, status=status)


@require_http_methods(GET_OR_POST)
def extension_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    task = _task_or_404(request, pk)
    line = line_of(task, working_day())
    leads = own_leads(request, line)
    if not leads:
        raise PermissionDenied(NOT_A_LEAD)
    form, status = ExtensionForm(request.POST or None, leads=leads), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                asked = ask_extension(task=task, by=request.user, **form.said())
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã gửi xin gia hạn của {asked.agency}.")
                return redirect("plans:task_detail", pk=pk)
    else:
        form.initial = {"agency": _chosen(request, leads).slug}
    context = _detail(request, task) | {"form": form}
    return render(request, "plans/extension_ask.html", context, status=status)


@require_http_methods(GET_OR_POST)
def extension_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = _extension_or_404(request, pk)
    if confirms_for(request.user, heir(asked.agency, working_day()), []) is None:
        raise PermissionDenied(NOT_TO_CONFIRM)
    form, status = DecisionForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                decide_extension(
                    extension=asked,
                    grants=form.grants,
                    answer=form.cleaned_data["answer"],
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                said = "Đã đồng ý gia hạn" if form.grants else "Đã trả lời không đồng ý gia hạn"
                messages.success(request, f"{said} {asked.task.code}.")
                return redirect("plans:task_detail", pk=asked.task_id)
    context = _detail(request, asked.task) | {"form": form, "asked": asked}
    return render(request, "plans/extension_decide.html", context, status=status)


@require_POST
def extension_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = _extension_or_404(request, pk)
    if not speaks_as(request.user, heir(asked.agency, working_day())):
        raise PermissionDenied(NOT_YOURS)
    withdraw_extension(extension=asked, by=request.user)
    messages.success(request, "Đã rút xin gia hạn.")
    return redirect("plans:task_detail", pk=asked.task_id)


@require_http_methods(GET_OR_POST)
def progress_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = TaskProgress.objects.visible_to(request.user).select_related("task__group", "agency")
    return _withdraw(request, get_object_or_404(rows, pk=pk))


@require_http_methods(GET_OR_POST)
def review_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = TaskReview.objects.visible_to(request.user).select_related("task__group", "agency")
    return _withdraw(request, get_object_or_404(rows, pk=pk))


def _withdraw(request: SignedInRequest, told: TaskProgress | TaskReview) -> HttpResponse:
    if not speaks_as(request.user, heir(told.agency, working_day())):
        raise PermissionDenied(NOT_YOURS)
    form, status = WithdrawForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _take_back(told, form.cleaned_data["reason"], request)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã rút.")
                return redirect("plans:task_detail", pk=told.task_id)
    context = {"form": form, "told": told, "task": told.task}
    return render(request, "plans/told_withdraw.html", context, status=status)


def _take_back(told: TaskProgress | TaskReview, reason: str, request: SignedInRequest) -> None:
    if isinstance(told, TaskProgress):
        withdraw_progress(progress=told, reason=reason, by=request.user)
    else:
        withdraw_review(review=told, reason=reason, by=request.user)


def own_leads(request: SignedInRequest, line: TaskLine) -> list[Agency]:
    """The leads of the task for which the reader may speak."""
    agencies = [lead.agency for lead in line.leads if lead.agency]
    return [one for one in agencies if speaks_as(request.user, one)]


def _task_or_404(request: SignedInRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("group__programme__paper")
    task: Task = get_object_or_404(rows, pk=pk)
    return task


def _extension_or_404(request: SignedInRequest, pk: int) -> Extension:
    rows = Extension.objects.visible_to(request.user)
    about = ("agency__successor__successor", "task__group__programme__paper", "by")
    found: Extension = get_object_or_404(rows.select_related(*about), pk=pk)
    return found


def _chosen(request: SignedInRequest, leads: list[Agency]) -> Agency:
    slug = request.GET.get("don-vi", "")
    return next((one for one in leads if one.slug == slug), leads[0])


def _as_last_said(line: TaskLine, agency: Agency) -> dict[str, Any]:
    """What the form of a lead begins with: its state and figure as they stand, words to be written anew."""
    lead = line.lead_of(agency.pk)
    if lead is None or lead.last is None:
        return {"agency": agency.slug, "base": NEVER}
    said: dict[str, Any] = {"agency": agency.slug, "base": lead.last.pk}
    if not lead.returned and not lead.waits:
        said |= {"state": lead.state, "percent": lead.percent}
    return said


def _lead_asked(request: SignedInRequest, line: TaskLine) -> LeadLine:
    """The lead of ?don-vi=slug; the first without an agency where none is named."""
    slug = request.GET.get("don-vi", "")
    for lead in line.leads:
        if (lead.agency.slug if lead.agency else "") == slug:
            return lead
    return line.leads[0]


def _detail(request: SignedInRequest, task: Task) -> dict[str, Any]:
    """What every page about the task shows."""
    line = line_of(task, working_day())
    own = own_leads(request, line)
    keys = {one.pk for one in own}
    leads: list[dict[str, Any]] = [
        {
            "line": lead,
            "own": lead.agency is not None and lead.agency.pk in keys,
            "may_confirm": confirms_for(request.user, lead.agency, []) is not None,
        }
        for lead in line.leads
    ]
    asked = line.waiting
    return {
        "task": task,
        "programme": task.group.programme,
        "year": task.group.programme.year,
        "line": line,
        "leads": leads,
        "own": own,
        "may_report": any(one["own"] and not one["line"].confirmed for one in leads),
        "may_decide": asked is not None
        and confirms_for(request.user, heir(asked.agency, working_day()), []) is not None,
        "may_withdraw_asked": asked is not None
        and speaks_as(request.user, heir(asked.agency, working_day())),
        "may_keep": keeps_all(request.user),
        "events": [_said_to(request, one) for one in history(task)],
        "references": task.references.select_related("paper"),
    }


def _said_to(request: SignedInRequest, event: Event) -> dict[str, Any]:
    """An event, and what the reader may do about it; of a waiting extension each is decided by itself."""
    agency = heir(event.agency, working_day())
    asks = isinstance(event.said, Extension) and event.said.state == ExtensionState.ASKED
    return {
        "event": event,
        "own": speaks_as(request.user, agency),
        "may_decide": asks and confirms_for(request.user, agency, []) is not None,
    }
