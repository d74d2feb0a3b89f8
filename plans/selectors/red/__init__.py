"""Red needs a plan: what is unmet, what is being done about it, and what rests on unfinished work."""

from plans.selectors.red.deeds import Deed, DeedKind, programme_year
from plans.selectors.red.listing import COLUMNS, RedFilters, RedList, red_list, sheet_rows
from plans.selectors.red.rows import (
    AtHand,
    Red,
    RedCounts,
    RedKind,
    RedRow,
    counts,
    counts_of,
    red,
    red_of,
)
from plans.selectors.red.unmet import Spot

__all__ = [
    "COLUMNS",
    "AtHand",
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
    "counts_of",
    "programme_year",
    "red",
    "red_list",
    "red_of",
    "sheet_rows",
]
