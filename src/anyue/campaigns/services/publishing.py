"""Publish a version, frozen for good; begin an amendment; give one up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User

from .. import rules
from ..differences import differences
from ..freezing import content_of, fingerprint
from ..models import Activity, Campaign, PlanVersion
from ..progress import readiness
from ..rules import CampaignStatus, Judgement, PlanVerb
from ..wording import ACTIVITY_FIELDS, DATES, FIELDS
from .writing import open_for_change, record, who_was_first


@transaction.atomic
def publish(campaign: Campaign, *, actor: User, seen: int) -> PlanVersion:
    """Freeze the plan as the person saw it at revision `seen`, as the next version.

    Raises:
        PermissionDenied: not a person of the issuing unit who publishes.
        Refused: something is missing, a doubt is open, or nothing differs from last time.
        Stale: the plan changed, or was published, since the page was shown.
    """
    if not rules.may_publish(actor, campaign):
        raise PermissionDenied
    moved = (
        Campaign.objects.filter(pk=campaign.pk, revision=seen)
        .open_to_change()
        .update(revision=F("revision") + 1)
    )
    if not moved:
        campaign.refresh_from_db()
        raise Stale(who_was_first(campaign))
    campaign.refresh_from_db()
    if objections := readiness(campaign).objections:
        raise Refused("还不能发布。" + "；".join(objections) + "。")
    version = _freeze(campaign, actor)
    Activity.objects.filter(campaign=campaign).update(is_pending=False)
    Campaign.objects.filter(pk=campaign.pk).update(
        status=CampaignStatus.PUBLISHED,
        amend_reason="",
        editing_by=None,
        editing_at=None,
        published_at=campaign.published_at or version.published_at,
    )
    campaign.refresh_from_db()
    record(
        campaign,
        PlanVerb.PUBLISH,
        actor=actor,
        subject=f"第{version.number}版",
        note=version.reason,
    )
    return version


def _freeze(campaign: Campaign, actor: User) -> PlanVersion:
    previous = campaign.versions.first()
    activities = Activity.objects.filter(campaign=campaign).accepted()
    content = content_of(campaign, activities)
    if previous is not None and not differences(previous.content, content):
        raise Refused("和已发布的版本没有差别，不用再发布。不改了请点“放弃修改”。")
    return PlanVersion.objects.create(
        campaign=campaign,
        number=previous.number + 1 if previous else 1,
        reason=campaign.amend_reason,
        content=content,
        sha256=fingerprint(content),
        published_by=actor,
    )


@transaction.atomic
def amend(campaign: Campaign, *, actor: User, reason: str) -> None:
    """Open a published plan for changes; the public goes on seeing the published version.

    Raises:
        PermissionDenied: not a person of the issuing unit who edits plans.
        Refused: no reason, or the plan is a draft or being amended already.
    """
    if not rules.may_edit(actor, campaign):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise Refused("请写明为什么要修改，新版本会公布这个原因。")
    moved = Campaign.objects.filter(
        pk=campaign.pk, status=CampaignStatus.PUBLISHED, amend_reason=""
    ).update(
        amend_reason=reason,
        revision=F("revision") + 1,
        editing_by=actor,
        editing_at=timezone.now(),
    )
    campaign.refresh_from_db()
    if not moved:
        raise Refused("这份方案已经可以修改，不用再申请。")
    record(campaign, PlanVerb.AMEND, actor=actor, note=reason)


@transaction.atomic
def discard_amendment(campaign: Campaign, *, actor: User, seen: int) -> None:
    """Put the plan back to its latest version and close it again.

    Raises:
        Refused: it is not being amended.
        Stale: the plan changed since revision `seen`.
    """
    latest = campaign.versions.first()
    if latest is None or not campaign.amend_reason:
        raise Refused("这份方案没有正在进行的修改。")
    open_for_change(campaign, actor=actor)
    if campaign.revision != seen + 1:
        raise Stale(who_was_first(campaign))
    for activity in Activity.objects.filter(campaign=campaign):
        _put_back(activity, latest.content)
    Campaign.objects.filter(pk=campaign.pk).update(
        **_typed(latest.content["fields"], FIELDS),
        fields_revision=F("fields_revision") + 1,
        amend_reason="",
        editing_by=None,
        editing_at=None,
    )
    campaign.refresh_from_db()
    record(campaign, PlanVerb.DISCARD, actor=actor, subject=f"回到第{latest.number}版")


def _put_back(activity: Activity, content: dict[str, Any]) -> None:
    """As it was published; what was not part of the version leaves the plan."""
    for place, frozen in enumerate(content["activities"]):
        if frozen["id"] == activity.pk:
            values = _typed(frozen, ACTIVITY_FIELDS)
            start, end = frozen["place"]
            values |= {"judgement": Judgement.ACCEPTED, "position": place}
            values |= {"source_start": start, "source_end": end}
            break
    else:
        gone = activity.judgement if activity.judgement in rules.GONE else Judgement.DROPPED
        values = {"judgement": gone, "position": len(content["activities"]) + activity.position}
    Activity.objects.filter(pk=activity.pk).update(
        revision=F("revision") + 1, is_pending=False, **values
    )


def _typed(frozen: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Frozen values as the columns hold them."""
    return {
        name: date.fromisoformat(frozen[name]) if name in DATES and frozen[name] else frozen[name]
        for name in names
    }
