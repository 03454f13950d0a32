"""Keep what a person corrected, propose it for the same wording, forget it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from anyue.core.errors import Stale
from anyue.organisations.models import Unit, User

from .. import rules
from ..matching import NEAR, Wording, likeness, may_be_near
from ..models import Correction, CorrectionChange
from ..rules import MANY_CORRECTIONS, CorrectedField, CorrectionVerb


@dataclass(frozen=True)
class Recalled:
    """A correction that fits a wording; `likeness` is 1 for the same words, less for 相近."""

    correction: Correction
    likeness: float

    @property
    def is_exact(self) -> bool:
        """The same words, apart from days and numbers."""
        return self.likeness == 1


@dataclass(frozen=True)
class Said:
    """A value as stored, and as a person reads it."""

    value: Any
    text: str


@transaction.atomic
def remember(
    *, actor: User, unit: Unit, wording: Wording, field: CorrectedField, reader: Said, made: Said
) -> Correction | None:
    """Keep that `made` is what the office wants where the reader says `reader`.

    The last correction counts; every one stands in the trail. None for a wording of too few
    letters to know it again.

    Raises:
        PermissionDenied: the actor does not correct plans of this unit.
    """
    if not rules.may_forget(actor, unit):
        raise PermissionDenied
    if not wording.key:
        return None
    facts = {
        "title": wording.title,
        "sentence": wording.sentence,
        "reader": reader.value,
        "reader_text": reader.text,
        "value": made.value,
        "value_text": made.text,
        "made_by": actor,
        "made_at": timezone.now(),
        "forgotten_at": None,
    }
    row, is_new = Correction.objects.get_or_create(
        unit=unit, key=wording.key, field=field, defaults=facts
    )
    if not is_new:
        # Take the row before looking at it: the second of two replaces what the first wrote.
        Correction.objects.filter(pk=row.pk).update(revision=F("revision"))
        row.refresh_from_db()
    before = "" if is_new or row.forgotten_at else row.value_text
    if not is_new:
        if row.forgotten_at is None and row.value == made.value:
            return row
        Correction.objects.filter(pk=row.pk).update(revision=F("revision") + 1, **facts)
        row.refresh_from_db()
    verb = CorrectionVerb.CHANGE if before else CorrectionVerb.REMEMBER
    _record(row, verb, actor, before=before, after=made.text)
    return row


@transaction.atomic
def agree(*, actor: User, unit: Unit, wording: Wording, field: CorrectedField) -> None:
    """A person put the reader's own value back: nothing is to be proposed for these words.

    Raises:
        PermissionDenied: the actor does not correct plans of this unit.
    """
    if not rules.may_forget(actor, unit):
        raise PermissionDenied
    row = Correction.objects.in_use().filter(unit=unit, key=wording.key, field=field).first()
    if row is not None:
        _switch_off(row, CorrectionVerb.AGREE, actor)


@transaction.atomic
def forget(correction: Correction, *, actor: User, seen: int) -> None:
    """Stop proposing a correction; it can be brought back.

    Raises:
        PermissionDenied: another unit's.
        Stale: somebody changed or forgot it since revision `seen`.
    """
    if not rules.may_forget(actor, correction.unit):
        raise PermissionDenied
    _refuse_unless_current(correction, seen, is_forgotten=False)
    _switch_off(correction, CorrectionVerb.FORGET, actor)


@transaction.atomic
def bring_back(correction: Correction, *, actor: User, seen: int) -> None:
    """Propose a forgotten correction again.

    Raises:
        PermissionDenied: another unit's.
        Stale: somebody changed it since revision `seen`.
    """
    if not rules.may_forget(actor, correction.unit):
        raise PermissionDenied
    _refuse_unless_current(correction, seen, is_forgotten=True)
    Correction.objects.filter(pk=correction.pk).update(
        revision=F("revision") + 1, forgotten_at=None
    )
    correction.refresh_from_db()
    _record(correction, CorrectionVerb.BRING_BACK, actor, after=correction.value_text)


def recall(unit: Unit, wordings: Sequence[Wording]) -> list[dict[CorrectedField, list[Recalled]]]:
    """What the unit remembers for each wording, field by field, the best fit first.

    The same words leave no room for similar ones.
    """
    known: dict[str, list[Correction]] = {}
    for row in Correction.objects.of(unit)[:MANY_CORRECTIONS]:
        known.setdefault(row.key, []).append(row)
    texts = {key: rows[0].wording for key, rows in known.items()}
    return [_fitting(wording, known, texts) for wording in wordings]


def _fitting(
    wording: Wording, known: dict[str, list[Correction]], texts: dict[str, Wording]
) -> dict[CorrectedField, list[Recalled]]:
    found: dict[CorrectedField, list[Recalled]] = {}
    for row in known.get(wording.key, []):
        found[CorrectedField(row.field)] = [Recalled(row, 1)]
    near = [
        (degree, key)
        for key, other in texts.items()
        if key != wording.key
        and may_be_near(wording, other)
        and (degree := likeness(wording, other)) >= NEAR
    ]
    exact = frozenset(found)
    for degree, key in sorted(near, reverse=True):
        for row in known[key]:
            field = CorrectedField(row.field)
            if field not in exact:
                # Two texts with the same pairs of letters in another order are still only near.
                found.setdefault(field, []).append(Recalled(row, min(degree, 0.99)))
    return found


def _refuse_unless_current(correction: Correction, seen: int, *, is_forgotten: bool) -> None:
    moved = Correction.objects.filter(
        pk=correction.pk, revision=seen, forgotten_at__isnull=not is_forgotten
    ).update(revision=F("revision"))
    if not moved:
        last = correction.trail.select_related("actor").first()
        who = f"{last.actor} {timezone.localtime(last.at):%H:%M} " if last else ""
        raise Stale(f"{who}已经动过这条改法，请看过最新内容再决定。")


def _switch_off(row: Correction, verb: CorrectionVerb, actor: User) -> None:
    Correction.objects.filter(pk=row.pk).update(
        revision=F("revision") + 1, forgotten_at=timezone.now()
    )
    row.refresh_from_db()
    _record(row, verb, actor, before=row.value_text)


def _record(
    row: Correction, verb: CorrectionVerb, actor: User, *, before: str = "", after: str = ""
) -> None:
    CorrectionChange.objects.create(
        correction=row, verb=verb, before=before, after=after, actor=actor
    )
