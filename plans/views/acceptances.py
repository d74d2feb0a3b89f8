"""What is accepted as unmet until the end of a year: written, listed, ended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Commune, is_member
from criteria.models import Criterion, Indicator
from documents.forms import papers_to_name, tell_refusal
from plans.forms.fields import commune_text, communes_to_name, criterion_key
from plans.forms.red import AcceptanceForm, EndAcceptanceForm
from plans.models import Acceptance
from plans.permissions import keeps_all, lent_to_accept, may_accept, may_end_acceptance
from plans.selectors.acceptances import COLUMNS, STATES, acceptances, sheet_rows
from plans.services.acceptances import accept, end_acceptance
from plans.views.red import back_to, key_of

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được danh sách này."
NOT_YOURS = (
    "Chỉ lãnh đạo Ban Chỉ đạo chấp nhận chưa đạt; Văn phòng Điều phối ghi theo văn bản đã ký."
)
NOT_YOURS_TO_END = (
    "Chỉ lãnh đạo Ban Chỉ đạo thôi chấp nhận; Văn phòng Điều phối thôi khi có văn bản đã ký."
)
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def acceptance_list(request: SignedInRequest) -> HttpResponse:
    """Everything accepted, in force or over; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    day = working_day()
    asked = {
        "state": request.GET.get("tinh-trang", ""),
        "commune": request.GET.get("xa", "").strip()[:100],
    }
    rows = acceptances(request.user, day, **asked)
    if request.GET.get("dang") == "xlsx":
        name = f"chap-nhan-{day:%Y-%m-%d}"
        return spreadsheet(name, "Chấp nhận chưa đạt", COLUMNS, sheet_rows(rows))
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = asked | {
        "page": page,
        "states": STATES,
        "may_accept": may_accept(request.user) or keeps_all(request.user),
        "may_end": {one.pk for one in page if may_end_acceptance(request.user, one)},
    }
    return render(request, "plans/acceptance_list.html", context)


@require_http_methods(GET_OR_POST)
def acceptance_add(request: SignedInRequest) -> HttpResponse:
    """With ?xa=…&tieu-chi=…&chi-tieu=… filled in."""
    as_leader = may_accept(request.user)
    if not (as_leader or keeps_all(request.user)):
        raise PermissionDenied(NOT_YOURS)
    day = working_day()
    form = AcceptanceForm(
        request.POST if request.method == "POST" else None,
        initial=_named(request),
        user=request.user,
        day=day,
        as_leader=as_leader,
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                row = accept(
                    by=request.user,
                    as_leader=as_leader,
                    on_behalf_of=lent_to_accept(request.user) if as_leader else None,
                    **form.said(),
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                what = row.indicator or row.criterion
                words = f"Đã chấp nhận {row.commune} chưa đạt {what} đến hết năm {row.until_year}."
                messages.success(request, words)
                return redirect(back_to(row.commune, row.criterion))
    context = {
        "form": form,
        "as_leader": as_leader,
        "papers": papers_to_name(request.user),
        "communes": communes_to_name(day),
    }
    return render(request, "plans/acceptance_form.html", context, status=status)


@require_http_methods(GET_OR_POST)
def acceptance_end(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Acceptance.objects.visible_to(request.user)
    about = ("commune", "criterion", "indicator", "paper", "by", "on_behalf_of")
    row = get_object_or_404(rows.select_related(*about), pk=pk)
    if not may_end_acceptance(request.user, row):
        raise PermissionDenied(NOT_YOURS_TO_END)
    given = request.POST if request.method == "POST" else None
    form = EndAcceptanceForm(given, initial={"version": row.version})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                end_acceptance(
                    acceptance=row, reason=said["reason"], seen=said["version"], by=request.user
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã thôi chấp nhận cho {row.commune}.")
                return redirect("plans:acceptance_list")
    return render(request, "plans/acceptance_end.html", {"form": form, "row": row}, status=status)


def _named(request: SignedInRequest) -> dict[str, Any]:
    """What the address names, as the form shows it; what it does not know stays open."""
    day = working_day()
    communes = Commune.objects.on(day).select_related("district")
    commune = communes.filter(code=request.GET.get("xa", "")[:10]).first()
    criterion = Criterion.objects.filter(pk=key_of(request.GET, "tieu-chi")).first()
    indicator = Indicator.objects.filter(
        pk=key_of(request.GET, "chi-tieu"), criterion=criterion
    ).first()
    return {
        "commune": commune_text(commune) if commune else "",
        "about": criterion_key(criterion, indicator),
        "until_year": day.year,
    }
