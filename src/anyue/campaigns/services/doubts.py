"""Answer a doubt: corrected, or taken note of; by name."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User

from ..models import Doubt
from ..rules import GONE, DoubtState, PlanVerb, objection_to_dates
from .writing import open_for_change, record, write_activity

OF_NO_TASK = "这处疑点不属于任何一项任务，请看过后点“已知悉”。"


@transaction.atomic
def answer_doubt(doubt: Doubt, *, actor: User, seen: str, state: DoubtState) -> None:
    """Mark a doubt corrected or taken note of, or open it again.

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
    record(
        campaign,
        PlanVerb.DOUBT,
        actor=actor,
        activity=doubt.activity,
        subject=doubt.message,
        changes={"state": [seen, state.value]},
    )


@transaction.atomic
def adopt_proposal(doubt: Doubt, *, actor: User, seen: str) -> None:
    """Do what a doubt proposes where that is a date: set it, and mark the doubt corrected.

    Raises:
        Refused: it proposes no date, or is about no activity of the plan.
        Stale: somebody answered it since.
    """
    activity, proposal = doubt.activity, doubt.proposal
    if proposal.get("action") != "set_date" or not proposal.get("date"):
        raise Refused("这处疑点没有可以直接采用的日期，请到相应的任务里修改。")
    if activity is None:
        raise Refused(OF_NO_TASK)
    answer_doubt(doubt, actor=actor, seen=seen, state=DoubtState.SETTLED)
    campaign = doubt.campaign
    values = {"due_date": date.fromisoformat(proposal["date"])}
    activity.refresh_from_db()
    if activity.judgement in GONE:
        raise Refused(OF_NO_TASK)
    if sentence := objection_to_dates(event_date=activity.event_date, **values):
        raise Refused(sentence)
    changes = write_activity(activity, campaign=campaign, seen=activity.revision, values=values)
    record(campaign, PlanVerb.EDIT, actor=actor, activity=activity, changes=changes)
