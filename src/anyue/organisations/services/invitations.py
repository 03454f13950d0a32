"""Invitations: a code on a letter, good once and for a fortnight, and what it opens."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from anyue.core.errors import Refused

from .. import rules
from ..models import Invitation, Unit, User
from . import guessing
from .people import TAKEN, give_roles
from .units import lock_register

SYMBOLS = "23456789ACDEFGHJKLMNPQRTUVWXY"
"""29 symbols that stay apart on paper: 12 of them carry 58 bits."""
LENGTH = 12
LIFETIME = timedelta(days=14)
MISREAD = str.maketrans({"B": "8", "S": "5", "Z": "2", "I": "L", "1": "L"})
UNKNOWN = "没有找到这个邀请码，请对照邀请信逐位核对。"


@dataclass(frozen=True)
class Letter:
    """What is printed: the invitation and its code, which exists nowhere else."""

    invitation: Invitation
    code: str

    @property
    def grouped(self) -> str:
        """The code as people read it, "ACDE-FGHJ-KLMN"."""
        return "-".join(self.code[start : start + 4] for start in range(0, LENGTH, 4))


def normalise(typed: str) -> str:
    """The code as it was made, from what somebody typed: spaces, dashes, full width, lower case
    and letters that are easily misread are forgiven."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(symbol for symbol in text if symbol.isalnum()).translate(MISREAD)


def code_hash(code: str) -> str:
    """The keyed hash under which a code is kept."""
    return guessing.keyed_hash("invitation", code)


@transaction.atomic
def invite(*, actor: User, unit: Unit, role: str, invited_name: str = "") -> Letter:
    """Make a letter that opens a new account with `role`; an earlier one for the same ends.

    Raises:
        PermissionDenied: the actor may not give this role here.
        Refused: the role does not exist in such a unit, or the unit is struck off.
    """
    return invite_all(actor=actor, units=[unit], role=role, invited_name=invited_name)[0]


@transaction.atomic
def invite_all(
    *, actor: User, units: Iterable[Unit], role: str, invited_name: str = ""
) -> list[Letter]:
    """One letter per unit, all or none; the same refusals as `invite`."""
    units = list(units)
    for unit in units:
        _refuse_invitation(actor, unit, role)
    lock_register()
    _refuse_struck_off(units)
    Invitation.objects.filter(
        unit__in=units, role=role, invited_name=invited_name, used_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    letters = [
        _letter(actor, Invitation(unit=unit, role=role, invited_name=invited_name))
        for unit in units
    ]
    Invitation.objects.bulk_create([letter.invitation for letter in letters])
    return letters


@transaction.atomic
def invite_person(person: User, *, actor: User) -> Letter:
    """Make a letter with which this person chooses a new password; an earlier one ends.

    Raises:
        PermissionDenied: the person holds more power than the actor, or is the actor.
        Refused: the person's unit is struck off.
    """
    if not rules.may_reset_password(actor, person) or person.unit is None:
        raise PermissionDenied
    lock_register()
    _refuse_struck_off([person.unit])
    Invitation.objects.filter(person=person, used_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    letter = _letter(actor, Invitation(unit=person.unit, person=person, invited_name=person.name))
    letter.invitation.save()
    return letter


def withdraw(invitation: Invitation, *, actor: User) -> None:
    """End a letter that was lost or went to the wrong hands.

    Raises:
        PermissionDenied: the actor does not keep people there.
        Refused: it is used or withdrawn already.
    """
    if not rules.may_keep_people(actor, invitation.unit):
        raise PermissionDenied
    now = timezone.now()
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(withdrawn_at=now):
        raise Refused("这封邀请信已经用过、作废或过期，不用再作废。")


def look_up(typed: str, *, caller: str) -> Invitation:
    """The open invitation of a typed code; wrong ones are slowed per network address.

    Raises:
        TooFast: too many wrong codes from this address.
        Refused: no such code, or it is used, withdrawn or past its time.
    """
    bucket = guessing.caller_bucket(caller)
    guessing.take_turn(caller=bucket)
    invitation = (
        Invitation.objects.select_related("unit", "person")
        .filter(code_hash=code_hash(normalise(typed)))
        .first()
    )
    if invitation is None:
        raise Refused(UNKNOWN)
    if objection := _objection(invitation):
        raise Refused(objection)
    guessing.give_back(bucket)
    return invitation


def accept(invitation: Invitation, *, name: str, phone: str, username: str, password: str) -> User:
    """Open the account that the letter promises, exactly once.

    Raises:
        Refused: somebody used the letter meanwhile, or the login name is taken; then the
            letter stays good.
    """
    hashed = make_password(password)
    with transaction.atomic():
        _use(invitation)
        person = User(
            username=User.normalize_username(username),
            name=name,
            phone=phone,
            unit=invitation.unit,
            password=hashed,
        )
        try:
            with transaction.atomic():
                person.save()
        except IntegrityError as error:
            raise Refused(TAKEN) from error
        give_roles(person, [invitation.role], granted_by=invitation.created_by)
        Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
    return person


def accept_new_password(invitation: Invitation, *, password: str) -> User:
    """Set the password of the person the letter is for; a closed account opens again.

    Raises:
        Refused: somebody used the letter meanwhile.
    """
    hashed = make_password(password)
    with transaction.atomic():
        _use(invitation)
        people = User.objects.filter(pk=invitation.person_id)
        people.update(password=hashed, is_active=True, must_change_password=False)
        person = people.get()
        Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
    return person


def _use(invitation: Invitation) -> None:
    now = timezone.now()
    # Columns of this row alone: PostgreSQL looks at them again after waiting for a rival, but
    # never again at a joined table. A unit that is struck off withdraws its letters itself.
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(used_at=now):
        invitation.refresh_from_db()
        raise Refused(_objection(invitation) or UNKNOWN)


def _objection(invitation: Invitation) -> str | None:
    """Why an invitation that was found opens nothing."""
    if invitation.used_at:
        return "这封邀请信已经用过了。请直接登录；忘了密码，请联系本单位管理员。"
    if invitation.withdrawn_at or not invitation.unit.is_active:
        return "这封邀请信已经作废，请用最近收到的一封，或联系发信单位。"
    if invitation.expires_at <= timezone.now():
        return "这封邀请信已过有效期（14 天），请联系发信单位重新打印。"
    return None


def _refuse_invitation(actor: User, unit: Unit, role: str) -> None:
    if not rules.may_keep_people(actor, unit):
        raise PermissionDenied
    if objection := rules.objection_to_roles(unit.kind, [role]):
        raise Refused(objection)
    if not rules.may_grant(actor, role, unit):
        raise PermissionDenied


def _refuse_struck_off(units: list[Unit]) -> None:
    """Asks the database, under the lock: a page may have been open for long."""
    ended = Unit.objects.filter(pk__in=[unit.pk for unit in units], is_active=False).first()
    if ended:
        raise Refused(f"“{ended}”已停用，请先恢复这个单位，再发邀请信。")


def _letter(actor: User, invitation: Invitation) -> Letter:
    code = "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH))
    invitation.code_hash = code_hash(code)
    invitation.created_by = actor
    invitation.expires_at = timezone.now() + LIFETIME
    return Letter(invitation, code)
