from criteria.services.bulk import Given, measure_many, refusals
from criteria.services.catalogue import (
    Demand,
    add_threshold,
    check_threshold,
    check_thresholds,
    correct_threshold,
    withdraw_threshold,
)
from criteria.services.current import rebuild_current, refresh_current
from criteria.services.measurement import Value, measure, withdraw_measurement
from criteria.services.status import log_status, open_scorecard, withdraw_status

__all__ = [
    "Demand",
    "Given",
    "Value",
    "add_threshold",
    "check_threshold",
    "check_thresholds",
    "correct_threshold",
    "log_status",
    "measure",
    "measure_many",
    "open_scorecard",
    "rebuild_current",
    "refresh_current",
    "refusals",
    "withdraw_measurement",
    "withdraw_status",
    "withdraw_threshold",
]
