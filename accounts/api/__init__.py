"""The API of this app, one module a noun: the same rights as the pages."""

from rest_framework.routers import BaseRouter

from accounts.api.notices import NoticeViewSet


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("notices", NoticeViewSet, basename="notice")
