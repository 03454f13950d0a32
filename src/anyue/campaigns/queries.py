"""Who can see which plans? Staff of the publishing unit and above see drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from .rules import CampaignStatus, DoubtState, Judgement

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import Activity, Campaign, Doubt


class CampaignQuerySet(QuerySet["Campaign"]):
    """Plans of one month each."""

    def visible_to(self, user: User) -> CampaignQuerySet:
        """Those of the own unit and of units below, for people who may read plans."""
        if not user.is_authenticated or user.unit_id is None or not user.can("plan.read"):
            return self.none()
        return self.filter(unit__path__startswith=user.unit.path)

    def published(self) -> CampaignQuerySet:
        """What everybody may read."""
        return self.filter(status=CampaignStatus.PUBLISHED)


class ActivityQuerySet(QuerySet["Activity"]):
    """Activities of plans."""

    def visible_to(self, user: User) -> ActivityQuerySet:
        """Those of the plans in sight."""
        if not user.is_authenticated or user.unit_id is None or not user.can("plan.read"):
            return self.none()
        return self.filter(campaign__unit__path__startswith=user.unit.path)

    def kept(self) -> ActivityQuerySet:
        """All but those judged to be no task."""
        return self.exclude(judgement=Judgement.DROPPED)

    def assignable(self) -> ActivityQuerySet:
        """Accepted activities of published plans: what may be given to units."""
        return self.filter(
            judgement=Judgement.ACCEPTED, campaign__status=CampaignStatus.PUBLISHED
        )


class DoubtQuerySet(QuerySet["Doubt"]):
    """Doubts of the reader, and of checks made before publishing."""

    def blocking(self) -> DoubtQuerySet:
        """Those that still stand between the plan and its publication."""
        return self.filter(state=DoubtState.OPEN).exclude(
            Q(activity__isnull=False) & Q(activity__judgement=Judgement.DROPPED)
        )
