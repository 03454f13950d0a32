"""What happened to an assignment, in words that a page can show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .models import TrailEntry
from .rules import Status

SHOWN = {"status": "状态", "due_date": "完成时限", "receipt": "回执号"}
"""Other changes, such as the moment of signing for receipt, the entry's own time says."""


def timeline(entries: Iterable[TrailEntry]) -> list[dict[str, Any]]:
    """Entries as core/_timeline.html wants them; load them with `actor__unit`.

    What had no value before is said in the note; a first status the verb itself says.
    """
    return [
        {
            "verb": entry.get_verb_display(),
            "actor": entry.actor,
            "unit": entry.actor.unit,
            "at": entry.at,
            "note": "\n".join(part for part in (entry.reason, _new_facts(entry)) if part),
            "changes": [
                {"field": SHOWN[name], "before": _word(name, before), "after": _word(name, after)}
                for name, (before, after) in entry.changes.items()
                if name in SHOWN and before is not None
            ],
        }
        for entry in entries
    ]


def _new_facts(entry: TrailEntry) -> str:
    return "，".join(
        f"{SHOWN[name]} {_word(name, after)}"
        for name, (before, after) in entry.changes.items()
        if name in SHOWN and name != "status" and before is None
    )


def _word(name: str, value: str | None) -> str:
    if value is None:
        return ""
    if name == "status":
        return Status(value).label
    if name == "due_date":
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return value
