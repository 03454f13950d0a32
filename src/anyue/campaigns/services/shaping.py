"""Split one activity into several, or merge two into one; the places in the source stay known."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User

from .. import rules
from ..models import Activity, Campaign, Doubt
from ..rules import CampaignStatus, DoubtState, Judgement, PlanVerb
from .remembering import learn_split
from .writing import open_for_change, record, who_was_first, write_activity

TITLE_LENGTH = 30
CLAUSE_END = re.compile(r"[，。；：！？,;:\n]")
JOINED = ("kinds", "audience", "who", "quantities", "programmes", "evidence_wanted")
"""List fields that a merged activity takes from both."""


@transaction.atomic
def split(activity: Activity, *, actor: User, seen: int, at: Sequence[int]) -> list[Activity]:
    """Cut an activity at the offsets `at` of the notice's text; the first part stays this row.

    Every part keeps its own range of the source and waits for a judgement again. Quantities,
    programmes and the people named go with the part whose text names them.

    Raises:
        Refused: no place in the source is known, or an offset lies outside the activity.
        Stale: somebody changed it since revision `seen`.
    """
    campaign = activity.campaign
    open_for_change(campaign, actor=actor)
    _refuse_unless_current(activity, campaign, seen)
    bounds = _bounds(activity, at)
    parts = [_part(activity, start, end) for start, end in bounds]
    stem = activity.number.rstrip(".．、 ")[:16]
    for count, part in enumerate(parts, start=1):
        part["number"] = f"{stem}-{count}"
    parts[0]["title"] = activity.title
    before = activity.title
    later = Activity.objects.filter(campaign=campaign, position__gt=activity.position)
    later.update(position=F("position") + len(parts) - 1)
    write_activity(activity, campaign=campaign, seen=seen, values=parts[0])
    made = [activity, *(_new_part(activity, n, part) for n, part in enumerate(parts[1:], 1))]
    _hand_out_doubts(activity, made, actor)
    learn_split(activity, made, actor=actor)
    note = "\n".join(str(part) for part in made)
    record(campaign, PlanVerb.SPLIT, actor=actor, activity=activity, subject=before, note=note)
    return made


@transaction.atomic
def add_activity(
    campaign: Campaign, *, actor: User, values: Mapping[str, Any], note: str = ""
) -> Activity:
    """Put one more activity at the end of the plan; it waits for a judgement like a read one.

    `values` are fields of the row. It comes from no place of the notice, so it has no source.

    Raises:
        PermissionDenied: not a person of the issuing unit who edits plans.
        Refused: the plan is published and nobody has begun to amend it.
    """
    open_for_change(campaign, actor=actor)
    last = Activity.objects.filter(campaign=campaign).aggregate(last=Max("position"))["last"]
    activity = Activity.objects.create(
        campaign=campaign,
        **values,
        position=0 if last is None else last + 1,
        source_start=None,
        source_end=None,
        judgement=Judgement.PROPOSED,
        is_pending=campaign.status == CampaignStatus.PUBLISHED,
    )
    record(campaign, PlanVerb.ADD, actor=actor, activity=activity, note=note)
    return activity


@transaction.atomic
def merge(first: Activity, second: Activity, *, actor: User, seen: tuple[int, int]) -> Activity:
    """Join two neighbours into `first`; `second` leaves the plan, its doubts come along.

    Raises:
        Refused: they are not neighbours of one plan in this order.
        Stale: somebody changed one of them since the revisions `seen`.
    """
    campaign = first.campaign
    open_for_change(campaign, actor=actor)
    for activity, revision in zip((first, second), seen, strict=True):
        _refuse_unless_current(activity, campaign, revision)
    if neighbour(first, step=1) != second:
        raise Refused("只能把前后相邻的两项合并，请重新选择。")
    values = _joined(first, second)
    write_activity(first, campaign=campaign, seen=seen[0], values=values)
    write_activity(second, campaign=campaign, seen=seen[1], values={"judgement": Judgement.MERGED})
    Doubt.objects.filter(activity=second).update(activity=first)
    note = f"并入：{second}"
    record(campaign, PlanVerb.MERGE, actor=actor, activity=first, note=note)
    return first


def neighbour(activity: Activity, *, step: int) -> Activity | None:
    """The kept activity before (-1) or after (1) this one, None at the end of the plan."""
    kept = Activity.objects.filter(campaign_id=activity.campaign_id).kept()
    if step > 0:
        after = kept.filter(position__gt=activity.position)
        return after.order_by("position", "pk").first()
    before = kept.filter(position__lt=activity.position)
    return before.order_by("-position", "-pk").first()


def _refuse_unless_current(activity: Activity, campaign: Campaign, seen: int) -> None:
    activity.refresh_from_db()
    if activity.revision != seen:
        raise Stale(who_was_first(campaign, activity))
    if activity.judgement in rules.GONE:
        raise Refused(f"这一项{activity.get_judgement_display()}，不能拆分或合并。请先恢复它。")


def _bounds(activity: Activity, at: Iterable[int]) -> list[tuple[int, int]]:
    start, end = activity.source_start, activity.source_end
    if start is None or end is None:
        raise Refused("这一项没有对应的原文，不能拆分。请直接修改。")
    cuts = sorted(set(at))
    if not cuts:
        raise Refused("请至少选一处拆分的位置。")
    if cuts[0] <= start or cuts[-1] >= end:
        raise Refused("拆分的位置不在这一项的原文里，请重新选择。")
    edges = [start, *cuts, end]
    return list(itertools.pairwise(edges))


def _part(activity: Activity, start: int, end: int) -> dict[str, Any]:
    text = activity.campaign.notice.text[max(start, _body_start(activity)) : end].strip()
    if not text:
        raise Refused("拆出来的一段没有文字，请重新选择位置。")
    named_who = [name for name in activity.who if name in text]
    return {
        "kinds": kinds_within(activity, start, end) or activity.kinds,
        "text": text,
        "title": _title(text),
        "source_start": start,
        "source_end": end,
        "quantities": [
            quantity
            for quantity in activity.quantities
            if start <= quantity.get("start", start) < end
        ],
        "programmes": [name for name in activity.programmes if name in text],
        "who": named_who or activity.who,
        "judgement": Judgement.PROPOSED,
    }


def _body_start(activity: Activity) -> int:
    """Where the activity's own words begin in the source, behind its number and title."""
    start = activity.source_start or 0
    found = activity.campaign.notice.text.find(activity.text[:12], start, activity.source_end)
    return max(start, found)


