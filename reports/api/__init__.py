"""Reports through the API: one by one, and all of a round."""

from rest_framework.routers import BaseRouter

from reports.api.cycles import ReportCycleViewSet
from reports.api.runs import ReportRunViewSet


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("report-runs", ReportRunViewSet, basename="report-run")
    router.register("report-cycles", ReportCycleViewSet, basename="report-cycle")
