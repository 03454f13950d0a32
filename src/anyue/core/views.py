"""Pages without a noun: large type on and off, health, and what to do after an error."""

import logging
import uuid

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

logger = logging.getLogger(__name__)
YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch 大字版 on or off for a year and go back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    wanted = "0" if request.COOKIES.get("large_type") == "1" else "1"
    response.set_cookie(
        "large_type", wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure()
    )
    return response


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """200 "ok" while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 in the house's words."""
    return render(request, "core/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: in sight, but not this person's to do."""
    return render(request, "core/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also the answer for what is out of sight, so that nobody learns it exists."""
    return render(request, "core/error.html", {"code": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number the person can read out on the phone; the log line carries it too.

    Rendered without the request: its context asks the database, which may be what failed.
    """
    reference = uuid.uuid4().hex[:6].upper()
    logger.error("answered 500, reference %s, path %s", reference, request.path)
    page = render_to_string("core/error.html", {"code": 500, "reference": reference})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a page that stood open too long, or a form from elsewhere."""
    return render(request, "core/error.html", {"code": 403, "expired": True}, status=403)
