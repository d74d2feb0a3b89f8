from criteria.models.catalogue import CriteriaSet, Criterion, Indicator, Threshold
from criteria.models.council import (
    AskedDocument,
    Condition,
    ConditionFinding,
    CouncilFile,
    CouncilMeeting,
    FiledDocument,
    Procedure,
)
from criteria.models.draft import EntryDraft
from criteria.models.entry import CurrentStatus, Measurement, StatusEntry, counting
from criteria.models.evidence import Evidence, Reply
from criteria.models.frozen import FrozenStatus
from criteria.models.level import LevelRule, Mapping
from criteria.models.mandate import Responsibility, SponsorAssignment
from criteria.models.merging import Denominator
from criteria.models.opinion import OpenedRow, Opinion, Remark, RemarkStep
from criteria.models.recognition import Recognition, holds
from criteria.models.route import RouteStep
from criteria.models.scorecard import Round, Scorecard, StatedCount
from criteria.models.submission import FileStep, Holding, Submission

__all__ = [
    "AskedDocument",
    "Condition",
    "ConditionFinding",
    "CouncilFile",
    "CouncilMeeting",
    "CriteriaSet",
    "Criterion",
    "CurrentStatus",
    "Denominator",
    "EntryDraft",
    "Evidence",
    "FileStep",
    "FiledDocument",
    "FrozenStatus",
    "Holding",
    "Indicator",
    "LevelRule",
    "Mapping",
    "Measurement",
    "OpenedRow",
    "Opinion",
    "Procedure",
    "Recognition",
    "Remark",
    "RemarkStep",
    "Reply",
    "Responsibility",
    "Round",
    "RouteStep",
    "Scorecard",
    "SponsorAssignment",
    "StatedCount",
    "StatusEntry",
    "Submission",
    "Threshold",
    "counting",
    "holds",
]
