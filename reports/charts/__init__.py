"""Numbers into shapes. Pure arithmetic: `templates/charts/*.svg` draws what is computed here."""

from reports.charts.bars import ROOM, BarChart, Given, bars
from reports.charts.columns import ColumnChart, GivenColumn, columns
from reports.charts.lines import Era, LineChart, Moment, Series, lines
from reports.charts.outlines import PAINTS, Drawing, Outline, Paint, Ring, drawn
from reports.charts.stacks import GivenPart, GivenStack, StackChart, StackSeries, stacks

__all__ = [
    "PAINTS",
    "ROOM",
    "BarChart",
    "ColumnChart",
    "Drawing",
    "Era",
    "Given",
    "GivenColumn",
    "GivenPart",
    "GivenStack",
    "LineChart",
    "Moment",
    "Outline",
    "Paint",
    "Ring",
    "Series",
    "StackChart",
    "StackSeries",
    "bars",
    "columns",
    "drawn",
    "lines",
    "stacks",
]
