"""Which plan does a reading propose? Pure: a reading in, values for new rows out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from django.db.models import CharField, Model

from anyue.reading import Reading
from anyue.reading.model import Activity as ReadActivity

from .models import Activity, Campaign
from .rules import Audience, Cadence, Severity

KEY_SECTOR = re.compile(r"以([^\s，。；、：“”（）()《》]{2,20}?)(?:企业|行业|领域)为重点")
"""以民用爆炸物品企业为重点: the sector that comes first."""
MONTH_NAME = "安全生产月"
CLAUSE_END = re.compile(r"[，。；：\n]")
NAME_LENGTH = 100
TITLE_LENGTH = 200
LINE_LENGTH = 30


def campaign_values(reading: Reading) -> dict[str, Any]:
    """Catalogue fields of a new plan; what the notice does not say stays empty."""
    catalogue = reading.catalogue
    period = reading.period
    values = {
        "name": campaign_name(reading),
        "title": reading.title or catalogue.plan_title or reading.name,
        "doc_number": reading.doc_number,
        "index_number": reading.index_number,
        "issuer": reading.issuer,
        "theme": reading.theme,
        "key_sector": key_sector(reading.text)[0],
        "topic_class": catalogue.topic_class,
        "keywords": "、".join(catalogue.keywords),
        "source": catalogue.source,
    }
    cut = {name: (value or "")[: _longest(Campaign, name)] for name, value in values.items()}
    return {
        **cut,
        "issued_on": day(reading.issued_on),
        "period_start": day(period.start) if period else None,
        "period_end": day(period.end) if period else None,
    }


def campaign_name(reading: Reading) -> str:
    """2023年安全生产月 where the notice is about that; otherwise its title."""
    title = reading.title or reading.catalogue.plan_title or reading.name
    begin = (reading.period.start if reading.period else None) or reading.issued_on
    if begin and MONTH_NAME in re.sub(r"[“”\"'‘’「」]", "", title):
        return f"{begin[:4]}年{MONTH_NAME}"
    return title[:NAME_LENGTH]


def key_sector(text: str) -> tuple[str, tuple[int, int] | None]:
    """The sector named as the one that comes first, and where it stands; "" and None if none."""
    found = KEY_SECTOR.search(text)
    return (found.group(1), found.span()) if found else ("", None)


def activity_values(reading: Reading) -> Iterator[dict[str, Any]]:
    """Fields of each proposed activity, in the order of the notice."""
    titles = {heading.path: heading for heading in reading.outline}
    for position, activity in enumerate(reading.activities):
        parents = [titles.get(activity.path[:depth]) for depth in range(1, len(activity.path))]
        part = " · ".join(f"{h.number}{h.title or ''}" for h in parents if h is not None)
        yield {
            "position": position,
            "number": activity.number[: _longest(Activity, "number")],
            "part": part[: _longest(Activity, "part")],
            "title": _title(activity),
            "text": activity.text,
            "kinds": list(activity.kinds),
            "audience": [key for key in activity.audience if key in Audience.values],
            "who": list(activity.who),
            "quantities": [asdict(quantity) for quantity in activity.quantities],
            "programmes": list(activity.programmes),
            "evidence_wanted": list(activity.evidence),
            "cadence": activity.cadence if activity.cadence in Cadence.values else Cadence.ONCE,
            "event_date": _event_date(reading, activity),
            "due_date": day(activity.deadline),
            "source_start": activity.start,
            "source_end": activity.end,
        }


def doubt_values(reading: Reading) -> Iterator[dict[str, Any]]:
    """Fields of each doubt that a person must answer."""
    for doubt in reading.doubts:
        known = doubt.severity in Severity.values
        yield {
            "code": doubt.code,
            "message": doubt.message,
            "severity": doubt.severity if known else Severity.WARN,
            "proposal": _plain(doubt.proposal),
            "source_start": doubt.start,
            "source_end": doubt.end,
        }


def day(text: str | None) -> date | None:
    """An ISO date of a reading."""
    return date.fromisoformat(text) if text else None


def _longest(model: type[Model], name: str) -> int:
    """How many characters the column takes."""
    return cast(CharField, model._meta.get_field(name)).max_length or 0


def _title(activity: ReadActivity) -> str:
    """Its printed title, else its first clause."""
    if activity.title:
        return activity.title[:TITLE_LENGTH]
    clause = CLAUSE_END.split(activity.text.strip(), maxsplit=1)[0]
    return clause[:LINE_LENGTH] or activity.number


def _event_date(reading: Reading, activity: ReadActivity) -> date | None:
    """The day of an event that the notice names within the activity's own text."""
    for event in reading.events:
        if activity.start <= event.start < activity.end:
            return day(event.date)
    return None


def _plain(proposal: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in proposal.items()}
