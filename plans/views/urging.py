"""Urging: who is late, what was written to whom, by which rules, and the message to paste."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency, is_member
from documents.forms import tell_refusal
from plans.choices import MailState
from plans.forms.urging import RuleForm
from plans.mails import short_text
from plans.models import UrgingRule
from plans.permissions import keeps_all, may_urge
from plans.selectors import mails as on_record
from plans.selectors.owed import work_on
from plans.selectors.urging import rules_shown_to
from plans.services import urging

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được việc đôn đốc."
NOT_THE_OFFICE = "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối đổi quy tắc và gửi lại thư."
NOT_YOURS = "Tin nhắn và số liên hệ của một đơn vị chỉ Văn phòng Điều phối và đơn vị đó xem được."
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def urging_list(request: SignedInRequest) -> HttpResponse:
    """Agencies with something overdue or behind, the worst first; a task a row with ?dang=xlsx."""
    _ask_member(request)
    day = working_day()
    everybody = work_on(day)
    works = everybody.pressing
    last = on_record.last_mails((one.agency.pk for one in works), day)
    if request.GET.get("dang") == "xlsx":
        rows = on_record.work_rows(works, last)
        return spreadsheet(f"don-doc-{day:%Y-%m-%d}", "Đôn đốc", on_record.WORK_COLUMNS, rows)
    page = Paginator(works, PAGE).get_page(request.GET.get("trang"))
    shown = [one.agency for one in page]
    context = {
        "page": page,
        "last": last,
        "late": sum(len(one.late) for one in works),
        "behind": sum(len(one.behind) for one in works),
        "nobody": [one for one in everybody.nobody if not one.line.confirmed],
        "unreached": on_record.unreached(shown, day),
        "may_copy": {one.pk for one in shown if may_urge(request.user, one)},
        "may_write": keeps_all(request.user),
    }
    return render(request, "plans/urging_list.html", context)


@require_safe
def urging_copy(request: SignedInRequest, slug: str) -> HttpResponse:
    """A short text about an agency's late tasks, to paste into Zalo, with whom to send it to."""
    day = working_day()
    agencies = Agency.objects.visible_to(request.user).on(day)
    agency = get_object_or_404(agencies, slug=slug)
    if not may_urge(request.user, agency):
        raise PermissionDenied(NOT_YOURS)
    work = work_on(day).of(agency)
    context = {
        "work": work,
        "agency": agency,
        "text": short_text(work, day) if work.pressing else "",
        "contacts": on_record.contacts_of(agency, day),
        "people": on_record.people_of(agency, day),
        "may_write": keeps_all(request.user),
    }
    return render(request, "plans/urging_copy.html", context)


@require_http_methods(GET_OR_POST)
def urging_rules(request: SignedInRequest) -> HttpResponse:
    """Who is written to and when; the office adds a rule, turns one on or off."""
    _ask_member(request)
    form, status = RuleForm(), 200
    if request.method == "POST":
        _ask_office(request)
        if "rule" in request.POST:
            return _switch(request)
        form = RuleForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                rule = urging.add_rule(by=request.user, **form.said())
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã thêm quy tắc: {rule}.")
                return redirect("plans:urging_rules")
    context = {
        "rules": rules_shown_to(request.user),
        "form": form,
        "keeps": keeps_all(request.user),
    }
    return render(request, "plans/urging_rules.html", context, status=status)


def _switch(request: SignedInRequest) -> HttpResponse:
    key = request.POST["rule"]
    rules = UrgingRule.objects.visible_to(request.user)
    rule = get_object_or_404(rules, pk=key if key.isdecimal() else 0)
    active = request.POST.get("active") == "1"
    urging.switch_rule(rule=rule, active=active, by=request.user)
    messages.success(request, f"Đã {'bật' if active else 'tắt'} quy tắc: {rule}.")
    return redirect("plans:urging_rules")


@require_safe
def mail_list(request: SignedInRequest) -> HttpResponse:
    """Mails on record: all of them for the office, one's own for others; a spreadsheet with ?dang=xlsx."""
    _ask_member(request)
    filters = on_record.MailFilters.read(request.GET)
    rows = on_record.filtered(on_record.mails_shown_to(request.user), filters)
    if request.GET.get("dang") == "xlsx":
        name = f"thu-don-doc-{working_day():%Y-%m-%d}"
        sheet = on_record.mail_rows(rows)
        return spreadsheet(name, "Thư đôn đốc", on_record.COLUMNS, sheet)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "filters": filters,
        "states": MailState.choices,
    }
    return render(request, "plans/mail_list.html", context)


@require_http_methods(GET_OR_POST)
def mail_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One mail as it was written; the office sends again what did not arrive, or notes that it did."""
    mail = get_object_or_404(on_record.mails_shown_to(request.user), pk=pk)
    refused: list[str] = []
    if request.method == "POST":
        _ask_office(request)
        act = urging.note_arrival if request.POST.get("act") == "arrived" else urging.send_again
        try:
            act(mail=mail, by=request.user)
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            return redirect("plans:mail_detail", pk=pk)
    context = {
        "mail": mail,
        "lines": mail.lines.select_related("task__group", "agency"),
        "hangs": urging.hangs(mail),
        "keeps": keeps_all(request.user),
        "refused": refused,
    }
    return render(request, "plans/mail_detail.html", context, status=409 if refused else 200)


def _ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)


def _ask_office(request: SignedInRequest) -> None:
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
