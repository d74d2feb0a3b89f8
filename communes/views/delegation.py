"""Ủy quyền, and the trail of who did what. Both ask where people serve, hence not in accounts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import services as accounts
from accounts.http import SignedInRequest
from accounts.models import Delegation, User
from communes import permissions
from communes.forms import DelegationForm
from communes.selectors import people as selectors
from communes.services import people as services

PAGE = 50


def _page(
    request: SignedInRequest, form: DelegationForm | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "delegations": selectors.delegations_of(request.user),
    }
    return render(request, "communes/delegation_list.html", context, status=status)


def _colleagues(request: SignedInRequest) -> list[User]:
    lent = [held.agency for held in permissions.lends(request.user)]
    return selectors.colleagues(request.user, lent)


@require_safe
def delegation_list(request: SignedInRequest) -> HttpResponse:
    if not permissions.may_delegate(request.user):
        return _page(request, None)
    return _page(request, DelegationForm(colleagues=_colleagues(request)))


@require_POST
def delegation_give(request: SignedInRequest) -> HttpResponse:
    if not permissions.may_delegate(request.user):
        raise PermissionDenied("Chỉ thủ trưởng và cán bộ của một cơ quan được ủy quyền.")
    form = DelegationForm(request.POST, colleagues=_colleagues(request))
    if form.is_valid():
        try:
            given = services.give_delegation(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Đã ủy quyền cho {given.receiver}.")
            return redirect("communes:delegation_list")
    return _page(request, form, status=422)


@require_POST
def delegation_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(Delegation.objects.filter(giver=request.user), pk=pk)
    accounts.revoke_delegation(delegation=delegation, by=request.user)
    messages.success(request, f"Đã thu hồi ủy quyền cho {delegation.receiver}.")
    return redirect("communes:delegation_list")


@require_safe
def activity_list(request: SignedInRequest) -> HttpResponse:
    rows = selectors.activities_for(request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "lines": selectors.activity_lines(page.object_list),
        "whole": permissions.is_office(request.user),
    }
    return render(request, "communes/activity_list.html", context)
