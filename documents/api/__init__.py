"""The API of this app, one module a noun: the same selectors, permissions and services as the pages."""

from rest_framework.routers import BaseRouter

from documents.api.drafts import DraftViewSet
from documents.api.letterheads import LetterheadViewSet
from documents.api.papers import PaperViewSet


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("papers", PaperViewSet, basename="paper")
    router.register("letterheads", LetterheadViewSet, basename="letterhead")
    router.register("paper-drafts", DraftViewSet, basename="paper-draft")
