"""Red needs a plan: what is unmet, what is being done about it, and what rests on unfinished work."""

from plans.selectors.red.deeds import Deed, DeedKind, programme_year
from plans.selectors.red.listing import COLUMNS, RedFilters, RedList, red_list, sheet_rows
from plans.selectors.red.rows import Red, RedCounts, RedKind, RedRow, counts, red
from plans.selectors.red.unmet import Spot

__all__ = [
    "COLUMNS",
    "Deed",
    "DeedKind",
    "Red",
    "RedCounts",
    "RedFilters",
    "RedKind",
    "RedList",
    "RedRow",
    "Spot",
    "counts",
    "programme_year",
    "red",
    "red_list",
    "sheet_rows",
]
