"""Which sorts of comparison are there, what may people say about a point, and who may say it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from anyue.campaigns import rules as plans
from anyue.campaigns.rules import Judgement

if TYPE_CHECKING:
    from anyue.campaigns.models import Activity, Campaign
    from anyue.organisations.models import User

REASON_LENGTH = 200


class Basis(TextChoices):
    """What the plan is put beside."""

    UPPER = "upper", "上级方案"
    EARLIER = "earlier", "往年方案"


class RulingVerb(TextChoices):
    """What a person said about a point of the other plan; the last word on a point counts."""

    MATCH = "match", "对上"
    UNMATCH = "unmatch", "不是一回事"
    COVER = "cover", "算已覆盖"
    LEAVE_OUT = "leave_out", "有意不列"
    ADD = "add", "加入方案"
    RESET = "reset", "恢复自动结果"


class Outcome(TextChoices):
    """What became of a point, people's word included."""

    LEFT_OUT = "left_out", "漏项"
    PARTLY = "partly", "部分"
    ADDED = "added", "新增"
    COVERED = "covered", "已覆盖"
    PLANNED = "planned", "已加入方案"
    WAIVED = "waived", "有意不列"


def may_compare(actor: User, campaign: Campaign) -> bool:
    """Who works on the plan also compares it; a published plan can be compared as well."""
    return plans.may_edit(actor, campaign)


def is_in_plan(activity: Activity) -> bool:
    """Does the plan hold what was put into it? One that was merged lives on in its neighbour."""
    return activity.judgement != Judgement.DROPPED


def objection(verb: RulingVerb, outcome: Outcome, *, paired: bool) -> str | None:
    """Why nobody can say this of a point that stands so; None if anybody may.

    `paired`: the local point named with it (for COVER any one) stands beside it.
    """
    if outcome == Outcome.PLANNED:
        return "这一条已经加入方案，请到“核对任务”里修改，或者在那里去掉它。"
    if verb == RulingVerb.ADD and outcome == Outcome.COVERED:
        return "这一条本级已经覆盖，不用再加入方案。"
    if verb == RulingVerb.COVER and not paired:
        return "这一条还没有对上本级的条目，请先点“对上别的条目”。"
    if verb == RulingVerb.UNMATCH and not paired:
        return "这两条没有对在一起，请刷新页面后再点。"
    return None


def objection_to_reason(reason: str) -> str | None:
    """Leaving out on purpose wants its reason; it is what an inspector will ask for."""
    if not reason.strip():
        return "请写明有意不列的原因，例如“本县没有这类企业”。"
    return None
