"""Drawings and tables of the dashboards as files: SVG, PNG, XLSX, of exactly what the address asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from documents.services.pictures import as_png
from reports.selectors import drawings, endangered, movement, round_state, weakest
from reports.selectors.atlas import Map
from reports.selectors.board import Chosen, scope_words
from reports.selectors.overview import counted
from reports.views.answers import asked_of

SVG, PNG = "image/svg+xml", "image/png"
# Signs that the font of papers lacks, and what stands for them in a picture.
STAND_INS = str.maketrans({"✕": "×", "◐": "~", "◇": "*"})
Query = Mapping[str, Any]
Sheet = tuple[Sequence[str], Iterable[Sequence[Any]]]


@require_safe
def drawing(request: SignedInRequest, name: str, form: str) -> HttpResponse:
    """A drawing alone, for a slide or a paper."""
    asked, found = asked_of(request)
    if name not in DRAWINGS or found is None:
        raise Http404
    svg = DRAWINGS[name](found, request.GET)
    return picture_file(svg, form, f"{name}-{asked.on:%Y-%m-%d}")


@require_safe
def table(request: SignedInRequest, name: str) -> HttpResponse:
    asked, found = asked_of(request)
    if name not in TABLES or found is None:
        raise Http404
    head, rows = TABLES[name](found, request.GET)
    return spreadsheet(f"{name}-{asked.on:%Y-%m-%d}", f"{asked.on:%d-%m-%Y}", head, rows)


def picture_file(svg: str, form: str, name: str) -> HttpResponse:
    if form == "png":
        response = HttpResponse(as_png(svg.translate(STAND_INS)), content_type=PNG)
    else:
        response = HttpResponse(svg, content_type=SVG)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def map_svg(drawn: Map) -> str:
    return render_to_string("charts/map.svg", {"map": drawn, "alone": True}).strip()


def _alone(template: str, chart: object) -> str:
    return render_to_string(f"charts/{template}.svg", {"chart": chart, "alone": True}).strip()


def _bands(found: Chosen, _query: Query) -> str:
    bands = counted(found.unbanded, found.picture.total, found.asked)
    return _alone("columns", drawings.bands_chart(bands, scope_words(found), ""))


def _criteria(found: Chosen, _query: Query) -> str:
    chart = drawings.criteria_chart(weakest.weakest(found), scope_words(found), "")
    return _alone("stacks", chart)


def _movement(found: Chosen, query: Query) -> str:
    moved = movement.movement(found, movement.read(query))
    return _alone("stacks", drawings.movement_chart(moved, scope_words(found)))


def _round(found: Chosen, query: Query) -> str:
    return _alone("stacks", drawings.round_chart(_state(found, query), scope_words(found)))


def _state(found: Chosen, query: Query) -> round_state.RoundState:
    period = round_state.round_asked(found.asked.on)
    if period is None:
        raise Http404
    which = str(query.get("ghi", ""))
    return round_state.round_state(found, period, which if which in round_state.WANTED else "")


def _bands_sheet(found: Chosen, _query: Query) -> Sheet:
    bands = counted(found.unbanded, found.picture.total, found.asked)
    return ["Mức", "Số xã"], [[one.label, one.count] for one in bands]


def _endangered_sheet(found: Chosen, query: Query) -> Sheet:
    sign = str(query.get("dau-hieu", ""))
    known = sign if sign in list(endangered.Sign) else ""
    return endangered.sheet(endangered.endangered(found, known))


DRAWINGS: dict[str, Callable[[Chosen, Query], str]] = {
    "muc-dat": _bands,
    "tieu-chi": _criteria,
    "bien-dong": _movement,
    "tien-do-ky": _round,
}
TABLES: dict[str, Callable[[Chosen, Query], Sheet]] = {
    "muc-dat": _bands_sheet,
    "tieu-chi": lambda found, _: weakest.sheet(weakest.weakest(found)),
    "bien-dong": lambda found, query: movement.sheet(
        movement.movement(found, movement.read(query))
    ),
    "nguy-co": _endangered_sheet,
    "tien-do-ky": lambda found, query: round_state.sheet(_state(found, query)),
    "tien-do-co-quan": lambda found, query: round_state.agency_sheet(_state(found, query)),
}
