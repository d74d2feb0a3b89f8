"""What communes ask for: the list, one need, entering and ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Commune
from criteria.models import Criterion, Indicator
from criteria.selectors import set_in_force
from criteria.selectors.across import districts_on
from documents.forms import tell_refusal
from plans.choices import NeedState
from plans.forms.fields import communes_to_name, criterion_key
from plans.forms.needs import NeedForm, need_initial
from plans.forms.support import ReasonForm
from plans.models import Need
from plans.permissions import own_agencies, voice_for
from plans.selectors import needs as selectors
from plans.selectors.trail import trail_of
from plans.services import needs as services
from plans.views.support import GET_OR_POST, PAGE, ask_member

NOT_YOUR_COMMUNE = "Chỉ xã, huyện của xã, đơn vị đỡ đầu, phụ trách xã và Văn phòng Điều phối ghi được nhu cầu của xã."
NOBODY_TO_SPEAK_FOR = "Chỉ cán bộ, thủ trưởng của một cơ quan mới ghi được nhu cầu."
ENDS = {"met": "Đã ghi là đã đáp ứng.", "reopened": "Đã mở lại nhu cầu."}


@require_safe
def need_list(request: SignedInRequest) -> HttpResponse:
    """Needs as filtered, the most pressing first; as a spreadsheet with ?dang=xlsx."""
    ask_member(request)
    day, filters = working_day(), selectors.NeedFilters.read(request.GET)
    rows = selectors.needs(request.user, filters)
    if request.GET.get("dang") == "xlsx":
        name = f"nhu-cau-{day:%Y-%m-%d}"
        return spreadsheet(name, "Nhu cầu", selectors.COLUMNS, selectors.sheet_rows(rows))
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    held = set_in_force(day)
    context = {
        "page": page,
        "late": {one.pk for one in page if selectors.is_late(one, day)},
        "filters": filters,
        "states": NeedState.choices,
        "districts": districts_on(day),
        "criteria": list(held.criteria.all()) if held else [],
        "may_add": bool(own_agencies(request.user)),
        "illustrative": any(one.illustrative for one in page),
    }
    return render(request, "plans/need_list.html", context)


@require_http_methods(GET_OR_POST)
def need_add(request: SignedInRequest) -> HttpResponse:
    """For what the address names: ?xa=CODE&tieu-chi=PK&chi-tieu=PK."""
    ask_member(request)
    own = own_agencies(request.user)
    if not own:
        raise PermissionDenied(NOBODY_TO_SPEAK_FOR)
    initial = {"commune": _commune_asked(request, own), "about": _about_asked(request)}
    data = request.POST if request.method == "POST" else None
    form = NeedForm(data, initial=initial, day=working_day())
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            commune = form.cleaned_data["commune"]
            agency = voice_for(request.user, commune)
            if agency is None:
                raise PermissionDenied(NOT_YOUR_COMMUNE)
            try:
                need = services.add_need(
                    commune=commune, given=form.given(), agency=agency, by=request.user
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi nhu cầu của {commune}.")
                return redirect("plans:need_detail", pk=need.pk)
    return _form_page(request, form, {}, status)


@require_http_methods(GET_OR_POST)
def need_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    need = _own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = NeedForm(data, initial=need_initial(need), day=working_day(), row=need)
    status, seen = 200, request.POST.get("seen", "")
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                services.change_need(
                    need=need,
                    given=form.given(),
                    seen=int(seen) if seen.isdecimal() else None,
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã lưu nhu cầu.")
                return redirect("plans:need_detail", pk=pk)
    return _form_page(request, form, {"need": need, "seen": seen or need.version}, status)


@require_safe
def need_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _seen(request, pk))


@require_POST
def need_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Met, no longer wanted (with a reason), or open again: `what` says which."""
    need, what = _own(request, pk), request.POST.get("what", "")
    form = ReasonForm(request.POST)
    wrong = what == "dropped" and not form.is_valid()
    if wrong:
        return _page(request, need, 422, drop=form)
    seen = form.cleaned_data.get("seen") if form.is_valid() else None
    seen = seen or _number(request.POST.get("seen", ""))
    try:
        if what == "dropped":
            reason = form.cleaned_data["reason"]
            services.drop_need(need=need, reason=reason, seen=seen, by=request.user)
        elif what == "met":
            services.meet_need(need=need, seen=seen, by=request.user)
        else:
            services.reopen_need(need=need, seen=seen, by=request.user)
    except ValidationError as refusal:
        return _page(request, need, 409, refused=refusal.messages)
    messages.success(request, ENDS.get(what, "Đã ghi là không còn nhu cầu."))
    return redirect("plans:need_detail", pk=pk)


def _seen(request: SignedInRequest, pk: int) -> Need:
    rows = selectors.need_rows(Need.objects.visible_to(request.user))
    need: Need = get_object_or_404(rows, pk=pk)
    return need


def _own(request: SignedInRequest, pk: int) -> Need:
    need = _seen(request, pk)
    if voice_for(request.user, need.commune) is None:
        raise PermissionDenied(NOT_YOUR_COMMUNE)
    return need


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _commune_asked(request: SignedInRequest, own: Any) -> Commune | None:
    """The one that the address names, else the writer's own."""
    rows = Commune.objects.visible_to(request.user).on(working_day()).select_related("district")
    named = rows.filter(code=request.GET.get("xa", "")).first()
    mine = [one.commune_id for one in own if one.commune_id]
    return named or (rows.filter(pk__in=mine).first() if mine else None)


def _about_asked(request: SignedInRequest) -> str:
    indicator = Indicator.objects.filter(pk=_number(request.GET.get("chi-tieu", "")) or 0).first()
    criterion = Criterion.objects.filter(pk=_number(request.GET.get("tieu-chi", "")) or 0).first()
    return criterion_key(criterion, indicator)


def _form_page(
    request: SignedInRequest, form: NeedForm, context: dict[str, Any], status: int
) -> HttpResponse:
    more = {"form": form, "communes": communes_to_name(working_day())}
    return render(request, "plans/need_form.html", context | more, status=status)


def _page(request: SignedInRequest, need: Need, status: int = 200, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "need": need,
        "late": selectors.is_late(need, working_day()),
        "is_open": need.state in selectors.OPEN,
        "is_mine": voice_for(request.user, need.commune) is not None,
        "may_help": bool(own_agencies(request.user)),
        "trail": trail_of(need),
        "drop": ReasonForm(initial={"seen": need.version}),
    }
    return render(request, "plans/need_detail.html", context | more, status=status)
