"""People: whom a firm or an office has, one person, enter, correct, roles, close."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from .. import rules
from ..forms.people import NewPersonForm, PersonForm, RolesForm
from ..http import SignedInRequest, surface_base
from ..models import Invitation, Unit, User
from ..roles import ROLES
from ..services import invitations
from ..services import people as services
from .answering import answer_form, posted
from .letters import letter_page

CONFIRM = "core/confirm.html"


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Everybody of the own unit and the units below, unit by unit."""
    if not request.user.can("people.manage"):
        raise PermissionDenied
    if rules.works_at_desk(request.user):
        return redirect("organisations:unit", pk=request.user.unit_id)
    people = User.objects.visible_to(request.user).select_related("unit")
    open_letters = Invitation.objects.visible_to(request.user).open(timezone.now())
    context = {
        "people": people.prefetch_related("role_grants").order_by("unit__path", "-is_active", "pk"),
        "units": Unit.objects.visible_to(request.user).active(),
        "invitations": open_letters.select_related("unit", "person", "created_by"),
        "surface_base": surface_base(request.user),
    }
    return render(request, "organisations/people.html", context)


@require_GET
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: contact facts, roles, and what may be done about them."""
    person = _person(request, pk)
    if person == request.user:
        return redirect("organisations:account")
    context = {
        "person": person,
        "may_keep": rules.may_keep_person(request.user, person),
        "may_reset": rules.may_reset_password(request.user, person),
        "back_url": _list_of(request, person.unit),
        "surface_base": surface_base(request.user),
    }
    return render(request, "organisations/person.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, unit_pk: int) -> HttpResponse:
    """Enter a person and print the letter with which they choose their password."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    if not rules.may_keep_people(request.user, unit):
        raise PermissionDenied
    choices = rules.grantable_roles(request.user, unit)
    form = NewPersonForm(posted(request), choices=choices)
    back_url = _list_of(request, unit)

    def act() -> HttpResponse:
        person = services.create(actor=request.user, unit=unit, **form.cleaned_data)
        letter = invitations.invite_person(person, actor=request.user)
        return letter_page(request, [letter], back_url=back_url)

    return answer_form(
        request,
        "organisations/person_form.html",
        form,
        act,
        title=f"登记“{unit}”的人员",
        text="登记后会打开一封邀请信，请打印或当面出示；本人用它设置密码后即可登录。",
        submit="登记并打开邀请信",
        cancel_url=back_url,
    )


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct somebody's contact facts."""
    person = _kept_person(request, pk)
    initial = {"name": person.name, "phone": person.phone, "post": person.post}
    form = PersonForm(posted(request), initial=initial)

    def act() -> HttpResponse:
        services.correct(person, actor=request.user, **form.cleaned_data)
        messages.success(request, "资料已修改。")
        return redirect("organisations:person", pk=pk)

    return answer_form(
        request,
        "organisations/person_form.html",
        form,
        act,
        title=f"修改{person.name}的资料",
        submit="保存修改",
        cancel_url=_page_of(pk),
    )


@require_http_methods(["GET", "POST"])
def roles(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose somebody's roles among those the keeper may give; the others stay as they are."""
    person = _kept_person(request, pk)
    choices = rules.grantable_roles(request.user, person.unit) if person.unit else []
    fixed = person.role_codes - {role.code for role in choices}
    held = sorted(person.role_codes)
    initial = {"roles": held, "seen": ",".join(held)}
    form = RolesForm(posted(request), choices=choices, initial=initial)
    form.fields["roles"].required = not fixed

    def act() -> HttpResponse:
        wanted = fixed.union(form.cleaned_data["roles"])
        seen = form.cleaned_data["seen"]
        services.set_roles(person, actor=request.user, seen=seen, roles=wanted)
        messages.success(request, "角色已修改，对方下一次打开页面时生效。")
        return redirect("organisations:person", pk=pk)

    return answer_form(
        request,
        "organisations/person_form.html",
        form,
        act,
        title=f"{person.name}的角色",
        text="角色决定能看什么、能办什么，范围是所在单位和它的下级。",
        fixed=[ROLES[code].label for code in sorted(fixed)],
        submit="保存角色",
        cancel_url=_page_of(pk),
    )


@require_http_methods(["GET", "POST"])
def deactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then close the account."""
    person = _kept_person(request, pk)
    form = forms.Form(posted(request))

    def act() -> HttpResponse:
        services.deactivate(person, actor=request.user)
        messages.success(request, f"{person.name}的账号已停用。")
        return redirect("organisations:person", pk=pk)

    return answer_form(
        request,
        CONFIRM,
        form,
        act,
        title=f"停用{person.name}的账号",
        text="停用后马上不能再登录，以前的记录都保留。以后要恢复，请给本人打印一封新的邀请信。",
        submit="停用账号",
        danger=True,
        cancel_url=_page_of(pk),
    )


def _person(request: SignedInRequest, pk: int) -> User:
    people = User.objects.visible_to(request.user).select_related("unit")
    return get_object_or_404(people.prefetch_related("role_grants"), pk=pk)


def _kept_person(request: SignedInRequest, pk: int) -> User:
    person = _person(request, pk)
    if not rules.may_keep_person(request.user, person):
        raise PermissionDenied
    return person


def _page_of(pk: int) -> str:
    return reverse("organisations:person", args=[pk])


def _list_of(request: SignedInRequest, unit: Unit | None) -> str:
    """Where the keeper came from: an office keeps people unit by unit, a firm on one page."""
    keeper = request.user.unit
    if unit is None or keeper is None or not keeper.is_government:
        return reverse("organisations:people")
    return reverse("organisations:unit", args=[unit.pk])
