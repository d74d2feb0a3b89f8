from plans.models.action import Acceptance, PlanAction
from plans.models.attachment import Attachment
from plans.models.difficulty import Difficulty, DifficultyStep
from plans.models.dossier import DistrictProgramme, Dossier, Village
from plans.models.draft import PlanDraft
from plans.models.duty import DutyItem, ReportDuty
from plans.models.group import AgencyGroup, GroupMember
from plans.models.office import AgencyOffice, Contact
from plans.models.plan import (
    CommunePlan,
    CommunePlanCriterion,
    Milestone,
    Proposal,
    SponsorPlan,
    SponsorPlanCommune,
    SponsorPlanUnmet,
    VillageReport,
)
from plans.models.programme import (
    Task,
    TaskAim,
    TaskGroup,
    TaskParty,
    TaskReference,
    WorkProgramme,
)
from plans.models.progress import Extension, TaskProgress, TaskReview
from plans.models.support import Need, SupportAction, SupportMoney
from plans.models.target import Target
from plans.models.urging import Mail, MailLine, UrgingRule
from plans.models.work import Capital, Debt, Work

__all__ = [
    "Acceptance",
    "AgencyGroup",
    "AgencyOffice",
    "Attachment",
    "Capital",
    "CommunePlan",
    "CommunePlanCriterion",
    "Contact",
    "Debt",
    "Difficulty",
    "DifficultyStep",
    "DistrictProgramme",
    "Dossier",
    "DutyItem",
    "Extension",
    "GroupMember",
    "Mail",
    "MailLine",
    "Milestone",
    "Need",
    "PlanAction",
    "PlanDraft",
    "Proposal",
    "ReportDuty",
    "SponsorPlan",
    "SponsorPlanCommune",
    "SponsorPlanUnmet",
    "SupportAction",
    "SupportMoney",
    "Target",
    "Task",
    "TaskAim",
    "TaskGroup",
    "TaskParty",
    "TaskProgress",
    "TaskReference",
    "TaskReview",
    "UrgingRule",
    "Village",
    "VillageReport",
    "Work",
    "WorkProgramme",
]
