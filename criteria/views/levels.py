"""What each level of recognition asks in each period, with its papers and how sure it is."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import is_member
from criteria.selectors.levels import rule_lines


@require_safe
def level_rules(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied(
            "Chỉ người có vai trò ở một cơ quan mới xem được quy định công nhận."
        )
    day = working_day()
    lines = rule_lines()
    context = {"now": [one for one in lines if one.rule.covers(day)]}
    context["others"] = [one for one in lines if not one.rule.covers(day)]
    return render(request, "criteria/level_rules.html", context)
