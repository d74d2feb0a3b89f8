"""The class of a commune (ĐBKK, groups 1–3): its spans with their basis, kept by the office."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes import permissions
from communes.forms import ClassForm, ClassPasteForm
from communes.http import span_asked, spreadsheet
from communes.models import Commune, is_member
from communes.models.place import RURAL
from communes.selectors.classes import (
    PastedClass,
    classes_of,
    communes_with_class,
    read_classes,
)
from communes.selectors.places import commune_of
from communes.services import classes as services
from communes.services.classes import NewClass

PAGE = 50
NOT_YOURS = "Chỉ cán bộ VPĐP ghi phân loại xã. Gửi VPĐP văn bản nếu phân loại chưa đúng."
WITHOUT = "chua-co"


@require_safe
def class_list(request: SignedInRequest, code: str) -> HttpResponse:
    return _page(request, _commune_or_404(request, code), ClassForm())


@require_POST
def class_add(request: SignedInRequest, code: str) -> HttpResponse:
    commune = _commune_or_404(request, code)
    _refuse_others(request)
    form = ClassForm(request.POST)
    if not form.is_valid():
        return _page(request, commune, form, status=422)
    try:
        row = services.set_class(new=form.new_class(commune), by=request.user)
    except ValidationError as refusal:
        form.add_error(None, " ".join(refusal.messages))
        return _page(request, commune, form, status=409)
    messages.success(request, f"Đã ghi {commune}: {row.get_kind_display()}.")
    where = reverse("communes:class_list", args=[code])
    return redirect(f"{where}?tu={commune.starts.isoformat()}")


@require_safe
def class_index(request: SignedInRequest) -> HttpResponse:
    """The communes of the working day with their class; ?loc=chua-co: those without, ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới xem được danh sách này.")
    form = ClassPasteForm(initial={"starts": working_day()})
    return _index(request, form, [])


@require_POST
def class_paste(request: SignedInRequest) -> HttpResponse:
    """First shown as understood; stored when confirmed (`xac-nhan`), all lines or none."""
    _refuse_others(request)
    form = ClassPasteForm(request.POST)
    if not form.is_valid():
        return _index(request, form, [], status=422)
    rows = read_classes(form.cleaned_data["lines"], working_day())
    if "xac-nhan" not in request.POST or not all(row.is_whole for row in rows):
        return _index(request, form, rows, status=200 if all(map(_whole, rows)) else 422)
    try:
        stored = services.set_classes(rows=_new_classes(form, rows), by=request.user)
    except ValidationError as refusal:
        form.add_error(None, " ".join(refusal.messages))
        return _index(request, form, rows, status=409)
    messages.success(request, f"Đã ghi phân loại của {len(stored)} xã.")
    return redirect("communes:class_index")


def _whole(row: PastedClass) -> bool:
    return row.is_whole


def _new_classes(form: ClassPasteForm, rows: list[PastedClass]) -> list[NewClass]:
    starts, basis = form.cleaned_data["starts"], form.cleaned_data["basis"]
    return [
        NewClass(row.match.commune, row.kind, starts, basis)
        for row in rows
        if row.match and row.match.commune and row.kind
    ]


def _commune_or_404(request: SignedInRequest, code: str) -> Commune:
    found = commune_of(request.user, code, working_day(), span_asked(request))
    if found is None or found.kind != RURAL:
        raise Http404
    return found


def _refuse_others(request: SignedInRequest) -> None:
    if not permissions.may_class(request.user):
        raise PermissionDenied(NOT_YOURS)


def _page(
    request: SignedInRequest, commune: Commune, form: ClassForm, status: int = 200
) -> HttpResponse:
    context = {
        "commune": commune,
        "classes": classes_of(commune),
        "today": working_day(),
        "form": form if permissions.may_class(request.user) else None,
    }
    return render(request, "communes/class_list.html", context, status=status)


def _index(
    request: SignedInRequest, form: ClassPasteForm, rows: list[PastedClass], status: int = 200
) -> HttpResponse:
    day = working_day()
    only_without = request.GET.get("loc") == WITHOUT
    communes = communes_with_class(request.user, day, only_without=only_without)
    if request.GET.get("dang") == "xlsx":
        table = [
            [one.code, one.name, str(one.district or ""), one.class_words] for one in communes
        ]
        head = ["Mã xã", "Xã", "Huyện", "Loại xã"]
        return spreadsheet(f"phan-loai-xa-{day:%Y-%m-%d}", "Phân loại xã", head, table)
    context = {
        "page": Paginator(communes, PAGE).get_page(request.GET.get("trang")),
        "without": communes_with_class(request.user, day, only_without=True).count(),
        "only_without": only_without,
        "form": form if permissions.may_class(request.user) else None,
        "rows": rows,
        "ready": bool(rows) and all(row.is_whole for row in rows) and not form.errors,
    }
    return render(request, "communes/class_index.html", context, status=status)
