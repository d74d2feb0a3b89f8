"""Reports owed: the dated items, the duties behind them, and saying that a report was sent."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency, is_member
from documents.forms import papers_to_name, tell_refusal
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from plans.forms.duties import AskForm, DutyForm, SendForm, duty_initial, send_initial
from plans.models import DutyItem, ReportDuty
from plans.permissions import keeps_all, keeps_duty, notes_report, own_agencies
from plans.selectors.duties import (
    COLUMNS,
    OWED,
    SENT,
    DutyFilters,
    duties_seen,
    duty_items,
    duty_lines,
    duty_words,
    items_seen,
    sheet_rows,
)
from plans.selectors.plan_actions import agencies_with_plans
from plans.services.duties import (
    add_duty,
    ask_report,
    change_duty,
    drop_duty,
    send_report,
    unsend_report,
)

PAGE = 50
GET_OR_POST = ["GET", "HEAD", "POST"]
STATES = [(OWED, "chưa gửi"), ("late", "quá hạn"), (SENT, "đã gửi"), ("", "tất cả")]
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được chế độ báo cáo."
NOT_YOURS = (
    "Chỉ cán bộ, lãnh đạo của đơn vị báo cáo và Văn phòng Điều phối ghi chế độ báo cáo của đơn vị."
)
NOT_NOTED = "Chỉ đơn vị báo cáo, nơi nhận và Văn phòng Điều phối ghi được báo cáo này."


@require_safe
def duty_list(request: SignedInRequest) -> HttpResponse:
    """Dated items, or with ?xem=che-do the duties; items as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    if request.GET.get("xem") == "che-do":
        return _duties(request)
    day, calendar, filters = working_day(), work_calendar(), DutyFilters.read(request.GET)
    rows = duty_items(request.user, filters, day, calendar)
    if request.GET.get("dang") == "xlsx":
        name = f"bao-cao-phai-nop-{day:%Y-%m-%d}"
        sheet = sheet_rows(duty_lines(rows, day, calendar))
        return spreadsheet(name, "Báo cáo phải nộp", COLUMNS, sheet)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    lines = duty_lines(page.object_list, day, calendar)
    context = {
        "page": page,
        "lines": [(one, notes_report(request.user, one.duty)) for one in lines],
        "filters": filters,
        "states": STATES,
        "own": own_agencies(request.user),
        "illustrative": any(one.duty.illustrative for one in lines),
    }
    return render(request, "plans/duty_list.html", context)


def _duties(request: SignedInRequest) -> HttpResponse:
    rows = duties_seen(request.user).filter(ends=None) | duties_seen(request.user).filter(
        ends__gte=working_day()
    )
    page = Paginator(rows.order_by("agency__sort_key", "pk"), PAGE).get_page(
        request.GET.get("trang")
    )
    context = {
        "page": page,
        "duties": [
            (
                one,
                duty_words(one),
                keeps_duty(request.user, one),
                notes_report(request.user, one),
            )
            for one in page
        ],
        "own": own_agencies(request.user),
    }
    return render(request, "plans/duty_kept.html", context)


@require_http_methods(GET_OR_POST)
def duty_add(request: SignedInRequest) -> HttpResponse:
    """A new duty; ?van-ban=PK hangs it on a plan that is drafted here."""
    own = own_agencies(request.user)
    if not own:
        raise PermissionDenied(NOT_YOURS)
    draft = _paper(request)
    initial = {
        "agency": own[0].slug,
        "starts": working_day(),
        "remind_days": 3,
        "frequency": "monthly",
    }
    form = _form(request, draft=draft, initial=initial)

    def store() -> ReportDuty:
        given = form.given()
        row = ReportDuty(agency=given.agency, addressee=given.addressee, paper=given.paper)
        if not keeps_duty(request.user, row):
            raise PermissionDenied(NOT_YOURS)
        return add_duty(given=given, by=request.user)

    return _answer(request, form, store, {"draft": draft})


@require_http_methods(GET_OR_POST)
def duty_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    row: ReportDuty = get_object_or_404(duties_seen(request.user), pk=pk)
    if not keeps_duty(request.user, row):
        raise PermissionDenied(NOT_YOURS)
    form = _form(request, row=row, initial=duty_initial(row))

    def store() -> ReportDuty:
        return change_duty(
            duty=row, given=form.given(), seen=form.cleaned_data["seen"], by=request.user
        )

    return _answer(request, form, store, {"row": row})


