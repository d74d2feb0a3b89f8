"""The answers behind the overview, a page each, with the same filters: criteria, changes, danger, the round."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.models import is_member
from reports.selectors import drawings, endangered, movement, round_state, weakest
from reports.selectors.asked import Asked, read
from reports.selectors.board import Chosen, choices_of, chosen, scope_words


def asked_of(request: SignedInRequest) -> tuple[Asked, Chosen | None]:
    """What the address asks for; members only."""
    if not is_member(request.user):
        raise PermissionDenied
    asked = read(request.GET)
    return asked, chosen(asked)


@require_safe
def criteria_page(request: SignedInRequest) -> HttpResponse:
    asked, found = asked_of(request)
    context = _context(request, asked, found)
    if found:
        rows = weakest.weakest(found)
        address = reverse("reports:overview")
        chart = drawings.criteria_chart(rows, context["scope"], address)
        context |= {"weakest": rows, "chart": chart}
    return render(request, "reports/overview_criteria.html", context)


@require_safe
def movement_page(request: SignedInRequest) -> HttpResponse:
    asked, found = asked_of(request)
    context = _context(request, asked, found)
    if found:
        wanted = movement.read(request.GET)
        for trouble in wanted.troubles:
            messages.warning(request, trouble)
        moved = movement.movement(found, wanted)
        chart = drawings.movement_chart(moved, context["scope"])
        context |= {"moved": moved, "wanted": wanted, "chart": chart}
    return render(request, "reports/overview_movement.html", context)


@require_safe
def endangered_page(request: SignedInRequest) -> HttpResponse:
    asked, found = asked_of(request)
    context = _context(request, asked, found)
    if found:
        sign = _one_of(request, "dau-hieu", endangered.Sign)
        context |= {"risk": endangered.endangered(found, sign), "sign": sign}
    return render(request, "reports/overview_endangered.html", context)


@require_safe
def round_page(request: SignedInRequest) -> HttpResponse:
    asked, found = asked_of(request)
    context = _context(request, asked, found)
    period = round_state.round_asked(asked.on)
    if found and period:
        which = _one_of(request, "ghi", round_state.WANTED)
        state = round_state.round_state(found, period, which)
        chart = drawings.round_chart(state, context["scope"])
        context |= {
            "state": state,
            "chart": chart,
            "which": which,
            "which_words": round_state.WANTED.get(which, ""),
        }
    return render(request, "reports/overview_round.html", context)


def _one_of(request: SignedInRequest, word: str, known: Any) -> str:
    """What the address says under that word, if it is one of those known; else it is told."""
    text = request.GET.get(word, "").strip()
    if text and text not in list(known):
        messages.warning(request, f"Không có lựa chọn «{text}»; trang đang cho xem tất cả.")
        return ""
    return text


def _context(request: SignedInRequest, asked: Asked, found: Chosen | None) -> dict[str, Any]:
    for trouble in found.troubles if found else asked.troubles:
        messages.warning(request, trouble)
    return {
        "asked": asked,
        "found": found,
        "scope": scope_words(found) if found else "",
        "choices": choices_of(found) if found else None,
        "query": request.GET.urlencode(),
    }
