"""What states do a plan, its activities and its doubts have, and who may change them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import TextChoices

if TYPE_CHECKING:
    from anyue.organisations.models import User

    from .models import Campaign

SOFT_LOCK_MINUTES = 10
"""How long after a change the page still says who is at work; it never blocks."""


class CampaignStatus(TextChoices):
    """A plan is worked on, then published; later versions are published over it."""

    DRAFT = "draft", "拟稿"
    PUBLISHED = "published", "已发布"


class Judgement(TextChoices):
    """What the clerk decided about an activity that the reader proposed."""

    PROPOSED = "proposed", "待核对"
    ACCEPTED = "accepted", "已采纳"
    DROPPED = "dropped", "不是任务"
    MERGED = "merged", "已并入"


GONE = (Judgement.DROPPED, Judgement.MERGED)
"""Judgements that take an activity out of the plan."""


class DoubtState(TextChoices):
    """A doubt blocks publishing while it is open."""

    OPEN = "open", "待处理"
    SETTLED = "settled", "已改正"
    ACKNOWLEDGED = "acknowledged", "已知悉"


class Severity(TextChoices):
    """How much a doubt matters; all of them want an answer before publishing."""

    BLOCK = "block", "必须看"
    WARN = "warn", "请留意"
    NOTE = "note", "提示"


class Audience(TextChoices):
    """For whom an activity is."""

    BUREAU = "bureau", "局"
    ENTERPRISE = "enterprise", "企业"
    PUBLIC = "public", "公众"


class Cadence(TextChoices):
    """How often an activity comes round."""

    ONCE = "", "一次"
    DAILY = "daily", "每天"
    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEARLY = "half_yearly", "每半年"
    YEARLY = "yearly", "每年"


class PlanVerb(TextChoices):
    """What people do to a plan."""

    IMPORT = "import", "导入通知"
    FIELDS = "fields", "核对要素"
    ACCEPT = "accept", "采纳"
    ACCEPT_REST = "accept_rest", "全部采纳其余"
    EDIT = "edit", "修改活动"
    ADD = "add", "补充任务"
    SPLIT = "split", "拆分"
    MERGE = "merge", "合并"
    DROP = "drop", "标为不是任务"
    RESTORE = "restore", "恢复为待核对"
    AS_READ = "as_read", "撤回上次的改法"
    DOUBT = "doubt", "处理疑点"
    SCHEDULE = "schedule", "排期与责任"
    PUBLISH = "publish", "发布"
    AMEND = "amend", "开始修改方案"
    DISCARD = "discard", "放弃修改"


def may_import(actor: User) -> bool:
    """A person of government who edits plans; the plan belongs to their unit."""
    return actor.unit is not None and actor.unit.is_government and actor.can("plan.edit")


def may_edit(actor: User, campaign: Campaign) -> bool:
    """Only the unit that issues a plan works on it; those above look."""
    return actor.unit_id == campaign.unit_id and actor.can("plan.edit")


def may_publish(actor: User, campaign: Campaign) -> bool:
    """Publishing is a right of its own, within the unit that issues the plan."""
    return actor.unit_id == campaign.unit_id and actor.can("plan.publish")


def is_open(campaign: Campaign) -> bool:
    """A draft, or a published plan that is being amended for a stated reason."""
    return campaign.status == CampaignStatus.DRAFT or bool(campaign.amend_reason)


def objection_to_dates(*, event_date: date | None, due_date: date | None) -> str | None:
    """An activity cannot be held after it had to be finished."""
    if event_date and due_date and event_date > due_date:
        return f"举办日期 {_day(event_date)} 晚于完成时限 {_day(due_date)}，请改正其中一个。"
    return None


def objection_to_period(start: date | None, end: date | None) -> str | None:
    """A period ends on or after the day it starts."""
    if start and end and end < start:
        return f"结束日期 {_day(end)} 早于开始日期 {_day(start)}，请改正其中一个。"
    return None


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Readiness:
    """Counts that decide whether a plan may be published."""

    fields_checked: bool
    missing_fields: Sequence[str]
    """Labels of required fields that are still empty."""
    proposed: int
    accepted: int
    without_due_date: int
    held_too_late: int
    """Activities whose event stands after their due date, as two merged ones may."""
    without_office: int
    open_doubts: int

    @property
    def fields_note(self) -> str:
        """What step ② still lacks, or ""."""
        if self.missing_fields:
            return f"还缺：{'、'.join(self.missing_fields)}"
        return "" if self.fields_checked else "还没有核对"

    @property
    def activities_note(self) -> str:
        """What step ③ still lacks, or ""."""
        if self.proposed:
            return f"还有 {self.proposed} 项待核对"
        return "" if self.accepted else "还没有采纳任何一项"

    @property
    def schedule_note(self) -> str:
        """What step ④ still lacks, or ""."""
        if self.without_due_date:
            return f"还有 {self.without_due_date} 项没有完成时限"
        if self.held_too_late:
            return f"有 {self.held_too_late} 项的举办日期晚于完成时限"
        return ""

    @property
    def doubts_note(self) -> str:
        """How many doubts still block, or ""."""
        return f"还有 {self.open_doubts} 处疑点待处理" if self.open_doubts else ""

    @property
    def objections(self) -> list[str]:
        """Everything that stands between the plan and its publication, as short sentences."""
        notes = (
            ("核对要素", self.fields_note),
            ("核对任务", self.activities_note),
            ("排期与责任", self.schedule_note),
            ("疑点", self.doubts_note),
        )
        return [f"{step}：{note}" for step, note in notes if note]
