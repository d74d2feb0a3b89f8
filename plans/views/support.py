"""Help: the list, its sums, one action; whoever gives it enters it, the office everybody's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import Agency, Commune, is_member
from criteria.models import Criterion, Indicator
from criteria.selectors import set_in_force
from criteria.selectors.across import districts_on
from documents.forms import tell_refusal
from plans.choices import ActionState, MoneySource, SupportForm
from plans.forms.fields import communes_to_name, criterion_key
from plans.forms.support import ActionForm, action_initial, blank_initial
from plans.models import Need, SupportAction
from plans.permissions import keeps_all, may_keep, own_agencies
from plans.selectors import support as selectors
from plans.selectors.needs import open_needs
from plans.selectors.support_sums import By, sum_columns, sum_rows, sums
from plans.services.support import add_support, change_support

PAGE = 50
GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được hoạt động hỗ trợ."
NOBODY_TO_SPEAK_FOR = "Chỉ cán bộ, thủ trưởng của một cơ quan mới ghi được hỗ trợ. Hãy nhờ cán bộ của cơ quan bạn ghi."
NOT_YOURS = "Chỉ đơn vị hỗ trợ và Văn phòng Điều phối sửa được hoạt động này. Bạn chỉ xem."


@require_safe
def support_list(request: SignedInRequest) -> HttpResponse:
    """Help as filtered, the newest first; as a spreadsheet with ?dang=xlsx."""
    ask_member(request)
    filters = selectors.SupportFilters.read(request.GET)
    rows = selectors.actions(request.user, filters).prefetch_related("money")
    if request.GET.get("dang") == "xlsx":
        name, title = f"ho-tro-{working_day():%Y-%m-%d}", "Hỗ trợ"
        found = selectors.sheet_rows(selectors.lines(rows))
        return spreadsheet(name, title, selectors.COLUMNS, found)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    lines = selectors.lines(page.object_list)
    context = choices_of(request) | {
        "page": page,
        "lines": lines,
        "filters": filters,
        "may_add": bool(own_agencies(request.user)),
        "illustrative": any(one.action.illustrative for one in lines),
    }
    return render(request, "plans/support_list.html", context)


@require_safe
def support_sums(request: SignedInRequest) -> HttpResponse:
    """The same help added up by commune, agency, source, criterion or year."""
    ask_member(request)
    filters = selectors.SupportFilters.read(request.GET)
    asked = request.GET.get("theo", "")
    by = By(asked) if asked in set(By) else By.COMMUNE
    found = sums(request.user, filters, by)
    if request.GET.get("dang") == "xlsx":
        name = f"ho-tro-theo-{by.value}-{working_day():%Y-%m-%d}"
        return spreadsheet(name, by.label, sum_columns(found), sum_rows(found))
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("trang"))
    context = choices_of(request) | {
        "found": found,
        "page": page,
        "rows": [(row, _rows_behind(request, by, row.key)) for row in page],
        "filters": filters,
        "ways": [(one.value, one.label) for one in By],
    }
    return render(request, "plans/support_sums.html", context)


@require_http_methods(GET_OR_POST)
def support_add(request: SignedInRequest) -> HttpResponse:
    """For what the address names: ?xa=CODE&tieu-chi=PK&chi-tieu=PK&nhu-cau=PK."""
    ask_member(request)
    agencies = agencies_to_choose(request)
    if not agencies:
        raise PermissionDenied(NOBODY_TO_SPEAK_FOR)
    commune, need, about = _asked_for(request)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        initial=blank_initial(commune, need, about),
        agencies=agencies,
        needs=open_needs(commune, also=need),
        day=working_day(),
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                action = add_support(
                    agency=form.agency_given(),
                    given=form.given(),
                    files=request.FILES.getlist("files"),
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                return _added(request, action)
    return _form_page(request, form, {"commune": commune, "need": need}, status)


@require_http_methods(GET_OR_POST)
def support_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    action = own_action(request, pk)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        initial=action_initial(action),
        agencies=[action.agency],
        needs=open_needs(action.commune, also=action.need),
        day=_day_of(action),
        row=action,
    )
    status, seen = 200, request.POST.get("seen", "")
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                change_support(
                    action=action,
                    given=form.given(),
                    seen=int(seen) if seen.isdecimal() else None,
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, "Đã lưu hoạt động hỗ trợ.")
                return redirect("plans:support_detail", pk=pk)
    action.refresh_from_db(fields=["version"])
    return _form_page(request, form, {"action": action}, status)


def ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)


def own_action(request: SignedInRequest, pk: int) -> SupportAction:
    """404 unless they see it, 403 unless they may write it."""
    action: SupportAction = get_object_or_404(selectors.action_page(request.user), pk=pk)
    if not may_keep(request.user, action.agency):
        raise PermissionDenied(NOT_YOURS)
    return action


def agencies_to_choose(request: SignedInRequest) -> list[Agency]:
    """One's own; for the office every agency of the day, its own first."""
    own = own_agencies(request.user)
    if not keeps_all(request.user):
        return own
    rows = Agency.objects.on(working_day()).order_by("sort_key", "pk")
    return [*own, *(one for one in rows if one not in own)]


