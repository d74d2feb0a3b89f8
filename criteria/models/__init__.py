from criteria.models.catalogue import CriteriaSet, Criterion, Indicator, Threshold
from criteria.models.draft import EntryDraft
from criteria.models.entry import CurrentStatus, Measurement, StatusEntry, counting
from criteria.models.evidence import Evidence, Reply
from criteria.models.frozen import FrozenStatus
from criteria.models.level import LevelRule, Mapping
from criteria.models.mandate import Responsibility, SponsorAssignment
from criteria.models.merging import Denominator
from criteria.models.recognition import Recognition, holds
from criteria.models.scorecard import Round, Scorecard, StatedCount

__all__ = [
    "CriteriaSet",
    "Criterion",
    "CurrentStatus",
    "Denominator",
    "EntryDraft",
    "Evidence",
    "FrozenStatus",
    "Indicator",
    "LevelRule",
    "Mapping",
    "Measurement",
    "Recognition",
    "Reply",
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
