"""Districts and villages on their way to recognition; a district's own programme of the year."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.choices import AgencyKind
from communes.http import spreadsheet
from communes.models import Agency, Commune, District, is_member
from documents.forms import papers_to_name, tell_refusal
from plans.choices import DossierStage
from plans.forms.dossiers import DistrictProgrammeForm, DossierForm, VillageForm
from plans.forms.fields import communes_to_name
from plans.models import DistrictProgramme, Dossier, Village
from plans.permissions import communes_kept, keeper_of, keeps_all
from plans.selectors.dossiers import (
    DISTRICT_COLUMNS,
    NO_DOSSIER,
    VILLAGE_COLUMNS,
    VillageFilters,
    district_lines,
    district_rows,
    districts_on,
    dossiers_seen,
    village_counts,
    village_rows,
    villages,
)
from plans.services.dossiers import (
    add_district_programme,
    add_dossier,
    add_village,
    change_dossier,
    change_village,
    drop_district_programme,
)

PAGE = 50
VILLAGES = "thon"
GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được hồ sơ huyện, thôn."
NOT_YOURS = "Chỉ Văn phòng Điều phối và UBND của nơi đó ghi hồ sơ. Hãy báo họ nếu chưa đúng."


@require_safe
def dossier_list(request: SignedInRequest) -> HttpResponse:
    """The districts, or with ?xem=thon the villages; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    if request.GET.get("xem") == VILLAGES:
        return _villages(request)
    day, year = working_day(), _year(request)
    lines = district_lines(request.user, day, year)
    if request.GET.get("dang") == "xlsx":
        rows = district_rows(lines)
        return spreadsheet(f"ho-so-huyen-{year}", "Huyện", DISTRICT_COLUMNS, rows)
    agencies = {one.agency.pk for one in lines if one.agency}
    own = {one.agency.pk for one in lines if one.agency and _keeps(request, one.district)}
    context = {
        "year": year,
        "years": [year - 1, year, year + 1],
        "lines": lines,
        "issued": sum(bool(one.programmes) for one in lines),
        "of": len(agencies),
        "own": own,
        "illustrative": any(one.illustrative for one in lines),
        "may_keep": keeps_all(request.user),
    }
    return render(request, "plans/dossier_list.html", context)


