"""How does a page with a form answer: shown, sent on, or shown again with what was typed?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from anyue.core.errors import Refused, TooFast

from ..http import surface_base
from ..models import User


def posted(request: HttpRequest) -> QueryDict | None:
    """Data for a form: None while it is only shown, so that it does not complain yet."""
    return request.POST if request.method == "POST" else None


def answer_form(
    request: HttpRequest,
    template: str,
    form: forms.BaseForm,
    act: Callable[[], HttpResponse],
    **context: Any,
) -> HttpResponse:
    """Call `act` once a posted form is valid; otherwise show the page.

    A refusal stands above the form, with the refusal's own status and everything typed kept.
    """
    status, refusal, wait = 200, "", 0
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return act()
            except Refused as error:
                status, refusal = error.status_code, str(error)
                wait = error.wait if isinstance(error, TooFast) else 0
    context |= {"form": form, "refusal": refusal}
    if isinstance(request.user, User):
        context["surface_base"] = context["base"] = surface_base(request.user)
    response = render(request, template, context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response
