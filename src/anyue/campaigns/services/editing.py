"""Correct what the reader proposed: the catalogue fields, and activity by activity."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User

from .. import rules
from ..freezing import plain
from ..models import Activity, Campaign
from ..rules import CampaignStatus, Judgement, PlanVerb
from ..wording import FIELDS
from .remembering import learn, learn_judgement
from .writing import open_for_change, record, who_was_first, write_activity

EDITABLE = frozenset(
    {
        "title",
        "kinds",
        "audience",
        "who",
        "quantities",
        "programmes",
        "evidence_wanted",
        "cadence",
        "event_date",
        "due_date",
    }
)
"""Fields of an activity that step ③ corrects; step ④ sets dates and the office."""


@transaction.atomic
def edit_fields(campaign: Campaign, *, actor: User, seen: int, values: Mapping[str, Any]) -> None:
    """Write the catalogue fields and note that a person has checked them.

    `seen` is the campaign's `fields_revision` that the page showed.

    Raises:
        Refused: the period ends before it starts, or the plan is published and not amended.
        Stale: somebody else wrote the fields since.
    """
    if unknown := set(values) - set(FIELDS):
        raise TypeError(f"not fields of a plan: {sorted(unknown)}")
    open_for_change(campaign, actor=actor)
    before = {name: getattr(campaign, name) for name in values}
    merged = {**before, **values}
    start = merged.get("period_start", campaign.period_start)
    end = merged.get("period_end", campaign.period_end)
    if sentence := rules.objection_to_period(start, end):
        raise Refused(sentence)
    moved = Campaign.objects.filter(pk=campaign.pk, fields_revision=seen).update(
        fields_revision=F("fields_revision") + 1, fields_checked=True, **values
    )
    if not moved:
        raise Stale(who_was_first(campaign, verb=PlanVerb.FIELDS))
    campaign.refresh_from_db()
    changes = {
        name: [plain(before[name]), plain(getattr(campaign, name))]
        for name in values
        if before[name] != getattr(campaign, name)
    }
    record(campaign, PlanVerb.FIELDS, actor=actor, changes=changes)


@transaction.atomic
def edit_activity(
    activity: Activity, *, actor: User, seen: int, values: Mapping[str, Any], and_accept: bool
) -> None:
    """Correct an activity; `and_accept` also takes a proposed one over into the plan.

    Raises:
        Refused: it has left the plan, or is held after it must be finished.
        Stale: somebody changed it since revision `seen`.
    """
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"not fields that step 3 corrects: {sorted(unknown)}")
    campaign = activity.campaign
    open_for_change(campaign, actor=actor)
    _refuse_gone(activity)
    sentence = rules.objection_to_dates(
        event_date=values.get("event_date", activity.event_date),
        due_date=values.get("due_date", activity.due_date),
    )
    if sentence:
        raise Refused(sentence)
    written = dict(values)
    if and_accept:
        written["judgement"] = Judgement.ACCEPTED
    changes = write_activity(activity, campaign=campaign, seen=seen, values=written)
    learn(activity, actor=actor, changes=changes)
    record(campaign, PlanVerb.EDIT, actor=actor, activity=activity, changes=changes)


@transaction.atomic
def accept(activity: Activity, *, actor: User, seen: int) -> None:
    """Take a proposed activity over into the plan.

    Raises:
        Refused: it is not waiting for a judgement.
        Stale: somebody changed it since revision `seen`.
    """
    _judge(activity, PlanVerb.ACCEPT, Judgement.ACCEPTED, {Judgement.PROPOSED}, actor, seen)


@transaction.atomic
def drop(activity: Activity, *, actor: User, seen: int) -> None:
    """Judge that an item of the notice is no task; it leaves the plan and can come back.

    Raises:
        Refused: it has left the plan already.
        Stale: somebody changed it since revision `seen`.
    """
    sources = {Judgement.PROPOSED, Judgement.ACCEPTED}
    _judge(activity, PlanVerb.DROP, Judgement.DROPPED, sources, actor, seen)


@transaction.atomic
def restore(activity: Activity, *, actor: User, seen: int) -> None:
    """Bring back what was judged to be no task; it waits for a judgement again.

    Raises:
        Refused: it was not dropped (what was merged is split off again instead).
        Stale: somebody changed it since revision `seen`.
    """
    _judge(activity, PlanVerb.RESTORE, Judgement.PROPOSED, {Judgement.DROPPED}, actor, seen)


@transaction.atomic
def accept_rest(campaign: Campaign, *, actor: User, seen: int) -> int:
    """Accept every activity still proposed; returns how many.

    `seen` is the campaign's revision that the confirmation page showed, so that nobody
    accepts what they have not seen.

    Raises:
        Refused: nothing is left to accept.
        Stale: the plan changed since.
    """
    open_for_change(campaign, actor=actor)
    if campaign.revision != seen + 1:
        raise Stale(who_was_first(campaign))
    waiting = Activity.objects.filter(campaign=campaign, judgement=Judgement.PROPOSED)
    names = [str(activity) for activity in waiting]
    if not names:
        raise Refused("没有待核对的任务了，不用再采纳。")
    waiting.update(
        judgement=Judgement.ACCEPTED,
        revision=F("revision") + 1,
        is_pending=campaign.status == CampaignStatus.PUBLISHED,
    )
    subject = f"{len(names)} 项"
    record(campaign, PlanVerb.ACCEPT_REST, actor=actor, subject=subject, note="\n".join(names))
    return len(names)


def _judge(
    activity: Activity,
    verb: PlanVerb,
    target: Judgement,
    sources: Collection[Judgement],
    actor: User,
    seen: int,
) -> None:
    campaign = activity.campaign
    open_for_change(campaign, actor=actor)
    if activity.revision != seen:
        raise Stale(who_was_first(campaign, activity))
    if activity.judgement not in sources:
        raise Refused(f"这一项现在是“{activity.get_judgement_display()}”，不能再{verb.label}。")
    values = {"judgement": target}
    changes = write_activity(activity, campaign=campaign, seen=seen, values=values)
    learn_judgement(activity, actor=actor, judgement=target)
    record(campaign, verb, actor=actor, activity=activity, changes=changes)


def _refuse_gone(activity: Activity) -> None:
    if activity.judgement in rules.GONE:
        word = activity.get_judgement_display()
        raise Refused(f"这一项{word}，不能修改。请先恢复它。")
