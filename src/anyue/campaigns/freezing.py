"""What exactly is frozen when a plan is published? Pure: rows in, plain JSON values out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from .models import Activity, Campaign, Notice
from .rewording import Rewording, reworded_outline, reworded_slice, rewordings_of
from .rules import DoubtState
from .wording import ACTIVITY_FIELDS, FIELDS

RULED_LINE = re.compile(r"^[\s|｜]*$")
EDGE = re.compile(r"^[\s|｜]+|[\s|｜]+$")


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one spelling of `content` that its SHA-256 is taken of: sorted keys, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def plain(value: Any) -> Any:
    """A field's value as JSON holds it: dates as ISO strings."""
    return value.isoformat() if isinstance(value, date) else value


def content_of(campaign: Campaign, activities: Iterable[Activity]) -> dict[str, Any]:
    """Everything the public page shows, taken from the rows as they stand now."""
    adopted = campaign.doubts.filter(state=DoubtState.SETTLED).values_list("proposal", flat=True)
    rewordings = rewordings_of(adopted)
    return {
        "fields": {name: plain(getattr(campaign, name)) for name in FIELDS},
        "activities": [_activity(activity) for activity in activities],
        "text": body_text(campaign.notice, rewordings),
        "outline": outline(campaign.notice, rewordings),
    }


def _activity(activity: Activity) -> dict[str, Any]:
    values = {name: plain(getattr(activity, name)) for name in ACTIVITY_FIELDS}
    place = [activity.source_start, activity.source_end]
    return {"id": activity.pk, "place": place, **values}


def clean(text: str) -> str:
    """Text without the rules of a web page's table: lines of bars, bars at the edges."""
    lines = (line for line in text.splitlines() if not RULED_LINE.match(line))
    return "\n".join(EDGE.sub("", line) for line in lines)


def body_text(notice: Notice, rewordings: Sequence[Rewording] = ()) -> str:
    """What stands before the first numbered heading, without the page's catalogue and title."""
    text, reading = notice.text, notice.reading
    headings = reading.get("outline") or []
    end = headings[0]["start"] if headings else len(text)
    start = _after_titles(text, reading, end)
    return clean(reworded_slice(text, start, end, rewordings))


def _after_titles(text: str, reading: Mapping[str, Any], end: int) -> int:
    """Where the notice's own words begin: after the last of its titles before `end`."""
    start = 0
    if span := (reading.get("sources") or {}).get("title"):
        start = span[1] if span[1] <= end else 0
    plan_title = (reading.get("catalogue") or {}).get("plan_title")
    if plan_title:
        pattern = r"\s*".join(re.escape(sign) for sign in re.sub(r"\s", "", plan_title))
        for found in re.finditer(pattern, text[:end]):
            start = max(start, found.end())
    return start


def outline(notice: Notice, rewordings: Sequence[Rewording] = ()) -> list[dict[str, Any]]:
    """The headings in order: level (1…), number, title and own text of each."""
    return [
        {
            "level": heading["level"],
            "number": heading["number"],
            "title": heading["title"] or "",
            "text": clean(heading["text"] or ""),
        }
        for heading in reworded_outline(
            notice.text, notice.reading.get("outline") or [], rewordings
        )
    ]
