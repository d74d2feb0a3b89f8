"""Recognitions: the list, those at risk; the office enters them and takes them back."""

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
from communes.permissions import is_office
from criteria.choices import Level
from criteria.forms.catalogue import tell_refusal
from criteria.forms.recognition import RecognitionForm, RevocationForm
from criteria.models import Recognition
from criteria.selectors.across import districts_on
from criteria.selectors.council import living_of
from criteria.selectors.levels import levels_of, risk_report
from criteria.selectors.recognitions import (
    COLUMNS,
    RISK_COLUMNS,
    STATES,
    RecognitionFilters,
    recognitions,
    risk_rows,
    sheet_rows,
    years_of,
)
from criteria.services.recognition import recognise, revoke_recognition
from documents.forms import papers_to_name

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được danh sách công nhận."
NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối ghi và thu hồi công nhận."
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def recognition_list(request: SignedInRequest) -> HttpResponse:
    """The recognitions known by the working day; as a spreadsheet with ?dang=xlsx."""
    _ask_member(request)
    day, filters = working_day(), RecognitionFilters.read(request.GET)
    rows = recognitions(request.user, day, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"cong-nhan-{day:%Y-%m-%d}"
        return spreadsheet(name, "Công nhận", COLUMNS, sheet_rows(rows))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "filters": filters,
        "levels": Level.choices,
        "states": STATES,
        "years": years_of(request.user),
        "districts": districts_on(day),
        "illustrative": any(one.illustrative for one in rows),
    }
    return render(request, "criteria/recognition_list.html", context)


@require_safe
def recognition_risk(request: SignedInRequest) -> HttpResponse:
    """Recognised communes near to losing their level, with how many losses are left and the rule."""
    _ask_member(request)
    day = working_day()
    communes = Commune.objects.visible_to(request.user).on(day).select_related("district")
    report = risk_report(communes, day)
    rows = report.lines
    if request.GET.get("dang") == "xlsx":
        name = f"nguy-co-thu-hoi-{day:%Y-%m-%d}"
        return spreadsheet(name, "Nguy cơ thu hồi", RISK_COLUMNS, risk_rows(rows))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "unknown": report.unknown,
        "illustrative": any(one.line.illustrative for one in rows),
    }
    return render(request, "criteria/recognition_risk.html", context)


@require_http_methods(GET_OR_POST)
def recognition_add(request: SignedInRequest, code: str) -> HttpResponse:
    day = working_day()
    communes = Commune.objects.visible_to(request.user).select_related("district")
    commune = get_object_or_404(communes.on(day), code=code)
    _ask_office(request)
    form = RecognitionForm(request.POST if request.method == "POST" else None, user=request.user)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                row = recognise(commune=commune, by=request.user, **form.said())
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi {commune} {row.get_level_display()}.")
                return redirect("reports:commune_detail", code=code)
    (levels,) = levels_of([commune], day)
    papers = papers_to_name(request.user)
    context = {"form": form, "commune": commune, "levels": levels, "papers": papers}
    context["files"] = living_of(request.user, commune)
    return render(request, "criteria/recognition_form.html", context, status=status)


@require_http_methods(GET_OR_POST)
def recognition_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Recognition.objects.visible_to(request.user).select_related("commune", "paper")
    recognition = get_object_or_404(rows, pk=pk)
    _ask_office(request)
    form = RevocationForm(request.POST if request.method == "POST" else None, user=request.user)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                revoke_recognition(recognition=recognition, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi thu hồi công nhận của {recognition.commune}.")
                return redirect("criteria:recognition_list")
    papers = papers_to_name(request.user)
    context = {"form": form, "recognition": recognition, "papers": papers}
    return render(request, "criteria/recognition_revoke.html", context, status=status)


def _ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)


def _ask_office(request: SignedInRequest) -> None:
    if not is_office(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
