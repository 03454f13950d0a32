"""Who can see which words and corrections? An office sees its own and no other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from . import rules

if TYPE_CHECKING:
    from anyue.organisations.models import Unit, User

    from .models import Correction, Phrase, PhraseChange


class PhraseQuerySet(QuerySet["Phrase"]):
    """Words that offices added."""

    def visible_to(self, user: User) -> PhraseQuerySet:
        """Those of the own office."""
        if not user.is_authenticated or not rules.may_look(user):
            return self.none()
        return self.filter(unit=user.unit)


class PhraseChangeQuerySet(QuerySet["PhraseChange"]):
    """Who added and removed words."""

    def visible_to(self, user: User) -> PhraseChangeQuerySet:
        """Those of the own office."""
        if not user.is_authenticated or not rules.may_look(user):
            return self.none()
        return self.filter(unit=user.unit)


class CorrectionQuerySet(QuerySet["Correction"]):
    """Corrections that offices made and would make again."""

    def visible_to(self, user: User) -> CorrectionQuerySet:
        """Those of the own office."""
        if not user.is_authenticated or not rules.may_look_at_corrections(user):
            return self.none()
        return self.filter(unit=user.unit)

    def in_use(self) -> CorrectionQuerySet:
        """Not forgotten."""
        return self.filter(forgotten_at=None)

    def of(self, unit: Unit) -> CorrectionQuerySet:
        """What this office would propose again, the newest first."""
        return self.in_use().filter(unit=unit).select_related("made_by").order_by("-made_at", "-pk")
