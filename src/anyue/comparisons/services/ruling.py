"""Say what a point is: every word is kept by name and time, and the last one counts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from anyue.campaigns.models import Activity
from anyue.campaigns.proposing import activity_values
from anyue.campaigns.services import add_activity
from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User
from anyue.reading.comparison import Comparison, describe_pair
from anyue.reading.comparison_points import Point, label

from .. import rules
from ..models import LABEL_LENGTH, PATH_LENGTH, PlanComparison, Ruling
from ..rules import REASON_LENGTH, RulingVerb
from ..settling import pair_as_json, path_of, rows_of
from .writing import as_json, deny_unless_may, reading_of, step, upper_reading, who_was_first

NO_SUCH_POINT = "这一条已经不在对照里了，请刷新页面后再点。"


@transaction.atomic
def match(
    comparison: PlanComparison, *, actor: User, seen: int, upper_key: str, local_key: str
) -> None:
    """Say that a local point takes up an upper one.

    Raises: as `_say`.
    """
    result = Comparison.from_dict(comparison.result)
    above = _place(result.upper, upper_key)
    below = _place(result.local, local_key)
    local = reading_of(comparison.campaign.notice.reading)
    pair = describe_pair(upper_reading(comparison), local, result, above, below)
    told = as_json(pair_as_json(pair))
    _say(comparison, RulingVerb.MATCH, actor, seen, upper_key, local_key, pair=told)


@transaction.atomic
def unmatch(
    comparison: PlanComparison, *, actor: User, seen: int, upper_key: str, local_key: str
) -> None:
    """Say that two points that were put together are not about the same thing.

    Raises: as `_say`.
    """
    _say(comparison, RulingVerb.UNMATCH, actor, seen, upper_key, local_key)


@transaction.atomic
def cover(comparison: PlanComparison, *, actor: User, seen: int, upper_key: str) -> None:
    """Say that what was found covers the point, though the wording is shorter.

    Raises: as `_say`.
    """
    _say(comparison, RulingVerb.COVER, actor, seen, upper_key)


@transaction.atomic
def leave_out(
    comparison: PlanComparison, *, actor: User, seen: int, upper_key: str, reason: str
) -> None:
    """Say that a point is left out on purpose, and why.

    Raises: as `_say`; Refused also without a reason.
    """
    if sentence := rules.objection_to_reason(reason):
        raise Refused(sentence)
    told = reason.strip()[:REASON_LENGTH]
    _say(comparison, RulingVerb.LEAVE_OUT, actor, seen, upper_key, reason=told)


@transaction.atomic
def reset(comparison: PlanComparison, *, actor: User, seen: int, upper_key: str) -> None:
    """Take back what people said about a point; the trail keeps it.

    Raises: as `_say`.
    """
    _say(comparison, RulingVerb.RESET, actor, seen, upper_key)


@transaction.atomic
def add_to_plan(comparison: PlanComparison, *, actor: User, seen: int, upper_key: str) -> Activity:
    """Put an upper point into the plan as an activity that waits to be checked.

    Raises: as `_say`; Refused also where the plan is not open.
    """
    result = Comparison.from_dict(comparison.result)
    point = result.upper[_place(result.upper, upper_key)]
    _refuse_unless_sayable(comparison, result, RulingVerb.ADD, seen, upper_key)
    activity = add_activity(
        comparison.campaign,
        actor=actor,
        values=_activity_values(comparison, point),
        note=f"从{comparison.get_basis_display()}《{comparison.title}》{label(point)} 补入。",
    )
    _say(comparison, RulingVerb.ADD, actor, seen, upper_key, activity=activity)
    return activity


def _activity_values(comparison: PlanComparison, point: Point) -> dict[str, Any]:
    """What the reader made of the point, its dates left out: the own unit sets its own."""
    title = point.title or label(point).removeprefix(point.number) or point.text
    own = {"title": title[:LABEL_LENGTH], "text": point.text, "part": _part(comparison)}
    kept = ("text", "kinds", "audience", "programmes", "evidence_wanted", "cadence")
    for values in activity_values(upper_reading(comparison)):
        if values["source_start"] == point.start:
            return own | {name: values[name] for name in kept}
    return own


def _part(comparison: PlanComparison) -> str:
    return f"{comparison.get_basis_display()}补入：{comparison.title}"[:200]


def _say(
    comparison: PlanComparison,
    verb: RulingVerb,
    actor: User,
    seen: int,
    upper_key: str,
    local_key: str = "",
    **more: Any,
) -> None:
    """Count a revision and keep the ruling.

    Raises:
        PermissionDenied: the actor does not work on this plan.
        Refused: there is no such point, or this cannot be said of it as it stands.
        Stale: somebody said something since revision `seen`.
    """
    deny_unless_may(comparison.campaign, actor)
    result = Comparison.from_dict(comparison.result)
    if verb != RulingVerb.ADD:  # which has asked before it wrote the activity
        _refuse_unless_sayable(comparison, result, verb, seen, upper_key, local_key)
    point = result.upper[_place(result.upper, upper_key)]
    other = result.local[_place(result.local, local_key)] if local_key else None
    step(comparison, seen)
    Ruling.objects.create(
        comparison=comparison,
        verb=verb,
        actor=actor,
        upper_key=point.key,
        upper_path=path_of(point)[:PATH_LENGTH],
        upper_label=label(point)[:LABEL_LENGTH],
        local_key=other.key if other else "",
        local_path=path_of(other)[:PATH_LENGTH] if other else "",
        local_label=label(other)[:LABEL_LENGTH] if other else "",
        **more,
    )


def _refuse_unless_sayable(
    comparison: PlanComparison,
    result: Comparison,
    verb: RulingVerb,
    seen: int,
    upper_key: str,
    local_key: str = "",
) -> None:
    """Raise what `_say` raises before anything is written. `step` decides the races after it."""
    if comparison.revision != seen:
        raise Stale(who_was_first(comparison))
    place = _place(result.upper, upper_key)
    row = rows_of(result, comparison.rulings.select_related("activity"))[place]
    beside = {result.local[pair.local].key for pair in row.settled.pairs}
    paired = local_key in beside if verb == RulingVerb.UNMATCH else bool(beside)
    if sentence := rules.objection(verb, row.outcome, paired=paired):
        raise Refused(sentence)


def _place(points: tuple[Point, ...], key: str) -> int:
    for place, point in enumerate(points):
        if point.key == key:
            return place
    raise Refused(NO_SUCH_POINT)
