from criteria.selectors.charts import Chart, charts
from criteria.selectors.history import Told, status_history, value_history
from criteria.selectors.lines import CriterionLine, IndicatorLine, PartLine
from criteria.selectors.periods import round_before, round_in_force, set_in_force
from criteria.selectors.scorecard import (
    About,
    Saved,
    Sheet,
    about,
    line,
    measured_line,
    saved,
    sheet,
)
from criteria.selectors.standing import Cell, Standing, is_under, may_be_under, standings
from criteria.selectors.unusual import Typed, told_of, why_unusual, why_unusual_many

__all__ = [
    "About",
    "Cell",
    "Chart",
    "CriterionLine",
    "IndicatorLine",
    "PartLine",
    "Saved",
    "Sheet",
    "Standing",
    "Told",
    "Typed",
    "about",
    "charts",
    "is_under",
    "line",
    "may_be_under",
    "measured_line",
    "round_before",
    "round_in_force",
    "saved",
    "set_in_force",
    "sheet",
    "standings",
    "status_history",
    "told_of",
    "value_history",
    "why_unusual",
    "why_unusual_many",
]
