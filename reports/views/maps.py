"""The map of the province, on the page and as files; the same filters as the overview."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from reports.selectors.asked import Asked
from reports.selectors.atlas import CRITERION, MET, Map, MapAsked, atlas, figures, sheet
from reports.selectors.board import Chosen, choices_of, scope_words
from reports.views.answers import asked_of
from reports.views.drawings import map_svg, picture_file


@require_safe
def province_map(request: SignedInRequest) -> HttpResponse:
    asked, found = asked_of(request)
    context: dict[str, Any] = {"asked": asked, "found": found}
    for trouble in found.troubles if found else asked.troubles:
        messages.warning(request, trouble)
    if found:
        wanted, trouble = _wanted(request, found)
        if trouble:
            messages.warning(request, trouble)
        context |= {
            "wanted": wanted,
            "map": atlas(found, asked, wanted),
            "figures": figures(found.picture.total),
            "choices": choices_of(found),
            "query": request.GET.urlencode(),
            "scope": scope_words(found),
        }
    return render(request, "reports/province_map.html", context)


@require_safe
def map_drawing(request: SignedInRequest) -> HttpResponse:
    """The map alone, for a slide or a paper."""
    drawn, asked = _map(request)
    if drawn is None:
        return HttpResponse(status=404)
    return picture_file(map_svg(drawn), "svg", f"ban-do-{asked.on:%Y-%m-%d}")


@require_safe
def map_picture(request: SignedInRequest) -> HttpResponse:
    """The same for what does not read SVG."""
    drawn, asked = _map(request)
    if drawn is None:
        return HttpResponse(status=404)
    return picture_file(map_svg(drawn), "png", f"ban-do-{asked.on:%Y-%m-%d}")


@require_safe
def map_file(request: SignedInRequest) -> HttpResponse:
    drawn, asked = _map(request)
    head, rows = sheet(drawn) if drawn else ([], [])
    return spreadsheet(f"ban-do-{asked.on:%Y-%m-%d}", f"{asked.on:%d-%m-%Y}", head, rows)


def _map(request: SignedInRequest) -> tuple[Map | None, Asked]:
    asked, found = asked_of(request)
    return (atlas(found, asked, _wanted(request, found)[0]) if found else None), asked


def _wanted(request: SignedInRequest, found: Chosen) -> tuple[MapAsked, str]:
    """What to colour by; and what the address asks in vain."""
    figure = request.GET.get("xem", "") or MET
    if figure not in dict(figures(0)):
        return MapAsked(), f"Bản đồ không có cách xem «{figure}»; đang xem số tiêu chí đạt."
    if figure != CRITERION:
        return MapAsked(figure), ""
    numbers = {f"{one.number}": one.number for one in found.picture.criteria}
    text = request.GET.get("tieu-chi", "").strip()
    if text in numbers:
        return MapAsked(figure, numbers[text]), ""
    first = min(numbers.values())
    said = f"Bộ tiêu chí này không có tiêu chí số «{text}»." if text else "Chưa chọn tiêu chí."
    return MapAsked(figure, first), f"{said} Đang xem tiêu chí {first}."
