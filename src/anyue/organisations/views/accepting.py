"""The public end of an invitation: type the code, then set up the account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anyue.core import caller

from ..forms.people import CodeForm, NewAccountForm
from ..forms.signing_in import ChoosePasswordForm
from ..http import device_of, open_session, remember_device, safe_next
from ..models import Invitation, User
from ..services import invitations as services
from .answering import answer_form, posted


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with a good one, ask for what the account needs; then sign in.

    The code travels in the body of each POST, never in an address.
    """
    code_form = CodeForm(posted(request))
    details_sent = "new_password" in request.POST

    def act() -> HttpResponse:
        code = code_form.cleaned_data["code"]
        invitation = services.look_up(code, caller=caller.address(request))
        return _details(request, invitation, code, sent=details_sent)

    return answer_form(request, "organisations/invite.html", code_form, act)


def _details(
    request: HttpRequest, invitation: Invitation, code: str, *, sent: bool
) -> HttpResponse:
    """The second step: the same page again until name, login name and password are right."""
    data = request.POST if sent else None
    form: ChoosePasswordForm
    if invitation.person:
        form = ChoosePasswordForm(data, person=invitation.person)
    else:
        form = NewAccountForm(data, person=User(), initial={"name": invitation.invited_name})

    def act() -> HttpResponse:
        person = _accept(invitation, form)
        open_session(request, person)
        messages.success(request, f"账号已开通，您的登录名是 {person.username}。")
        response = redirect(safe_next(""))
        remember_device(response, device_of(request), person)
        return response

    context = {"invitation": invitation, "code": code}
    template = "organisations/invite_details.html"
    if not sent:
        return render(request, template, {**context, "form": form})
    return answer_form(request, template, form, act, **context)


def _accept(invitation: Invitation, form: ChoosePasswordForm) -> User:
    password = form.cleaned_data["new_password"]
    if invitation.person:
        return services.accept_new_password(invitation, password=password)
    return services.accept(
        invitation,
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"],
        username=form.cleaned_data["username"],
        password=password,
    )
