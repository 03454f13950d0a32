"""What would be recognised in one item? For the page on which an office tries its words."""

from __future__ import annotations

from dataclasses import dataclass

from anyue.reading.activities import find_audience, find_kinds, find_who
from anyue.reading.lexicon import Lexicon


@dataclass(frozen=True)
class Found:
    """Keys and words, in the order the reader gives them."""

    kinds: tuple[str, ...]
    audience: tuple[str, ...]
    who: tuple[str, ...]
    evidence: tuple[str, ...]
    part: str
    """What a section with this title would be: background, activities or measures."""


def find_in(title: str, text: str, words: Lexicon) -> Found:
    """Read an item with this title ("" for none) and text, as the reader would in a notice."""
    seen = title + text
    kinds = tuple(key for key, _ in find_kinds(title, seen, (), words))
    return Found(
        kinds=kinds,
        audience=tuple(key for key, _ in find_audience(title, seen, words)),
        who=tuple(dict.fromkeys(name for name, _ in find_who(seen, words))),
        evidence=words.evidence(kinds),
        part=words.section_part(title or seen),
    )
