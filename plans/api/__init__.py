"""The API of this app, one module a noun: the same selectors, permissions and services as the pages."""

from rest_framework.routers import BaseRouter

from plans.api.urging import MailViewSet, RuleViewSet, UrgingViewSet


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("urging", UrgingViewSet, basename="urging")
    router.register("urging-rules", RuleViewSet, basename="urging-rule")
    router.register("mails", MailViewSet, basename="mail")
