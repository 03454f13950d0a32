"""Answer a doubt: corrected, taken note of, or settled by doing what it proposes; by name."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User

from ..models import Activity, Campaign, Doubt
from ..rewording import Rewording, field_at, proposed, put_right
from ..rules import GONE, DoubtState, PlanVerb, objection_to_dates
from ..wording import FIELDS
from .shaping import split
from .writing import open_for_change, record, write_activity

OF_NO_TASK = "这处疑点不属于任何一项任务，请看过后点“已知悉”。"
NO_DATE = "这处疑点没有可以直接采用的日期，请填写日期，或者到相应的任务里修改。"
NO_WORDS = "请先填写正确的文字，再点这个按钮。"
NOT_TO_ADOPT = "这处疑点没有可以直接采用的建议，请对照原文核对后点“已改正”或“已知悉”。"


@transaction.atomic
def answer_doubt(doubt: Doubt, *, actor: User, seen: str, state: DoubtState) -> None:
    """Mark a doubt corrected or taken note of, or open it again.

    Opening again takes back the words that were corrected by adopting it, not a date.

    Raises:
        Stale: it is no longer in the state `seen`; the message says who answered it.
    """
    campaign = doubt.campaign
    open_for_change(campaign, actor=actor)
    settled = state != DoubtState.OPEN
    moved = Doubt.objects.filter(pk=doubt.pk, state=seen).update(
        state=state,
        settled_by=actor if settled else None,
        settled_at=timezone.now() if settled else None,
    )
    doubt.refresh_from_db()
    if not moved:
        who = f"{doubt.settled_by} 已把这处疑点标为" if doubt.settled_by else "这处疑点现在是"
        raise Stale(f"{who}“{doubt.get_state_display()}”，不用再处理。")
    if not settled and doubt.proposal.get("rewordings"):
        _reword(doubt, actor=actor, back=True)
    record(
        campaign,
        PlanVerb.DOUBT,
        actor=actor,
        activity=doubt.activity,
        subject=doubt.message,
        changes={"state": [seen, state.value]},
    )


@transaction.atomic
def adopt_proposal(doubt: Doubt, *, actor: User, seen: str, typed: str = "") -> None:
    """Do what a doubt proposes and mark it corrected.

    `typed` stands for the proposal's own date or words where a person wrote others.

    Raises:
        Refused: nothing to carry out, a date or words are missing, or the task has left the plan.
        Stale: somebody answered it since.
    """
    match doubt.proposal.get("action"):
        case "set_date":
            _set_date(doubt, actor=actor, seen=seen, typed=typed)
        case "split":
            _split(doubt, actor=actor, seen=seen)
        case "accept":
            answer_doubt(doubt, actor=actor, seen=seen, state=DoubtState.ACKNOWLEDGED)
        case "replace" | "remove" | "renumber" | "paste_text":
            span = doubt.source_start or 0, doubt.source_end or 0
            rewordings = proposed(doubt.proposal, span, typed)
            if not rewordings:
                raise Refused(NO_WORDS)
            answer_doubt(doubt, actor=actor, seen=seen, state=DoubtState.SETTLED)
            doubt.proposal = {**doubt.proposal, "rewordings": rewordings}
            _reword(doubt, actor=actor, back=False)
        case _:
            raise Refused(NOT_TO_ADOPT)


def _set_date(doubt: Doubt, *, actor: User, seen: str, typed: str) -> None:
    told = typed.strip() or doubt.proposal.get("date")
    if not told:
        raise Refused(NO_DATE)
    try:
        values = {"due_date": date.fromisoformat(told)}
    except ValueError as error:
        raise Refused("请写成 2026-06-30 这样的日期。") from error
    activity = _activity_of(doubt)
    answer_doubt(doubt, actor=actor, seen=seen, state=DoubtState.SETTLED)
    activity.refresh_from_db()
    if activity.judgement in GONE:
        raise Refused(OF_NO_TASK)
    if sentence := objection_to_dates(event_date=activity.event_date, **values):
        raise Refused(sentence)
    _write(activity, doubt.campaign, values, actor)


def _split(doubt: Doubt, *, actor: User, seen: str) -> None:
    """The cut settles the doubt itself; every new part gets the title proposed for it."""
    activity = _activity_of(doubt)
    if doubt.state != seen or seen != DoubtState.OPEN:
        raise Stale(f"这处疑点现在是“{doubt.get_state_display()}”，不用再处理。")
    activity.refresh_from_db()
    parts = split(activity, actor=actor, seen=activity.revision, at=doubt.proposal["at"])
    titles = doubt.proposal.get("titles", [])
    for part, title in zip(parts[1:], titles[1:], strict=False):
        Activity.objects.filter(pk=part.pk).update(title=title[:200])


def _activity_of(doubt: Doubt) -> Activity:
    if doubt.activity is None:
        raise Refused(OF_NO_TASK)
    return doubt.activity


def _reword(doubt: Doubt, *, actor: User, back: bool) -> None:
    """Put the rewordings of a doubt into activities and catalogue fields, or take them out."""
    campaign = doubt.campaign
    rewordings = [Rewording(*one) for one in doubt.proposal["rewordings"]]
    if back:
        doubt.proposal = {k: v for k, v in doubt.proposal.items() if k != "rewordings"}
    doubt.save(update_fields=["proposal"])
    for activity in Activity.objects.filter(campaign=campaign).exclude(source_start=None):
        values = _reworded(activity, campaign, rewordings, back=back)
        if values:
            _write(activity, campaign, values, actor)
    _reword_fields(campaign, rewordings, back=back)


def _reworded(
    activity: Activity, campaign: Campaign, rewordings: list[Rewording], *, back: bool
) -> dict[str, Any]:
    """What of an activity reads otherwise: its number, its title or its text."""
    source = campaign.notice.text
    values: dict[str, Any] = {}
    start, end = activity.source_start or 0, activity.source_end or 0
    headings = {heading["start"]: heading for heading in campaign.notice.reading["outline"]}
    for rewording in rewordings:
        if not start <= rewording.start < end:
            continue
        heading = headings.get(start)
        field = field_at(heading, rewording) if heading else "text"
        now = values.get(field, getattr(activity, field))
        values[field] = put_right(now, source, rewording, back=back)
    return {name: value for name, value in values.items() if value != getattr(activity, name)}


def _reword_fields(campaign: Campaign, rewordings: list[Rewording], *, back: bool) -> None:
    """A catalogue field that was read from the doubtful words is put right as well."""
    values: dict[str, Any] = {}
    for name, (start, end) in (campaign.notice.reading.get("sources") or {}).items():
        text = getattr(campaign, name, None) if name in FIELDS else None
        for rewording in rewordings:
            if isinstance(text, str) and start <= rewording.start and rewording.end <= end:
                text = put_right(text, campaign.notice.text, rewording, back=back)
                values[name] = text
    if values:
        values["fields_revision"] = F("fields_revision") + 1
        Campaign.objects.filter(pk=campaign.pk).update(**values)
        campaign.refresh_from_db()


def _write(activity: Activity, campaign: Campaign, values: dict[str, Any], actor: User) -> None:
    changes = write_activity(activity, campaign=campaign, seen=activity.revision, values=values)
    record(campaign, PlanVerb.EDIT, actor=actor, activity=activity, changes=changes)
