from criteria.models.catalogue import CriteriaSet, Criterion, Indicator, Threshold
from criteria.models.entry import CurrentStatus, Measurement, StatusEntry, counting
from criteria.models.mandate import Responsibility, SponsorAssignment
from criteria.models.recognition import Recognition, holds
from criteria.models.scorecard import Round, Scorecard, StatedCount

__all__ = [
    "CriteriaSet",
    "Criterion",
    "CurrentStatus",
    "Indicator",
    "Measurement",
    "Recognition",
    "Responsibility",
    "Round",
    "Scorecard",
    "SponsorAssignment",
    "StatedCount",
    "StatusEntry",
    "Threshold",
    "counting",
    "holds",
]
