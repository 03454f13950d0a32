"""Who can see which assignments, and how do they stand today?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet

from .rules import OPEN, Status

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import Assignment, AssignmentBatch, Report, TrailEntry

WITH_UNIT = (Status.ASSIGNED, Status.RETURNED)
"""The unit has to act next."""

SOON_DAYS = 3
"""An assignment is 临期 from this many days before its due date."""

SORTS = {
    "number": ("campaign", "activity__position", "number"),
    "unit": ("responsible_unit__name",),
    "kind": ("kind",),
    "due": ("due_date",),
    "status": ("status", "due_date"),
    "reported": ("reported_at",),
}
"""Orders of the ledger by the name in its address; a minus in front turns one round."""


class AssignmentQuerySet(QuerySet["Assignment"]):
    """Assignments, by the responsible unit's place in the tree."""

    def visible_to(self, user: User) -> AssignmentQuerySet:
        """Those of the own unit; and of units below for people who may read the ledger."""
        if not user.is_authenticated or user.unit is None:
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
        return self.filter(status__in=WITH_UNIT, due_date__lt=today)

    def due_soon(self, today: date) -> AssignmentQuerySet:
        """Still with the unit, due within SOON_DAYS days, today included."""
        return self.filter(
            status__in=WITH_UNIT,
            due_date__range=(today, today + timedelta(days=SOON_DAYS)),
        )

    def mentioning(self, text: str) -> AssignmentQuerySet:
        """Whose title, number, unit name or credit code holds `text`."""
        return self.filter(
            Q(title__icontains=text)
            | Q(number__istartswith=text)
            | Q(responsible_unit__name__icontains=text)
            | Q(responsible_unit__short_name__icontains=text)
            | Q(responsible_unit__credit_code__iexact=text)
        )

    def sorted_by(self, order: str) -> AssignmentQuerySet:
        """In one of the SORTS, "-" in front for the other way round; always total."""
        names = (*SORTS[order.removeprefix("-")], "pk")
        if order.startswith("-"):
            return self.order_by(*(F(name).desc(nulls_last=True) for name in names))
        return self.order_by(*(F(name).asc(nulls_last=True) for name in names))

    def counted_by_tab(self, today: date) -> dict[str, int]:
        """How many stand under each tab of the ledger, in one query; keys as in `tab`."""
        with_unit = Q(status__in=WITH_UNIT)
        soon = today + timedelta(days=SOON_DAYS)
        return self.aggregate(
            all=Count("pk"),
            **{status.value: Count("pk", filter=Q(status=status)) for status in Status},
            due_soon=Count("pk", filter=with_unit & Q(due_date__range=(today, soon))),
            overdue=Count("pk", filter=with_unit & Q(due_date__lt=today)),
        )

    def tab(self, name: str, today: date) -> AssignmentQuerySet:
        """Those under one tab: a status, `due_soon`, `overdue`, or anything else for all."""
        if name == "overdue":
            return self.overdue(today)
        if name == "due_soon":
            return self.due_soon(today)
        return self.filter(status=name) if name in Status.values else self

    def awaiting_review(self) -> AssignmentQuerySet:
        """Reported, in the order of the review queue: due date, then waiting time."""
        return self.filter(status=Status.REPORTED).order_by("due_date", "reported_at", "pk")

    def reviewable_by(self, user: User) -> AssignmentQuerySet:
        """The person's review queue: units below, and never what they reported themselves."""
        if not user.can("review") or user.unit is None or not user.unit.is_government:
            return self.none()
        below = self.visible_to(user).exclude(responsible_unit=user.unit)
        return below.exclude(reported_by=user).awaiting_review()


class ReportQuerySet(QuerySet["Report"]):
    """Reports, by their assignment."""

    def filed(self) -> ReportQuerySet:
        """Handed in; a draft is not."""
        return self.filter(filed_at__isnull=False)

    def drafts(self) -> ReportQuerySet:
        """Begun and not handed in."""
        return self.filter(filed_at__isnull=True)


class BatchQuerySet(QuerySet["AssignmentBatch"]):
    """Batches of assigning, by the unit that gives out."""

    def visible_to(self, user: User) -> BatchQuerySet:
        """Those of the own unit and of units below, for people who may assign."""
        if not user.is_authenticated or user.unit is None or not user.can("assign"):
            return self.none()
        return self.filter(unit__path__startswith=user.unit.path)

    def counted(self) -> BatchQuerySet:
        """Each with `total`, `done`, `existed`, `failed` and `warned` (done, yet with a remark)."""
        warned = Q(items__outcome="done") & ~Q(items__message="")
        return self.annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__outcome="done")),
            existed=Count("items", filter=Q(items__outcome="existed")),
            failed=Count("items", filter=Q(items__outcome="failed")),
            warned=Count("items", filter=warned),
        )


class TrailQuerySet(QuerySet["TrailEntry"]):
    """The trail: added to, never changed."""

    def update(self, **kwargs: Any) -> int:
        """Refuse: what happened stays as it was written."""
        raise TypeError("a trail entry is written once")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: the trail is kept."""
        raise TypeError("a trail entry is kept")

    # Django asks that these two never reach templates or managers by accident.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
