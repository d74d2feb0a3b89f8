"""The shape of what was read: kept beside the draft, since services and pages read it too."""

from criteria.models.plan import (
    BLANK,
    CHANGED,
    GOOD,
    NEW,
    REFUSED,
    SAME,
    STALE,
    STATES,
    Plan,
    PlanCell,
    PlanColumn,
    PlanMark,
    PlanRow,
)

__all__ = [
    "BLANK",
    "CHANGED",
    "GOOD",
    "NEW",
    "REFUSED",
    "SAME",
    "STALE",
    "STATES",
    "Plan",
    "PlanCell",
    "PlanColumn",
    "PlanMark",
    "PlanRow",
]
