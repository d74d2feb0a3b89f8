from criteria.services.current import rebuild_current, refresh_current
from criteria.services.measurement import Value, measure, withdraw_measurement
from criteria.services.status import log_status, open_scorecard, withdraw_status

__all__ = [
    "Value",
    "log_status",
    "measure",
    "open_scorecard",
    "rebuild_current",
    "refresh_current",
    "withdraw_measurement",
    "withdraw_status",
]
