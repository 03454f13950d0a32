"""What runs away from the request: giving out a batch. Each job loads by key."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django_tasks import task

from anyue.campaigns.models import Activity
from anyue.organisations.models import Unit, User

from .models import AssignmentBatch
from .services import assigning


@task()
def hand_out(batch_id: int) -> None:
    """Give out what still waits in this batch."""
    assigning.hand_out(batch_id)


@transaction.atomic
def give_out(
    *,
    actor: User,
    activities: Sequence[Activity],
    units: Sequence[Unit],
    dates: assigning.Dates,
    note: str = "",
) -> AssignmentBatch:
    """Draw up a batch and queue its job: both or neither."""
    batch = assigning.draw_up(
        actor=actor, activities=activities, units=units, dates=dates, note=note
    )
    hand_out.enqueue(batch.pk)
    return batch


@transaction.atomic
def give_out_again(batch: AssignmentBatch, *, actor: User) -> None:
    """Queue the pairs of a batch that failed once more."""
    assigning.retry_failed(batch, actor=actor)
    hand_out.enqueue(batch.pk)


def resume() -> int:
    """Queue every unfinished batch again; returns how many.

    A job that is queued twice finds nothing left to do.
    """
    keys = assigning.unfinished()
    for key in keys:
        hand_out.enqueue(key)
    return len(keys)
