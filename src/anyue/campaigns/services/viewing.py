"""Count how often a public page was opened."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from ..models import Campaign, PageViews


def count_view(campaign: Campaign, *, today: date) -> None:
    """Add one to the day's count; any number of readers at once lose none.

    The first reader of a day makes the row; when several are first, one row stays.
    """
    row = PageViews.objects.filter(campaign=campaign, day=today)
    if not row.update(count=F("count") + 1):
        PageViews.objects.bulk_create(
            [PageViews(campaign=campaign, day=today)], ignore_conflicts=True
        )
        row.update(count=F("count") + 1)
