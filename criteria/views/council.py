"""The council's files: the list, one file, opening one, and the steps that move it."""

from collections.abc import Callable
from typing import Any

from django import forms
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
from criteria.choices import Level, Purpose
from criteria.forms.catalogue import tell_refusal
from criteria.forms.council import CouncilFileForm, CouncilReasonForm, DocumentForm, SubmitForm
from criteria.models import CouncilFile
from criteria.permissions import Mandate, may_keep_council
from criteria.selectors.across import districts_on
from criteria.selectors.council import (
    COLUMNS,
    STATES,
    CouncilFilters,
    council_files,
    council_sheet,
    counts_by_state,
    filtered,
    sheet_rows,
    years_of_files,
)
from criteria.selectors.council_history import history_of
from criteria.services.council import (
    drop_council_file,
    open_council_file,
    put_before_council,
    return_to_preparation,
)
from documents.forms import PapersForm, papers_to_name

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được hồ sơ xét công nhận."
NOT_THE_OFFICE = "Chỉ cán bộ, thủ trưởng Văn phòng Điều phối lập và xử lý hồ sơ xét công nhận."
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def council_list(request: SignedInRequest) -> HttpResponse:
    """Every file, the latest first; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    day, filters = working_day(), CouncilFilters.read(request.GET)
    rows = filtered(council_files(request.user), filters)
    if request.GET.get("dang") == "xlsx":
        name = f"ho-so-cong-nhan-{day:%Y-%m-%d}"
        return spreadsheet(name, "Hồ sơ xét công nhận", COLUMNS, sheet_rows(rows))
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "filters": filters,
        "counts": counts_by_state(request.user),
        "levels": Level.choices,
        "purposes": Purpose.choices,
        "states": STATES,
        "years": years_of_files(request.user),
        "districts": districts_on(day),
        "illustrative": any(one.illustrative for one in page.object_list),
        "keeps": may_keep_council(request.user) is not None,
    }
    return render(request, "criteria/council_list.html", context)


@require_safe
def council_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One file: conditions, documents, meeting, decision, and what is to be done now by whom."""
    file = file_or_404(request, pk)
    sheet = council_sheet(file, request.user)
    form = None
    if sheet.filer and file.is_preparing:
        first = next((one.asked.code for one in sheet.documents if not one.filed), "")
        initial = {"asked": first}
        form = DocumentForm(user=request.user, papers=sheet.asks.papers, initial=initial)
    papers = papers_to_name(request.user) if form else []
    context = {"file": file, "sheet": sheet, "form": form, "papers": papers}
    context["history"] = history_of(file)
    return render(request, "criteria/council_detail.html", context)


@require_http_methods(GET_OR_POST)
def council_open(request: SignedInRequest) -> HttpResponse:
    """Begin a file (?xa=19543&muc=ntm&viec=revoke)."""
    mandate = keeper_or_403(request)
    communes = Commune.objects.visible_to(request.user).on(working_day()).order_by("sort_key")
    asked = {"commune": "xa", "level": "muc", "purpose": "viec", "year": "nam"}
    initial = {name: request.GET[key] for name, key in asked.items() if request.GET.get(key)}
    form = CouncilFileForm(request.POST or None, communes=communes, initial=initial)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                file = open_council_file(mandate=mandate, by=request.user, **form.said())
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã lập {lowered(file)}.")
                return redirect("criteria:council_detail", pk=file.pk)
    context = {
        "form": form,
        "heading": "Lập hồ sơ xét công nhận",
        "button": "Lập hồ sơ",
        "told": "Điều kiện và giấy tờ theo quy định có hiệu lực vào ngày lập hồ sơ",
    }
    return render(request, "criteria/council_form.html", context, status=status)


@require_http_methods(GET_OR_POST)
def council_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    file, mandate = file_or_404(request, pk), keeper_or_403(request)
    return act_page(
        request,
        file,
        SubmitForm(request.POST or None),
        lambda said: put_before_council(
            council_file=file, on=said["on"], mandate=mandate, by=request.user
        ),
        heading="Trình hội đồng",
        button="Trình hội đồng",
        done="Đã trình hội đồng.",
        told="Điều kiện, giấy tờ và tỷ lệ biểu quyết của hồ sơ được giữ như lúc trình.",
    )


@require_http_methods(GET_OR_POST)
def council_return(request: SignedInRequest, pk: int) -> HttpResponse:
    file, mandate = file_or_404(request, pk), keeper_or_403(request)
    return act_page(
        request,
        file,
        CouncilReasonForm(request.POST or None),
        lambda said: return_to_preparation(
            council_file=file, reason=said["reason"], mandate=mandate, by=request.user
        ),
        heading="Đưa hồ sơ về hoàn thiện",
        button="Đưa về hoàn thiện",
        done="Hồ sơ đã về bước lập.",
        told="Phiên họp đã ghi vẫn được lưu; hồ sơ được xét lại khi trình lần nữa.",
    )


@require_http_methods(GET_OR_POST)
def council_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    file, mandate = file_or_404(request, pk), keeper_or_403(request)
    return act_page(
        request,
        file,
        CouncilReasonForm(request.POST or None),
        lambda said: drop_council_file(
            council_file=file, reason=said["reason"], mandate=mandate, by=request.user
        ),
        heading="Thôi xét",
        button="Ghi thôi xét",
        done="Đã ghi thôi xét.",
        told="Hồ sơ vẫn được lưu với lý do; muốn xét lại thì lập hồ sơ mới.",
    )


def file_or_404(request: SignedInRequest, pk: int) -> CouncilFile:
    return get_object_or_404(council_files(request.user), pk=pk)


def keeper_or_403(request: SignedInRequest) -> Mandate:
    mandate = may_keep_council(request.user)
    if mandate is None:
        raise PermissionDenied(NOT_THE_OFFICE)
    return mandate


def act_page(
    request: SignedInRequest,
    file: CouncilFile,
    form: forms.Form,
    store: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    **context: Any,
) -> HttpResponse:
    """A form about a file; when it is stored, back to the file. `store` takes what was typed."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            said = form.said() if hasattr(form, "said") else form.cleaned_data
            try:
                store(said)
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, done)
                return redirect("criteria:council_detail", pk=file.pk)
    papers = papers_to_name(request.user) if isinstance(form, PapersForm) else []
    context |= {"form": form, "file": file, "papers": papers}
    return render(request, "criteria/council_form.html", context, status=status)


def lowered(file: CouncilFile) -> str:
    words = str(file)
    return words[:1].lower() + words[1:]
