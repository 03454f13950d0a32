"""Invitation letters: printed for one person, one unit or many firms; withdrawn.

The code is on the page that answers the POST and nowhere else, so that page must not be kept.
The QR code holds the address /invite/#CODE: what stands after # stays in the browser and
reaches neither the server's log nor a Referer; a small script puts it into the form. Without
JavaScript the person types the code from the paper.
"""

from __future__ import annotations

from collections.abc import Sequence

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from .. import rules
from ..forms.people import InviteForm
from ..forms.units import LettersForm, UnitFilterForm
from ..http import SignedInRequest
from ..models import Invitation, Unit, User
from ..services import invitations as services
from .answering import answer_form, posted


def letter_page(
    request: SignedInRequest, letters: Sequence[services.Letter], *, back_url: str
) -> HttpResponse:
    """The printable letters, one A4 page each."""
    entry = request.build_absolute_uri(reverse("organisations:accept"))
    sheets = [
        {
            "letter": letter,
            "qr": segno.make(f"{entry}#{letter.code}", error="m").svg_data_uri(scale=5, border=2),
        }
        for letter in letters
    ]
    context = {"sheets": sheets, "entry": entry, "back_url": back_url}
    response = render(request, "organisations/letters.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, unit_pk: int) -> HttpResponse:
    """A letter with which somebody of the unit opens their own account."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    if not rules.may_keep_people(request.user, unit):
        raise PermissionDenied
    choices = rules.grantable_roles(request.user, unit)
    form = InviteForm(posted(request), choices=choices, initial={"role": "firm_safety"})
    back_url = reverse("organisations:unit", args=[unit.pk])

    def act() -> HttpResponse:
        letter = services.invite(actor=request.user, unit=unit, **form.cleaned_data)
        return letter_page(request, [letter], back_url=back_url)

    return answer_form(
        request,
        "organisations/person_form.html",
        form,
        act,
        title=f"邀请“{unit}”的人员",
        text="邀请信 14 天内有效，只能用一次。同一角色的上一封没用过的邀请信会作废。",
        submit="生成邀请信",
        cancel_url=back_url,
    )


@require_http_methods(["GET", "POST"])
def for_firms(request: SignedInRequest) -> HttpResponse:
    """Letters for all firms without an account that pass the register's filters."""
    if not request.user.can("people.manage"):
        raise PermissionDenied
    firms = UnitFilterForm(request.GET).apply(Unit.objects.visible_to(request.user))
    firms = firms.active().filter(kind=rules.UnitKind.ENTERPRISE).without_account()
    back_url = f"{reverse('organisations:units')}?{request.GET.urlencode()}"
    form = LettersForm(posted(request))

    def act() -> HttpResponse:
        letters = services.invite_all(actor=request.user, units=firms, **form.cleaned_data)
        return letter_page(request, letters, back_url=back_url)

    return answer_form(
        request,
        "organisations/letters_confirm.html",
        form,
        act,
        firms=firms,
        cancel_url=back_url,
    )


@require_POST
def for_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """A letter with which somebody chooses a new password."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    letter = services.invite_person(person, actor=request.user)
    back_url = reverse("organisations:person", args=[pk])
    return letter_page(request, [letter], back_url=back_url)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a letter."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    services.withdraw(invitation, actor=request.user)
    messages.success(request, "邀请信已作废。")
    if request.user.unit and request.user.unit.is_government:
        return redirect("organisations:unit", pk=invitation.unit_id)
    return redirect("organisations:people")
