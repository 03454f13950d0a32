"""What a reading holds: plain frozen records, ready to become JSON and to come back from it.

Every position is a pair of offsets ``start, end`` into :attr:`Reading.text` (end exclusive), so a
page can mark the sentence a field was taken from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

Span = tuple[int, int]
Part = TypeVar("Part")


@dataclass(frozen=True)
class Heading:
    """One numbered item. ``end`` is where its own body ends, its children not counted.

    ``opening`` is the first clause of an item that has no title.
    """

    level: int
    number: str
    title: str | None
    text: str
    path: tuple[str, ...]
    start: int
    end: int
    opening: str | None = None
    title_start: int | None = None
    title_end: int | None = None


@dataclass(frozen=True)
class Deadline:
    """A last day as printed; ``date`` is ISO or None, ``dates`` holds all days of one phrase."""

    text: str
    date: str | None
    dates: tuple[str, ...]
    start: int
    end: int
    reason: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that happens on a day or over a few days (ISO dates)."""

    text: str
    date: str
    end_date: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Quantity:
    """How many of what, and who owes it: ``per`` is an audience key."""

    n: str
    of: str
    per: str
    start: int
    end: int


@dataclass(frozen=True)
class Activity:
    """One proposed activity; ``sources`` gives the places each field was taken from."""

    number: str
    path: tuple[str, ...]
    title: str | None
    text: str
    kinds: tuple[str, ...]
    audience: tuple[str, ...]
    who: tuple[str, ...]
    deadline: str | None
    cadence: str | None
    quantities: tuple[Quantity, ...]
    programmes: tuple[str, ...]
    materials: tuple[str, ...]
    evidence: tuple[str, ...]
    start: int
    end: int
    sources: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Duty:
    """One thing a measure asks for."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Measure:
    """An item of the part on measures and requirements."""

    number: str
    path: tuple[str, ...]
    title: str | None
    text: str
    duties: tuple[Duty, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Doubt:
    """Something a person should look at; ``severity`` is "block", "warn" or "note"."""

    code: str
    message: str
    start: int
    end: int
    proposal: Mapping[str, Any]
    severity: str


@dataclass(frozen=True)
class Period:
    """The stated campaign period; either side may be open."""

    start: str | None
    end: str | None


@dataclass(frozen=True)
class Catalogue:
    """What the public page prints above a notice, as printed there (dates ISO where they parse)."""

    index_number: str | None = None
    doc_number: str | None = None
    generated_on: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    affiliated_to: str | None = None
    topic_class: str | None = None
    keywords: tuple[str, ...] = ()
    source: str | None = None
    plan_title: str | None = None
    written_on: str | None = None
    validity: str | None = None


@dataclass(frozen=True)
class Reading:
    """Everything read from one file."""

    name: str
    format: str
    text: str
    title: str | None
    doc_number: str | None
    index_number: str | None
    issuer: str | None
    issued_on: str | None
    theme: str | None
    period: Period | None
    catalogue: Catalogue
    outline: tuple[Heading, ...]
    deadlines: tuple[Deadline, ...]
    events: tuple[Event, ...]
    citations: tuple[str, ...]
    citation_spans: tuple[Span, ...]
    phones: tuple[str, ...]
    phone_spans: tuple[Span, ...]
    activities: tuple[Activity, ...]
    measures: tuple[Measure, ...]
    doubts: tuple[Doubt, ...]
    sources: Mapping[str, Span]
    confidence: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict; tuples stay tuples and become arrays in JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reading:
        """Rebuild a reading from ``to_dict()`` after a trip through JSON.

        Raises KeyError or TypeError when a field is missing or unknown.
        """
        values = dict(data)
        for key, kind in _RECORDS.items():
            values[key] = tuple(_record(kind, item) for item in values[key])
        for key in ("citations", "phones"):
            values[key] = tuple(values[key])
        for key in ("citation_spans", "phone_spans"):
            values[key] = tuple(_span(item) for item in values[key])
        period = values["period"]
        values["period"] = None if period is None else Period(**period)
        values["catalogue"] = _record(Catalogue, values["catalogue"])
        values["sources"] = {key: _span(item) for key, item in values["sources"].items()}
        return cls(**values)


_RECORDS: dict[str, type] = {
    "outline": Heading,
    "deadlines": Deadline,
    "events": Event,
    "activities": Activity,
    "measures": Measure,
    "doubts": Doubt,
}
_NESTED: dict[tuple[type, str], type] = {
    (Activity, "quantities"): Quantity,
    (Measure, "duties"): Duty,
}


def _span(item: Any) -> Span:
    start, end = item
    return int(start), int(end)


def _record(kind: type[Part], item: Mapping[str, Any]) -> Part:
    values: dict[str, Any] = {}
    for key, value in item.items():
        inner = _NESTED.get((kind, key))
        if inner is not None:
            values[key] = tuple(_record(inner, part) for part in value)
        elif key == "sources":
            values[key] = {name: tuple(_span(x) for x in spans) for name, spans in value.items()}
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    return kind(**values)
