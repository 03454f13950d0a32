"""Who can see which plans? Staff of the publishing unit and above see drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from .rules import GONE, CampaignStatus, DoubtState, Judgement

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import Activity, Campaign, Doubt, Notice, PageViews, PlanVersion


class NoticeQuerySet(QuerySet["Notice"]):
    """Documents as they were handed in."""

    def visible_to(self, user: User) -> NoticeQuerySet:
        """Those of the own unit, for people who import; others see them through the plan."""
        if not user.is_authenticated or user.unit is None or not user.can("plan.edit"):
            return self.none()
        return self.filter(unit=user.unit)

    def without_plan(self) -> NoticeQuerySet:
        """Kept, but nothing could be read from them yet."""
        return self.filter(campaign__isnull=True)


class CampaignQuerySet(QuerySet["Campaign"]):
    """Plans of one month each."""

    def visible_to(self, user: User) -> CampaignQuerySet:
        """Those of the own unit and of units below, for people who may read plans."""
        if not user.is_authenticated or user.unit is None or not user.can("plan.read"):
            return self.none()
        return self.filter(unit__path__startswith=user.unit.path)

    def published(self) -> CampaignQuerySet:
        """What everybody may read."""
        return self.filter(status=CampaignStatus.PUBLISHED)

    def open_to_change(self) -> CampaignQuerySet:
        """Drafts, and published plans under amendment; `rules.is_open` says the same."""
        return self.filter(Q(status=CampaignStatus.DRAFT) | ~Q(amend_reason=""))

    def with_counts(self) -> CampaignQuerySet:
        """Adds `kept_count`, `proposed_count` and `doubt_count` (open ones) to each plan."""
        gone = Q(activities__judgement__in=GONE)
        dead = Q(doubts__activity__judgement__in=GONE)
        return self.annotate(
            kept_count=Count("activities", filter=~gone, distinct=True),
            proposed_count=Count(
                "activities", filter=Q(activities__judgement=Judgement.PROPOSED), distinct=True
            ),
            doubt_count=Count(
                "doubts", filter=Q(doubts__state=DoubtState.OPEN) & ~dead, distinct=True
            ),
        )


class ActivityQuerySet(QuerySet["Activity"]):
    """Activities of plans."""

    def visible_to(self, user: User) -> ActivityQuerySet:
        """Those of the plans in sight."""
        if not user.is_authenticated or user.unit is None or not user.can("plan.read"):
            return self.none()
        return self.filter(campaign__unit__path__startswith=user.unit.path)

    def kept(self) -> ActivityQuerySet:
        """All but those judged to be no task, and those merged into another."""
        return self.exclude(judgement__in=GONE)

    def accepted(self) -> ActivityQuerySet:
        """Those that a person has taken over into the plan."""
        return self.filter(judgement=Judgement.ACCEPTED)

    def assignable(self) -> ActivityQuerySet:
        """What may be given to units: accepted, published, and not changed since."""
        return self.filter(
            judgement=Judgement.ACCEPTED,
            campaign__status=CampaignStatus.PUBLISHED,
            is_pending=False,
        )


class DoubtQuerySet(QuerySet["Doubt"]):
    """Doubts of the reader, and of checks made before publishing."""

    def relevant(self) -> DoubtQuerySet:
        """All but those about an activity that left the plan."""
        return self.exclude(Q(activity__isnull=False) & Q(activity__judgement__in=GONE))

    def blocking(self) -> DoubtQuerySet:
        """Those that still stand between the plan and its publication."""
        return self.relevant().filter(state=DoubtState.OPEN)


class PlanVersionQuerySet(QuerySet["PlanVersion"]):
    """What was published."""

    def newest(self) -> PlanVersionQuerySet:
        """The newest version of every published plan, the latest campaigns first."""
        newer = self.model._default_manager.filter(
            campaign=OuterRef("campaign"), number__gt=OuterRef("number")
        )
        return (
            self.filter(~Exists(newer), campaign__status=CampaignStatus.PUBLISHED)
            .select_related("campaign")
            .order_by("-campaign__period_start", "-campaign__pk")
        )


class PageViewsQuerySet(QuerySet["PageViews"]):
    """How often pages were opened."""

    def total(self) -> int:
        """All days together."""
        return self.aggregate(total=Sum("count"))["total"] or 0
