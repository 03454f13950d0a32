"""The one door through which a comparison changes, and who may go through it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from anyue.campaigns.models import Campaign
from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User
from anyue.reading import Reading

from .. import rules
from ..models import PlanComparison

NO_READING = "这份通知没有可用的识别结果，不能对照。请把它重新导入一次。"


def deny_unless_may(campaign: Campaign, actor: User) -> None:
    """Refuse whoever does not work on the plan.

    Raises:
        PermissionDenied: the actor does not.
    """
    if not rules.may_compare(actor, campaign):
        raise PermissionDenied


def reading_of(data: Mapping[str, Any]) -> Reading:
    """A stored reading.

    Raises:
        Refused: nothing was read, or it was kept by a version that read other things.
    """
    try:
        return Reading.from_dict(data)
    except (KeyError, TypeError) as error:
        raise Refused(NO_READING) from error


def upper_reading(comparison: PlanComparison) -> Reading:
    """What was read of the document that the plan stands beside.

    Raises: as `reading_of`.
    """
    earlier = comparison.earlier
    return reading_of(earlier.notice.reading if earlier else comparison.reading)


def step(comparison: PlanComparison, seen: int, **values: Any) -> None:
    """Count a revision and write `values` with it, unless somebody was first.

    Raises:
        Stale: the comparison changed since revision `seen`.
    """
    moved = PlanComparison.objects.filter(pk=comparison.pk, revision=seen).update(
        revision=F("revision") + 1, **values
    )
    if not moved:
        raise Stale(who_was_first(comparison))
    comparison.refresh_from_db()


def who_was_first(comparison: PlanComparison) -> str:
    """王丽 10:32 已把“……”标为“算已覆盖”, for the person whose page is older than that."""
    last = comparison.rulings.select_related("actor").last()
    if last is None:
        return "对照结果已经更新，请看过最新内容再决定。"
    when = timezone.localtime(last.at)
    what = f"{last.get_verb_display()}”，请看过最新内容再决定。"
    return f"{last.actor} {when:%H:%M} 已把“{last.upper_label}”标为“{what}"


def as_json(values: Any) -> Any:
    """Values as a JSON column gives them back: arrays for tuples."""
    return json.loads(json.dumps(values))
