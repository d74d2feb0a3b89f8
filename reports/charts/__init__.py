"""Numbers into shapes. Pure arithmetic: `templates/charts/*.svg` draws what is computed here."""

from reports.charts.bars import ROOM, BarChart, Given, bars
from reports.charts.outlines import PAINTS, Drawing, Outline, Paint, Ring, drawn

__all__ = [
    "PAINTS",
    "ROOM",
    "BarChart",
    "Drawing",
    "Given",
    "Outline",
    "Paint",
    "Ring",
    "bars",
    "drawn",
]
