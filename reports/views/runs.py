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
from communes.exports import MEDIA_TYPE, to_book
from communes.http import spreadsheet
from communes.models import is_member
from documents.models import OfficialDocument
from documents.services.content import DOCX
from documents.services.word import page_as_word
from reports import services, tasks
from reports.choices import Kind, RunState
from reports.forms import RequestForm, WordsForm
from reports.models import ReportRun
from reports.permissions import may_request
from reports.selectors.compared import compared
from reports.selectors.pages import page_of
from reports.selectors.run_page import run_page
from reports.selectors.run_sheets import sheets_of
from reports.selectors.runs import (
    LIST_COLUMNS,
    RunFilters,
    frozen_figures,
    kinds_to_ask_for,
    list_rows,
    runs_for,
)

PER_PAGE = 50
AWAY = "Hệ thống nền đang tạm dừng: báo cáo đang chờ, sẽ tự lập khi hệ thống nền hoạt động lại."


@require_safe
def run_list(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied("Tài khoản của bạn chưa được gán vai trò ở cơ quan nào.")
    filters = RunFilters.read(request.GET)
    runs = runs_for(request.user, filters)
    if request.GET.get("dang") == "xlsx":
        return spreadsheet("bao-cao", "Báo cáo", LIST_COLUMNS, list_rows(runs))
    context = {
        "page": Paginator(runs, PER_PAGE).get_page(request.GET.get("trang")),
        "filters": filters,
        "kinds": Kind,
        "states": RunState,
        "may_ask": bool(kinds_to_ask_for(request.user, working_day())),
    }
    return render(request, "reports/run_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_run(request: SignedInRequest) -> HttpResponse:
    """First which report, then of whom and when."""
    today = working_day()
    kinds = kinds_to_ask_for(request.user, today)
    if not kinds:
        raise PermissionDenied("Cơ quan của bạn không có báo cáo nào để lập.")
    asked = request.POST.get("kind") or request.GET.get("loai")
    if not asked and len(kinds) > 1:
        return render(request, "reports/run_kinds.html", {"kinds": kinds})
    kind = next((one for one in kinds if one.value == asked), None if asked else kinds[0])
    if kind is None:
        raise PermissionDenied("Cơ quan của bạn không lập loại báo cáo này.")
    asked_for = {"commune": request.GET.get("xa", "")}
    form = RequestForm(
        request.POST or None, kind=kind, user=request.user, on=today, initial=asked_for
    )
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "kind": kind, "kinds": kinds}
        status = 422 if request.method == "POST" else 200
        return render(request, "reports/run_request.html", context, status=status)
    run = services.request_report(kind=kind, **form.cleaned_data, by=request.user)
    transaction.on_commit(partial(_hand_over, request, run.pk))
    return redirect("reports:run_detail", pk=run.pk)


@require_safe
def run_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
def write_words(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what people wrote beside the figures; refused, what they typed stays on the page."""
    run = _find(request, pk)
    about = run_page(run, request.user)
    if not about.may_write or run.paper is None:
        raise PermissionDenied("Văn bản này không còn sửa được, hoặc do người khác giữ.")
    form = WordsForm(request.POST, words=about.words)
    if not form.is_valid():
        return _page(request, run, form, status=422)
    try:
        services.write_words(
            paper=run.paper,
            words=form.changed_words,
            seen=form.cleaned_data["version"],
            by=request.user,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages[0])
        return _page(request, run, form, status=409)
    messages.success(request, "Đã lưu phần đơn vị viết.")
    return redirect("reports:run_detail", pk=run.pk)


def _page(
    request: SignedInRequest, run: ReportRun, form: WordsForm | None = None, status: int = 200
) -> HttpResponse:
    about = run_page(run, request.user)
    version = run.paper.version if run.paper else 0
    context = {
        "run": run,
        "about": about,
        "words": form or WordsForm(words=about.words, initial={"version": version}),
        "may_request": may_request(request.user, run.agency),
        "may_see_paper": OfficialDocument.objects.visible_to(request.user)
        .filter(pk=run.paper_id or 0)
        .exists(),
    }
    return render(request, "reports/run_detail.html", context, status=status)


@require_safe
def compare_runs(request: SignedInRequest, pk: int, other: int) -> HttpResponse:
    run, earlier = _find(request, pk), _find(request, other)
    if run.figures is None or earlier.figures is None:
        raise Http404("Một trong hai lần lập chưa có số liệu.")
    if Kind(run.kind).family != Kind(earlier.kind).family:
        raise ValidationError("Hai báo cáo khác loại, không so từng số liệu được.", code="family")
    context = {"run": run, "other": earlier, "found": compared(run, earlier)}
    return render(request, "reports/run_compare.html", context)


@require_safe
def run_tables(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    frozen = frozen_figures(run)
    if frozen is None:
        raise Http404("Báo cáo này chưa có số liệu.")
    return _attachment(to_book(sheets_of(run, frozen)), f"{run.file_stem}.xlsx", MEDIA_TYPE)


@require_safe
def run_word(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    if run.state != RunState.DONE:
        raise Http404("Báo cáo này chưa lập xong.")
    return _attachment(page_as_word(page_of(run)), f"{run.file_stem}.docx", DOCX.media_type)


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
    related = runs.select_related(
        "agency", "commune", "criteria_set", "round", "paper", "requested_by"
    )
    run: ReportRun = get_object_or_404(related, pk=pk)
    return run


def _hand_over(request: SignedInRequest, run_pk: int) -> None:
    if not tasks.hand_over(run_pk):
        messages.warning(request, AWAY)


def _attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
