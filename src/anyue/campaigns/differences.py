"""What changed between two published versions? Field by field, activity by activity; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .wording import ACTIVITY_FIELDS, FIELDS, show

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One line of a comparison; `kind` is added, removed or changed."""

    label: str
    kind: str
    before: str = ""
    after: str = ""


def differences(before: Content | None, after: Content) -> list[Difference]:
    """All differences from `before` to `after`, the fields first; [] for a first version."""
    if before is None:
        return []
    return [*_fields(before["fields"], after["fields"]), *_activities(before, after)]


def _fields(before: Content, after: Content) -> Iterator[Difference]:
    for name, label in FIELDS.items():
        if before.get(name) != after.get(name):
            yield _changed(label, show(name, before.get(name)), show(name, after.get(name)))


def _activities(before: Content, after: Content) -> Iterator[Difference]:
    old = {activity["id"]: activity for activity in before["activities"]}
    new = {activity["id"]: activity for activity in after["activities"]}
    for key, activity in new.items():
        if key not in old:
            yield Difference(_name(activity), "added", after=activity["text"])
        else:
            yield from _fields_of_activity(old[key], activity)
    for key, activity in old.items():
        if key not in new:
            yield Difference(_name(activity), "removed", before=activity["text"])


def _fields_of_activity(before: Content, after: Content) -> Iterator[Difference]:
    for name, label in ACTIVITY_FIELDS.items():
        if before.get(name) != after.get(name):
            where = f"{_name(after)} · {label}"
            yield _changed(where, show(name, before.get(name)), show(name, after.get(name)))


def _changed(label: str, before: str, after: str) -> Difference:
    return Difference(label, "changed", before or "（空）", after or "（空）")


def _name(activity: Content) -> str:
    return f"{activity['number']}{activity['title']}"
