"""The verbs of one assignment, all through one private door.

Each verb asks in this order: may this person at all (PermissionDenied), is the reason there
(Refused), is what they saw still so (Stale), may it happen now (Refused), does the kind object
(Refused). Only then it writes the assignment and its trail entry, both or neither.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate, localtime, now

from anyue.campaigns.models import Activity
from anyue.core.errors import Refused, Stale
from anyue.organisations.models import Unit, User

from .. import kinds
from ..models import Assignment, Decision, Report, TrailEntry
from ..rules import TRANSITIONS, ReturnReason, Verb, oversees


@transaction.atomic
def assign(
    *,
    actor: User,
    activity: Activity | None,
    unit: Unit,
    due_date: date,
    title: str = "",
    kind: str = "",
    requirement: str = "",
    event_date: date | None = None,
) -> Assignment:
    """Give one unit one thing to do; without an activity it is work of the whole year.

    Raises:
        PermissionDenied: the actor does not stand above the unit or may not assign.
        Refused: the unit is no longer there, or has this activity already.
    """
    assignment = drafted(
        actor=actor,
        activity=activity,
        unit=unit,
        due_date=due_date,
        title=title,
        kind=kind,
        requirement=requirement,
        event_date=event_date,
    )
    if not oversees(actor, assignment):
        raise PermissionDenied
    if objection := objection_to_assigning(activity, unit):
        raise Refused(objection)
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"{unit} 已经有“{assignment.title}”这条任务，不用再分派。") from error
    first_entry(assignment).save()
    return assignment


def drafted(
    *,
    actor: User,
    activity: Activity | None,
    unit: Unit,
    due_date: date,
    title: str = "",
    kind: str = "",
    requirement: str = "",
    event_date: date | None = None,
) -> Assignment:
    """An unsaved assignment: what the activity says is copied, so a later version leaves it."""
    if activity is not None:
        copied = {
            "campaign": activity.campaign,
            "kind": activity.kind,
            "number": activity.number,
            "title": activity.title,
            "requirement": activity.text,
            "evidence_wanted": list(activity.evidence_wanted),
            "event_date": activity.event_date,
        }
    else:
        copied = {
            "kind": kinds.get(kind or "other").key,
            "title": title,
            "requirement": requirement,
            "event_date": event_date,
        }
    return Assignment(
        activity=activity,
        responsible_unit=unit,
        issuing_unit=actor.unit,
        issued_by=actor,
        first_due_date=due_date,
        due_date=due_date,
        **copied,
    )


def objection_to_assigning(activity: Activity | None, unit: Unit) -> str | None:
    """The sentence that says why this pair cannot be given out."""
    if not unit.is_active:
        return f"{unit} 已停用，不能分派；请先在企业名册里恢复。"
    if activity is None:
        return None
    if not Activity.objects.assignable().filter(pk=activity.pk).exists():
        return f"“{activity.title}”不在已发布的方案里，不能分派。"
    return None


def first_entry(assignment: Assignment) -> TrailEntry:
    """The unsaved first line of the trail of a saved assignment."""
    return TrailEntry(
        assignment=assignment,
        verb=Verb.ASSIGN,
        actor=assignment.issued_by,
        revision=assignment.revision,
        changes={
            "status": [None, assignment.status],
            "due_date": [None, assignment.due_date.isoformat()],
        },
    )


@transaction.atomic
def acknowledge(assignment: Assignment, *, actor: User, seen: int) -> None:
    """Sign for receipt on behalf of the responsible unit."""
    at = now()
    _move(
        assignment,
        Verb.ACKNOWLEDGE,
        actor=actor,
        seen=seen,
        changes={"acknowledged_at": [None, at.isoformat()]},
        acknowledged_at=at,
        acknowledged_by=actor,
    )


@transaction.atomic
def report(assignment: Assignment, *, actor: User, seen: int, draft: Report) -> Report:
    """File the unit's draft and hand it to the supervisor; the receipt number is new.

    Raises:
        Refused: the draft belongs to another assignment or was filed already.
    """
    if draft.assignment_id != assignment.pk:
        raise Refused("这份草稿不是这条任务的，请回到任务页重新填写。")
    receipt = f"HZ-{localdate().year}-{draft.pk:06d}"
    filed_at = now()
    _move(
        assignment,
        Verb.REPORT,
        actor=actor,
        seen=seen,
        changes={"receipt": [None, receipt]},
        reported_at=filed_at,
        reported_by=actor,
    )
    filed = Report.objects.drafts().filter(pk=draft.pk).update(filed_at=filed_at, receipt=receipt)
    if not filed:
        raise Refused("这份材料已经上报过了，请回到任务页看办理过程。")
    draft.refresh_from_db()
    return draft


@transaction.atomic
def return_for_rework(
    assignment: Assignment,
    *,
    actor: User,
    seen: int,
    reasons: list[str],
    fields: list[str],
    note: str = "",
) -> None:
    """Send the last report back.

    `reasons` are codes of ReturnReason, `fields` keys of the kind's `report_fields`: only those
    reopen for the unit.

    Raises:
        PermissionDenied, Stale, Refused: see the module; also for an unknown reason or field.
    """
    _require_right(assignment, Verb.RETURN, actor)
    _require_known(fields, kinds.get(assignment.kind).report_fields)
    _move(assignment, Verb.RETURN, actor=actor, seen=seen, reason=_return_reason(reasons, note))
    _decide(assignment, Verb.RETURN, actor, reasons=reasons, fields=fields, note=note)


@transaction.atomic
def close(assignment: Assignment, *, actor: User, seen: int, note: str = "") -> None:
    """Accept the last report and strike the assignment off (销号)."""
    _move(
        assignment,
        Verb.CLOSE,
        actor=actor,
        seen=seen,
        reason=note,
        closed_at=now(),
        closed_by=actor,
    )
    _decide(assignment, Verb.CLOSE, actor, note=note)


@transaction.atomic
def reopen(assignment: Assignment, *, actor: User, seen: int, reason: str) -> None:
    """Take a closed assignment up again after a second look (回头看)."""
    _move(
        assignment,
        Verb.REOPEN,
        actor=actor,
        seen=seen,
        reason=reason,
        closed_at=None,
        closed_by=None,
    )


@transaction.atomic
def cancel(assignment: Assignment, *, actor: User, seen: int, reason: str) -> None:
    """Withdraw an assignment that is not closed yet."""
    _move(assignment, Verb.CANCEL, actor=actor, seen=seen, reason=reason)


def _move(
    assignment: Assignment,
    verb: Verb,
    *,
    actor: User,
    seen: int,
    reason: str = "",
    changes: dict[str, list[Any]] | None = None,
    **columns: Any,
) -> None:
    """Make one change exactly once, however many people try at the same moment.

    The WHERE on `revision` is the lock; it holds on SQLite and PostgreSQL alike.
    """
    step = TRANSITIONS[verb]
    _require_right(assignment, verb, actor)
    reason = reason.strip()
    if step.needs_reason and not reason:
        raise Refused(f"请写明{verb.label}的理由，对方会看到。")
    if assignment.revision != seen:
        raise _stale(assignment)
    if assignment.status not in step.sources:
        raise Refused(f"这条任务现在是“{assignment.get_status_display()}”，不能{verb.label}。")
    if objection := kinds.objection(actor, verb, assignment):
        raise Refused(objection)
    before = assignment.status
    after = before if step.target is None else step.target
    moved = Assignment.objects.filter(pk=assignment.pk, revision=seen).update(
        status=after, revision=F("revision") + 1, **columns
    )
    if not moved:
        raise _stale(assignment)
    assignment.refresh_from_db()
    told = dict(changes or {})
    if after != before:
        told["status"] = [before, after]
    TrailEntry.objects.create(
        assignment=assignment,
        verb=verb,
        actor=actor,
        reason=reason,
        changes=told,
        revision=assignment.revision,
    )


def _require_right(assignment: Assignment, verb: Verb, actor: User) -> None:
    if not TRANSITIONS[verb].allowed(actor, assignment):
        raise PermissionDenied


def _require_known(fields: list[str], known: dict[str, str]) -> None:
    if not fields:
        raise Refused("请勾选要补正的内容，对方只能改勾选的部分。")
    if strange := sorted(set(fields) - set(known)):
        raise Refused(f"这类任务没有“{strange[0]}”这一项，请重新勾选要补正的内容。")


def _return_reason(reasons: list[str], note: str) -> str:
    """What the unit reads: the coded reasons in words, then the reviewer's own."""
    if strange := sorted(set(reasons) - set(ReturnReason.values)):
        raise Refused(f"没有“{strange[0]}”这个退回原因，请重新勾选。")
    if ReturnReason.OTHER in reasons and not note.strip():
        raise Refused("选了“其他”，请写明是什么原因。")
    if not reasons:
        return ""
    words = "、".join(ReturnReason(code).label for code in reasons if code != ReturnReason.OTHER)
    return "：".join(part for part in (words, note.strip()) if part)


def _decide(
    assignment: Assignment,
    verb: Verb,
    actor: User,
    *,
    note: str,
    reasons: list[str] | None = None,
    fields: list[str] | None = None,
) -> None:
    judged = assignment.reports.filed().last()
    if judged is None:
        raise Refused("这条任务没有上报材料，不能审核。")
    Decision.objects.create(
        report=judged,
        verb=verb,
        actor=actor,
        reasons=reasons or [],
        fields=fields or [],
        note=note.strip(),
    )


def _stale(assignment: Assignment) -> Stale:
    """Say who was first: "王丽 10:32 已退回，请刷新后再看。"."""
    last = TrailEntry.objects.filter(assignment=assignment).select_related("actor").last()
    if last is None:
        return Stale("这条任务刚有变动，请刷新后再看。")
    at = localtime(last.at)
    clock = f"{at:%H:%M}" if at.date() == localdate() else f"{at.month}月{at.day}日 {at:%H:%M}"
    return Stale(f"{last.actor} {clock} 已{last.get_verb_display()}，请刷新后再看。")
