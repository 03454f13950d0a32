"""What the landing pages count. Reads everything in sight, writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from anyue.assignments.models import Assignment, Report, TrailEntry
from anyue.assignments.queries import AssignmentQuerySet
from anyue.assignments.rules import Status
from anyue.campaigns.models import Activity, Campaign, PlanVersion
from anyue.organisations.models import User

RECENT = 10


@dataclass(frozen=True)
class Progress:
    """One activity of the plan: how many units it was given to, and how many are closed."""

    activity: Activity
    closed: int
    total: int


@dataclass(frozen=True)
class PublicProgress:
    """One published activity with counts alone: no unit is named to the public."""

    number: str
    title: str
    anchor: str
    total: int
    closed: int

    @property
    def percent(self) -> int:
        """Closed of total, rounded down; 0 where nothing was given out."""
        return self.closed * 100 // self.total if self.total else 0


def public_progress(version: PlanVersion) -> list[PublicProgress]:
    """Every activity of a published version, in its order; one query."""
    counts = {
        row["activity_id"]: row
        for row in Assignment.objects.filter(campaign_id=version.campaign_id)
        .exclude(status=Status.CANCELLED)
        .values("activity_id")
        .annotate(total=Count("pk"), closed=Count("pk", filter=Q(status=Status.CLOSED)))
        .order_by()
    }
    none = {"total": 0, "closed": 0}
    return [
        PublicProgress(
            number=activity["number"],
            title=activity["title"],
            anchor=f"a{activity['id']}",
            total=counts.get(activity["id"], none)["total"],
            closed=counts.get(activity["id"], none)["closed"],
        )
        for activity in version.content["activities"]
    ]


def own_tasks(user: User) -> AssignmentQuerySet:
    """What the person's unit has to do or has done, with `begun` where a draft stands."""
    drafts = Report.objects.drafts().filter(assignment=OuterRef("pk"))
    return (
        Assignment.objects.visible_to(user)
        .filter(responsible_unit=user.unit)
        .exclude(status=Status.CANCELLED)
        .annotate(begun=Exists(drafts))
        .select_related("activity", "campaign")
        .order_by("campaign_id", "activity__position", "due_date", "pk")
    )


def recent_changes(user: User) -> list[TrailEntry]:
    """The last few things that happened to assignments in sight."""
    return list(
        TrailEntry.objects.filter(assignment__in=Assignment.objects.visible_to(user))
        .select_related("actor__unit", "assignment__responsible_unit")
        .order_by("-at", "-pk")[:RECENT]
    )


def latest_campaign(user: User) -> Campaign | None:
    """The published plan that was published last, among those in sight."""
    return Campaign.objects.visible_to(user).published().order_by("-published_at", "-pk").first()


def progress_of(campaign: Campaign, user: User) -> list[Progress]:
    """Each activity that was given to units in sight, in the order of the plan; one query."""
    seen = Q(assignments__in=Assignment.objects.visible_to(user))
    counted = (
        Activity.objects.filter(campaign=campaign)
        .annotate(
            total=Count("assignments", filter=seen & ~Q(assignments__status=Status.CANCELLED)),
            closed=Count("assignments", filter=seen & Q(assignments__status=Status.CLOSED)),
        )
        .filter(total__gt=0)
    )
    return [Progress(activity, activity.closed, activity.total) for activity in counted]