def _villages(request: SignedInRequest) -> HttpResponse:
    day, filters = working_day(), VillageFilters.read(request.GET)
    rows = villages(request.user, day, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"thon-ban-{day:%Y-%m-%d}"
        return spreadsheet(name, "Thôn, bản", VILLAGE_COLUMNS, village_rows(rows))
    kept = communes_kept(request.user, day)
    context = {
        "filters": filters,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "counts": village_counts(request.user, day),
        "districts": districts_on(request.user, day),
        "stages": [*DossierStage.choices, (NO_DOSSIER, "chưa có hồ sơ nào")],
        "kept": set(kept.values_list("pk", flat=True)),
    }
    return render(request, "plans/village_list.html", context)


@require_http_methods(GET_OR_POST)
def dossier_add(request: SignedInRequest) -> HttpResponse:
    """?huyen=464 or ?thon=12 says of what."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    district, village = _place_or_404(request)
    held = keeper_of(request.user, commune=village.commune if village else None, district=district)
    if held is None:
        raise PermissionDenied(NOT_YOURS)
    form = _dossier_form(request, None)
    if form.is_bound and form.is_valid():
        try:
            row = add_dossier(
                district=district,
                village=village,
                by=request.user,
                on_behalf_of=held.lent_by,
                **form.said(),
            )
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return _dossier_page(request, form, district or village, status=409)
        messages.success(request, "Đã ghi hồ sơ.")
        return redirect(_list_of(row))
    return _dossier_page(request, form, district or village, status=422 if form.is_bound else 200)


@require_http_methods(GET_OR_POST)
def dossier_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    dossier = get_object_or_404(dossiers_seen(request.user), pk=pk)
    village = dossier.village
    held = keeper_of(
        request.user, commune=village.commune if village else None, district=dossier.district
    )
    if held is None or (dossier.stage == DossierStage.RECOGNISED and not keeps_all(request.user)):
        raise PermissionDenied(NOT_YOURS)
    form = _dossier_form(request, dossier)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            change_dossier(dossier=dossier, seen=seen, by=request.user, **form.said())
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return _dossier_page(request, form, dossier.district or village, status=409)
        messages.success(request, "Đã sửa hồ sơ.")
        return redirect(_list_of(dossier))
    status = 422 if form.is_bound else 200
    return _dossier_page(request, form, dossier.district or village, status=status)


@require_http_methods(GET_OR_POST)
def village_add(request: SignedInRequest) -> HttpResponse:
    day = working_day()
    if not communes_kept(request.user, day).exists():
        raise PermissionDenied(NOT_YOURS)
    posted = request.POST if request.method == "POST" else None
    form = VillageForm(posted, initial={"commune": request.GET.get("xa", "")})
    if form.is_bound and form.is_valid():
        said = form.said()
        commune: Commune = said["commune"]
        held = keeper_of(request.user, commune=commune)
        if held is None:
            raise PermissionDenied(NOT_YOURS)
        try:
            row = add_village(
                by=request.user, on_behalf_of=held.lent_by, starts=commune.starts, **said
            )
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return _village_page(request, form, status=409)
        messages.success(request, f"Đã ghi {row} của {commune}.")
        return redirect(_villages_of(commune))
    return _village_page(request, form, status=422 if form.is_bound else 200)


@require_http_methods(GET_OR_POST)
def village_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Village.objects.visible_to(request.user).select_related("commune__district")
    village: Village = get_object_or_404(rows, pk=pk)
    if keeper_of(request.user, commune=village.commune) is None:
        raise PermissionDenied(NOT_YOURS)
    form = VillageForm(request.POST if request.method == "POST" else None, village=village)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            change_village(village=village, seen=seen, by=request.user, **form.said())
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return _village_page(request, form, village, status=409)
        messages.success(request, f"Đã sửa {village}.")
        return redirect(_villages_of(village.commune))
    return _village_page(request, form, village, status=422 if form.is_bound else 200)


@require_http_methods(GET_OR_POST)
def district_programme_add(request: SignedInRequest, year: int) -> HttpResponse:
    """Which paper of a district is its programme of the year."""
    agencies = _agencies(request)
    if not agencies:
        raise PermissionDenied(NOT_YOURS)
    form = DistrictProgrammeForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        agencies=agencies,
        initial={"agency": request.GET.get("don-vi", "")},
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            add_district_programme(year=year, by=request.user, **form.said())
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            status = 409
        else:
            messages.success(request, "Đã ghi chương trình của huyện.")
            return redirect(f"{reverse('plans:dossier_list')}?nam={year}")
    context = {"form": form, "year": year, "papers": papers_to_name(request.user)}
    return render(request, "plans/district_programme_form.html", context, status=status)


@require_POST
def district_programme_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = DistrictProgramme.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("agency__district", "paper"), pk=pk)
    if keeper_of(request.user, district=row.agency.district) is None:
        raise PermissionDenied(NOT_YOURS)
    drop_district_programme(row=row, by=request.user)
    messages.success(request, f"Đã bỏ {row.paper.short} khỏi chương trình năm {row.year}.")
    return redirect(f"{reverse('plans:dossier_list')}?nam={row.year}")


def _keeps(request: SignedInRequest, district: District) -> bool:
    return keeper_of(request.user, district=district) is not None


def _agencies(request: SignedInRequest) -> dict[str, Agency]:
    """The committees of districts that the person may write for."""
    rows = Agency.objects.on(working_day()).filter(kind=AgencyKind.DISTRICT)
    rows = rows.exclude(district=None).select_related("district").order_by("sort_key")
    return {one.slug: one for one in rows if one.district and _keeps(request, one.district)}


def _place_or_404(request: SignedInRequest) -> tuple[District | None, Village | None]:
    day, code, pk = working_day(), request.GET.get("huyen", ""), request.GET.get("thon", "")
    if code:
        rows = District.objects.visible_to(request.user).on(day)
        return get_object_or_404(rows, code=code), None
    if pk.isdecimal():
        villages_seen = Village.objects.visible_to(request.user).select_related("commune")
        return None, get_object_or_404(villages_seen, pk=int(pk))
    raise Http404


def _dossier_form(request: SignedInRequest, dossier: Dossier | None) -> DossierForm:
    return DossierForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        recognises=keeps_all(request.user),
        dossier=dossier,
    )


def _dossier_page(
    request: SignedInRequest, form: DossierForm, place: Any, status: int
) -> HttpResponse:
    context = {"form": form, "place": place, "papers": papers_to_name(request.user)}
    return render(request, "plans/dossier_form.html", context, status=status)


def _village_page(
    request: SignedInRequest, form: VillageForm, village: Village | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "village": village, "communes": communes_to_name(working_day())}
    return render(request, "plans/village_form.html", context, status=status)


def _list_of(dossier: Dossier) -> str:
    where = reverse("plans:dossier_list")
    return f"{where}?xem={VILLAGES}" if dossier.village_id else where


def _villages_of(commune: Commune) -> str:
    return f"{reverse('plans:dossier_list')}?xem={VILLAGES}&xa={commune.name}"


def _year(request: SignedInRequest) -> int:
    text = request.GET.get("nam", "")
    return int(text) if text.isdecimal() and len(text) == len("2024") else working_day().year
