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
    AttachmentFactory,
    ContactFactory,
    DifficultyFactory,
    NeedFactory,
    PlanActionFactory,
    SupportActionFactory,
    SupportMoneyFactory,
)
from tests.factories.plans.target import TargetFactory
from tests.factories.plans.urging import MailFactory, UrgingRuleFactory

__all__ = [
    "AcceptanceFactory",
    "AgencyGroupFactory",
    "AttachmentFactory",
    "ContactFactory",
    "DifficultyFactory",
    "ExtensionFactory",
    "MailFactory",
    "NeedFactory",
    "PlanActionFactory",
    "PlanDraftFactory",
    "SupportActionFactory",
    "SupportMoneyFactory",
    "TargetFactory",
    "TaskFactory",
    "TaskGroupFactory",
    "TaskPartyFactory",
    "TaskProgressFactory",
    "TaskReviewFactory",
    "UrgingRuleFactory",
    "WorkProgrammeFactory",
]
