"""Reports made, one by one and all of a round in one go."""

from reports.models.cycle import LIVING, CycleVolume, OwedReport, ReportCycle
from reports.models.run import (
    MAX_ATTEMPTS,
    OF_A_DAY,
    OF_A_YEAR,
    ReportRun,
    ReportRunQuerySet,
)

__all__ = [
    "LIVING",
    "MAX_ATTEMPTS",
    "OF_A_DAY",
    "OF_A_YEAR",
    "CycleVolume",
    "OwedReport",
    "ReportCycle",
    "ReportRun",
    "ReportRunQuerySet",
]
