"""What the person has chosen so far on the way to a batch; kept in their session."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from anyue.campaigns.models import Activity
from anyue.organisations.http import SignedInRequest
from anyue.organisations.models import Unit

from ..forms.assigning import units_below
from ..services.assigning import Dates, count_existing

KEY = "assigning"


@dataclass
class Choices:
    """Keys only: rights and states are asked anew at every step."""

    campaign: int | None = None
    activity_keys: list[int] = field(default_factory=list)
    unit_keys: list[int] = field(default_factory=list)
    rule: dict[str, Any] = field(default_factory=dict)
    due_date: str = ""
    follow_plan: bool = True
    exceptions: dict[str, str] = field(default_factory=dict)
    """Due date by unit key, both as the session stores them."""
    note: str = ""

    @classmethod
    def of(cls, request: SignedInRequest) -> Choices:
        """What was chosen so far, or nothing yet."""
        return cls(**request.session.get(KEY, {}))

    def keep(self, request: SignedInRequest) -> None:
        """Remember for the next step."""
        request.session[KEY] = asdict(self)

    def mark(self, activities: list[Activity], units: list[Unit]) -> str:
        """One word for what would be given out; another word for anything else."""
        planned = [(each.pk, each.due_date) for each in activities]
        whole = (self, planned, [unit.pk for unit in units])
        return hashlib.sha256(repr(whole).encode()).hexdigest()

    @staticmethod
    def forget(request: SignedInRequest) -> None:
        """Begin anew."""
        request.session.pop(KEY, None)

    def activities(self, request: SignedInRequest) -> list[Activity]:
        """The chosen activities that may still be assigned."""
        seen = Activity.objects.visible_to(request.user).assignable()
        return list(seen.filter(pk__in=self.activity_keys).select_related("campaign"))

    def units(self, request: SignedInRequest) -> list[Unit]:
        """The chosen units that may still be given work, in the order chosen."""
        found = units_below(request.user).in_bulk(self.unit_keys)
        return [found[key] for key in self.unit_keys if key in found]

    def dates(self) -> Dates:
        """The chosen dates."""
        return Dates(
            date.fromisoformat(self.due_date),
            {int(key): date.fromisoformat(day) for key, day in self.exceptions.items()},
            follow_plan=self.follow_plan,
        )


@dataclass(frozen=True)
class Total:
    """How much would be given out."""

    units: int
    activities: int
    existing: int

    @classmethod
    def of(cls, activities: list[Activity], units: list[Unit]) -> Total:
        """Count, and ask how many pairs stand already."""
        return cls(len(units), len(activities), count_existing(activities, units))

    @property
    def pairs(self) -> int:
        """Units × activities."""
        return self.units * self.activities
