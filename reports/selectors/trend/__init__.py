"""The years of the programme: of the province or a district, and of one commune."""

from reports.selectors.trend.area import COLUMNS, AreaTrend, AreaYear, area_trend, sheet
from reports.selectors.trend.commune import (
    COMMUNE_COLUMNS,
    CommuneTrend,
    commune_sheet,
    commune_trend,
    trend_of,
)
from reports.selectors.trend.drawings import area_charts, commune_chart

__all__ = [
    "COLUMNS",
    "COMMUNE_COLUMNS",
    "AreaTrend",
    "AreaYear",
    "CommuneTrend",
    "area_charts",
    "area_trend",
    "commune_chart",
    "commune_sheet",
    "commune_trend",
    "sheet",
    "trend_of",
]
