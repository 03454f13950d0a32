"""What every page of a plan shows around its own work: steps, doubts, who else is there."""

from __future__ import annotations

import re
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
from ..models import Campaign, Doubt, Notice
from ..progress import readiness
from ..rules import CampaignStatus, DoubtState, Readiness, Severity
from ..wording import day

STEPS = (
    ("source", "来源"),
    ("fields", "核对要素"),
    ("activities", "核对任务"),
    ("schedule", "排期与责任"),
    ("check", "发布"),
)
AROUND = 24
"""Characters shown on either side of a doubtful place."""
LONGEST = 40
"""A longer place is shown by its beginning."""
ADVICE = {
    "accept": "照原文保留，看过后点“已知悉”。",
    "renumber": "序号照原文保留，看过后点“已知悉”。",
    "check": "请对照原文核对。",
    "paste_text": "识别不完整，建议改为粘贴正文重新导入。",
}
SWITCHER_LENGTH = 8


@dataclass(frozen=True)
class ShownDoubt:
    """A doubt with its place in the source and what can be done about it."""

    doubt: Doubt
    before: str
    place: str
    after: str
    advice: str
    adoptable: bool
    split_url: str
    activity_url: str


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
    request: SignedInRequest, campaign: Campaign, current: str, **more: Any
) -> dict[str, Any]:
    """Context of a page of the plan; `current` is the step it belongs to, or ""."""
    ready = readiness(campaign)
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
        "doubts": shown_doubts(campaign),
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


def shown_doubts(campaign: Campaign) -> list[ShownDoubt]:
    """All doubts of the plan: the open ones first, of these the weightiest first."""
    doubts = campaign.doubts.relevant().select_related("activity", "settled_by")
    shown = [_shown(doubt, campaign) for doubt in doubts]
    return sorted(shown, key=_urgency)


def _urgency(entry: ShownDoubt) -> tuple[bool, int]:
    doubt = entry.doubt
    return doubt.state != DoubtState.OPEN, Severity.values.index(doubt.severity)


def _shown(doubt: Doubt, campaign: Campaign) -> ShownDoubt:
    text = campaign.notice.text
    start, end = doubt.source_start or 0, doubt.source_end or 0
    before, place, after = text[max(0, start - AROUND) : start], text[start:end], text[end:]
    action = doubt.proposal.get("action", "")
    known = doubt.activity is not None
    args = [campaign.pk, doubt.activity_id]
    return ShownDoubt(
        doubt=doubt,
        before=_flat(before),
        place=_flat(place[:LONGEST]),
        after=_flat(after[:AROUND]) if len(place) <= LONGEST else " ",
        advice=advice(doubt),
        adoptable=known and action == "set_date" and bool(doubt.proposal.get("date")),
        split_url=reverse("campaigns:split", args=args) if known and action == "split" else "",
        activity_url=reverse("campaigns:activity", args=args) if known else "",
    )


def _flat(text: str) -> str:
    return re.sub(r"[\s|]+", " ", text)


def advice(doubt: Doubt) -> str:
    """What the reader suggests, as a sentence."""
    proposal = doubt.proposal
    match proposal.get("action"):
        case "set_date" if proposal.get("date"):
            return f"按 {day(proposal['date'])} 办理。"
        case "replace" if proposal.get("text"):
            return f"改为“{proposal['text']}”。"
        case "split" if proposal.get("at"):
            return f"拆成 {len(proposal['at']) + 1} 项。"
        case str(action):
            return ADVICE.get(action, ADVICE["check"])
        case _:
            return ADVICE["check"]


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
