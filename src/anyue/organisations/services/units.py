"""Keeping the register of units: enter, correct, move, strike off, take back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from anyue.core.errors import Refused, Stale

from .. import rules
from ..models import Invitation, Sector, Unit, User
from .people import close_accounts

CHANGED = "这条登记刚刚被别人改过，您的修改没有保存。请打开最新内容，核对后再改。"


@transaction.atomic
def create(
    *, actor: User, parent: Unit, kind: str, sectors: Iterable[Sector] = (), **facts: Any
) -> Unit:
    """Enter a unit below `parent`; `facts` are the plain fields of the entry.

    Raises:
        PermissionDenied: the actor does not keep the register here.
        Refused: the kind does not belong there, or name or credit code stands already.
    """
    if not rules.may_keep_unit(actor, parent):
        raise PermissionDenied
    lock_register()
    parent = Unit.objects.get(pk=parent.pk)
    _refuse_wrong_place(kind, parent)
    _refuse_twice(parent, facts)
    unit = Unit.objects.create(parent=parent, kind=kind, path=f"new {uuid.uuid4()}", **facts)
    unit.path = f"{parent.path}{unit.pk}/"
    unit.save(update_fields=["path"])
    unit.sectors.set(sectors)
    return unit


@transaction.atomic
def correct(
    unit: Unit, *, actor: User, seen: int, sectors: Iterable[Sector] = (), **facts: Any
) -> None:
    """Write new facts over the old ones; place and kind stay.

    Raises:
        PermissionDenied: the actor does not keep the register here.
        Refused: name or credit code stands already.
        Stale: somebody changed the entry after `seen`.
    """
    if not rules.may_keep_unit(actor, unit):
        raise PermissionDenied
    lock_register()
    _refuse_twice(unit.parent, facts, but=unit)
    _change(unit, seen, **facts)
    unit.sectors.set(sectors)


@transaction.atomic
def move(unit: Unit, *, actor: User, seen: int, parent: Unit) -> None:
    """Hang the unit, with everything below it, under another one.

    Raises:
        PermissionDenied: the actor does not keep both places, or stands in the unit.
        Refused: the new place is impossible.
        Stale: somebody changed the entry after `seen`.
    """
    if not (rules.may_place_unit(actor, unit) and rules.may_keep_unit(actor, parent)):
        raise PermissionDenied
    lock_register()
    unit.refresh_from_db()
    parent = Unit.objects.get(pk=parent.pk)
    if parent.path.startswith(unit.path):
        raise Refused("不能移到它自己或它的下级下面，请另选上级。")
    _refuse_wrong_place(unit.kind, parent)
    _refuse_twice(parent, {"name": unit.name}, but=unit)
    old = unit.path
    new = f"{parent.path}{old.rstrip('/').rsplit('/', 1)[1]}/"
    _change(unit, seen, parent=parent)
    Unit.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1))
    )
    unit.refresh_from_db()


@transaction.atomic
def deactivate(unit: Unit, *, actor: User, seen: int) -> None:
    """Strike the unit off: its accounts close and its open invitations end with it.

    Raises:
        PermissionDenied: the actor does not keep this entry, or stands in the unit.
        Refused: units below it still stand.
        Stale: somebody changed the entry after `seen`.
    """
    if not rules.may_place_unit(actor, unit):
        raise PermissionDenied
    lock_register()
    if Unit.objects.active().filter(parent=unit).exists():
        raise Refused("它下面还有在册单位，请先停用或移走那些单位。")
    _change(unit, seen, is_active=False)
    # Letters first: waits for somebody who is using one, whose account then closes as well.
    Invitation.objects.open(timezone.now()).filter(unit=unit).update(withdrawn_at=timezone.now())
    close_accounts(User.objects.filter(unit=unit))


@transaction.atomic
def reactivate(unit: Unit, *, actor: User, seen: int) -> None:
    """Take the unit back into the register; its people need new letters.

    Raises:
        PermissionDenied: the actor does not keep this entry.
        Refused: the unit above is struck off.
        Stale: somebody changed the entry after `seen`.
    """
    if not rules.may_place_unit(actor, unit):
        raise PermissionDenied
    lock_register()
    if unit.parent_id and not Unit.objects.active().filter(pk=unit.parent_id).exists():
        raise Refused("它的上级已停用，请先恢复上级，或先移到别的上级下面。")
    _change(unit, seen, is_active=True)


def lock_register() -> None:
    """Let one change of the register after the other through, on both databases.

    Paths and invitations depend on rows that a single conditional UPDATE cannot name; changes
    are rare, so one lock, on the first unit at the top, is enough.
    """
    top = Unit.objects.filter(parent=None).order_by("pk").values("pk")[:1]
    Unit.objects.filter(pk__in=top).update(is_active=F("is_active"))


def _change(unit: Unit, seen: int, **changes: Any) -> None:
    done = Unit.objects.filter(pk=unit.pk, revision=seen).update(
        revision=F("revision") + 1, **changes
    )
    if not done:
        raise Stale(CHANGED)
    unit.refresh_from_db()


def _refuse_wrong_place(kind: str, parent: Unit) -> None:
    if not parent.is_active:
        raise Refused(f"“{parent}”已停用，请另选上级。")
    if objection := rules.objection_to_place(kind, parent.kind):
        raise Refused(objection)


def _refuse_twice(parent: Unit | None, facts: dict[str, Any], *, but: Unit | None = None) -> None:
    others = Unit.objects.exclude(pk=but.pk) if but else Unit.objects.all()
    if others.filter(parent=parent, name=facts["name"]).exists():
        raise Refused(f"“{parent}”下面已有叫“{facts['name']}”的单位，请核对是否重复登记。")
    code = facts.get("credit_code")
    if code and others.filter(credit_code=code).exists():
        raise Refused(f"统一社会信用代码 {code} 已经登记过，请核对是否重复登记。")
