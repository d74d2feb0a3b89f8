"""Evidence: what stands behind a value; give files, look at them, take them back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from criteria import services
from criteria.forms import WithdrawForm
from criteria.forms.evidence import EvidenceForm
from criteria.models import Criterion, Evidence, Indicator, Scorecard
from criteria.permissions import Mandate, mandates, may_withdraw
from criteria.selectors import evidence as selectors
from criteria.selectors.evidence_sheet import COLUMNS, sheet_rows, zipped
from criteria.selectors.lines import written
from criteria.views.answers import NOT_YOURS, scorecard_or_404
from documents.http import file_response
from documents.words import megabytes

PAGE = 50
NOT_YOUR_EVIDENCE = "Chỉ cơ quan đã nộp hoặc Văn phòng Điều phối rút được minh chứng này."


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_list(request: SignedInRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """What stands behind an indicator; a POST gives more."""
    scorecard = scorecard_or_404(request, pk)
    rows = Indicator.objects.filter(criterion__criteria_set=scorecard.criteria_set_id)
    indicator = get_object_or_404(rows.select_related("criterion"), pk=indicator_pk)
    return _answer(request, scorecard, indicator.criterion, indicator)


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_evidence(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What stands behind a criterion as a whole; a POST gives more."""
    scorecard = scorecard_or_404(request, pk)
    criterion = get_object_or_404(scorecard.criteria_set.criteria, number=number)
    return _answer(request, scorecard, criterion, None)


@require_safe
def evidence_all(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Everything behind a scorecard (?tieu-chi=8), also as a spreadsheet or, with its files, as a ZIP."""
    scorecard = scorecard_or_404(request, pk)
    asked = request.GET.get("tieu-chi", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() else None
    rows = selectors.scorecard_evidence(scorecard, criterion=number)
    name = f"minh-chung-{scorecard.commune.code}" + (f"-tieu-chi-{number}" if number else "")
    form = request.GET.get("dang")
    if form == "xlsx":
        return spreadsheet(name, "Minh chứng", COLUMNS, sheet_rows(rows))
    if form == "zip":
        response = StreamingHttpResponse(zipped(list(rows)), content_type="application/zip")
        disposition = content_disposition_header(as_attachment=True, filename=f"{name}.zip")
        response.headers["Content-Disposition"] = disposition or ""
        return response
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "scorecard": scorecard,
        "page": page,
        "lines": selectors.lines_of(page.object_list, user=request.user),
        "criteria": scorecard.criteria_set.criteria.order_by("number"),
        "number": number,
        "size": selectors.size_of_evidence(scorecard),
    }
    return render(request, "criteria/evidence_all.html", context)


@require_safe
def evidence_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _detail(request, _find(request, pk))


@require_POST
def evidence_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    evidence = _find(request, pk)
    if not may_withdraw(request.user, evidence):
        raise PermissionDenied(NOT_YOUR_EVIDENCE)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.withdraw_evidence(evidence=evidence, reason=reason, by=request.user)
    scorecard, criterion, indicator = evidence.scorecard, evidence.criterion, evidence.indicator
    if request.htmx:
        given = _mandates(request, scorecard, criterion, indicator)
        place, wrong = (scorecard, criterion, indicator, given), bool(form.errors)
        opened = (pk, form) if wrong else None
        return _box(request, *place, withdrawing=opened, status=422 if wrong else 200)
    if form.errors:
        return _detail(request, evidence, form, status=422)
    messages.success(request, f"Đã rút tệp «{evidence}».")
    return redirect(_place(scorecard, criterion, indicator))


def _mandates(
    request: SignedInRequest,
    scorecard: Scorecard,
    criterion: Criterion,
    indicator: Indicator | None,
) -> tuple[Mandate, ...]:
    given = mandates(request.user, scorecard)
    return given.for_indicator(indicator) if indicator else given.for_criterion(criterion)


def _answer(
    request: SignedInRequest,
    scorecard: Scorecard,
    criterion: Criterion,
    indicator: Indicator | None,
) -> HttpResponse:
    given = _mandates(request, scorecard, criterion, indicator)
    if request.method != "POST":
        return _box(request, scorecard, criterion, indicator, given)
    if not given:
        raise PermissionDenied(NOT_YOURS)
    known = selectors.known_files(scorecard, besides=set())
    uploads = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
    form = EvidenceForm(
        request.POST, mandates=given, known=[one.file.pk for one in known], uploads=uploads
    )
    if not form.is_valid():
        return _box(request, scorecard, criterion, indicator, given, form=form, status=422)
    chosen = [one.file for one in known if one.file.pk in form.cleaned_data["known"]]
    files: list[Any] = [*uploads, *chosen]
    try:
        attached = services.attach(
            scorecard=scorecard,
            criterion=criterion,
            indicator=indicator,
            files=files,
            by=request.user,
            **form.said(),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _box(request, scorecard, criterion, indicator, given, form=form, status=409)
    if not request.htmx:
        messages.success(request, f"Đã nộp {len(attached.evidence)} tệp.")
        for warning in attached.warnings:
            messages.warning(request, warning)
        return redirect(_place(scorecard, criterion, indicator))
    return _box(request, scorecard, criterion, indicator, given, attached=attached)


def _box(
    request: SignedInRequest,
    scorecard: Scorecard,
    criterion: Criterion,
    indicator: Indicator | None,
    given: tuple[Mandate, ...],
    *,
    form: EvidenceForm | None = None,
    attached: services.Attached | None = None,
    withdrawing: tuple[int, WithdrawForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "scorecard": scorecard,
        "box": selectors.evidence_box(scorecard, criterion, indicator, user=request.user),
        "mandates": given,
        "form": form,
        "attached": attached,
        "withdrawing": withdrawing,
        "place": _place(scorecard, criterion, indicator),
        "evidence_limit": settings.FILE_MAX_BYTES,
        "limit_words": megabytes(settings.FILE_MAX_BYTES),
    }
    template = "criteria/_evidence.html" if request.htmx else "criteria/evidence_list.html"
    return render(request, template, context, status=status)


def _detail(
    request: SignedInRequest,
    evidence: Evidence,
    form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "evidence": evidence,
        "scorecard": evidence.scorecard,
        "line": selectors.lines_of([evidence], user=request.user)[0],
        "uses": selectors.uses_of(evidence),
        "form": form,
        "place": _place(evidence.scorecard, evidence.criterion, evidence.indicator),
        "value": written(evidence.measurement),
    }
    return render(request, "criteria/evidence_detail.html", context, status=status)


@require_safe
def evidence_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The bytes, under the name under which they were given here."""
    evidence = _find(request, pk)
    try:
        return file_response(request, evidence.file, name=evidence.name)
    except FileNotFoundError:
        raise Http404("Tệp này không còn trên máy chủ. Hãy báo quản trị hệ thống.") from None


def _find(request: SignedInRequest, pk: int) -> Evidence:
    seen = Scorecard.objects.visible_to(request.user)
    rows = selectors.evidence_rows().select_related("scorecard__criteria_set", "measurement")
    found: Evidence = get_object_or_404(rows.filter(scorecard__in=seen), pk=pk)
    return found


def _place(scorecard: Scorecard, criterion: Criterion, indicator: Indicator | None) -> str:
    if indicator is not None:
        return reverse("criteria:evidence_list", args=[scorecard.pk, indicator.pk])
    return reverse("criteria:criterion_evidence", args=[scorecard.pk, criterion.number])
