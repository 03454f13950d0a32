"""What makes a unit, a credit code, a set of roles right? Pure, no writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from .roles import ROLES, Role

if TYPE_CHECKING:
    from .models import Unit, User


class UnitKind(TextChoices):
    """Kinds of unit, from the top of the tree down."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（区）"
    BUREAU = "bureau", "局"
    TOWNSHIP = "township", "乡镇（街道）"
    ENTERPRISE = "enterprise", "企业"
    WORKSHOP = "workshop", "车间"


GOVERNMENT = frozenset(
    {UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.BUREAU, UnitKind.TOWNSHIP}
)
BUSINESS = frozenset({UnitKind.ENTERPRISE, UnitKind.WORKSHOP})

BELOW: dict[str, frozenset[str]] = {
    "": frozenset({UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.BUREAU}),
    UnitKind.PROVINCE: frozenset({UnitKind.CITY, UnitKind.BUREAU}),
    UnitKind.CITY: frozenset({UnitKind.COUNTY, UnitKind.BUREAU}),
    UnitKind.COUNTY: frozenset({UnitKind.BUREAU, UnitKind.TOWNSHIP}),
    UnitKind.BUREAU: frozenset({UnitKind.TOWNSHIP, UnitKind.ENTERPRISE}),
    UnitKind.TOWNSHIP: frozenset({UnitKind.ENTERPRISE}),
    UnitKind.ENTERPRISE: frozenset({UnitKind.WORKSHOP}),
    UnitKind.WORKSHOP: frozenset(),
}
"""Which kinds may stand directly below which; "" is the root."""

CREDIT_CODE_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code_check(first_seventeen: str) -> str:
    """The 18th symbol of a unified social credit code (GB 32100-2015).

    Raises:
        ValueError: fewer or more than 17 symbols, or one outside the 31 allowed.
    """
    if len(first_seventeen) != 17:
        raise ValueError("a credit code has 17 symbols before its check symbol")
    total = sum(
        CREDIT_CODE_SYMBOLS.index(symbol) * weight
        for symbol, weight in zip(first_seventeen, CREDIT_CODE_WEIGHTS, strict=True)
    )
    return CREDIT_CODE_SYMBOLS[-total % 31]


def validate_credit_code(value: str) -> None:
    """Django validator for an 18 symbol credit code."""
    if len(value) != 18:
        raise ValidationError(f"统一社会信用代码是 18 位，现在是 {len(value)} 位。")
    if set(value) - set(CREDIT_CODE_SYMBOLS):
        raise ValidationError("统一社会信用代码只用数字和大写字母（不用 I、O、S、V、Z），请核对。")
    if credit_code_check(value[:17]) != value[17]:
        raise ValidationError("统一社会信用代码的校验位不对，请对照营业执照核对有没有抄错。")


def place_of(kind: str) -> str:
    """ "government" or "enterprise": which roles exist in a unit of this kind."""
    return "government" if kind in GOVERNMENT else "enterprise"


def objection_to_roles(kind: str, codes: Iterable[str]) -> str | None:
    """The sentence that says why these roles cannot be held together in a unit of this kind."""
    wanted = set(codes)
    for code in sorted(wanted):
        role = ROLES[code]
        if role.place not in {"any", place_of(kind)}:
            return f"“{role.label}”不能设在这类单位，请另选角色。"
        if clash := sorted(role.apart & wanted):
            other = ROLES[clash[0]].label
            return f"“{role.label}”和“{other}”不能由同一人担任，请分给两个人。"
    return None


def objection_to_place(kind: str, parent_kind: str) -> str | None:
    """The sentence that says why a unit of this kind cannot stand below one of `parent_kind`.

    `parent_kind` is "" for the top of the tree.
    """
    if kind in BELOW[parent_kind]:
        return None
    label = UnitKind(kind).label
    if not parent_kind:
        return f"“{label}”必须有上级单位，请选择上级。"
    return f"“{UnitKind(parent_kind).label}”下面不能直接设“{label}”，请换一个上级或类别。"


def in_scope(actor: User, unit: Unit) -> bool:
    """True for the person's own unit and every unit below it."""
    return actor.unit is not None and unit.path.startswith(actor.unit.path)


def may_look_at_units(actor: User) -> bool:
    """Who keeps the register, and who reads the plan or the ledger."""
    return any(actor.can(one) for one in ("units.manage", "ledger.read", "plan.read"))


def may_keep_unit(actor: User, unit: Unit) -> bool:
    """Correct an entry of the register, one's own unit included."""
    return actor.can("units.manage") and in_scope(actor, unit)


def may_place_unit(actor: User, unit: Unit) -> bool:
    """Move or strike off a unit: never the one the person stands in."""
    return may_keep_unit(actor, unit) and unit.pk != actor.unit_id


def may_keep_people(actor: User, unit: Unit) -> bool:
    """Keep the people and the invitations of this unit."""
    return actor.can("people.manage") and in_scope(actor, unit)


DUTIES = frozenset({"report", "acknowledge"})
"""Capabilities that reach no further than one's own unit: nobody gains power over others."""


def may_grant(actor: User, code: str, unit: Unit) -> bool:
    """Nobody hands out more power than they hold.

    Except a government office to the businesses below it: there its word counts for every role.
    """
    if not may_keep_people(actor, unit):
        return False
    if works_at_desk(actor) and not unit.is_government:
        return True
    return ROLES[code].may - DUTIES <= actor.capabilities


def grantable_roles(actor: User, unit: Unit) -> list[Role]:
    """The roles this person may give in this unit, in the order of roles.toml."""
    return [
        role
        for role in ROLES.values()
        if role.place in {"any", place_of(unit.kind)} and may_grant(actor, role.code, unit)
    ]


def may_keep_person(actor: User, person: User) -> bool:
    """Correct somebody's entry or strike them off; nobody does so to themselves."""
    return person.unit is not None and person.pk != actor.pk and may_keep_people(actor, person.unit)


def may_reset_password(actor: User, person: User) -> bool:
    """Whoever prints the letter could use it: only for people with no more power than oneself."""
    return may_keep_person(actor, person) and all(
        may_grant(actor, code, person.unit) for code in person.role_codes if person.unit
    )


def works_at_desk(user: User) -> bool:
    """True for people of an office, whose pages are the desk; firms have the phone pages."""
    return user.unit is not None and user.unit.is_government
