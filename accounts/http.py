from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from accounts.models import User


class SignedInRequest(HttpRequest):
    """The request a view receives: LoginRequiredMiddleware let it through."""

    user: User
    htmx: HtmxDetails


def signed_in_user(request: Request) -> User:
    """Narrow an API request's user; the permission classes have already let it through."""
    assert isinstance(request.user, User)  # noqa: S101 -- for the type checker
    return request.user


def address_of(request: HttpRequest) -> str:
    """Where a request comes from.

    The web server speaks no TLS itself: where TLS is demanded a proxy stands before it, and the
    last address of X-Forwarded-For is what the proxy saw (earlier ones are the visitor's words).
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_SSL_REDIRECT and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def next_page(request: HttpRequest) -> str:
    """The page somebody was on their way to, if it is one of ours; else the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def session_ran_out(request: HttpRequest) -> bool:
    """Somebody comes with the cookie of a session that no longer counts."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and not request.user.is_authenticated
        and "next" in request.GET
    )
