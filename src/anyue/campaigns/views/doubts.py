"""Doubts as a page shows them, and the answer to one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from anyue.core.errors import Refused
from anyue.organisations.http import SignedInRequest, safe_next

from .. import rules, services
from ..models import Activity, Campaign, Doubt
from ..rules import DoubtState, Severity
from ..wording import day, label

AROUND = 24
"""Characters shown on either side of a doubtful place."""
LONGEST = 40
"""A longer place is shown by its beginning."""
MOST = 20
"""Open doubts that one page shows; the others follow when these are answered."""
AT_DOUBTS = "at=doubts"
"""In an address: the page opens at its first open doubt."""
CHECK = "请对照原文核对。"
ADVICE = {
    "accept": "照原文保留。",
    "renumber": "从这里起把序号依次改正，原件不动。",
    "remove": "公开的文字里不要这几个字符，原件不动。",
    "paste_text": "把这一页的文字补进公开的文字里；要识别里面的任务，请粘贴全文重新导入。",
    "replace": "填写正确的文字，公开时照此改正，原件不动。",
    "set_date": "填写截止日期；不设期限就点“已知悉”。",
    "check": CHECK,
}
BUTTONS = {
    "accept": "照原文保留",
    "renumber": "改正序号",
    "remove": "公开时删去",
    "paste_text": "补进公开的文字",
    "replace": "照此改正",
    "set_date": "定为这一天",
}
TYPED = {"set_date": "date", "replace": "words", "paste_text": "page"}
"""What the person may write for a proposal: a date, a few words, a page."""


@dataclass(frozen=True)
class ShownDoubt:
    """A doubt with its place in the source and what can be done about it.

    `button` carries the proposal out, `typed` says what kind of input stands beside it.
    """

    doubt: Doubt
    before: str
    place: str
    after: str
    advice: str
    button: str
    typed: str
    suggestion: str
    fill_url: str
    split_url: str
    activity_url: str
    place_url: str


def place_name(doubt: Doubt) -> str:
    """The id of the doubtful place in the source."""
    return f"d{doubt.pk}"


def place_of(doubt: Doubt) -> tuple[int, int]:
    """Its offsets into the notice's text; (0, 0) for a doubt about the whole."""
    return doubt.source_start or 0, doubt.source_end or 0


def shown_doubts(campaign: Campaign, activity: Activity | None = None) -> list[ShownDoubt]:
    """Doubts of the plan, or of one activity: the open ones first, the weightiest of them first.

    On the page of an activity its places can be seen, so its links stay on the page.
    """
    doubts = campaign.doubts.relevant().select_related("activity", "settled_by")
    if activity is not None:
        doubts = doubts.filter(activity=activity)
    return [_shown(doubt, campaign, here=activity is not None) for doubt in sorted_doubts(doubts)]


def sorted_doubts(doubts: Iterable[Doubt]) -> list[Doubt]:
    """The open ones first, the weightiest of them first, then in the order of the text."""
    return sorted(doubts, key=_urgency)


def _urgency(doubt: Doubt) -> tuple[bool, int]:
    return doubt.state != DoubtState.OPEN, Severity.values.index(doubt.severity)


def _shown(doubt: Doubt, campaign: Campaign, *, here: bool) -> ShownDoubt:
    text = campaign.notice.text
    start, end = place_of(doubt)
    before, place = text[max(0, start - AROUND) : start], text[start:end]
    action = doubt.proposal.get("action", "")
    known = doubt.activity is not None
    args = [campaign.pk, doubt.activity_id]
    source = "" if here else reverse("campaigns:source", args=[campaign.pk])
    field = doubt.proposal.get("field", "")
    placed = end > 0
    return ShownDoubt(
        doubt=doubt,
        before=_flat(before) if placed else "",
        place=_flat(place[:LONGEST]) or ("【这里】" if placed else ""),
        after=_flat(text[end : end + AROUND]) if placed and len(place) <= LONGEST else "",
        advice=advice(doubt),
        button=_button(doubt) if known or action not in ("set_date", "split") else "",
        typed=TYPED.get(action, "") if known or action != "set_date" else "",
        suggestion=doubt.proposal.get("date") or doubt.proposal.get("text") or "",
        fill_url=f"{reverse('campaigns:fields', args=[campaign.pk])}#id_{field}" if field else "",
        split_url=reverse("campaigns:split", args=args) if known and action == "split" else "",
        activity_url=reverse("campaigns:activity", args=args) if known and not here else "",
        place_url=f"{source}#{place_name(doubt)}" if placed else "",
    )


def _button(doubt: Doubt) -> str:
    if doubt.proposal.get("action") == "split" and doubt.proposal.get("at"):
        return f"拆成 {len(doubt.proposal['at']) + 1} 项"
    return BUTTONS.get(doubt.proposal.get("action", ""), "")


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
        case "fill_in" if proposal.get("field"):
            return f"到“核对要素”填写{label(proposal['field'])}，填好后点“已改正”。"
        case str(action):
            return ADVICE.get(action, CHECK)
        case _:
            return CHECK


@require_POST
def doubt(request: SignedInRequest, pk: int, doubt_pk: int) -> HttpResponse:
    """Answer a doubt and come back to the step the person was on, at the next open doubt."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    found = campaign.doubts.filter(pk=doubt_pk).select_related("campaign", "activity").first()
    if found is None:
        return redirect("campaigns:source", pk)
    seen = request.POST.get("seen", "")
    wanted = request.POST.get("answer", "")
    if wanted == "adopt":
        typed = request.POST.get("typed", "")
        services.adopt_proposal(found, actor=request.user, seen=seen, typed=typed)
        messages.success(request, f"已照办：{found.message}")
    elif wanted in rules.DoubtState.values:
        state = rules.DoubtState(wanted)
        services.answer_doubt(found, actor=request.user, seen=seen, state=state)
        messages.success(request, f"疑点已标为“{state.label}”。")
    else:
        raise Refused("请点“已改正”或“已知悉”。")
    back = safe_next(request.POST.get("next", ""))
    return redirect(f"{back.partition('?')[0]}?{AT_DOUBTS}")
