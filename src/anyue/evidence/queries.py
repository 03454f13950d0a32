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
        """As far as the person sees assignments; everybody else sees what they gave themselves.

        Photos show people and, with civil explosives, places that are nobody's business:
        belonging to the unit is not enough.
        """
        if not user.is_authenticated or user.unit is None:
            return self.none()
        if user.can("ledger.read"):
            return self.filter(unit__path__startswith=user.unit.path)
        if user.can("report") or user.can("acknowledge"):
            return self.filter(unit=user.unit)
        return self.filter(uploaded_by=user)
