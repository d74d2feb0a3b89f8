"""The API of this app, one module a noun: the same selectors, permissions and services as the pages."""

from rest_framework.routers import BaseRouter

from criteria.api.catalogue import ThresholdViewSet
from criteria.api.comparison import ComparisonViewSet
from criteria.api.council import CouncilFileViewSet
from criteria.api.council_rules import ProcedureViewSet
from criteria.api.drafts import DraftViewSet
from criteria.api.evidence import EvidenceViewSet
from criteria.api.inheritance import InheritanceViewSet
from criteria.api.levels import LevelViewSet, RecognitionViewSet
from criteria.api.opinions import OpinionViewSet, RemarkViewSet
from criteria.api.queue import QueueViewSet
from criteria.api.rounds import RoundViewSet
from criteria.api.scorecards import ScorecardViewSet
from criteria.api.submissions import HoldingViewSet, SubmissionViewSet
from criteria.api.turned import ReplyViewSet, TurnedViewSet


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("scorecards", ScorecardViewSet, basename="scorecard")
    router.register("rounds", RoundViewSet, basename="round")
    router.register("submissions", SubmissionViewSet, basename="submission")
    router.register("submission-queue", QueueViewSet, basename="submission-queue")
    router.register("holdings", HoldingViewSet, basename="holding")
    router.register("opinions", OpinionViewSet, basename="opinion")
    router.register("remarks", RemarkViewSet, basename="remark")
    router.register("comparisons", ComparisonViewSet, basename="comparison")
    router.register("evidence", EvidenceViewSet, basename="evidence")
    router.register("recognitions", RecognitionViewSet, basename="recognition")
    router.register("levels", LevelViewSet, basename="level")
    router.register("council-files", CouncilFileViewSet, basename="council-file")
    router.register("procedures", ProcedureViewSet, basename="procedure")
    router.register("thresholds", ThresholdViewSet, basename="threshold")
    router.register("inheritance", InheritanceViewSet, basename="inheritance")
    router.register("drafts", DraftViewSet, basename="draft")
    router.register("across", TurnedViewSet, basename="across")
    router.register("replies", ReplyViewSet, basename="reply")
