"""Limits of a session, and the change of password at the first sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from .forms.signing_in import SignInForm
from .http import SEEN, STARTED

# Writing the session at every request would cost a database write each.
SEEN_EVERY = 60
HANZI = re.compile(r"[\u3400-\u9fff]")
OPEN_AT_FIRST = {
    "organisations:password",
    "organisations:sign_out",
    "core:large_type",
}


class SessionLimitMiddleware:
    """Ends a session that rested too long or is too old; what was typed is shown once more.

    A closed account needs nothing here: its person is nobody from the next request on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer 401 in place of the view when the session has ended."""
        if not request.user.is_authenticated:
            return None
        now = int(timezone.now().timestamp())
        started = request.session.get(STARTED)
        seen = request.session.get(SEEN)
        if started is None or seen is None:
            request.session[STARTED] = request.session[SEEN] = now
            return None
        if ended := _why_ended(now, started, seen):
            logout(request)
            return _ended(request, ended) if getattr(view, "login_required", True) else None
        if now - seen >= SEEN_EVERY:
            request.session[SEEN] = now
        return None


class FirstSignInMiddleware:
    """Whoever must change the password reaches nothing else that needs a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send on to the change of password in place of any other view."""
        if not getattr(request.user, "must_change_password", False):
            return None
        if not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if match and match.view_name in OPEN_AT_FIRST:
            return None
        return redirect("organisations:password")


def _why_ended(now: int, started: int, seen: int) -> str:
    """The sentence that says which limit was passed; "" while the session is good."""
    if now - started >= settings.SESSION_HOURS * 3600:
        return f"登录已满 {settings.SESSION_HOURS} 小时，为了安全请重新登录。"
    if now - seen >= settings.SESSION_IDLE_MINUTES * 60:
        return f"超过 {settings.SESSION_IDLE_MINUTES} 分钟没有操作，为了安全请重新登录。"
    return ""


def _ended(request: HttpRequest, sentence: str) -> HttpResponse:
    """401 with the sign-in form; for htmx, the whole page goes to the sign-in."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = reverse(settings.LOGIN_URL)
        return response
    typed = [
        value
        for name, values in request.POST.lists()
        if "password" not in name
        for value in values
        if HANZI.search(value)
    ]
    context = {
        "sentence": sentence,
        "typed": "\n\n".join(typed),
        "form": SignInForm(initial={"next": _way_back(request)}),
    }
    return render(request, "organisations/session_ended.html", context, status=401)


def _way_back(request: HttpRequest) -> str:
    """The page that was open; the sign-in asks again whether it is one of ours."""
    if request.method == "GET":
        return request.get_full_path()
    return urlsplit(request.headers.get("Referer", "")).path
