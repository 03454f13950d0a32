"""Is this the wording of last time? Pure: two texts in, a key or a degree of likeness out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

LONGEST = 200
NEAR = 0.7
"""Likeness from which a wording counts as 相近. Measured on public notices (test_matching): unlike
items of one notice stay under 0.45, an item and the one that carries it out reach 0.6 to 0.98."""
FEWEST_LETTERS = 4
NUMBER = "#"
"""Stands for any number or day."""

_SENTENCE_END = re.compile(r"[。；;\n]")
_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_ORDINAL = re.compile(r"(?<=第)[0-9〇零一二三四五六七八九十百]+")
_DATE = re.compile(r"(?:#年)?(?:#月)?(?:#[日号])|(?:#年)(?:#月)?|#月(?=[底末初上中下前至以])")
_WEEKDAY = re.compile(r"[(（](?:星期|周)[一二三四五六日天][)）]")
_DIGITS = re.compile(r"[0-9]+")
_SILENT = re.compile(r"[^\w#]+")


@dataclass(frozen=True)
class Wording:
    """An item as printed: its title, and the first sentence of its text."""

    title: str
    sentence: str

    @classmethod
    def of(cls, title: str, text: str) -> Wording:
        """The wording of an item with this title and text, cut to what a row holds."""
        sentence = _SENTENCE_END.split(text.strip(), maxsplit=1)[0]
        return cls(title.strip()[:LONGEST], sentence.strip()[:LONGEST])

    @cached_property
    def folded(self) -> tuple[str, str]:
        """Title and sentence without numbers, days, years, spaces and punctuation."""
        return fold(self.title), fold(self.sentence)

    @cached_property
    def key(self) -> str:
        """SHA-256 in hex, the same for the same words; "" where there are too few of them."""
        if sum(len(text.replace(NUMBER, "")) for text in self.folded) < FEWEST_LETTERS:
            return ""
        return hashlib.sha256("\n".join(self.folded).encode()).hexdigest()

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two letters that stand side by side: short words, for want of spaces."""
        return frozenset(text[n : n + 2] for text in self.folded for n in range(len(text) - 1))


def fold(text: str) -> str:
    """Text in which next year's notice reads the same: days and numbers become one sign."""
    text = unicodedata.normalize("NFKC", text)
    text = _WEEKDAY.sub("", text)
    text = _ORDINAL.sub(NUMBER, _YEAR.sub(NUMBER, text))
    text = _DIGITS.sub(NUMBER, text)
    return _SILENT.sub("", _DATE.sub(NUMBER, text)).casefold()


def likeness(one: Wording, other: Wording) -> float:
    """How much two wordings share, 0 to 1: twice the common pairs by all pairs (Dice)."""
    total = len(one.pairs) + len(other.pairs)
    return 2 * len(one.pairs & other.pairs) / total if total else 0.0


def may_be_near(one: Wording, other: Wording) -> bool:
    """False where the lengths alone rule out a likeness of `NEAR`; saves most comparisons."""
    shorter, longer = sorted((len(one.pairs), len(other.pairs)))
    return 2 * shorter >= NEAR * (shorter + longer)
