"""The API of this app, one module a noun: the same selectors, permissions and services as the pages."""

from rest_framework.routers import BaseRouter

from plans.api.assignments import AssignmentDraftViewSet, AssignmentViewSet
from plans.api.commune_plans import CommunePlanViewSet
from plans.api.difficulties import DifficultyViewSet
from plans.api.duties import OwedReportViewSet, ProposalViewSet, ReportDutyViewSet
from plans.api.needs import NeedViewSet
from plans.api.plan_actions import PlanActionViewSet
from plans.api.programme_drafts import AgencyGroupViewSet, ProgrammeDraftViewSet
from plans.api.programmes import PrintedTaskViewSet, ProgrammeViewSet
from plans.api.red import AcceptanceViewSet, AimViewSet, RedViewSet
from plans.api.sponsor_plans import SponsorPlanViewSet
from plans.api.sponsors import ContactViewSet, SponsorViewSet
from plans.api.support import SupportSumsViewSet, SupportViewSet
from plans.api.targets import DistrictDossierViewSet, TargetViewSet, VillageViewSet
from plans.api.tasks import (
    ExtensionViewSet,
    TaskProgressViewSet,
    TaskReviewViewSet,
    TaskViewSet,
)
from plans.api.urging import MailViewSet, RuleViewSet, UrgingViewSet
from plans.api.works import (
    CapitalSumsViewSet,
    CapitalViewSet,
    DebtViewSet,
    WorkViewSet,
)


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("urging", UrgingViewSet, basename="urging")
    router.register("urging-rules", RuleViewSet, basename="urging-rule")
    router.register("mails", MailViewSet, basename="mail")
    router.register("red", RedViewSet, basename="red")
    router.register("acceptances", AcceptanceViewSet, basename="acceptance")
    router.register("task-aims", AimViewSet, basename="task-aim")
    router.register("support", SupportViewSet, basename="support")
    router.register("support-sums", SupportSumsViewSet, basename="support-sums")
    router.register("needs", NeedViewSet, basename="need")
    router.register("tasks", TaskViewSet, basename="task")
    router.register("task-progress", TaskProgressViewSet, basename="task-progress")
    router.register("task-reviews", TaskReviewViewSet, basename="task-review")
    router.register("extensions", ExtensionViewSet, basename="extension")
    router.register("programmes", ProgrammeViewSet, basename="programme")
    router.register("programme-tasks", PrintedTaskViewSet, basename="programme-task")
    router.register("programme-drafts", ProgrammeDraftViewSet, basename="programme-draft")
    router.register("agency-groups", AgencyGroupViewSet, basename="agency-group")
    router.register("sponsor-plans", SponsorPlanViewSet, basename="sponsor-plan")
    router.register("sponsors", SponsorViewSet, basename="sponsor")
    router.register("contacts", ContactViewSet, basename="contact")
    router.register("plan-actions", PlanActionViewSet, basename="plan-action")
    router.register("assignments", AssignmentViewSet, basename="assignment")
    router.register("assignment-drafts", AssignmentDraftViewSet, basename="assignment-draft")
    router.register("difficulties", DifficultyViewSet, basename="difficulty")
    router.register("targets", TargetViewSet, basename="target")
    router.register("district-dossiers", DistrictDossierViewSet, basename="district-dossier")
    router.register("villages", VillageViewSet, basename="village")
    router.register("works", WorkViewSet, basename="work")
    router.register("capital", CapitalViewSet, basename="capital")
    router.register("capital-sums", CapitalSumsViewSet, basename="capital-sums")
    router.register("debts", DebtViewSet, basename="debt")
    router.register("commune-plans", CommunePlanViewSet, basename="commune-plan")
    router.register("report-duties", ReportDutyViewSet, basename="report-duty")
    router.register("owed-reports", OwedReportViewSet, basename="owed-report")
    router.register("proposals", ProposalViewSet, basename="proposal")
