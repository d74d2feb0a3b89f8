"""The API of this app, one module a noun: the same selectors, permissions and services as the pages."""

from rest_framework.routers import BaseRouter


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