def kinds_within(activity: Activity, start: int, end: int) -> list[str]:
    """Which of the activity's kinds the reader found in this stretch of the source."""
    places = {
        kind: span
        for read in activity.campaign.notice.reading.get("activities", [])
        for kind, span in zip(read["kinds"], read["sources"].get("kinds", []), strict=False)
        if read["start"] <= start and end <= read["end"]
    }
    return [k for k in activity.kinds if k in places and start <= places[k][0] < end]


def _title(text: str) -> str:
    """The first clause of a text, for want of a better name."""
    first = CLAUSE_END.split(text, maxsplit=1)[0].strip()
    return first if 0 < len(first) <= TITLE_LENGTH else text[:TITLE_LENGTH].rstrip()


def _new_part(activity: Activity, offset: int, part: dict[str, Any]) -> Activity:
    return Activity.objects.create(
        campaign=activity.campaign,
        position=activity.position + offset,
        part=activity.part,
        audience=activity.audience,
        evidence_wanted=activity.evidence_wanted,
        cadence=activity.cadence,
        event_date=activity.event_date,
        due_date=activity.due_date,
        responsible_office=activity.responsible_office,
        is_pending=activity.campaign.status == CampaignStatus.PUBLISHED,
        **part,
    )


def _hand_out_doubts(activity: Activity, parts: Sequence[Activity], actor: User) -> None:
    """What asked for the split is settled by it; the rest goes where its place went."""
    asked = Doubt.objects.filter(activity=activity, state=DoubtState.OPEN, proposal__action="split")
    asked.update(state=DoubtState.SETTLED, settled_by=actor, settled_at=timezone.now())
    for part in parts[1:]:
        Doubt.objects.filter(
            activity=activity,
            source_start__gte=part.source_start,
            source_start__lt=part.source_end,
        ).update(activity=part)


def _joined(first: Activity, second: Activity) -> dict[str, Any]:
    values: dict[str, Any] = {name: _union(first, second, name) for name in JOINED}
    starts = [a.source_start for a in (first, second) if a.source_start is not None]
    ends = [a.source_end for a in (first, second) if a.source_end is not None]
    values |= {
        "text": "\n".join(text for text in (first.text, second.text) if text),
        "source_start": min(starts, default=None),
        "source_end": max(ends, default=None),
        "event_date": first.event_date or second.event_date,
        "due_date": first.due_date or second.due_date,
        "judgement": Judgement.PROPOSED,
        # What two items became together is nobody's wording: it teaches nothing.
        "as_read": {},
        "remembered": {},
    }
    return values


def _union(first: Activity, second: Activity, name: str) -> list[Any]:
    values = [*getattr(first, name), *getattr(second, name)]
    return [value for place, value in enumerate(values) if value not in values[:place]]
