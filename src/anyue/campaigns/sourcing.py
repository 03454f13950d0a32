"""From which words of the notice was each value read? Pure: a page links one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from anyue.reading import Reading
from anyue.reading.upper_plans import UpperPlan, upper_plans

from .marking import Mark, Span
from .models import Activity
from .wording import ACTIVITY_FIELDS, day, show

READ_AS = {
    "kinds": "kinds",
    "audience": "audience",
    "who": "who",
    "quantities": "quantities",
    "programmes": "programmes",
    "evidence_wanted": "",
    "cadence": "cadence",
    "event_date": "deadline",
    "due_date": "deadline",
    "responsible_office": "",
}
"""Fields of an activity in the order of the page, and the reader's name for their places."""
LISTS = ("kinds", "audience", "who", "quantities", "programmes", "evidence_wanted")
MENTIONED = {"citations": "引用文件", "phones": "电话"}
EDGE = re.compile(r"^[“\"《]|[”\"》]$")


@dataclass(frozen=True)
class Value:
    """One value as shown; `anchor` is the id of its words in the source, "" for none."""

    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Fact:
    """One row of a page: a field with its values."""

    label: str
    values: Sequence[Value]


def facts_of(
    activity: Activity, reading: Mapping[str, Any], text: str
) -> tuple[list[Fact], list[Mark]]:
    """The rows of an activity, and the marks that their links lead to (offsets into the notice)."""
    start, end = activity.source_start, activity.source_end
    read = _read_activity(reading, start)
    facts, marks = [], []
    for name, key in READ_AS.items():
        shown = _shown(name, getattr(activity, name))
        places = read["sources"].get(key, []) if read and key else []
        found = _matched(name, activity, read, [tuple(span) for span in places], text)
        values = []
        for count, words in enumerate(shown):
            span = found[count] if count < len(found) else None
            inside = span and start is not None and start <= span[0] < (end or 0)
            anchor = f"f-{name}-{count}" if inside else ""
            values.append(Value(words, anchor))
            if span and anchor:
                marks.append(Mark(*span, anchor=anchor))
        facts.append(Fact(ACTIVITY_FIELDS[name], values))
    if start is not None:
        mentioned, more = mentions(reading, start, end or 0)
        facts += mentioned
        marks += more
    return facts, marks


def _read_activity(reading: Mapping[str, Any], start: int | None) -> Mapping[str, Any] | None:
    """What the reader said of the item that holds this place; a part of it after a split, too."""
    if start is None:
        return None
    for read in reading.get("activities", []):
        if read["start"] <= start < read["end"]:
            return cast(Mapping[str, Any], read)
    return None


def _shown(name: str, value: Any) -> list[str]:
    """Every value in words."""
    if name in LISTS:
        return [show(name, [one]) for one in value]
    words = show(name, value)
    return [words] if words and value else []


def _matched(
    name: str,
    activity: Activity,
    read: Mapping[str, Any] | None,
    places: Sequence[Span],
    text: str,
) -> list[Span | None]:
    """The place of each value: by its own offsets, by its key, or by its words."""
    if read is None:
        return []
    if name == "quantities":
        return [_own_place(quantity) for quantity in activity.quantities]
    if name in ("kinds", "audience"):
        by_key = dict(zip(read[name], places, strict=False))
        return [by_key.get(key) for key in getattr(activity, name)]
    if name in ("who", "programmes"):
        by_words: dict[str, Span] = {}
        for start, end in places:
            by_words.setdefault(EDGE.sub("", re.sub(r"\s+", "", text[start:end])), (start, end))
        return [by_words.get(words) for words in getattr(activity, name)]
    return [places[0] if places else None]


def _own_place(quantity: Mapping[str, Any]) -> Span | None:
    return (quantity["start"], quantity["end"]) if quantity.get("end") else None


def mentions(reading: Mapping[str, Any], start: int, end: int) -> tuple[list[Fact], list[Mark]]:
    """Documents and telephone numbers named between two offsets, each with its place."""
    facts, marks = [], []
    for name, title in MENTIONED.items():
        spans = reading.get(f"{name[:-1]}_spans", [])
        values = []
        for count, (words, span) in enumerate(zip(reading.get(name, []), spans, strict=False)):
            if start <= span[0] < end:
                values.append(Value(words, f"{name}-{count}"))
                marks.append(Mark(span[0], span[1], anchor=f"{name}-{count}"))
        if values:
            facts.append(Fact(title, values))
    return facts, marks


def dates_of(reading: Mapping[str, Any]) -> tuple[list[Fact], list[Mark]]:
    """All limits and events of the notice, each with its place."""
    facts, marks = [], []
    for name, title in (("deadlines", "期限"), ("events", "举办日期")):
        values = []
        for count, one in enumerate(reading.get(name, [])):
            told = f"（{day(one['date'])}）" if one["date"] else ""
            values.append(Value(f"{one['text']}{told}", f"{name}-{count}"))
            marks.append(Mark(one["start"], one["end"], anchor=f"{name}-{count}"))
        if values:
            facts.append(Fact(title, values))
    return facts, marks


def carried_out(reading: Mapping[str, Any]) -> tuple[UpperPlan, ...]:
    """Plans that the notice says it carries out; none where nothing was read of it."""
    try:
        return upper_plans(Reading.from_dict(reading))
    except (KeyError, TypeError):  # imported by hand, or kept by a version that read other things
        return ()


def shifted(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """Marks as offsets into `text[start:end]`; what lies outside is left out."""
    return [
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.here, mark.anchor)
        for mark in marks
        if mark.start < end and (mark.end > start or mark.start == mark.end >= start)
    ]
