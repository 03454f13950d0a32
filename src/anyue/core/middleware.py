"""Turns a rule's refusal into a page, or a part for htmx, with the right status."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import Refused, TooFast
from .htmx import wants_part


class RefusalMiddleware:
    """Shows every `Refused` that reaches it; other errors go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer `Refused` with its sentence; None hands any other error on."""
        if not isinstance(error, Refused):
            return None
        template = "core/refused.html#message" if wants_part(request) else "core/refused.html"
        context = {"message": str(error), "back": request.headers.get("Referer", "")}
        response = render(request, template, context, status=error.status_code)
        if isinstance(error, TooFast):
            response["Retry-After"] = str(error.wait)
        return response
