"""The one door through which a plan is changed, and the trail that every change leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.utils import timezone

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User

from .. import rules
from ..freezing import plain
from ..models import Activity, Campaign, PlanTrailEntry
from ..rules import CampaignStatus, PlanVerb
from ..wording import label

CLOSED = "方案已经发布，不能直接改。请先点“修改方案”并写明原因，改好后再发布新版本。"
SUBJECT_LENGTH = 260


def open_for_change(campaign: Campaign, *, actor: User) -> None:
    """Take the plan's row first, so that all changes of one plan stand in line behind it.

    Counts the plan's revision and notes who is at work. Must run inside a transaction.

    Raises:
        PermissionDenied: not a person of the issuing unit who edits plans.
        Refused: the plan is published and nobody has begun to amend it.
    """
    if not rules.may_edit(actor, campaign):
        raise PermissionDenied
    moved = (
        Campaign.objects.filter(pk=campaign.pk)
        .open_to_change()
        .update(revision=F("revision") + 1, editing_by=actor, editing_at=timezone.now())
    )
    if not moved:
        raise Refused(CLOSED)
    campaign.refresh_from_db()


def refuse_unless_editable(campaign: Campaign, *, actor: User) -> None:
    """The same answer as `open_for_change`, asked before a form is shown.

    Raises:
        PermissionDenied: not a person of the issuing unit who edits plans.
        Refused: the plan is published and nobody has begun to amend it.
    """
    if not rules.may_edit(actor, campaign):
        raise PermissionDenied
    if not rules.is_open(campaign):
        raise Refused(CLOSED)


def write_activity(
    activity: Activity, *, campaign: Campaign, seen: int, values: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """Write `values` to the activity if it still is as the person saw it.

    `campaign` was taken by `open_for_change`. Returns what really changed,
    {"field": [before, after]}; the row counts one revision either way.

    Raises:
        Stale: somebody changed the activity since; the message says who and what.
    """
    before = {name: plain(getattr(activity, name)) for name in values}
    moved = Activity.objects.filter(pk=activity.pk, revision=seen).update(
        revision=F("revision") + 1,
        is_pending=campaign.status == CampaignStatus.PUBLISHED,
        **values,
    )
    if not moved:
        raise Stale(who_was_first(campaign, activity))
    activity.refresh_from_db()
    after = {name: plain(getattr(activity, name)) for name in values}
    return {name: [before[name], after[name]] for name in values if before[name] != after[name]}


def record(
    campaign: Campaign,
    verb: PlanVerb,
    *,
    actor: User,
    activity: Activity | None = None,
    subject: str = "",
    note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> PlanTrailEntry:
    """Leave an entry in the plan's trail."""
    return PlanTrailEntry.objects.create(
        campaign=campaign,
        activity=activity,
        verb=verb,
        actor=actor,
        subject=(subject or str(activity or ""))[:SUBJECT_LENGTH],
        note=note,
        changes=dict(changes or {}),
    )


def latest_change(
    campaign: Campaign, activity: Activity | None = None, *, verb: PlanVerb | None = None
) -> PlanTrailEntry | None:
    """The newest entry about this activity, or of this verb, or about the plan at all."""
    trail = PlanTrailEntry.objects.filter(campaign=campaign).select_related("actor")
    if verb is not None:
        trail = trail.filter(verb=verb)
    if activity is not None:
        of_all = (PlanVerb.ACCEPT_REST, PlanVerb.DISCARD)
        trail = trail.filter(Q(activity=activity) | Q(verb__in=of_all))
    return trail.first()


def who_was_first(
    campaign: Campaign, activity: Activity | None = None, *, verb: PlanVerb | None = None
) -> str:
    """The sentence for somebody who came second: who changed what, and when."""
    entry = latest_change(campaign, activity, verb=verb)
    if entry is None:
        return "内容已经变了，请看过最新内容再决定。"
    when = timezone.localtime(entry.at)
    of_activity = entry.activity_id is not None
    fields = "、".join(label(name, of_activity=of_activity) for name in entry.changes)
    what = f"{entry.get_verb_display()}{f'“{entry.subject}”' if entry.subject else ''}"
    details = f"（{fields}）" if fields else ""
    return f"{entry.actor} {when:%H:%M} 已{what}{details}，请看过最新内容再决定。"


def note_editing(campaign: Campaign, *, actor: User) -> None:
    """Say that `actor` has an editing page open, unless somebody else was at work just now.

    Only a courtesy: it counts no revision and blocks nobody.
    """
    if not rules.may_edit(actor, campaign) or not rules.is_open(campaign):
        return
    now = timezone.now()
    free = now - timedelta(minutes=rules.SOFT_LOCK_MINUTES)
    Campaign.objects.filter(pk=campaign.pk).filter(
        Q(editing_by=None) | Q(editing_by=actor) | Q(editing_at__lt=free)
    ).update(editing_by=actor, editing_at=now)
