"""Set due date, event date and responsible office of many activities at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from anyue.core.errors import Refused
from anyue.organisations.models import User

from .. import rules
from ..models import Activity, Campaign
from ..rules import PlanVerb
from .writing import open_for_change, record, write_activity


@dataclass(frozen=True)
class Appointment:
    """What one activity gets. `seen` is the revision of the activity that the page showed."""

    activity: Activity
    seen: int
    due_date: date | None
    event_date: date | None
    responsible_office: str

    @property
    def changes_something(self) -> bool:
        """False for a row of the table that was left as it was."""
        was = self.activity
        return (self.due_date, self.event_date, self.responsible_office) != (
            was.due_date,
            was.event_date,
            was.responsible_office,
        )


@transaction.atomic
def schedule(campaign: Campaign, *, actor: User, rows: Sequence[Appointment]) -> int:
    """Write the rows that differ, all or none; returns how many.

    Raises:
        Refused: an activity would be held after it must be finished.
        Stale: somebody changed one of the activities since its page was shown.
    """
    wanted = [row for row in rows if row.changes_something]
    if not wanted:
        return 0
    open_for_change(campaign, actor=actor)
    for row in wanted:
        _appoint(row, campaign=campaign, actor=actor)
    return len(wanted)


def _appoint(row: Appointment, *, campaign: Campaign, actor: User) -> None:
    sentence = rules.objection_to_dates(event_date=row.event_date, due_date=row.due_date)
    if sentence:
        raise Refused(f"{row.activity}：{sentence}")
    values = {
        "due_date": row.due_date,
        "event_date": row.event_date,
        "responsible_office": row.responsible_office,
    }
    changes = write_activity(row.activity, campaign=campaign, seen=row.seen, values=values)
    record(campaign, PlanVerb.SCHEDULE, actor=actor, activity=row.activity, changes=changes)