def choices_of(request: SignedInRequest) -> dict[str, Any]:
    """What the filters of the list and of the sums offer."""
    day = working_day()
    held = set_in_force(day)
    return {
        "districts": districts_on(day),
        "criteria": list(held.criteria.all()) if held else [],
        "forms": SupportForm.choices,
        "sources": MoneySource.choices,
        "states": ActionState.choices,
        "years": selectors.years(request.user),
    }


def _rows_behind(request: SignedInRequest, by: By, key: str) -> str:
    """The address of the list with the same filters and this row's: ways and filters have one name."""
    query = request.GET.copy()
    for name in ("theo", "trang", "dang"):
        query.pop(name, None)
    query[by.value] = key
    return f"{reverse('plans:support_list')}?{query.urlencode()}"


def _asked_for(request: SignedInRequest) -> tuple[Commune | None, Need | None, str]:
    """The commune, the need and the criterion or indicator that the address names, where they exist."""
    query = request.GET

    def number(name: str) -> int:
        text = query.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004

    needs = Need.objects.visible_to(request.user).select_related(
        "commune__district", "criterion", "indicator"
    )
    need = needs.filter(pk=number("nhu-cau")).first()
    communes = Commune.objects.visible_to(request.user).on(working_day())
    commune = communes.select_related("district").filter(code=query.get("xa", "")).first()
    indicator = Indicator.objects.filter(pk=number("chi-tieu")).first()
    criterion = Criterion.objects.filter(pk=number("tieu-chi")).first()
    return (need.commune if need else commune), need, criterion_key(criterion, indicator)


def _added(request: SignedInRequest, action: SupportAction) -> HttpResponse:
    """To its page; with «Ghi và nhập tiếp» to the next form, for the same commune."""
    place = f" cho {action.commune}" if action.commune else ""
    messages.success(request, f"Đã ghi hỗ trợ của {action.agency}{place}.")
    if "more" not in request.POST:
        return redirect("plans:support_detail", pk=action.pk)
    query = urlencode({"xa": action.commune.code}) if action.commune else ""
    return redirect(f"{reverse('plans:support_add')}?{query}")


def _day_of(action: SupportAction) -> Any:
    """The day on which its commune is looked up: one that has ended keeps its help."""
    ends = action.commune.ends if action.commune else None
    return min(working_day(), ends) if ends else working_day()


def _form_page(
    request: SignedInRequest, form: ActionForm, context: dict[str, Any], status: int
) -> HttpResponse:
    more = {
        "form": form,
        "communes": communes_to_name(working_day()),
        "seen": request.POST.get("seen")
        or (context["action"].version if "action" in context else ""),
    }
    return render(request, "plans/support_form.html", context | more, status=status)
