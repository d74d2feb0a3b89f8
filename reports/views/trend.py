"""The years of the programme, on the page and as files: province, one district, or one commune."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.http import span_asked, spreadsheet
from communes.models import Commune, District, is_member
from communes.models.place import RURAL
from communes.selectors.places import commune_of, heirs_of, origins_of
from reports.selectors import trend
from reports.selectors.asked import Asked, read
from reports.views.drawings import picture_file

AVERAGE = "binh-quan"


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what the address asks the trend, up to which day; neither district nor commune: of the province."""

    asked: Asked
    district: District | None = None
    commune: Commune | None = None
    troubles: tuple[str, ...] = ()

    @property
    def day(self) -> dt.date:
        return self.asked.on

    @property
    def slug(self) -> str:
        place = self.commune or self.district
        return f"xu-huong-{place.code if place else 'tinh'}-{self.day:%Y-%m-%d}"


@require_safe
def trend_page(request: SignedInRequest) -> HttpResponse:
    scope = _scope(request)
    for trouble in scope.troubles:
        messages.warning(request, trouble)
    context: dict[str, Any] = {
        "scope": scope,
        "asked": scope.asked,
        "query": request.GET.urlencode(),
        "districts": District.objects.on(scope.day),
        "communes": Commune.objects.on(scope.day).only("code", "name", "kind", "sort_key"),
    }
    if scope.commune:
        found = trend.trend_of(scope.commune, scope.day)
        context |= {
            "found": found,
            "chart": trend.commune_chart(found),
            "origins": origins_of(scope.commune),
            "heirs": heirs_of(scope.commune),
        }
        return render(request, "reports/trend_commune.html", context)
    area = trend.area_trend(scope.day, scope.district)
    recognised, average = trend.area_charts(area)
    context |= {"found": area, "chart": recognised, "average": average}
    return render(request, "reports/trend.html", context)


@require_safe
def trend_file(request: SignedInRequest) -> HttpResponse:
    """The table as a spreadsheet."""
    scope = _scope(request)
    if scope.commune:
        head = trend.COMMUNE_COLUMNS
        rows = trend.commune_sheet(trend.trend_of(scope.commune, scope.day))
    else:
        head, rows = trend.COLUMNS, trend.sheet(trend.area_trend(scope.day, scope.district))
    return spreadsheet(scope.slug, f"{scope.day:%d-%m-%Y}", head, rows)


@require_safe
def trend_drawing(request: SignedInRequest, form: str) -> HttpResponse:
    """A drawing alone, for a slide or a paper; of averages with ?hinh=binh-quan."""
    scope = _scope(request)
    if scope.commune:
        chart = trend.commune_chart(trend.trend_of(scope.commune, scope.day))
    else:
        recognised, average = trend.area_charts(trend.area_trend(scope.day, scope.district))
        chart = average if request.GET.get("hinh") == AVERAGE else recognised
    if chart is None:
        raise Http404
    svg = render_to_string("charts/lines.svg", {"chart": chart, "alone": True}).strip()
    return picture_file(svg, form, scope.slug)


def _scope(request: SignedInRequest) -> Scope:
    if not is_member(request.user):
        raise PermissionDenied
    asked = read(request.GET)
    troubles = asked.troubles
    if replace(asked, district="").is_filtered:
        troubles = (*troubles, "Xu hướng chỉ xem theo huyện hoặc xã; các bộ lọc khác được bỏ qua.")
    scope = Scope(asked, troubles=troubles)
    code = request.GET.get("xa", "").strip()[:10]
    if code:
        commune = commune_of(request.user, code, asked.on, span_asked(request))
        if commune is None or commune.kind != RURAL:
            said = f"Không có xã mã «{code}»; đang xem toàn tỉnh."
            return replace(scope, troubles=(*troubles, said))
        return replace(scope, commune=commune)
    return _of_district(scope) if asked.district else scope


def _of_district(scope: Scope) -> Scope:
    code = scope.asked.district
    rows = District.objects.filter(province__home=True, code=code, starts__lte=scope.day)
    district = rows.order_by("-starts").first()
    if district is None:
        said = f"Không có huyện mã «{code}»; đang xem toàn tỉnh."
        return replace(scope, troubles=(*scope.troubles, said))
    return replace(scope, district=district)
