"""Who can see which assignments, and how do they stand today?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from .rules import OPEN, Status

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import Assignment, Report

SOON_DAYS = 3
"""An assignment is 临期 from this many days before its due date."""


class AssignmentQuerySet(QuerySet["Assignment"]):
    """Assignments, by the responsible unit's place in the tree."""

    def visible_to(self, user: User) -> AssignmentQuerySet:
        """Those of the own unit; and of units below for people who may read the ledger."""
        if not user.is_authenticated or user.unit_id is None:
            return self.none()
        if user.can("ledger.read"):
            return self.filter(responsible_unit__path__startswith=user.unit.path)
        if user.can("report") or user.can("acknowledge"):
            return self.filter(responsible_unit=user.unit)
        return self.none()

    def open(self) -> AssignmentQuerySet:
        """Neither closed nor cancelled."""
        return self.filter(status__in=OPEN)

    def overdue(self, today: date) -> AssignmentQuerySet:
        """Still with the unit after the due date."""
        return self.filter(status__in=(Status.ASSIGNED, Status.RETURNED), due_date__lt=today)

    def due_soon(self, today: date) -> AssignmentQuerySet:
        """Still with the unit, due within SOON_DAYS days, today included."""
        return self.filter(
            status__in=(Status.ASSIGNED, Status.RETURNED),
            due_date__range=(today, today + timedelta(days=SOON_DAYS)),
        )

    def awaiting_review(self) -> AssignmentQuerySet:
        """Reported, in the order of the review queue: due date, then waiting time."""
        return self.filter(status=Status.REPORTED).order_by("due_date", "reported_at", "pk")


class ReportQuerySet(QuerySet["Report"]):
    """Reports, by their assignment."""

    def filed(self) -> ReportQuerySet:
        """Handed in; a draft is not."""
        return self.filter(filed_at__isnull=False)

    def drafts(self) -> ReportQuerySet:
        """Begun and not handed in."""
        return self.filter(filed_at__isnull=True)
