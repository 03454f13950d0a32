"""The engine's tables: who must do what by when, what was reported, what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from anyue.campaigns.models import Activity, Campaign
from anyue.evidence.models import Evidence
from anyue.organisations.models import Unit

from .queries import AssignmentQuerySet, BatchQuerySet, ReportQuerySet, TrailQuerySet
from .rules import OPEN, Status, Verb


class AssignmentBatch(models.Model):
    """Activities × units, given out by a background job that may be stopped and resumes."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待开始"
        RUNNING = "running", "正在分派"
        FINISHED = "finished", "已完成"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    due_date = models.DateField("统一完成时限")
    note = models.CharField("附言", max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    finished_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "分派批次"

    def __str__(self) -> str:
        return f"分派 {self.pk}"


class AssignmentBatchItem(models.Model):
    """One pair of activity and unit of a batch, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "等待"
        DONE = "done", "成功"
        EXISTED = "existed", "此前已分派"
        FAILED = "failed", "未成功"

    batch = models.ForeignKey(AssignmentBatch, models.CASCADE, related_name="items")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_date = models.DateField("完成时限")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.WAITING)
    message = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "分派明细"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "activity", "unit"], name="a_pair_stands_once_in_a_batch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.unit}"


class Assignment(models.Model):
    """One unit's duty to do one thing by one date.

    Only `services` changes `status`; `revision` counts every change. `campaign` is empty for
    the work of the whole year.
    """

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    responsible_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignments", verbose_name="责任单位"
    )
    issuing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=40)
    number = models.CharField("序号", max_length=20, blank=True)
    title = models.CharField("任务", max_length=200)
    requirement = models.TextField("要求", blank=True)
    evidence_wanted = models.JSONField("佐证要求", default=list)
    event_date = models.DateField("举办日期", null=True, blank=True)
    first_due_date = models.DateField("最初完成时限", editable=False)
    due_date = models.DateField("完成时限")
    status = models.CharField(
        "状态", max_length=20, choices=Status.choices, default=Status.ASSIGNED
    )
    revision = models.PositiveIntegerField(default=0)
    acknowledged_at = models.DateTimeField("签收时间", null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reported_at = models.DateTimeField("上报时间", null=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField("销号时间", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_date", "pk"]
        verbose_name = "任务"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="assignment_status_known"
            ),
            models.UniqueConstraint(
                fields=["activity", "responsible_unit"], name="one_assignment_per_activity_and_unit"
            ),
        ]
        indexes = [models.Index(fields=["status", "due_date"], name="assignment_queue")]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, today: date) -> bool:
        """Still with the unit after the due date; the query `overdue` says the same."""
        return self.status in (Status.ASSIGNED, Status.RETURNED) and self.due_date < today

    @property
    def is_open(self) -> bool:
        """Neither closed nor cancelled."""
        return self.status in OPEN


class Report(models.Model):
    """What a unit says it did: a draft until `filed_at`, then never changed."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    held_on = models.DateField("开展日期", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    summary = models.TextField("情况说明", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    filed_at = models.DateTimeField("上报时间", null=True)
    receipt = models.CharField("回执号", max_length=20, unique=True, null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "上报"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(filed_at__isnull=True),
                name="one_draft_per_assignment",
            )
        ]

    def __str__(self) -> str:
        return self.receipt or f"草稿 {self.pk}"


class ReportFigure(models.Model):
    """One counted fact of a report, typed once and summed by every table."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    code = models.CharField(max_length=40)
    value = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "上报数字"
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="a_figure_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"


class ReportEvidence(models.Model):
    """A file attached to a report, in the order of the unit's choice."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="attachments")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "上报佐证"
        constraints = [
            models.UniqueConstraint(fields=["report", "evidence"], name="a_file_is_attached_once")
        ]

    def __str__(self) -> str:
        return str(self.evidence)


class Decision(models.Model):
    """What a reviewer decided on one report: coded reasons, and the fields to mend."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "审核意见"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.report}"


class TrailEntry(models.Model):
    """What happened, in order: who, when, what, before and after. Written once."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="trail")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    """{"field": [before, after]} for what the person would call changed."""
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    objects = TrailQuerySet.as_manager()

    class Meta:
        ordering = ["revision"]
        verbose_name = "办理过程"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "revision"], name="one_trail_entry_per_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}. {self.get_verb_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write an entry a second time."""
        if self.pk is not None:
            raise TypeError("a trail entry is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the trail is kept."""
        raise TypeError("a trail entry is kept")
