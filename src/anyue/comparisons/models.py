"""A plan beside another, and what people said about the points. No second plan to run."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from anyue.campaigns.models import Activity, Campaign
from anyue.evidence.models import StoredFile

from .queries import PlanComparisonQuerySet
from .rules import REASON_LENGTH, Basis, RulingVerb

LABEL_LENGTH = 120
PATH_LENGTH = 120


class PlanComparison(models.Model):
    """The plan's notice beside an uploaded document or beside an earlier plan's notice.

    `reading` is what was read of the uploaded document ({} where `earlier` is set), `result` the
    points and pairs found (see anyue.reading.comparison). `revision` counts every change.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="comparisons")
    basis = models.CharField("对照", max_length=20, choices=Basis.choices)
    earlier = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="+")
    original = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    original_name = models.CharField("原文件名", max_length=200, blank=True)
    title = models.CharField("标题", max_length=200)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    reading = models.JSONField(default=dict)
    result = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PlanComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "方案对照"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "original"], name="a_document_is_compared_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "earlier"], name="an_earlier_plan_is_compared_once"
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=Basis.values), name="comparison_basis_known"
            ),
            models.CheckConstraint(
                condition=models.Q(earlier=None) ^ models.Q(original=None),
                name="compared_with_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Ruling(models.Model):
    """What a person said about a point, by name and time. Written once; the last one counts.

    Points are named by the key of their wording, and by their numbers in case a later reading
    prints the wording otherwise. `pair` holds marks, words and differences of a pair made by hand.
    """

    comparison = models.ForeignKey(PlanComparison, models.PROTECT, related_name="rulings")
    verb = models.CharField(max_length=20, choices=RulingVerb.choices)
    upper_key = models.CharField(max_length=16)
    upper_path = models.CharField(max_length=PATH_LENGTH)
    upper_label = models.CharField(max_length=LABEL_LENGTH)
    local_key = models.CharField(max_length=16, blank=True)
    local_path = models.CharField(max_length=PATH_LENGTH, blank=True)
    local_label = models.CharField(max_length=LABEL_LENGTH, blank=True)
    pair = models.JSONField(default=dict)
    reason = models.CharField("原因", max_length=REASON_LENGTH, blank=True)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "对照更正"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=RulingVerb.values), name="ruling_verb_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.upper_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write an entry a second time."""
        if self.pk is not None:
            raise TypeError("a ruling is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the trail is kept."""
        raise TypeError("a ruling is kept")
