"""Keeping people: enter, correct, give roles, strike off."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from anyue.core.errors import Refused, Stale

from .. import rules
from ..models import Invitation, RoleGrant, Unit, User
from ..queries import UserQuerySet

TAKEN = "这个登录名已经有人用了，请换一个（可用手机号）。"


@transaction.atomic
def create(
    *,
    actor: User,
    unit: Unit,
    username: str,
    name: str,
    roles: Iterable[str],
    phone: str = "",
    post: str = "",
) -> User:
    """Enter a person who cannot sign in until they answered a letter (see invitations).

    Raises:
        PermissionDenied: the actor does not keep people here, or gives more than they hold.
        Refused: the roles clash, or the login name is taken.
    """
    wanted = set(roles)
    if not rules.may_keep_people(actor, unit):
        raise PermissionDenied
    _refuse_roles(actor, unit, wanted, changed=wanted)
    if not unit.is_active:
        raise Refused(f"“{unit}”已停用，请先恢复这个单位，再登记人员。")
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                username, None, name=name, phone=phone, post=post, unit=unit
            )
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    give_roles(person, wanted, granted_by=actor)
    return person


def correct(person: User, *, actor: User, name: str, phone: str, post: str) -> None:
    """Write new contact facts over the old ones.

    Raises:
        PermissionDenied: the actor does not keep this person's entry.
    """
    if not rules.may_keep_person(actor, person):
        raise PermissionDenied
    User.objects.filter(pk=person.pk).update(name=name, phone=phone, post=post)
    person.refresh_from_db()


@transaction.atomic
def set_roles(person: User, *, actor: User, seen: Iterable[str], roles: Iterable[str]) -> None:
    """Replace the roles held; what changes must be the actor's to give.

    Raises:
        PermissionDenied: not the actor's to change.
        Refused: the roles clash or do not exist in such a unit.
        Stale: the roles are no longer those in `seen`.
    """
    if not rules.may_keep_person(actor, person) or person.unit is None:
        raise PermissionDenied
    # Makes a second keeper wait here, until the first one's roles are in place.
    User.objects.filter(pk=person.pk).update(is_active=F("is_active"))
    held = set(RoleGrant.objects.filter(user=person).values_list("role", flat=True))
    wanted = set(roles)
    _refuse_roles(actor, person.unit, wanted, changed=held ^ wanted)
    if held != set(seen):
        raise Stale("这个人的角色刚刚被别人改过，您的修改没有保存。请打开最新内容，核对后再改。")
    RoleGrant.objects.filter(user=person, role__in=held - wanted).delete()
    give_roles(person, wanted - held, granted_by=actor)


@transaction.atomic
def deactivate(person: User, *, actor: User) -> None:
    """Close the account: signed out everywhere at once, only a new letter opens it again.

    Raises:
        PermissionDenied: the actor does not keep this person's entry.
        Refused: it is closed already.
    """
    if not rules.may_keep_person(actor, person):
        raise PermissionDenied
    if not close_accounts(User.objects.filter(pk=person.pk)):
        raise Refused("这个账号已经停用了。")
    person.refresh_from_db()


def close_accounts(people: UserQuerySet) -> int:
    """Close these accounts and end their open letters; returns how many were open."""
    now = timezone.now()
    Invitation.objects.open(now).filter(person__in=people).update(withdrawn_at=now)
    return people.filter(is_active=True).update(is_active=False, password=make_password(None))


def give_roles(person: User, roles: Iterable[str], *, granted_by: User | None) -> None:
    """Write the grants; the caller has asked the rules. `granted_by` None: at installation."""
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=person, role=role, granted_by=granted_by) for role in sorted(set(roles))]
    )


def _refuse_roles(actor: User, unit: Unit, wanted: set[str], *, changed: set[str]) -> None:
    if objection := rules.objection_to_roles(unit.kind, wanted):
        raise Refused(objection)
    if not all(rules.may_grant(actor, code, unit) for code in changed):
        raise PermissionDenied
    if not wanted:
        raise Refused("请至少选一个角色；此人不再办事时，请停用账号。")
