"""Three kinds of no: ValidationError can be mended, 403/404 are not yours, anything else is our fault."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.response import Response
from rest_framework.views import exception_handler


class RefusalMiddleware:
    """A service that refuses with ValidationError is answered 409, with its reasons."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = self.get_response(request)
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ValidationError):
            return None
        htmx = bool(getattr(request, "htmx", False))
        template = "errors/_refused.html" if htmx else "errors/refused.html"
        response = render(request, template, {"reasons": error.messages}, status=409)
        response.headers["HX-Retarget"] = "#refusals"
        response.headers["HX-Reswap"] = "innerHTML"
        return response


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, ValidationError):
        return Response({"detail": error.messages, "code": _code_of(error)}, status=409)
    return exception_handler(error, context)


def _code_of(error: ValidationError) -> str | None:
    """Of a refusal at a field, that of its first reason."""
    if hasattr(error, "error_dict"):
        error = next(iter(error.error_dict.values()))[0]
    code: str | None = getattr(error, "code", None)
    return code


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django names it
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reasons = [str(exception)] if str(exception) else []
    template = "errors/_refused.html" if getattr(request, "htmx", False) else "errors/403.html"
    response = render(
        request,
        template,
        {"reasons": reasons or ["Bạn không có quyền làm việc này."]},
        status=403,
    )
    response.headers["HX-Retarget"] = "#refusals"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)
