"""What may be remembered, and who may add words or forget corrections? Pure, no writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from anyue.organisations.rules import works_at_desk

if TYPE_CHECKING:
    from anyue.organisations.models import Unit, User

MANY_CORRECTIONS = 3000
"""How many wordings are compared with a new notice, the newest first."""


class CorrectedField(TextChoices):
    """What of an item a person corrects so that it is worth remembering."""

    KINDS = "kinds", "类型"
    AUDIENCE = "audience", "对象"
    WHO = "who", "责任主体"
    QUANTITIES = "quantities", "数量要求"
    EVIDENCE = "evidence_wanted", "佐证要求"
    CADENCE = "cadence", "频次"
    DUE_DATE = "due_date", "完成时限"
    JUDGEMENT = "judgement", "核对结果"
    SPLIT = "split", "拆分"


class PhraseVerb(TextChoices):
    """What people do to the words of their office."""

    ADD = "add", "加词"
    IMPORT = "import", "导入"
    REMOVE = "remove", "删词"


class CorrectionVerb(TextChoices):
    """What happens to a remembered correction."""

    REMEMBER = "remember", "记住"
    CHANGE = "change", "改记"
    AGREE = "agree", "改回识别结果"
    FORGET = "forget", "忘掉"
    BRING_BACK = "bring_back", "重新记住"


def may_look(actor: User) -> bool:
    """People of an office who read plans, and those who keep its words."""
    return works_at_desk(actor) and (actor.can("plan.read") or actor.can("words.edit"))


def may_change_words(actor: User, unit: Unit) -> bool:
    """Words change what every later notice of the office is read as: a right of its own."""
    return actor.unit_id == unit.pk and works_at_desk(actor) and actor.can("words.edit")


def may_look_at_corrections(actor: User) -> bool:
    """Corrections quote plans: for people of an office who read them."""
    return works_at_desk(actor) and actor.can("plan.read")


def may_forget(actor: User, unit: Unit) -> bool:
    """Whoever corrects plans of the office also says what is not to be remembered."""
    return actor.unit_id == unit.pk and works_at_desk(actor) and actor.can("plan.edit")
