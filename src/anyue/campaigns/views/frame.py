"""What every page of a plan shows around its own work: steps, doubts, who else is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from anyue.organisations.http import SignedInRequest
from anyue.organisations.models import User

from .. import rules
from ..marking import sentences
from ..models import Activity, Campaign, Notice
from ..progress import readiness
from ..rules import CampaignStatus, DoubtState, Readiness
from .doubts import MOST, shown_doubts

STEPS = (
    ("source", "来源"),
    ("fields", "核对要素"),
    ("activities", "核对任务"),
    ("schedule", "排期与责任"),
    ("check", "发布"),
)
SWITCHER_LENGTH = 8


@dataclass
class Step:
    """One entry of the step bar; `note` says what is missing."""

    label: str
    url: str
    state: str
    note: str = ""


def plan_or_404(request: SignedInRequest, pk: int) -> Campaign:
    """The plan, if this person may see it at all."""
    plans = Campaign.objects.visible_to(request.user).select_related(
        "notice__original", "notice__imported_by", "unit", "editing_by"
    )
    return get_object_or_404(plans, pk=pk)


def framed(
    request: SignedInRequest,
    campaign: Campaign,
    current: str,
    *,
    only_of: Activity | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Context of a page of the plan; `current` is the step it belongs to, or "".

    With `only_of` the doubts are those of this activity.
    """
    ready = readiness(campaign)
    doubts = shown_doubts(campaign, only_of)
    unanswered = [entry for entry in doubts if entry.doubt.state == DoubtState.OPEN]
    may_edit = rules.may_edit(request.user, campaign)
    is_open = rules.is_open(campaign)
    others = Campaign.objects.visible_to(request.user)[:SWITCHER_LENGTH]
    return {
        "campaign": campaign,
        "campaigns": [
            {
                "label": other.name,
                "url": reverse("campaigns:source", args=[other.pk]),
                "current": other.pk == campaign.pk,
            }
            for other in others
        ],
        "steps": steps(campaign, ready, current),
        "ready": ready,
        "may_edit": may_edit and is_open,
        "may_amend": may_edit and not is_open,
        "may_publish": rules.may_publish(request.user, campaign) and is_open,
        "is_amended": campaign.status == CampaignStatus.PUBLISHED and is_open,
        "colleague": colleague(campaign, request.user),
        "doubts": doubts,
        "open_doubts": unanswered[:MOST],
        "open_count": len(unanswered),
        "more_doubts": len(unanswered[MOST:]),
        "answered_doubts": doubts[len(unanswered) :],
        "at_doubts": bool(unanswered) and request.GET.get("at") == "doubts",
        "crumbs": [
            {"label": "方案", "url": reverse("campaigns:list")},
            {"label": campaign.name},
        ],
        **more,
    }


def steps(campaign: Campaign, ready: Readiness, current: str) -> list[Step]:
    """The step bar: every step is a link, an unfinished one says what it lacks."""
    published = not rules.is_open(campaign)
    notes = {
        "source": "",
        "fields": ready.fields_note,
        "activities": ready.activities_note,
        "schedule": ready.schedule_note or ("" if ready.accepted else "先核对任务"),
        "check": "" if published else _publish_note(ready),
    }
    return [
        Step(
            label=label,
            url=reverse(f"campaigns:{name}", args=[campaign.pk]),
            state=_state(name, current, notes[name], published=published),
            note=notes[name],
        )
        for name, label in STEPS
    ]


def _publish_note(ready: Readiness) -> str:
    if ready.open_doubts:
        return ready.doubts_note
    return "前面几步还没做完" if ready.objections else "可以发布"


def _state(name: str, current: str, note: str, *, published: bool) -> str:
    if name == current:
        return "current"
    return "done" if published or not note else "todo"


def colleague(campaign: Campaign, user: User) -> str:
    """王丽 10:32 正在改这份方案, while that was less than ten minutes ago; "" otherwise."""
    if campaign.editing_by_id in (None, user.pk) or campaign.editing_at is None:
        return ""
    age = timezone.now() - campaign.editing_at
    if age > timedelta(minutes=rules.SOFT_LOCK_MINUTES):
        return ""
    when = timezone.localtime(campaign.editing_at)
    return f"{campaign.editing_by} {when:%H:%M} 在改这份方案，请先打个招呼，免得重复。"


def split_places(notice: Notice, start: int, end: int, proposed: set[int]) -> list[tuple[int, str]]:
    """Where a new part may begin between two offsets, with its words up to the next place.

    Each sentence but the first, and what the reader proposed; not right after the heading,
    which would be left alone.
    """
    text = notice.text
    body = max([start, *_heading_ends(notice, start)]) + 1
    found = {left for left, _ in sentences(text, start, end)[1:] if left > body}
    places = sorted(found | {place for place in proposed if start < place < end})
    return [
        (left, text[left:right].strip())
        for left, right in zip(places, [*places[1:], end][: len(places)], strict=True)
    ]


def _heading_ends(notice: Notice, start: int) -> list[int]:
    """Where the printed title of the activity that begins at `start` ends."""
    return [
        span[1]
        for read in notice.reading.get("activities", [])
        if read["start"] == start
        for span in read["sources"].get("title", [])
    ]
