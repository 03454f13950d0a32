"""The words the reader goes by: data in lexicon.toml, and what an office adds to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FILE = Path(__file__).with_name("lexicon.toml")
_GAP = "[^，。；,;“”《》\n]{0,16}?"

GAP = "…"
"""Stands in a phrase for up to 16 characters of the same clause."""


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


@dataclass(frozen=True)
class Lexicon:
    """All words the reader goes by; never changed once made, so threads may share one.

    ``roles`` holds the words by which an audience plays a role, ``sections`` pairs of a word and
    the part it stands for.
    """

    kinds: tuple[Kind, ...]
    roles: Mapping[tuple[str, str], re.Pattern[str]]
    actors: re.Pattern[str]
    sections: tuple[tuple[str, str], ...]

    def audience(self, key: str, role: str) -> re.Pattern[str]:
        """Return the pattern of the words by which ``key`` plays ``role`` (acts, moved, joined)."""
        return self.roles[key, role]

    def section_part(self, title: str) -> str:
        """Say to which part a section belongs: background, activities or measures."""
        best = ("", "activities")
        for word, part in self.sections:
            if word in title and len(word) > len(best[0]):
                best = (word, part)
        return best[1]

    def evidence(self, keys: Iterable[str]) -> tuple[str, ...]:
        """What shows that activities of these kinds were done, each thing once."""
        wanted = {kind.key: kind.evidence for kind in self.kinds}
        return tuple(dict.fromkeys(piece for key in keys for piece in wanted[key]))


@cache
def built_in() -> Lexicon:
    """Return the words of lexicon.toml alone."""
    return _lexicon(data())


def extended(own: Mapping[str, Any]) -> Lexicon:
    """Return the built-in words with an office's ``own`` behind them.

    ``own`` has the shape of lexicon.toml (see own_words.checked, which refuses anything else).
    """
    return _lexicon(_joined(data(), own)) if own else built_in()


def kinds() -> tuple[Kind, ...]:
    """Return every kind in the order of the file."""
    return built_in().kinds


@cache
def audiences() -> dict[str, str]:
    """Return audience key -> Chinese label."""
    return {key: entry["label"] for key, entry in data()["audience"].items()}


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


def phrases(words: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern; … matches up to 16 characters of the same clause."""
    return _pattern(tuple(words))


@cache
def data() -> Mapping[str, Any]:
    """Return lexicon.toml as it stands, for pages that show it. Not to be changed."""
    return MappingProxyType(tomllib.loads(_FILE.read_text("utf-8")))


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Kept, because an office's lexicon differs from the built-in one in few patterns."""
    forms = (_GAP.join(re.escape(piece) for piece in word.split(GAP)) for word in words)
    return re.compile("|".join(forms))


@cache
def _cadence_patterns() -> dict[str, re.Pattern[str]]:
    return {key: phrases(words) for key, words in data()["cadence"].items()}


def _lexicon(tables: Mapping[str, Any]) -> Lexicon:
    return Lexicon(
        kinds=tuple(_kind(key, entry) for key, entry in tables["kinds"].items()),
        roles=MappingProxyType(
            {
                (key, role): phrases(words)
                for key, entry in tables["audience"].items()
                for role, words in entry.items()
                if isinstance(words, list) and role != "examples"
            }
        ),
        actors=phrases(tables["who"]["words"]),
        sections=tuple(
            (word, part) for part, words in tables["sections"].items() for word in words
        ),
    )


def _kind(key: str, entry: Mapping[str, Any]) -> Kind:
    return Kind(
        key,
        entry["label"],
        phrases(entry["title"]),
        phrases(entry["text"]),
        phrases(entry["unless"]) if "unless" in entry else None,
        tuple(entry["evidence"]),
        tuple(entry["examples"]),
        entry.get("general", False),
    )


def _joined(ours: Any, theirs: Any) -> Any:
    """Tables key by key, lists one after the other; plain values stay ours."""
    if isinstance(ours, Mapping):
        return {
            key: _joined(ours[key], theirs[key]) if key in theirs else ours[key] for key in ours
        }
    return [*ours, *theirs] if isinstance(ours, list) else ours
