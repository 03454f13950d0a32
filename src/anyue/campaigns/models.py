"""The notice as it came, the plan made of it, and what was published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from anyue.evidence.models import StoredFile
from anyue.organisations.models import Unit

from .queries import (
    ActivityQuerySet,
    CampaignQuerySet,
    DoubtQuerySet,
    NoticeQuerySet,
    PageViewsQuerySet,
    PlanVersionQuerySet,
)
from .rules import Cadence, CampaignStatus, DoubtState, Judgement, PlanVerb, Severity


class Notice(models.Model):
    """A document as it was handed in: the bytes, the text read from them, the whole reading.

    Never changed once it has been read. `reading` is the reader's output (see anyue.reading),
    {} while the file could not be read; then `problem` says why and no plan hangs on it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notices")
    original = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    original_name = models.CharField("原文件名", max_length=200)
    repeat = models.PositiveIntegerField(default=0)
    """0 for the first import of this file by this unit, then counted up on purpose."""
    pasted = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    """The text pasted in its place, where the file itself could not be read."""
    problem = models.CharField("读不出的原因", max_length=300, blank=True)
    text = models.TextField()
    reading = models.JSONField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at"]
        verbose_name = "通知原件"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "original", "repeat"], name="a_file_is_imported_once_unless_meant"
            )
        ]

    def __str__(self) -> str:
        return self.original_name


class Campaign(models.Model):
    """One plan: the month, its catalogue fields, its activities.

    `revision` counts every change of the plan and of its activities, `fields_revision` those
    of the catalogue fields alone. The public sees the latest PlanVersion, never this row.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name="单位")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="campaign")
    status = models.CharField(
        "状态", max_length=20, choices=CampaignStatus.choices, default=CampaignStatus.DRAFT
    )
    revision = models.PositiveIntegerField(default=0)
    fields_revision = models.PositiveIntegerField(default=0)
    fields_checked = models.BooleanField("要素已核对", default=False)
    amend_reason = models.CharField("修改原因", max_length=200, blank=True)
    """Set while a published plan is being amended; becomes the reason of the next version."""
    name = models.CharField("活动名称", max_length=100)
    title = models.CharField("通知标题", max_length=200)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    issuer = models.CharField("发文单位", max_length=100, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    theme = models.CharField("主题", max_length=100, blank=True)
    period_start = models.DateField("开始日期", null=True, blank=True)
    period_end = models.DateField("结束日期", null=True, blank=True)
    key_sector = models.CharField("重点行业", max_length=60, blank=True)
    topic_class = models.CharField("主题分类", max_length=60, blank=True)
    keywords = models.CharField("关键字", max_length=200, blank=True)
    source = models.CharField("来源", max_length=100, blank=True)
    editing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    editing_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField("首次发布时间", null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "活动方案"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=CampaignStatus.values), name="campaign_status_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """One item of the plan. What the reader proposed, as the clerk corrected it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="activities")
    position = models.PositiveIntegerField()
    number = models.CharField("序号", max_length=20, blank=True)
    part = models.CharField("所属部分", max_length=200, blank=True)
    title = models.CharField("名称", max_length=200)
    text = models.TextField("内容", blank=True)
    kinds = models.JSONField("类型", default=list)
    audience = models.JSONField("对象", default=list)
    who = models.JSONField("责任主体", default=list)
    quantities = models.JSONField("数量要求", default=list)
    programmes = models.JSONField("专项活动", default=list)
    evidence_wanted = models.JSONField("佐证要求", default=list)
    cadence = models.CharField(
        "频次", max_length=20, choices=Cadence.choices, blank=True, default=Cadence.ONCE
    )
    event_date = models.DateField("举办日期", null=True, blank=True)
    due_date = models.DateField("完成时限", null=True, blank=True)
    responsible_office = models.CharField("责任股室", max_length=60, blank=True)
    judgement = models.CharField(
        max_length=20, choices=Judgement.choices, default=Judgement.PROPOSED
    )
    as_read = models.JSONField(default=dict)
    """What the reader said: {"title", "sentence", "values": {field: value}}; {} if nobody knows."""
    remembered = models.JSONField(default=dict)
    """What earlier corrections put in or suggest: {field: mark}, see services.remembering."""
    source_start = models.PositiveIntegerField(null=True)
    source_end = models.PositiveIntegerField(null=True)
    is_pending = models.BooleanField("改动未发布", default=False)
    """Changed while a published plan is amended: not assigned before the next version."""
    revision = models.PositiveIntegerField(default=0)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "活动"

    def __str__(self) -> str:
        return f"{self.number}{self.title}"

    @property
    def kind(self) -> str:
        """The first kind: it decides the report form."""
        return self.kinds[0] if self.kinds else "other"


class Doubt(models.Model):
    """Something the reader, or a check, was unsure of. Settled by a person, by name."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="doubts")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="doubts")
    code = models.CharField(max_length=40)
    message = models.TextField()
    severity = models.CharField(max_length=20, choices=Severity.choices, default=Severity.WARN)
    proposal = models.JSONField(default=dict)
    """What the reader suggests: {"action": ...} as anyue.reading describes it."""
    source_start = models.PositiveIntegerField(null=True)
    source_end = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=20, choices=DoubtState.choices, default=DoubtState.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        ordering = ["source_start", "pk"]
        verbose_name = "疑点"

    def __str__(self) -> str:
        return self.message[:40]


class PlanVersion(models.Model):
    """What was published, frozen: catalogue fields, activities, text. Never changed.

    `content` is {"fields": {...}, "activities": [...], "text": str, "outline": [...]};
    `sha256` is of its canonical JSON (see freezing.py).
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField("修改原因", max_length=200, blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "方案版本"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="version_numbers_differ")
        ]

    def __str__(self) -> str:
        return f"{self.campaign} 第{self.number}版"


class PlanTrailEntry(models.Model):
    """Who changed what of a plan, and when. Written once."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="trail")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=20, choices=PlanVerb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=260, blank=True)
    """What it was about, in the words of that moment: an activity, a doubt, a version."""
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    """{"field": [before, after]}."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "方案办理过程"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.subject}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write an entry a second time."""
        if self.pk is not None:
            raise TypeError("a trail entry is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the trail is kept."""
        raise TypeError("a trail entry is kept")


class PageViews(models.Model):
    """How often the public page was opened, a row a day."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = PageViewsQuerySet.as_manager()

    class Meta:
        verbose_name = "浏览次数"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day"], name="one_view_count_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
