"""What does a request carry once somebody is signed in, and where may it be sent on to?"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from .models import User
from .rules import works_at_desk
from .services import devices

STARTED = "started_at"
SEEN = "seen_at"


class SignedInRequest(HttpRequest):
    """A request behind the sign-in; views of signed-in pages take this type."""

    user: User


def open_session(request: HttpRequest, user: User) -> None:
    """Sign the person in under a new session id, with both session clocks at zero."""
    login(request, user)
    now = int(timezone.now().timestamp())
    request.session[STARTED] = request.session[SEEN] = now


def surface_base(user: User) -> str:
    """Base template of a page that offices and firms share."""
    return "desk_base.html" if works_at_desk(user) else "enterprise_base.html"


def safe_next(wanted: str) -> str:
    """`wanted` if it is the path of a page of ours, otherwise the person's start page.

    Only paths that the resolver knows count, so no spelling of another host gets through.
    """
    return wanted if _is_our_page(wanted) else resolve_url(settings.LOGIN_REDIRECT_URL)


def device_cookie() -> str:
    """Name of the cookie that marks a device which signed in before."""
    return "__Host-anyue-device" if settings.HTTPS else "anyue-device"


def device_of(request: HttpRequest) -> devices.Device:
    """The device that the request comes from."""
    return devices.from_cookie(request.COOKIES.get(device_cookie(), ""))


def remember_device(response: HttpResponse, device: devices.Device, person: User) -> None:
    """Mark the device as one from which this person signed in."""
    response.set_cookie(
        device_cookie(),
        device.after_sign_in(person.username).to_cookie(),
        max_age=devices.KEPT_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _is_our_page(wanted: str) -> bool:
    if not wanted.startswith("/"):
        return False
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return False
    try:
        resolve(urlsplit(wanted).path)
    except Resolver404:
        return False
    return True
