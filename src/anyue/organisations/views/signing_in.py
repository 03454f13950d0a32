"""Sign in, sign out, change one's own password, see one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyue.core import caller

from ..forms.signing_in import ChangePasswordForm, SignInForm
from ..http import (
    SignedInRequest,
    device_of,
    open_session,
    remember_device,
    safe_next,
    surface_base,
)
from ..roles import ROLES
from ..services import signing_in as services
from .answering import answer_form, posted


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login name and password, then go on to the page that was wanted."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(safe_next(request.GET.get("next", "")))
    initial = {"next": request.GET.get("next", "")}
    form = SignInForm(posted(request), initial=initial)

    def act() -> HttpResponse:
        device = device_of(request)
        person = services.sign_in(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            caller=caller.address(request),
            device=device,
        )
        open_session(request, person)
        response = redirect(safe_next(form.cleaned_data["next"]))
        remember_device(response, device, person)
        return response

    return answer_form(request, "organisations/sign_in.html", form, act)


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, "已退出登录。")
    return redirect(settings.LOGIN_URL)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    """Change one's own password; at the first sign-in nothing else can be reached before."""
    first_time = request.user.must_change_password
    form = ChangePasswordForm(posted(request), person=request.user)

    def act() -> HttpResponse:
        services.change_password(
            request.user,
            old=form.cleaned_data["old_password"],
            new=form.cleaned_data["new_password"],
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改，请记住新密码。其他设备上的登录已退出。")
        return redirect(settings.LOGIN_REDIRECT_URL if first_time else "organisations:account")

    return answer_form(request, "organisations/password.html", form, act, first_time=first_time)


@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    """One's own name, unit and roles as the office keeps them."""
    roles = [role.label for code, role in ROLES.items() if code in request.user.role_codes]
    return render(
        request,
        "organisations/account.html",
        {"roles": roles, "surface_base": surface_base(request.user)},
    )
