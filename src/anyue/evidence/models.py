"""Files kept once by their content, and what a person said about each."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from anyue.organisations.models import Unit

from .queries import EvidenceQuerySet
from .rules import Origin, Visibility


class StoredFile(models.Model):
    """Bytes under MEDIA_ROOT, named by their SHA-256; the same content is kept once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "文件"

    def __str__(self) -> str:
        return self.sha256[:12]


class Evidence(models.Model):
    """One file given by one unit. Capture facts stand here, never in the picture."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    original_name = models.CharField("原文件名", max_length=200, blank=True)
    original_sha256 = models.CharField(max_length=64)
    caption = models.CharField("说明", max_length=100, blank=True)
    visibility = models.CharField(
        "可见范围", max_length=20, choices=Visibility.choices, default=Visibility.INTERNAL
    )
    origin = models.CharField("来源", max_length=20, choices=Origin.choices, default=Origin.UNKNOWN)
    captured_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    device = models.CharField("设备", max_length=100, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = "佐证材料"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values),
                name="evidence_visibility_known",
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.original_name or str(self.pk)
