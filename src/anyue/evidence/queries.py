"""Who can see which evidence?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import Evidence


class EvidenceQuerySet(QuerySet["Evidence"]):
    """Evidence, by the unit that gave it."""

    def visible_to(self, user: User) -> EvidenceQuerySet:
        """The unit that gave it and the units above it."""
        if not user.is_authenticated or user.unit_id is None:
            return self.none()
        return self.filter(unit__path__startswith=user.unit.path)
