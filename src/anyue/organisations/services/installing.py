"""The first person of an installation: entered on the server, because nobody can invite yet."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from anyue.core.errors import Refused

from .. import rules
from ..models import Unit, User
from .people import TAKEN, give_roles


@transaction.atomic
def enter_person(
    *, unit_name: str, kind: str, username: str, name: str, roles: Iterable[str]
) -> tuple[User, str]:
    """Enter a person with any roles; returns them and the password for the first sign-in.

    In an empty register the unit is entered as well, at the top of the tree.

    Raises:
        Refused: no such unit, or more than one; roles that clash; a login name that is taken.
    """
    roles = list(roles)
    unit = _unit(unit_name, kind)
    if objection := rules.objection_to_roles(unit.kind, roles):
        raise Refused(objection)
    password = secrets.token_urlsafe(12)
    person = User(
        username=User.normalize_username(username),
        name=name,
        unit=unit,
        password=make_password(password),
        must_change_password=True,
    )
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    give_roles(person, roles, granted_by=None)
    return person, password


def _unit(name: str, kind: str) -> Unit:
    if not Unit.objects.exists():
        if objection := rules.objection_to_place(kind, ""):
            raise Refused(objection)
        unit = Unit.objects.create(name=name, kind=kind, path=f"new {uuid.uuid4()}")
        unit.path = f"/{unit.pk}/"
        unit.save(update_fields=["path"])
        return unit
    found = list(Unit.objects.active().filter(name=name)[:2])
    if len(found) != 1:
        raise Refused(
            f"登记表里叫“{name}”的在册单位有 {len(found)} 个，请写全称，或先登记这个单位。"
        )
    return found[0]
