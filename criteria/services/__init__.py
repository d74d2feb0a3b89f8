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
from criteria.services.evidence import Attached, attach, attach_known, withdraw_evidence
from criteria.services.measurement import Value, measure, withdraw_measurement
from criteria.services.periods import Days, change_round, close_round, open_round
from criteria.services.status import log_status, open_scorecard, open_scorecards, withdraw_status

__all__ = [
    "Attached",
    "Days",
    "Demand",
    "Given",
    "Value",
    "add_threshold",
    "attach",
    "attach_known",
    "change_round",
    "check_threshold",
    "check_thresholds",
    "close_round",
    "correct_threshold",
    "log_status",
    "measure",
    "measure_many",
    "open_round",
    "open_scorecard",
    "open_scorecards",
    "rebuild_current",
    "refresh_current",
    "refusals",
    "withdraw_evidence",
    "withdraw_measurement",
    "withdraw_status",
    "withdraw_threshold",
]
