"""Two yardsticks side by side: a commune, the province; and how the sets map onto each other."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Commune, is_member
from communes.permissions import is_office
from criteria.forms.mappings import MappingForm
from criteria.models import CriteriaSet, Mapping
from criteria.selectors.comparison import compare_commune, compare_province, sheet
from criteria.selectors.mappings import mapped_pairs, mapping_lines
from criteria.selectors.yardsticks import read_question, yardsticks
from criteria.services.mappings import change_mapping

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được trang này."
NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối sửa bảng tương ứng giữa hai bộ tiêu chí."
NO_SETS = "Cần có ít nhất một bộ tiêu chí đã nhập mới so được."


@require_safe
def comparison(request: SignedInRequest) -> HttpResponse:
    """The province under two yardsticks; the same rows as a spreadsheet with ?dang=xlsx."""
    _ask_member(request)
    sets = yardsticks()
    question, troubles = read_question(request.GET, sets)
    if question is None:
        return render(request, "criteria/comparison.html", {"nothing": NO_SETS})
    communes = Commune.objects.visible_to(request.user).on(question.b.day).order_by("sort_key")
    district = request.GET.get("huyen", "")[:10]
    found = compare_province(question, communes, district)
    if request.GET.get("dang") == "xlsx":
        head, rows = sheet(question, found.rows)
        return spreadsheet(f"hai-thuoc-do-{question.b.day:%Y-%m-%d}", "Hai thước đo", head, rows)
    context = {
        "question": question,
        "sets": sets,
        "troubles": troubles,
        "found": found,
        "district": district,
        "page": Paginator(found.rows, PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "criteria/comparison.html", context, status=422 if troubles else 200)


@require_safe
def comparison_commune(request: SignedInRequest, code: str) -> HttpResponse:
    """One commune under two yardsticks, criterion by criterion."""
    sets = yardsticks()
    question, troubles = read_question(request.GET, sets)
    day = question.b.day if question else working_day()
    places = Commune.objects.visible_to(request.user).on(day)
    commune = get_object_or_404(places, code=code)
    if question is None:
        context: dict[str, Any] = {"commune": commune, "nothing": NO_SETS}
        return render(request, "criteria/comparison_commune.html", context)
    context = {
        "commune": commune,
        "question": question,
        "sets": sets,
        "troubles": troubles,
        "found": compare_commune(question, commune),
    }
    status = 422 if troubles else 200
    return render(request, "criteria/comparison_commune.html", context, status=status)


@require_safe
def mapping_list(request: SignedInRequest) -> HttpResponse:
    """What became of each criterion and indicator from one set to another."""
    _ask_member(request)
    pairs = mapped_pairs()
    wanted = (request.GET.get("a", ""), request.GET.get("b", ""))
    pair = next(((old, new) for old, new in pairs if (old.code, new.code) == wanted), None)
    if pair is None and any(wanted):
        raise Http404
    pair = pair or _usual(pairs)
    context = {"pairs": pairs, "pair": pair, "lines": mapping_lines(*pair) if pair else []}
    return render(request, "criteria/mapping_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mapping_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Mapping.objects.select_related(
        *("old_set", "new_set", "old_criterion", "new_criterion"),
        *("old_indicator", "new_indicator"),
    )
    if not is_member(request.user):
        raise Http404
    row = get_object_or_404(rows, pk=pk)
    if not is_office(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
    given = {name: getattr(row, name) for name in ("kinship", "note", "confidence", "source")}
    form = MappingForm(request.POST if request.method == "POST" else None, initial=given)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                change_mapping(mapping=row, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
            else:
                where = reverse("criteria:mapping_list")
                return redirect(f"{where}?a={row.old_set.code}&b={row.new_set.code}#tu-{pk}")
    context = {"form": form, "row": row}
    return render(request, "criteria/mapping_form.html", context, status=status)


def _usual(pairs: list[tuple[CriteriaSet, CriteriaSet]]) -> tuple[CriteriaSet, CriteriaSet] | None:
    """The pair that leads to the set in force, else the newest."""
    today = working_day()
    ours = [pair for pair in pairs if pair[1].covers(today) and pair[0].level == pair[1].level]
    return next(iter(ours or pairs), None)


def _ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
