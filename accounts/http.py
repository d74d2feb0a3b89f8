from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from accounts.models import User


class SignedInRequest(HttpRequest):
    """The request a view receives: LoginRequiredMiddleware let it through."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails


def signed_in_user(request: Request) -> User:
    """Narrow an API request's user; the permission classes have already let it through."""
    assert isinstance(request.user, User)  # noqa: S101 -- for the type checker
    return request.user
