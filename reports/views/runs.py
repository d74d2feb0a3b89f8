"""Reports: the list, asking for one, its progress, its file."""

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
from criteria.selectors import set_in_force
from documents.models import OfficialDocument
from reports import services, tasks
from reports.choices import RunState
from reports.forms import RequestForm
from reports.models import ReportRun
from reports.permissions import may_request
from reports.selectors.runs import agencies_to_ask_for, frozen_figures, runs_for

PER_PAGE = 50
AWAY = "Hệ thống nền đang tạm dừng: báo cáo đang chờ, sẽ tự lập khi hệ thống nền hoạt động lại."


@require_safe
def run_list(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied("Tài khoản của bạn chưa được gán vai trò ở cơ quan nào.")
    page = Paginator(runs_for(request.user), PER_PAGE).get_page(request.GET.get("trang"))
    may_ask = bool(agencies_to_ask_for(request.user, working_day()))
    return render(request, "reports/run_list.html", {"page": page, "may_ask": may_ask})


@require_http_methods(["GET", "HEAD", "POST"])
def request_run(request: SignedInRequest) -> HttpResponse:
    form = RequestForm(request.POST or None, user=request.user, on=working_day())
    if not form.agencies:
        raise PermissionDenied("Cơ quan của bạn không có báo cáo nào để lập.")
    if request.method != "POST":
        return render(request, "reports/run_request.html", {"form": form})
    if not form.is_valid():
        return render(request, "reports/run_request.html", {"form": form}, status=422)
    given = form.cleaned_data
    as_of = min(given["round"].ends, working_day())
    criteria_set = set_in_force(as_of)
    if criteria_set is None:
        raise ValidationError("Chưa có bộ tiêu chí nào có hiệu lực ở kỳ này.", code="no_set")
    run = services.request_report(**given, criteria_set=criteria_set, by=request.user)
    transaction.on_commit(partial(_hand_over, request, run.pk))
    return redirect("reports:run_detail", pk=run.pk)


@require_safe
def run_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    context = {
        "run": run,
        "frozen": frozen_figures(run),
        "may_request": may_request(request.user, run.agency),
        "may_see_paper": OfficialDocument.objects.visible_to(request.user)
        .filter(pk=run.paper_id)
        .exists(),
    }
    return render(request, "reports/run_detail.html", context)


@require_safe
def run_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    if not request.htmx:
        return redirect("reports:run_detail", pk=run.pk)
    context = {"run": run, "may_request": may_request(request.user, run.agency)}
    response = render(request, "reports/_run.html", context)
    if run.is_settled:  # the whole page has more to show now: its figures
        response.headers["HX-Refresh"] = "true"
    return response


@require_safe
def run_file(request: SignedInRequest, pk: int) -> FileResponse:
    run = _find(request, pk)
    if run.state != RunState.DONE or not run.file.storage.exists(run.file.name):
        raise Http404("Báo cáo này chưa có tệp.")
    return FileResponse(run.file.open(), as_attachment=True, filename=run.file_name)


@require_POST
def render_again(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    if not may_request(request.user, run.agency):
        raise PermissionDenied("Chỉ đơn vị lập báo cáo và Văn phòng Điều phối được lập lại.")
    services.render_again(run=run, by=request.user)
    transaction.on_commit(partial(_hand_over, request, run.pk))
    return redirect("reports:run_detail", pk=run.pk)


def _find(request: SignedInRequest, pk: int) -> ReportRun:
    runs = ReportRun.objects.visible_to(request.user)
    related = runs.select_related("agency", "criteria_set", "paper", "requested_by")
    run: ReportRun = get_object_or_404(related, pk=pk)
    return run


def _hand_over(request: SignedInRequest, run_pk: int) -> None:
    if not tasks.hand_over(run_pk):
        messages.warning(request, AWAY)
