"""What makes a unit, a credit code, a set of roles right? Pure, no writes."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from .roles import ROLES


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
    """"government" or "enterprise": which roles exist in a unit of this kind."""
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
