"""Which words say what a point is about: pairs of characters, weighted by how rare they are.

Chinese has no spaces, and a word list of every trade does not exist. Two neighbouring characters
are close enough to a word, and a pair that stands in every point of both documents (安全, 开展)
says nothing of any of them. So boilerplate needs no list either: it weighs nothing by itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from anyue.reading.model import Span

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_SENTENCE_END = re.compile(r"[。；;\n]")
_FEWEST_GRAMS = 3
_MOST_SENTENCES = 20
_SHORTEST_MARK = 3
_LONGEST_WORD = 24
_WORDS = 6
_LOOKED_AT = 5000
_LOOSE = "的和与及等要将并对把为在"


def grams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters; numbers and marks part them."""
    return frozenset(
        run[place : place + 2] for run in _CHINESE.findall(text) for place in range(len(run) - 1)
    )


def is_chinese(letter: str) -> bool:
    """Say whether a letter counts as part of a word here."""
    return _CHINESE.fullmatch(letter) is not None


class Weights:
    """How much each pair of characters says, learned from the points of both documents."""

    def __init__(self, points: Sequence[Iterable[str]]) -> None:
        """Count in how many of ``points`` (sets of grams) each gram stands."""
        counts: Counter[str] = Counter()
        for one in points:
            counts.update(one)
        most = math.log(max(3, len(points)))
        self._weights = {
            gram: max(0.0, most - math.log(max(2, count))) ** 2 for gram, count in counts.items()
        }

    def of(self, gram: str) -> float:
        """Return the weight: highest for a gram that only two points share, 0 where all do.

        Squared, so that one rare word outweighs a handful of common ones.
        """
        return self._weights.get(gram, 0.0)

    def total(self, found: Iterable[str]) -> float:
        """Return the weight of many grams together."""
        return sum(self.of(gram) for gram in found)


def similarities(
    upper: Sequence[frozenset[str]], local: Sequence[frozenset[str]], weights: Weights, most: int
) -> Mapping[tuple[int, int], float]:
    """Return the likeness (0 to 1) of each pair ``(upper index, local index)`` that shares grams.

    A gram that would join more than ``most`` pairs is left out: it says next to nothing, and
    without it the time grows with the length of the documents, not with its square.
    """
    places: dict[str, list[int]] = {}
    for index, one in enumerate(local):
        for gram in one:
            places.setdefault(gram, []).append(index)
    counts = Counter(gram for one in upper for gram in one if gram in places)
    shared: dict[tuple[int, int], float] = {}
    for index, one in enumerate(upper):
        for gram in one:
            others = places.get(gram, ())
            if len(others) * counts[gram] > most:
                continue
            weight = weights.of(gram)
            for other in others:
                shared[index, other] = shared.get((index, other), 0.0) + weight
    left = [weights.total(one) for one in upper]
    right = [weights.total(one) for one in local]
    return {
        (a, b): weight / math.sqrt(left[a] * right[b])
        for (a, b), weight in shared.items()
        if weight > 0
    }


def sentences(text: str) -> tuple[frozenset[str], ...]:
    """Return the grams of each sentence of ``text``, at most twenty, the very short ones aside."""
    found = (grams(one) for one in _SENTENCE_END.split(text))
    return tuple(one for one in found if len(one) >= _FEWEST_GRAMS)[:_MOST_SENTENCES]


def best_sentences(
    upper: Sequence[frozenset[str]], local: Sequence[frozenset[str]], weights: Weights
) -> float:
    """Return the likeness (0 to 1) of the two sentences that are most alike."""
    right = [weights.total(other) for other in local]
    best = 0.0
    for one in upper:
        left = weights.total(one)
        for other, total in zip(local, right, strict=True):
            shared = weights.total(one & other)
            if shared > 0:
                best = max(best, shared / math.sqrt(left * total))
    return best


def marks(text: str, shared: frozenset[str]) -> tuple[Span, ...]:
    """Return the stretches of ``text`` made of shared grams, three characters or more each."""
    found: list[Span] = []
    for run in _CHINESE.finditer(text):
        start: int | None = None
        for place in range(run.start(), run.end()):
            inside = text[place : place + 2] in shared and place + 1 < run.end()
            if inside and start is None:
                start = place
            if not inside and start is not None:
                if place + 1 - start >= _SHORTEST_MARK:
                    found.append((start, place + 1))
                start = None
    return tuple(found)


def shared_words(
    text: str, other: str, places: Sequence[Span], weights: Weights
) -> tuple[str, ...]:
    """Return the weightiest marked words that both texts print, at most six, in text order.

    ``places`` are the marks of ``text``; only the first letters of very long points are looked at.
    """
    other = other[:_LOOKED_AT]
    found: dict[str, float] = {}
    for start, end in places:
        if start >= _LOOKED_AT:
            break
        for word in _printed(text[start:end], other):
            found[word] = weights.total(grams(word))
    whole = [word for word in found if not any(word in one for one in found if one != word)]
    best = sorted(whole, key=lambda word: (-found[word], word))[:_WORDS]
    return tuple(sorted(best, key=text.find))


def _printed(stretch: str, other: str) -> Iterable[str]:
    """The longest pieces of ``stretch`` that stand in ``other``, from left to right."""
    place = 0
    while place + _SHORTEST_MARK <= len(stretch):
        end = place + 1
        while (
            end < len(stretch) and end - place < _LONGEST_WORD and stretch[place : end + 1] in other
        ):
            end += 1
        word = stretch[place:end].lstrip(_LOOSE).rstrip(_LOOSE)
        if len(word) >= _SHORTEST_MARK:
            yield word
        place = max(end, place + 1) if len(word) >= _SHORTEST_MARK else place + 1
