"""The API of this app, one module a noun: the same selectors, permissions and services as the pages."""

from rest_framework.routers import BaseRouter

from documents.api.arrivals import ArrivalViewSet, DeliveryViewSet, RegisteredPaperViewSet
from documents.api.checks import PaperCheckViewSet
from documents.api.drafts import DraftViewSet
from documents.api.letterheads import LetterheadViewSet
from documents.api.papers import PaperViewSet
from documents.api.prints import PaperPrintViewSet
from documents.api.signed import PaperFileViewSet


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("papers", PaperViewSet, basename="paper")
    router.register("paper-checks", PaperCheckViewSet, basename="paper-check")
    router.register("paper-prints", PaperPrintViewSet, basename="paper-print")
    router.register("letterheads", LetterheadViewSet, basename="letterhead")
    router.register("paper-drafts", DraftViewSet, basename="paper-draft")
    router.register("paper-files", PaperFileViewSet, basename="paper-file")
    router.register("arrivals", ArrivalViewSet, basename="arrival")
    router.register("deliveries", DeliveryViewSet, basename="delivery")
    router.register("registered-papers", RegisteredPaperViewSet, basename="registered-paper")
