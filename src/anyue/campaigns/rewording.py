"""Which words of the notice does the public read otherwise, because a clerk adopted it? Pure.

The notice itself is never changed. A doubt that was adopted carries `proposal["rewordings"]`,
[[start, end, words], …] with offsets into the notice's text; whoever shows that text to the public
puts them in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

CONTEXT = 16
"""So many characters before a place tell it from others with the same words."""
SPACE = re.compile(r"\s+")


class Rewording(NamedTuple):
    """`source[start:end]` reads `words`; an empty span puts words in."""

    start: int
    end: int
    words: str


def rewordings_of(proposals: Iterable[Mapping[str, Any]]) -> list[Rewording]:
    """What adopted proposals change in the text, in its order."""
    found = [Rewording(*c) for proposal in proposals for c in proposal.get("rewordings", [])]
    return sorted(found)


def proposed(proposal: Mapping[str, Any], span: tuple[int, int], typed: str) -> list[Rewording]:
    """The rewordings that adopting a proposal makes; `typed` is what the person wrote for it.

    [] for a proposal that changes no words, or that lacks the words it needs.
    """
    words = typed.strip() or proposal.get("text") or ""
    match proposal.get("action"):
        case "replace" if words:
            return [Rewording(*span, words)]
        case "paste_text" if words:
            return [Rewording(span[0], span[0], f"\n{words}\n")]
        case "remove":
            return [Rewording(*span, "")]
        case "renumber":
            return [Rewording(*change) for change in proposal.get("changes", [])]
        case _:
            return []


def reworded_slice(source: str, start: int, end: int, rewordings: Sequence[Rewording]) -> str:
    """`source[start:end]` with its rewordings; those that cross an edge are left out."""
    pieces, place = [], start
    for rewording in rewordings:
        if rewording.start < place or rewording.end > end:
            continue
        pieces += [source[place : rewording.start], rewording.words]
        place = rewording.end
    return "".join([*pieces, source[place:end]])


def put_right(text: str, source: str, rewording: Rewording, *, back: bool = False) -> str:
    """The same rewording in text that was read from around it, without the source's white space.

    Of several places with these words the one whose words before agree longest with the source is
    changed; text that does not hold them stays. `back` takes the rewording out again.
    """
    start, end, words = rewording
    old, new = squeezed(source[start:end]), words.strip()
    if back:
        old, new = new, old
    before = squeezed(source[max(0, start - 4 * CONTEXT) : start])[-CONTEXT:]
    if not old:
        return _put_in(text, before, words) if not back else text
    places = [found.start() for found in re.finditer(re.escape(old), text)]
    if not places:
        return text
    best = max(places, key=lambda place: _agreeing(text[:place][-CONTEXT:], before))
    return text[:best] + new + text[best + len(old) :]


def _put_in(text: str, before: str, words: str) -> str:
    """Behind the words that stand before the place; at the end when these are not here."""
    place = text.rfind(before) if before else -1
    at = place + len(before) if place >= 0 else len(text)
    return text[:at] + words + text[at:]


def _agreeing(one: str, other: str) -> int:
    count = 0
    for left, right in zip(reversed(squeezed(one)), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count


def squeezed(text: str) -> str:
    """Without white space."""
    return SPACE.sub("", text)


def reworded_outline(
    source: str, outline: Sequence[Mapping[str, Any]], rewordings: Sequence[Rewording]
) -> list[dict[str, Any]]:
    """Headings as read, with number, title and text put right."""
    headings = [dict(heading) for heading in outline]
    starts = [heading["start"] for heading in headings]
    for rewording in rewordings:
        place = _holding(starts, rewording)
        if place is None:
            continue
        heading = headings[place]
        field = field_at(heading, rewording)
        heading[field] = put_right(heading[field] or "", source, rewording)
    return headings


def _holding(starts: Sequence[int], rewording: Rewording) -> int | None:
    """The heading under which the place lies; words put in at an edge belong to the one before."""
    edge = rewording.start if rewording.end > rewording.start else rewording.start - 1
    held = [index for index, start in enumerate(starts) if start <= edge]
    return held[-1] if held else None


def field_at(heading: Mapping[str, Any], rewording: Rewording) -> str:
    """Does the place lie in the number, the title or the text of a heading as read?"""
    title_start, title_end = heading.get("title_start"), heading.get("title_end")
    number_end = title_start or heading["start"] + len(heading["number"]) + 1
    if rewording.start == heading["start"] and rewording.end <= number_end:
        return "number"
    if title_start is not None and title_start <= rewording.start < (title_end or 0):
        return "title"
    return "text"