@require_POST
def duty_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    row: ReportDuty = get_object_or_404(duties_seen(request.user), pk=pk)
    if not keeps_duty(request.user, row):
        raise PermissionDenied(NOT_YOURS)
    back = _back(row)
    drop_duty(duty=row, by=request.user)
    messages.success(request, f"Đã bỏ «{row.what}».")
    return redirect(back)


@require_http_methods(GET_OR_POST)
def duty_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a report by a day."""
    row: ReportDuty = get_object_or_404(duties_seen(request.user), pk=pk)
    if not notes_report(request.user, row):
        raise PermissionDenied(NOT_NOTED)
    form = AskForm(request.POST or None)

    def store() -> None:
        ask_report(duty=row, by=request.user, **form.cleaned_data)

    done = f"Đã yêu cầu «{row.what}»."
    return _said(request, form, store, done=done, template="plans/duty_ask.html", row=row)


@require_http_methods(GET_OR_POST)
def duty_done(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a report was sent, by which paper."""
    item: DutyItem = get_object_or_404(items_seen(request.user), pk=pk)
    may = notes_report(request.user, item.duty)
    if request.method == "POST" and not may:
        raise PermissionDenied(NOT_NOTED)
    form = SendForm(request.POST or None, user=request.user, initial=send_initial(working_day()))
    (line,) = duty_lines([item], working_day(), work_calendar())

    def store() -> None:
        send_report(item=item, by=request.user, **form.cleaned_data)

    context = {
        "line": line,
        "words": duty_words(item.duty),
        "may": may,
        "papers": papers_to_name(request.user) if may else [],
    }
    done = f"Đã ghi gửi {item.duty.what}, {item.period}."
    return _said(request, form, store, done=done, template="plans/duty_done.html", **context)


@require_POST
def duty_undone(request: SignedInRequest, pk: int) -> HttpResponse:
    item: DutyItem = get_object_or_404(items_seen(request.user), pk=pk)
    if not notes_report(request.user, item.duty):
        raise PermissionDenied(NOT_NOTED)
    unsend_report(item=item, by=request.user)
    messages.success(request, "Đã bỏ: báo cáo này lại là chưa gửi.")
    return redirect("plans:duty_done", pk=pk)


def _said(
    request: SignedInRequest,
    form: forms.Form,
    store: Callable[[], None],
    *,
    done: str,
    template: str,
    **context: Any,
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
                messages.success(request, done)
                return redirect("plans:duty_list")
    return render(request, template, {"form": form} | context, status=status)


def _answer(
    request: SignedInRequest,
    form: DutyForm,
    store: Callable[[], ReportDuty],
    context: dict[str, Any],
) -> HttpResponse:
    """The form, stored when it is sent: 422 where it is not valid, 409 where the service refuses."""
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
                messages.success(request, f"Đã ghi chế độ báo cáo «{kept.what}».")
                return redirect(_back(kept))
    context |= {"form": form, "papers": papers_to_name(request.user)}
    return render(request, "plans/duty_form.html", context, status=status)


def _form(request: SignedInRequest, **more: Any) -> DutyForm:
    day = working_day()
    own = own_agencies(request.user)
    everybody = list(Agency.objects.on(day).order_by("sort_key", "pk"))
    owing = own
    if keeps_all(request.user):
        known = {one.pk for one in own}
        owing = [*own, *(one for one in agencies_with_plans(day) if one.pk not in known)]
    row = more.get("row")
    if row is not None and row.agency is not None:
        owing = [row.agency, *(one for one in owing if one.pk != row.agency.pk)]
    return DutyForm(
        request.POST or None, user=request.user, agencies=owing, addressees=everybody, **more
    )


def _paper(request: SignedInRequest) -> OfficialDocument | None:
    """The plan that the address names, where its writer may see it."""
    key = request.GET.get("van-ban", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 10):  # noqa: PLR2004
        return None
    found: OfficialDocument = get_object_or_404(
        OfficialDocument.objects.visible_to(request.user), pk=key
    )
    return found


def _back(row: ReportDuty) -> str:
    """To the plan that the duty stands in, else to the list."""
    plan = getattr(row.paper, "commune_plan", None) if row.paper else None
    if plan is not None:
        return f"{reverse('plans:commune_plan', args=[plan.pk])}#bao-cao"
    return f"{reverse('plans:duty_list')}?xem=che-do"
