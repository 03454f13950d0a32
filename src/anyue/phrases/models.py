"""Words an office added to the reader's, corrections it remembers, and who changed them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from anyue.organisations.models import Unit
from anyue.reading import own_words

from .matching import LONGEST, Wording
from .queries import CorrectionQuerySet, PhraseChangeQuerySet, PhraseQuerySet
from .rules import CorrectedField, CorrectionVerb, PhraseVerb

PLACE_LENGTH = 60


class WrittenOnce(models.Model):
    """A line of a trail: written once, kept for good."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write an entry a second time."""
        if self.pk is not None:
            raise TypeError("a trail entry is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the trail is kept."""
        raise TypeError("a trail entry is kept")


class Phrase(models.Model):
    """A word or phrase of one office. `place` is a list of lexicon.toml, "kinds.drill.title"."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="phrases")
    place = models.CharField("归到", max_length=PLACE_LENGTH)
    words = models.CharField("词", max_length=own_words.LONGEST)
    example = models.CharField("例句", max_length=own_words.LONGEST_EXAMPLE, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "识别词"
        constraints = [
            models.UniqueConstraint(fields=["unit", "place", "words"], name="a_word_stands_once")
        ]

    def __str__(self) -> str:
        return self.words


class PhraseChange(WrittenOnce):
    """Who added or removed which word, and when."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20, choices=PhraseVerb.choices)
    place = models.CharField(max_length=PLACE_LENGTH)
    words = models.CharField(max_length=own_words.LONGEST)
    example = models.CharField(max_length=own_words.LONGEST_EXAMPLE, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PhraseChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "识别词修改记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.words}"


class Correction(models.Model):
    """What one office made of a field of an item with this wording; proposed when it comes again.

    `reader` is what the reader said then, `value` what the person made of it; both also in the
    words of that moment, because only the plan knows how its fields read. `revision` counts
    changes of the row.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="corrections")
    key = models.CharField(max_length=64)
    title = models.CharField("名称", max_length=LONGEST)
    sentence = models.CharField("原文", max_length=LONGEST, blank=True)
    field = models.CharField("栏目", max_length=20, choices=CorrectedField.choices)
    reader = models.JSONField()
    reader_text = models.TextField(blank=True)
    value = models.JSONField()
    value_text = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "记住的改法"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key", "field"], name="one_correction_per_wording_and_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title or self.sentence[:20]}：{self.get_field_display()}"

    @property
    def wording(self) -> Wording:
        """The words it stands for."""
        return Wording(self.title, self.sentence)


class CorrectionChange(WrittenOnce):
    """Who made, changed, forgot or brought back a correction, and when."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="trail")
    verb = models.CharField(max_length=20, choices=CorrectionVerb.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "改法修改记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.after or self.before}".strip()
