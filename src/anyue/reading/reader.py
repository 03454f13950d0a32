"""The stages in order: source, running text, outline, titles, facts, activities, doubts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from anyue.reading import citations, deadlines, layout, lexicon, metadata
from anyue.reading.activities import describe
from anyue.reading.cleaning import Flow, clean
from anyue.reading.doubts import Material, find_doubts
from anyue.reading.labels import as_date
from anyue.reading.measures import describe_measure
from anyue.reading.metadata import Fact, Head
from anyue.reading.model import (
    Activity,
    Catalogue,
    Deadline,
    Event,
    Heading,
    Measure,
    Period,
    Reading,
    Span,
)
from anyue.reading.numbering import tokens
from anyue.reading.outline import Taken, best_outline
from anyue.reading.recognition import Recognise
from anyue.reading.signature import Signature, find_signature
from anyue.reading.source import Source, load
from anyue.reading.spans import Spans
from anyue.reading.titles import Item, split_titles

Dated = TypeVar("Dated", deadlines.Due, deadlines.Happening)

_CLAUSE_END = re.compile(r"[，。；：,;:\n]")
_EVENT_SENTENCE = re.compile(r"[。；\n]")


@dataclass(frozen=True)
class _Body:
    """The outline and where it stands in the flow."""

    items: list[Item]
    paths: list[tuple[str, ...]]
    end: int
    skipped: list[tuple[int, int]]


def read(
    data: bytes,
    name: str,
    words: lexicon.Lexicon | None = None,
    recognise: Recognise | None = None,
) -> Reading:
    """Read the file ``name`` with content ``data``. Raises Unreadable with a Chinese sentence.

    ``words`` are the built-in ones unless an office has its own (see lexicon.extended).
    ``recognise`` reads pages that are pictures (see recognition); what it gives is never certain.
    """
    source = load(data, name, recognise)
    flow = clean(source)
    signature = find_signature(flow)
    body = _outline(flow, signature)
    first = body.items[0].start if body.items else len(flow.text)
    head = metadata.read_head(flow, source.text, first, signature)
    return _assemble(source, name, flow, body, head, words or lexicon.built_in())


def _assemble(
    source: Source, name: str, flow: Flow, body: _Body, head: Head, words: lexicon.Lexicon
) -> Reading:
    title = metadata.title(head)
    issued = metadata.issued_on(head)
    number = metadata.doc_number(head)
    plan = metadata.plan_title(head, title)
    theme = metadata.theme(flow, body.items, head.limit)
    base = metadata.base_year(title, issued, number)
    period = metadata.period(flow, body.items, base)
    facts: dict[str, Fact | None] = {
        "title": title,
        "doc_number": number,
        "index_number": metadata.index_number(head),
        "issuer": metadata.issuer(head, title),
        "issued_on": issued,
        "theme": theme,
        "period": period[1] if period else None,
    }
    own = frozenset(citations.fold(fact.value) for fact in (plan,) if fact) | _sent_along(
        title, plan
    )
    cited = citations.find_citations(flow, body.skipped, number.value if number else None, own)
    phones = citations.find_phones(flow)
    anchor = _anchor(flow, body, head, facts, period[0] if period else None)
    dues = deadlines.find_deadlines(flow.text, anchor, 0, body.end)
    events = deadlines.find_happenings(flow.text, anchor, 0, body.end, dues)
    outline = tuple(
        _heading(flow, item, path) for item, path in zip(body.items, body.paths, strict=True)
    )
    activities, measures = _duties(flow, body, dues, events, words)
    values = {key: fact.value if fact else None for key, fact in facts.items()}
    values.pop("period")
    stated = period[0] if period else None
    material = Material(source, flow, body.items, facts, dues, activities, head, stated, events)
    return Reading(
        name=name,
        format=source.format,
        text=source.text,
        period=period[0] if period else None,
        catalogue=_catalogue(head, plan),
        outline=outline,
        deadlines=tuple(_deadline(flow, due) for due in dues),
        events=tuple(_event(flow, event) for event in events),
        citations=tuple(item.text for item in cited),
        citation_spans=tuple(flow.span(item.start, item.end) for item in cited),
        phones=tuple(item.text for item in phones),
        phone_spans=tuple(flow.span(item.start, item.end) for item in phones),
        activities=activities,
        measures=measures,
        doubts=find_doubts(material),
        sources={key: flow.span(fact.start, fact.end) for key, fact in facts.items() if fact},
        confidence=_confidence(source, facts),
        **values,
    )


def _outline(flow: Flow, signature: Signature | None) -> _Body:
    candidates = list(tokens(flow))
    skipped = layout.annex_lists(flow)
    left_out = Spans(skipped)
    candidates = [token for token in candidates if token.start not in left_out]
    end = layout.body_end(flow, candidates, signature.date_end if signature else None)
    taken = best_outline(flow.text, [token for token in candidates if token.start < end])
    items = split_titles(flow, taken, _last_end(end, signature, taken))
    return _Body(items, _paths(items), end, skipped)


def _last_end(end: int, signature: Signature | None, taken: Sequence[Taken]) -> int:
    """The last item ends before the signature when that stands behind it."""
    if signature is None or not taken or signature.issuer_start < taken[-1].token.start:
        return end
    return min(end, signature.issuer_start)


def _paths(items: Sequence[Item]) -> list[tuple[str, ...]]:
    paths = []
    open_: list[str] = []
    for item in items:
        open_ = [*open_[: item.taken.level - 1], item.taken.token.printed]
        paths.append(tuple(open_))
    return paths


def _confidence(source: Source, facts: Mapping[str, Fact | None]) -> dict[str, str]:
    """How sure each field is; nothing is where a machine recognised letters in a picture."""
    guessed = any(remark.code == "recognised" for remark in source.remarks)
    return {
        key: "low" if guessed or fact is None else fact.confidence for key, fact in facts.items()
    }


def _sent_along(title: Fact | None, plan: Fact | None) -> frozenset[str]:
    """The plan a notice sends out is no citation when its text follows in the same file."""
    inside = re.search(r"《(.+)》", title.value) if title and plan else None
    return frozenset((citations.fold(inside.group(1)),)) if inside else frozenset()


def _anchor(
    flow: Flow, body: _Body, head: Head, facts: dict[str, Fact | None], period: Period | None
) -> deadlines.Anchor:
    issued = facts["issued_on"]
    start = period.start if period else None
    year = (
        int(start[:4]) if start else metadata.base_year(facts["title"], issued, facts["doc_number"])
    )
    spans = [(fact.start, fact.end) for fact in (issued, facts["title"]) if fact]
    spans += [(label.start, label.end) for label in head.labels.values()]
    if facts["period"]:
        spans.append((facts["period"].start, facts["period"].end))
    return deadlines.Anchor(year, metadata.issued_day(issued), tuple(spans))


def _heading(flow: Flow, item: Item, path: tuple[str, ...]) -> Heading:
    titled = item.title_end > item.title_start
    title = flow.span(item.title_start, item.title_end) if titled else (None, None)
    text = flow.text[item.body : item.end].strip("\n")
    end = item.end - (
        len(flow.text[item.start : item.end]) - len(flow.text[item.start : item.end].rstrip("\n"))
    )
    return Heading(
        level=item.taken.level,
        number=item.taken.token.printed,
        title=flow.text[item.title_start : item.title_end] if titled else None,
        text=text,
        path=path,
        start=flow.span(item.start, end)[0],
        end=flow.span(item.start, end)[1],
        opening=None if titled else _CLAUSE_END.split(text)[0],
        title_start=title[0],
        title_end=title[1],
    )


def _duties(
    flow: Flow,
    body: _Body,
    dues: Sequence[deadlines.Due],
    events: Sequence[deadlines.Happening],
    words: lexicon.Lexicon,
) -> tuple[tuple[Activity, ...], tuple[Measure, ...]]:
    activities, measures = [], []
    part = "activities"
    for index, item in enumerate(body.items):
        if item.taken.level == 1:
            part = words.section_part(flow.text[item.title_start : item.title_end])
        following = body.items[index + 1] if index + 1 < len(body.items) else None
        if following is not None and following.taken.level > item.taken.level:
            continue
        if part == "activities":
            own = (_between(dues, item), _between(events, item))
            activities.append(describe(flow, item, body.paths[index], *own, words))
        elif part == "measures":
            measures.append(describe_measure(flow, item, body.paths[index]))
    return tuple(activities), tuple(measures)


def _between(dated: Sequence[Dated], item: Item) -> Sequence[Dated]:
    first = bisect_left(dated, item.start, key=lambda one: one.start)
    last = bisect_left(dated, item.end, key=lambda one: one.start)
    return dated[first:last]


def _deadline(flow: Flow, due: deadlines.Due) -> Deadline:
    days = tuple(day.isoformat() for day in due.days)
    span = flow.span(due.start, due.end)
    return Deadline(
        flow.text[due.start : due.end], days[0] if days else None, days, *span, due.reason
    )


def _event(flow: Flow, event: deadlines.Happening) -> Event:
    stop = _EVENT_SENTENCE.search(flow.text, event.end)
    end = min(stop.start() if stop else len(flow.text), event.end + 80)
    span: Span = flow.span(event.start, end)
    last = event.last.isoformat() if event.last != event.first else None
    return Event(flow.text[event.start : end], event.first.isoformat(), last, *span)


def _catalogue(head: Head, plan: Fact | None) -> Catalogue:
    found = head.labels
    plain = {
        name: found[name].value
        for name in (
            "index_number",
            "doc_number",
            "publisher",
            "affiliated_to",
            "topic_class",
            "source",
            "validity",
        )
        if name in found
    }
    words = re.split(r"[,，;；、\s]+", found["keywords"].value) if "keywords" in found else []
    number = metadata.doc_number(head)
    plain.setdefault("doc_number", number.value if number else None)  # type: ignore[arg-type]
    return Catalogue(
        generated_on=as_date(found.get("generated_on")),
        published_at=found["published_at"].value if "published_at" in found else None,
        written_on=as_date(found.get("written_on")),
        keywords=tuple(word for word in words if word),
        plan_title=plan.value if plan else None,
        **plain,
    )
