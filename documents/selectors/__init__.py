from documents.selectors.checks import Checked, checked, findings_of, known_of
from documents.selectors.days_off import (
    DAY_OFF_COLUMNS,
    ClosedDay,
    closed_days,
    day_off_rows,
    work_calendar,
)
from documents.selectors.page import PaperPage, leaf, paper_page
from documents.selectors.printed import ADDRESSED, printed
from documents.selectors.register import COLUMNS, Filters, choices, register, sheet_rows

__all__ = [
    "ADDRESSED",
    "COLUMNS",
    "DAY_OFF_COLUMNS",
    "Checked",
    "ClosedDay",
    "Filters",
    "PaperPage",
    "checked",
    "choices",
    "closed_days",
    "day_off_rows",
    "findings_of",
    "known_of",
    "leaf",
    "paper_page",
    "printed",
    "register",
    "sheet_rows",
    "work_calendar",
]
