from rest_framework.routers import BaseRouter


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
