"""A merged commune and its predecessors: who became whom, and what their values come to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import span_asked
from communes.models import Commune
from communes.selectors.places import commune_of, heirs_of, origins_of
from criteria.forms.inheritance import DenominatorForm
from criteria.models import CriteriaSet
from criteria.permissions import Mandate, may_inherit
from criteria.selectors.inheritance import Inheritance, inheritance, set_of_merger
from criteria.services import inheritance as services

NOT_YOURS = (
    "Chỉ công chức của xã mới và VPĐP đưa số liệu gộp vào phiếu. "
    "Báo VPĐP nếu bạn cần sửa số liệu của xã cũ."
)


@require_safe
def inheritance_detail(request: SignedInRequest, code: str) -> HttpResponse:
    commune = _commune_or_404(request, code)
    found = _found(commune, request)
    form = DenominatorForm(needs=found.needs) if found else None
    return _page(request, commune, found, form)


@require_POST
def denominators_state(request: SignedInRequest, code: str) -> HttpResponse:
    commune = _commune_or_404(request, code)
    found = _found_or_404(commune, request)
    _mandate(request, commune)
    form = DenominatorForm(request.POST, needs=found.needs)
    if not form.is_valid():
        return _page(request, commune, found, form, status=422)
    try:
        rows = services.state_denominators(
            heir=commune,
            stated=form.stated(),
            source=form.cleaned_data["source"],
            by=request.user,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, commune, found, form, status=409)
    messages.success(request, f"Đã ghi {len(rows)} mẫu số.")
    return redirect(_address(commune, found))


@require_POST
def inheritance_take(request: SignedInRequest, code: str) -> HttpResponse:
    """Put what is settled on the heir's scorecard."""
    commune = _commune_or_404(request, code)
    found = _found_or_404(commune, request)
    mandate = _mandate(request, commune)
    try:
        stored = services.take_over(found=found, mandate=mandate, by=request.user)
    except ValidationError as refusal:
        form = DenominatorForm(needs=found.needs)
        words = list(dict.fromkeys(refusal.messages))
        return _page(request, commune, found, form, status=409, refused=words)
    messages.success(request, f"Đã đưa {len(stored)} số liệu vào phiếu của {commune}.")
    return redirect(_address(commune, found))


def _commune_or_404(request: SignedInRequest, code: str) -> Commune:
    found = commune_of(request.user, code, working_day(), span_asked(request))
    if found is None:
        raise Http404
    return found


def _found(commune: Commune, request: SignedInRequest) -> Inheritance | None:
    """What it inherits on the set asked for, else on the one of the merger; None: it merged nothing."""
    steps = origins_of(commune)
    if not steps:
        return None
    asked = request.GET.get("bo")
    criteria_set = (
        CriteriaSet.objects.filter(code=asked).first()
        if asked
        else set_of_merger(max(step.on for step in steps))
    )
    return inheritance(commune, criteria_set) if criteria_set else None


def _found_or_404(commune: Commune, request: SignedInRequest) -> Inheritance:
    found = _found(commune, request)
    if found is None:
        raise Http404
    return found


def _mandate(request: SignedInRequest, commune: Commune) -> Mandate:
    mandate = may_inherit(request.user, commune)
    if mandate is None:
        raise PermissionDenied(NOT_YOURS)
    return mandate


def _address(commune: Commune, found: Inheritance) -> str:
    where = reverse("criteria:inheritance", args=[commune.code])
    return f"{where}?tu={commune.starts.isoformat()}&bo={found.criteria_set.code}"


def _page(
    request: SignedInRequest,
    commune: Commune,
    found: Inheritance | None,
    form: DenominatorForm | None,
    *,
    status: int = 200,
    refused: list[str] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "commune": commune,
        "heirs": heirs_of(commune),
        "found": found,
        "form": form,
        "refused": refused,
        "may": found is not None and may_inherit(request.user, commune) is not None,
        "stands": commune.covers(working_day()),
    }
    return render(request, "criteria/inheritance_detail.html", context, status=status)
