"""What may happen to an assignment, and who may do it? One table; nothing here writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import Assignment


class Status(TextChoices):
    """Where an assignment stands. Overdue, lights and 签收 are derived, not states."""

    ASSIGNED = "assigned", "待上报"
    REPORTED = "reported", "待审核"
    RETURNED = "returned", "退回待改"
    CLOSED = "closed", "已销号"
    CANCELLED = "cancelled", "已撤销"


OPEN = (Status.ASSIGNED, Status.REPORTED, Status.RETURNED)


class Verb(TextChoices):
    """What people do to an assignment."""

    ASSIGN = "assign", "下达"
    ACKNOWLEDGE = "acknowledge", "签收"
    REPORT = "report", "上报"
    RETURN = "return", "退回"
    CLOSE = "close", "销号"
    REOPEN = "reopen", "回头看重开"
    CANCEL = "cancel", "撤销"


class ReturnReason(TextChoices):
    """Why a report is sent back; at least one is chosen."""

    UNCLEAR_PHOTO = "unclear_photo", "照片看不清"
    PERSON_COUNT = "person_count", "人数与佐证不符"
    NO_SIGN_IN = "no_sign_in", "缺签到表"
    OTHER_ACTIVITY = "other_activity", "不是本次活动的材料"
    WRONG_DATE = "wrong_date", "日期不对"
    TOO_THIN = "too_thin", "情况写得太简单"
    OTHER = "other", "其他（请写明）"


def answers_for(actor: User, assignment: Assignment) -> bool:
    """A person of the responsible unit who may report for it."""
    return actor.unit_id == assignment.responsible_unit_id and actor.can("report")


def may_acknowledge(actor: User, assignment: Assignment) -> bool:
    """A person of the responsible unit who may sign for receipt."""
    return actor.unit_id == assignment.responsible_unit_id and actor.can("acknowledge")


def oversees(actor: User, assignment: Assignment) -> bool:
    """A person of government, placed above the responsible unit, who may issue assignments."""
    return _stands_above(actor, assignment) and actor.can("assign")


def may_review(actor: User, assignment: Assignment) -> bool:
    """Somebody above the unit who reviews; and nobody judges their own report."""
    return (
        _stands_above(actor, assignment)
        and actor.can("review")
        and assignment.reported_by_id != actor.pk
    )


def _stands_above(actor: User, assignment: Assignment) -> bool:
    if actor.unit is None or not actor.unit.is_government:
        return False
    return actor.unit.oversees(assignment.responsible_unit)


@dataclass(frozen=True)
class Transition:
    """From which states a verb leads where, who may do it, and what it must bring."""

    sources: frozenset[Status]
    target: Status | None
    """None: the verb leaves the status as it is."""
    allowed: Callable[[User, Assignment], bool]
    needs_reason: bool = False


S = Status
TRANSITIONS: dict[Verb, Transition] = {
    Verb.ACKNOWLEDGE: Transition(frozenset({S.ASSIGNED, S.RETURNED}), None, may_acknowledge),
    Verb.REPORT: Transition(frozenset({S.ASSIGNED, S.RETURNED}), S.REPORTED, answers_for),
    Verb.RETURN: Transition(frozenset({S.REPORTED}), S.RETURNED, may_review, needs_reason=True),
    Verb.CLOSE: Transition(frozenset({S.REPORTED}), S.CLOSED, may_review),
    Verb.REOPEN: Transition(frozenset({S.CLOSED}), S.RETURNED, oversees, needs_reason=True),
    Verb.CANCEL: Transition(frozenset(OPEN), S.CANCELLED, oversees, needs_reason=True),
}
"""ASSIGN makes the row and so is not in the table; see services.assign."""
