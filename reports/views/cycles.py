"""All reports of a round: who owes, starting their making, watching it, and what came of it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import is_member
from criteria.models import Round
from documents.forms import tell_refusal
from reports import tasks
from reports.choices import RunState
from reports.forms import CycleForm, DueForm
from reports.models import ReportCycle, ReportRun
from reports.permissions import runs_cycles, sees_all_owed
from reports.selectors.cycles import (
    kinds_of,
    latest_cycle,
    progress_of,
    round_lines,
)
from reports.selectors.owed import (
    STATES,
    OwedFilters,
    chosen,
    owed_lines,
    tallies,
    with_runs,
)
from reports.services import cycle as cycles
from reports.services import cycle_owed, cycle_volume

PER_PAGE = 50
AWAY = "Hệ thống nền đang tạm dừng: báo cáo đang chờ, sẽ tự lập khi hệ thống nền hoạt động lại."
NOT_A_MEMBER = "Tài khoản của bạn chưa được gán vai trò ở cơ quan nào."
NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối lập mọi báo cáo của một kỳ."
FILES = {"zip": "archive", "pdf": "book"}


@require_safe
def cycle_list(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    context = {
        "lines": round_lines(working_day()),
        "may_run": runs_cycles(request.user),
        "sees_all": sees_all_owed(request.user),
    }
    return render(request, "reports/cycle_list.html", context)


@require_safe
def cycle_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _round(request, pk))


@require_safe
def cycle_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The progress alone; the whole page where nothing moves any more."""
    period = _round(request, pk)
    cycle = latest_cycle(period)
    if not request.htmx or cycle is None:
        return redirect("reports:cycle_detail", pk=period.pk)
    progress = progress_of(cycle)
    context = {"period": period, "progress": progress, "may_run": runs_cycles(request.user)}
    response = render(request, "reports/_cycle.html", context)
    if not progress.is_moving:
        response.headers["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose which reports, then ask for all of them at once."""
    period = _round(request, pk)
    _ask_office(request)
    form = CycleForm(request.POST if request.method == "POST" else None, period=period)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                cycle, fresh = cycles.start_cycle(period=period, by=request.user, **form.said())
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                if fresh:
                    _call(request, cycle)
                return redirect("reports:cycle_detail", pk=period.pk)
    context = {"form": form, "period": period, "today": working_day()}
    return render(request, "reports/cycle_start.html", context, status=status)


@require_POST
def cycle_due(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another day for what is still owed."""
    period = _round(request, pk)
    _ask_office(request)
    form = DueForm(request.POST, period=period)
    if not form.is_valid():
        return _page(request, period, due=form, status=422)
    try:
        count = cycle_owed.set_due_day(period=period, by=request.user, **form.said())
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _page(request, period, due=form, status=409)
    messages.success(request, f"Đã đặt hạn nộp của {count} báo cáo chưa gửi.")
    return redirect("reports:cycle_detail", pk=period.pk)


@require_POST
def cycle_act(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    """Pause, go on, cancel, retry what failed, bind anew."""
    cycle = _cycle(request, pk)
    _ask_office(request)
    deed = ACTS.get(act)
    if deed is None:
        raise Http404
    deed(request, cycle)
    return redirect("reports:cycle_detail", pk=cycle.round_id)


def _pause(request: SignedInRequest, cycle: ReportCycle) -> None:
    cycles.pause_cycle(cycle=cycle, by=request.user)


def _resume(request: SignedInRequest, cycle: ReportCycle) -> None:
    _call(request, cycles.resume_cycle(cycle=cycle, by=request.user))


def _cancel(request: SignedInRequest, cycle: ReportCycle) -> None:
    cycles.cancel_cycle(cycle=cycle, by=request.user)
    messages.success(request, "Đã hủy: báo cáo đã lập xong giữ nguyên, phần còn lại không lập.")


def _retry(request: SignedInRequest, cycle: ReportCycle) -> None:
    key = request.POST.get("run", "")
    only = get_object_or_404(ReportRun, pk=key, cycle=cycle) if key.isdecimal() else None
    count = cycles.retry_failed(cycle=cycle, only=only, by=request.user)
    messages.success(request, f"Đã xếp hàng lập lại {count} báo cáo.")
    _call(request, cycle)


def _bind(request: SignedInRequest, cycle: ReportCycle) -> None:
    volume = cycle_volume.queue_volume(cycle, request.user)
    transaction.on_commit(partial(_told, request, partial(tasks.call_binder, volume.pk)))


ACTS: dict[str, Callable[[SignedInRequest, ReportCycle], None]] = {
    "tam-dung": _pause,
    "tiep-tuc": _resume,
    "huy": _cancel,
    "lap-lai": _retry,
    "lap-tap": _bind,
}


@require_safe
def cycle_file(request: SignedInRequest, pk: int, form: str) -> FileResponse:
    """The ZIP or the volume to print, as bound last."""
    cycle = _cycle(request, pk)
    _ask_office(request)
    volume = cycle.volumes.filter(state=RunState.DONE).first()
    file = getattr(volume, FILES[form]) if volume and form in FILES else None
    if volume is None or not file or not file.storage.exists(file.name):
        raise Http404("Chưa có tệp này.")
    return FileResponse(file.open(), as_attachment=True, filename=f"{volume.stem}.{form}")


def _page(
    request: SignedInRequest, period: Round, due: DueForm | None = None, status: int = 200
) -> HttpResponse:
    filters = OwedFilters.read(request.GET)
    lines = owed_lines(request.user, period, working_day())
    page = Paginator(chosen(lines, filters), PER_PAGE).get_page(request.GET.get("trang"))
    cycle, may_run = latest_cycle(period), runs_cycles(request.user)
    context = {
        "period": period,
        "cycle": cycle,
        "progress": progress_of(cycle) if cycle else None,
        "may_run": may_run,
        "due": (due or DueForm(period=period)) if may_run and lines else None,
        "filters": filters,
        "states": STATES,
        "kinds": kinds_of(period),
        "tallies": tallies(lines),
        "page": page,
        "lines": with_runs(list(page), request.user),
        "opened": period.starts <= working_day(),
    }
    return render(request, "reports/cycle_detail.html", context, status=status)


def _round(request: SignedInRequest, pk: int) -> Round:
    found: Round = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    return found


def _cycle(request: SignedInRequest, pk: int) -> ReportCycle:
    rows = ReportCycle.objects.visible_to(request.user).select_related("round")
    found: ReportCycle = get_object_or_404(rows, pk=pk)
    return found


def _ask_office(request: SignedInRequest) -> None:
    if not runs_cycles(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)


def _call(request: SignedInRequest, cycle: ReportCycle) -> None:
    told = partial(tasks.call_workers, cycle.pk, tasks.LANES)
    transaction.on_commit(partial(_told, request, told))


def _told(request: SignedInRequest, tell: Callable[[], bool]) -> None:
    if not tell():
        messages.warning(request, AWAY)
