"""How far is a plan, and what does it still lack before it may be published?"""

from __future__ import annotations

from django.db.models import Count, F, Q

from .models import Campaign
from .rules import Judgement, Readiness
from .wording import label

REQUIRED_FIELDS = ("name", "title", "issuer", "period_start", "period_end")


def readiness(campaign: Campaign) -> Readiness:
    """Count what is done and what is missing; two queries whatever the size of the plan."""
    accepted = Q(judgement=Judgement.ACCEPTED)
    counts = campaign.activities.aggregate(
        proposed=Count("pk", filter=Q(judgement=Judgement.PROPOSED)),
        accepted=Count("pk", filter=accepted),
        without_due_date=Count("pk", filter=accepted & Q(due_date__isnull=True)),
        held_too_late=Count("pk", filter=accepted & Q(event_date__gt=F("due_date"))),
        without_office=Count("pk", filter=accepted & Q(responsible_office="")),
    )
    return Readiness(
        fields_checked=campaign.fields_checked,
        missing_fields=[label(name) for name in REQUIRED_FIELDS if not getattr(campaign, name)],
        open_doubts=campaign.doubts.blocking().count(),
        **counts,
    )
