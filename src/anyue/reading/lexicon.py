"""The word lists of the reader, kept as data in lexicon.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("lexicon.toml")
_GAP = "[^，。；,;“”《》\n]{0,16}?"


@dataclass(frozen=True)
class Kind:
    """One kind of activity with the phrases that give it away.

    ``general``: so common a part of other activities that any other kind stands before it.
    """

    key: str
    label: str
    title: re.Pattern[str]
    text: re.Pattern[str]
    unless: re.Pattern[str] | None
    evidence: tuple[str, ...]
    examples: tuple[str, ...]
    general: bool


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind in the order of the file."""
    return tuple(
        Kind(
            key,
            entry["label"],
            phrases(entry["title"]),
            phrases(entry["text"]),
            phrases(entry["unless"]) if "unless" in entry else None,
            tuple(entry["evidence"]),
            tuple(entry["examples"]),
            entry.get("general", False),
        )
        for key, entry in _data()["kinds"].items()
    )


@cache
def audiences() -> dict[str, str]:
    """Return audience key -> Chinese label."""
    return {key: entry["label"] for key, entry in _data()["audience"].items()}


@cache
def audience(key: str, role: str) -> re.Pattern[str]:
    """Return the pattern of the words by which ``key`` plays ``role`` (acts, moved, joined)."""
    return phrases(_data()["audience"][key][role])


def cadences() -> dict[str, str]:
    """Return cadence key -> Chinese label."""
    return {
        "daily": "每天",
        "weekly": "每周",
        "monthly": "每月",
        "quarterly": "每季度",
        "half_yearly": "每半年",
        "yearly": "每年",
    }


def find_cadences(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and key of the words that say how often, in text order."""
    found = [
        (match.start(), match.end(), key)
        for key, pattern in _cadence_patterns().items()
        for match in pattern.finditer(text)
    ]
    yield from sorted(found)


@cache
def actors() -> re.Pattern[str]:
    """Return the pattern of persons and bodies that are always worth naming."""
    return phrases(_data()["who"]["words"])


def section_part(title: str) -> str:
    """Say to which part a section belongs: background, activities or measures."""
    best = ("", "activities")
    for part, words in _data()["sections"].items():
        for word in words:
            if word in title and len(word) > len(best[0]):
                best = (word, part)
    return best[1]


def phrases(words: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern; … matches up to 16 characters of the same clause."""
    forms = (_GAP.join(re.escape(piece) for piece in word.split("…")) for word in words)
    return re.compile("|".join(forms))


@cache
def _cadence_patterns() -> dict[str, re.Pattern[str]]:
    return {key: phrases(words) for key, words in _data()["cadence"].items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))
