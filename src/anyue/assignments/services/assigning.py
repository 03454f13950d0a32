"""Activities × units: drawing up a batch, and giving it out in chunks that may be interrupted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.timezone import now

from anyue.campaigns.models import Activity
from anyue.core.errors import Refused
from anyue.organisations.models import RoleGrant, Unit, User
from anyue.organisations.roles import ROLES

from ..models import Assignment, AssignmentBatch, AssignmentBatchItem, TrailEntry
from ..rules import oversees
from .moving import drafted, first_entry

CHUNK = 200
"""Pairs given out in one transaction: what a kill at the worst moment makes us do again."""

ITEMS_PER_INSERT = 500
MOST_PAIRS = 50_000
TRIES_PER_CHUNK = 5

Outcome = AssignmentBatchItem.Outcome
State = AssignmentBatch.State


@dataclass(frozen=True)
class Dates:
    """By when each pair is due. An exception of the unit goes before the date of the plan."""

    common: date
    exceptions: Mapping[int, date]
    """Due date by unit key."""
    follow_plan: bool = False
    """An activity with a due date of its own keeps it."""

    def due(self, activity: Activity, unit: Unit) -> date:
        """The due date of one pair."""
        if unit.pk in self.exceptions:
            return self.exceptions[unit.pk]
        if self.follow_plan and activity.due_date is not None:
            return activity.due_date
        return self.common


def count_existing(activities: Collection[Activity], units: Collection[Unit]) -> int:
    """How many of the pairs have been given out before and will not be given out again."""
    return Assignment.objects.filter(activity__in=activities, responsible_unit__in=units).count()


@transaction.atomic
def draw_up(
    *,
    actor: User,
    activities: Sequence[Activity],
    units: Sequence[Unit],
    dates: Dates,
    note: str = "",
) -> AssignmentBatch:
    """Write down every pair that shall be given out; `hand_out` then does it.

    Raises:
        PermissionDenied: the actor may not assign, or does not stand above each unit.
        Refused: nothing chosen, too much, or an activity is not in a published plan.
    """
    above = all(oversees(actor, Assignment(responsible_unit=unit)) for unit in units)
    if actor.unit is None or not above:
        raise PermissionDenied
    if not activities or not units:
        raise Refused("请至少选一项活动和一家单位。")
    total = len(activities) * len(units)
    if total > MOST_PAIRS:
        raise Refused(f"一次最多分派 {MOST_PAIRS} 条，现在是 {total} 条，请分几次。")
    chosen = [activity.pk for activity in activities]
    if Activity.objects.assignable().filter(pk__in=chosen).count() != len(chosen):
        raise Refused("所选活动里有的不在已发布的方案里，请重新选活动。")
    batch = AssignmentBatch.objects.create(
        unit=actor.unit, created_by=actor, due_date=dates.common, note=note
    )
    AssignmentBatchItem.objects.bulk_create(
        (
            AssignmentBatchItem(
                batch=batch, activity=activity, unit=unit, due_date=dates.due(activity, unit)
            )
            for unit in units
            for activity in activities
        ),
        batch_size=ITEMS_PER_INSERT,
    )
    return batch


@transaction.atomic
def retry_failed(batch: AssignmentBatch, *, actor: User) -> int:
    """Put the pairs that failed back in line; returns how many.

    Raises:
        PermissionDenied: the actor may not assign for the unit of this batch.
        Refused: nothing failed.
    """
    if actor.unit_id != batch.unit_id or not actor.can("assign"):
        raise PermissionDenied
    waiting = batch.items.filter(outcome=Outcome.FAILED).update(outcome=Outcome.WAITING, message="")
    if not waiting:
        raise Refused("这一批没有未成功的，不用重试。")
    AssignmentBatch.objects.filter(pk=batch.pk).update(state=State.WAITING, finished_at=None)
    return waiting


def hand_out(batch_id: int) -> None:
    """Give out what is still waiting in a batch, chunk by chunk, until nothing is.

    Safe to run again after a kill, and by two workers at once.
    """
    while _hand_out_chunk(batch_id):
        pass


def unfinished() -> list[int]:
    """Keys of the batches that still wait or were cut off."""
    return list(
        AssignmentBatch.objects.exclude(state=State.FINISHED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def progress(batch: AssignmentBatch) -> dict[str, int]:
    """Pairs of the batch by outcome, with `total`, and `settled` for those no longer waiting."""
    counts = dict.fromkeys(Outcome.values, 0) | dict(
        batch.items.order_by().values_list("outcome").annotate(Count("pk"))
    )
    total = sum(counts.values())
    return counts | {"total": total, "settled": total - counts[Outcome.WAITING]}


@dataclass(frozen=True)
class ToMend:
    """One unit with something to put right, and how many of its pairs that concerns."""

    unit: Unit
    message: str
    failed: bool
    count: int


def to_mend(batch: AssignmentBatch) -> list[ToMend]:
    """What failed, then what was given out and needs care, by unit."""
    lines = (
        batch.items.exclude(message="")
        .order_by("-outcome", "unit__path", "message")
        .values_list("unit", "message", "outcome")
        .annotate(Count("pk"))
    )
    units = Unit.objects.in_bulk({line[0] for line in lines})
    return [
        ToMend(units[key], message, outcome == Outcome.FAILED, count)
        for key, message, outcome, count in lines
    ]


def _hand_out_chunk(batch_id: int) -> bool:
    """True while there may be more. A pair given out by others meanwhile makes it try again."""
    for _ in range(TRIES_PER_CHUNK - 1):
        try:
            return _one_chunk(batch_id)
        except IntegrityError:
            continue
    return _one_chunk(batch_id)


@transaction.atomic
def _one_chunk(batch_id: int) -> bool:
    # This UPDATE is also the lock: a second worker on the same batch waits here.
    running = (
        AssignmentBatch.objects.filter(pk=batch_id)
        .exclude(state=State.FINISHED)
        .update(state=State.RUNNING)
    )
    if not running:
        return False
    items = list(
        AssignmentBatchItem.objects.filter(batch=batch_id, outcome=Outcome.WAITING)
        .select_related("batch__created_by__unit", "activity__campaign")
        .order_by("pk")[:CHUNK]
    )
    if not items:
        AssignmentBatch.objects.filter(pk=batch_id).update(state=State.FINISHED, finished_at=now())
        return False
    _give_out(items)
    AssignmentBatchItem.objects.bulk_update(items, ["outcome", "message"])
    return True


def _give_out(items: list[AssignmentBatchItem]) -> None:
    """Write the assignments and trail of these items and set the outcome of each."""
    actor = items[0].batch.created_by
    units = Unit.objects.in_bulk({item.unit_id for item in items})
    able = _able_to_report(units)
    assignable = set(
        Activity.objects.assignable()
        .filter(pk__in={item.activity_id for item in items})
        .values_list("pk", flat=True)
    )
    standing = set(
        Assignment.objects.filter(
            activity__in={item.activity_id for item in items}, responsible_unit__in=units
        ).values_list("activity_id", "responsible_unit_id")
    )
    made: list[Assignment] = []
    for item in items:
        unit = units[item.unit_id]
        assignment = drafted(actor=actor, activity=item.activity, unit=unit, due_date=item.due_date)
        if (item.activity_id, item.unit_id) in standing:
            item.outcome, item.message = Outcome.EXISTED, ""
        elif failure := _failure(actor, assignment, assignable):
            item.outcome, item.message = Outcome.FAILED, failure
        else:
            item.outcome, item.message = Outcome.DONE, _warning(unit, able)
            made.append(assignment)
    Assignment.objects.bulk_create(made)
    TrailEntry.objects.bulk_create([first_entry(assignment) for assignment in made])


def _able_to_report(units: Collection[int]) -> set[int]:
    """Keys of those units where somebody can sign in and report."""
    return set(
        RoleGrant.objects.filter(
            user__unit__in=units,
            user__is_active=True,
            role__in=[code for code, role in ROLES.items() if "report" in role.may],
        ).values_list("user__unit", flat=True)
    )


def _failure(actor: User, assignment: Assignment, assignable: set[int]) -> str:
    """Why this pair cannot be given out, or nothing."""
    if not assignment.responsible_unit.is_active:
        return "单位已停用"
    if not oversees(actor, assignment):
        return "不在分派人的管辖范围，或分派人已没有分派权限"
    if assignment.activity_id not in assignable:
        return "活动已从发布的方案里撤下"
    return ""


def _warning(unit: Unit, able: set[int]) -> str:
    """What should be mended although the pair was given out, or nothing."""
    missing = []
    if not unit.contact_name and not unit.contact_phone:
        missing.append("没有联系人")
    if unit.pk not in able:
        missing.append("没有能登录上报的人员")
    return "，".join(missing)
