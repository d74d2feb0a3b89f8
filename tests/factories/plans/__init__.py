from tests.factories.plans.programme import (
    AgencyGroupFactory,
    ExtensionFactory,
    PlanDraftFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
    WorkProgrammeFactory,
)
from tests.factories.plans.support import (
    AcceptanceFactory,
    ContactFactory,
    DifficultyFactory,
    NeedFactory,
    PlanActionFactory,
    SupportActionFactory,
)
from tests.factories.plans.target import TargetFactory

__all__ = [
    "AcceptanceFactory",
    "AgencyGroupFactory",
    "ContactFactory",
    "DifficultyFactory",
    "ExtensionFactory",
    "NeedFactory",
    "PlanActionFactory",
    "PlanDraftFactory",
    "SupportActionFactory",
    "TargetFactory",
    "TaskFactory",
    "TaskGroupFactory",
    "TaskPartyFactory",
    "TaskProgressFactory",
    "TaskReviewFactory",
    "WorkProgrammeFactory",
]
