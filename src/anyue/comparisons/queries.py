"""Who can see which comparison? Whoever sees the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import PlanComparison


class PlanComparisonQuerySet(QuerySet["PlanComparison"]):
    """Plans beside others."""

    def visible_to(self, user: User) -> PlanComparisonQuerySet:
        """Those of the plans of the own unit and of units below, for people who read plans."""
        if not user.is_authenticated or user.unit is None or not user.can("plan.read"):
            return self.none()
        return self.filter(campaign__unit__path__startswith=user.unit.path)

    def with_people(self) -> PlanComparisonQuerySet:
        """Load what every page of a comparison shows."""
        return self.select_related("campaign__notice", "earlier__notice", "original", "made_by")
