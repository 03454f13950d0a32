"""Which part of the source does a page show, and what is highlighted in it? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
SENTENCE_END = re.compile(r"[。；！？;!?\n]+")


@dataclass(frozen=True)
class Segment:
    """A stretch of the source, or the edge of a mark.

    `kind`: "" plain, "muted", "gap" where text is left out, "mark" and "here" where a mark opens
    (its words follow), "close" where one ends, "point" for a mark without words. `anchor` is the
    id of a mark, "" for most.
    """

    text: str
    kind: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Mark:
    """What to highlight: `here` is the place under discussion, the others stand by.

    Without words (`start == end`) it only is a place.
    """

    start: int
    end: int
    here: bool = False
    anchor: str = ""


CLOSE = Segment("", "close")


def segments(text: str, marks: Iterable[Mark], *, margin: int | None = None) -> list[Segment]:
    """Cut `text` at the marks. With `margin`, only that many characters around marks are kept.

    Marks may lie inside each other; one that crosses the end of another is cut short there, and
    those outside the text are left out.
    """
    found: list[Segment] = []
    open_: list[int] = []
    place = 0
    for mark in sorted(set(marks), key=lambda mark: (mark.start, -mark.end, mark.here)):
        if mark.start >= len(text) and mark.start != mark.end:
            continue
        while open_ and open_[-1] <= mark.start:
            place = _closed(found, text, place, open_)
        start, end = mark.start, min(mark.end, open_[-1] if open_ else len(text))
        between = None if open_ else margin
        found += _between(text, place, start, between, first=place == 0)
        place = max(place, start)
        if start >= end:
            found.append(Segment("", "point", mark.anchor))
            continue
        found.append(Segment("", "here" if mark.here else "mark", mark.anchor))
        open_.append(end)
    while open_:
        place = _closed(found, text, place, open_)
    found += _between(text, place, len(text), margin, first=not found, last=True)
    return found


def _closed(found: list[Segment], text: str, place: int, open_: list[int]) -> int:
    """Write the rest of the innermost open mark; returns where it ends."""
    end = open_.pop()
    if place < end:
        found.append(Segment(text[place:end]))
    found.append(CLOSE)
    return max(place, end)


def _between(
    text: str, start: int, end: int, margin: int | None, *, first: bool, last: bool = False
) -> list[Segment]:
    """Plain text between two marks; what is far from both is left out."""
    if start >= end:
        return []
    kept_left = 0 if first else margin or 0
    kept_right = 0 if last else margin or 0
    unmarked = first and last
    if margin is None or unmarked or end - start <= kept_left + kept_right:
        return [Segment(text[start:end])]
    head, tail = text[start : start + kept_left], text[end - kept_right : end]
    pieces = (Segment(head), Segment("", "gap"), Segment(tail))
    return [piece for piece in pieces if piece.text or piece.kind]


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences in text[start:end], without the white space around them."""
    spans = []
    place = start
    for found in SENTENCE_END.finditer(text, start, end):
        spans.append((place, found.end()))
        place = found.end()
    spans.append((place, end))
    return [span for span in (_trimmed(text, *span) for span in spans) if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def sentence_at(text: str, span: Sequence[int]) -> str:
    """The whole sentence that a span stands in, at most 120 characters, for showing beside."""
    start, end = span
    before = [found.end() for found in SENTENCE_END.finditer(text, max(0, start - 400), start)]
    left = before[-1] if before else max(0, start - 40)
    after = SENTENCE_END.search(text, end)
    right = after.end() if after else len(text)
    sentence = re.sub(r"\s+", " ", text[left:right]).strip(" |")
    return sentence if len(sentence) <= 120 else text[start:end][:118] + "……"
