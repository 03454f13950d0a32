"""Who can see which units and people? Every read starts from `visible_to`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager
from django.db.models import Count, Q, QuerySet

from .rules import BELOW

if TYPE_CHECKING:
    from .models import Invitation, Unit, User


class UnitQuerySet(QuerySet["Unit"]):
    """Units, by the place in the tree."""

    def visible_to(self, user: User) -> UnitQuerySet:
        """The person's own unit and all units below it; nothing for somebody without a unit."""
        if not user.is_authenticated or user.unit is None:
            return self.none()
        return self.filter(path__startswith=user.unit.path)

    def active(self) -> UnitQuerySet:
        """Units that still exist."""
        return self.filter(is_active=True)

    def with_people_count(self) -> UnitQuerySet:
        """Adds `people_count`: how many people of the unit itself can sign in."""
        return self.annotate(
            people_count=Count("people", filter=Q(people__is_active=True), distinct=True)
        ).order_by("path")

    def without_account(self) -> UnitQuerySet:
        """Units of which nobody can sign in."""
        return self.exclude(people__is_active=True)

    def may_hold(self, kind: str) -> UnitQuerySet:
        """Units directly below which one of this kind may stand."""
        return self.filter(kind__in=[above for above, below in BELOW.items() if kind in below])

    def matching(self, text: str) -> UnitQuerySet:
        """Units with `text` in their name, short name, credit code or contact's name."""
        return self.filter(
            Q(name__icontains=text)
            | Q(short_name__icontains=text)
            | Q(credit_code__icontains=text)
            | Q(contact_name__icontains=text)
        )


class UserQuerySet(QuerySet["User"]):
    """People, by the unit they belong to."""

    def visible_to(self, user: User) -> UserQuerySet:
        """Oneself; and, for somebody who keeps people, everybody in the units in sight."""
        if not user.is_authenticated or user.unit is None:
            return self.none()
        if user.can("people.manage"):
            return self.filter(unit__path__startswith=user.unit.path)
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Create a person; without a password nobody can sign in as them."""
        user: User = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class InvitationQuerySet(QuerySet["Invitation"]):
    """Invitations, by the unit they invite into."""

    def visible_to(self, user: User) -> InvitationQuerySet:
        """Only for somebody who keeps people, and only for the units in sight."""
        if not user.is_authenticated or user.unit is None or not user.can("people.manage"):
            return self.none()
        return self.filter(unit__path__startswith=user.unit.path)

    def open(self, now: datetime) -> InvitationQuerySet:
        """Neither used nor withdrawn nor past their time."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)
