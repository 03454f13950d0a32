"""Two plans side by side: what the upper one asks for, and where the local one takes it up.

Pure: two readings in, points and pairs out. One point may be taken up by several others. People
correct the pairs (see ``settled``); their word always goes before the likeness.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from anyue.reading.comparison_differences import Difference, differences
from anyue.reading.comparison_points import Point, points_of
from anyue.reading.model import Reading, Span
from anyue.reading.wording_weights import (
    Weights,
    best_sentences,
    grams,
    is_chinese,
    marks,
    sentences,
    shared_words,
    similarities,
)

State = Literal["covered", "partly", "left_out", "added"]

LIKE = 0.07
"""From here two points are about the same thing. Chosen on two pairs of real plans; what it does
on others that were kept apart stands with the test of the documents."""
SENTENCE = 0.1
"""How much the two sentences most alike count beside the whole points: a long point that takes up
one duty of another nearly word for word is about it, whatever else it says."""
SURE = 0.1
"""Below, a pair is shown as doubtful."""
NEAR = 0.025
"""From here a local point is shown to a person as the nearest to one that is left out."""
NEXT_BEST = 0.8
"""A second local point counts where it is at least this much as like as the best one."""
ANEW = 0.1
"""It also counts where it is this much like what the better ones leave of the upper point."""
WHOLE = 0.6
"""From this share of an upper point's letters found again, it counts as covered, not partly."""
_MOST_PAIRS = 10_000
_MOST_PARTNERS = 5
_MOST_LOOKED_INTO = 10


@dataclass(frozen=True)
class Pair:
    """An upper and a local point that belong together (indexes), and why.

    ``score`` is their likeness from 0 to 1. The marks are spans in the points' texts.
    """

    upper: int
    local: int
    score: float
    words: tuple[str, ...]
    upper_marks: tuple[Span, ...]
    local_marks: tuple[Span, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Comparison:
    """Both lists of points, and the pairs found among them."""

    upper: tuple[Point, ...]
    local: tuple[Point, ...]
    pairs: tuple[Pair, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Comparison:
        """Rebuild what ``to_dict()`` wrote, after a trip through JSON."""
        return cls(
            tuple(_point(one) for one in data["upper"]),
            tuple(_point(one) for one in data["local"]),
            tuple(pair_from_dict(one) for one in data["pairs"]),
        )


@dataclass(frozen=True)
class Settled:
    """One upper point (or, where ``state`` is added, one local point) and what became of it."""

    state: State
    point: Point
    pairs: tuple[Pair, ...]
    share: float


def compare(upper: Reading, local: Reading) -> Comparison:
    """Put two readings side by side.

    Raises:
        Unreadable: one of them has no numbered items, or too many, with a Chinese sentence.
    """
    asked, given = points_of(upper), points_of(local)
    asked_grams = [grams(point.wording) for point in asked]
    given_grams = [grams(point.wording) for point in given]
    weights = Weights([*asked_grams, *given_grams])
    scores = similarities(asked_grams, given_grams, weights, _MOST_PAIRS)
    alike = _alike(asked, given, scores, weights)
    pairs = tuple(
        _describe(upper, local, asked[a], given[b], a, b, score, weights)
        for a, b, score in sorted(_assigned(alike, asked_grams, given_grams, weights))
    )
    return Comparison(asked, given, pairs)


def describe_pair(upper: Reading, local: Reading, comparison: Comparison, a: int, b: int) -> Pair:
    """Return the pair of the upper point ``a`` and the local point ``b``, found or not.

    For a pair that a person made: it has marks and differences like any other.
    """
    points = (*comparison.upper, *comparison.local)
    weights = Weights([grams(point.wording) for point in points])
    asked, given = comparison.upper[a], comparison.local[b]
    own, other = grams(asked.wording), grams(given.wording)
    scores = similarities([own], [other], weights, _MOST_PAIRS)
    score = _alike([asked], [replace(given, goal=asked.goal)], scores, weights).get((0, 0), 0.0)
    return _describe(upper, local, asked, given, a, b, score, weights)


def nearest(comparison: Comparison, places: Iterable[int]) -> dict[int, list[int]]:
    """Return for each upper point the local points of its kind that come near, the likest first.

    What is too little for a pair may still be what a person looks for.
    """
    given = [grams(point.wording) for point in comparison.local]
    weights = Weights([*(grams(point.wording) for point in comparison.upper), *given])
    found = {}
    for place in places:
        point = comparison.upper[place]
        scores = similarities([grams(point.wording)], given, weights, _MOST_PAIRS)
        fit = [
            (-score, b)
            for (_, b), score in scores.items()
            if score >= NEAR and comparison.local[b].goal == point.goal
        ]
        found[place] = [b for _, b in sorted(fit)]
    return found


def settled(
    comparison: Comparison, pairs: Iterable[Pair] | None = None, taken: frozenset[int] = frozenset()
) -> tuple[Settled, ...]:
    """Return the upper points with their states, in order, then the local points that are new.

    ``pairs`` stands for the pairs found where people have corrected them; ``taken`` are upper
    points that a person called covered by what is paired with them.
    """
    mine: dict[int, list[Pair]] = {}
    used = set()
    for pair in comparison.pairs if pairs is None else pairs:
        mine.setdefault(pair.upper, []).append(pair)
        used.add(pair.local)
    rows = []
    for index, point in enumerate(comparison.upper):
        own = tuple(sorted(mine.get(index, ()), key=lambda pair: -pair.score))
        share = _share(point, own)
        rows.append(Settled(_state(own, share, index in taken), point, own, share))
    new = (point for index, point in enumerate(comparison.local) if index not in used)
    return (*rows, *(Settled("added", point, (), 0.0) for point in new))


def pair_from_dict(data: Mapping[str, Any]) -> Pair:
    """Rebuild a pair that ``asdict`` took apart, after a trip through JSON."""
    spans = {
        side: tuple((start, end) for start, end in data[side])
        for side in ("upper_marks", "local_marks")
    }
    told = tuple(Difference(**one) for one in data["differences"])
    return Pair(**{**data, **spans, "words": tuple(data["words"]), "differences": told})


def _alike(
    asked: Sequence[Point],
    given: Sequence[Point],
    scores: Mapping[tuple[int, int], float],
    weights: Weights,
) -> dict[tuple[int, int], float]:
    """The likeness of each upper point to the ten local points nearest to it, sentences included.

    Duties go with duties and goals with goals.
    """
    rows: dict[int, list[tuple[float, int]]] = {}
    for (a, b), score in scores.items():
        if asked[a].goal == given[b].goal:
            rows.setdefault(a, []).append((score, b))
    near = {
        (a, b): score
        for a, row in rows.items()
        for score, b in heapq.nlargest(_MOST_LOOKED_INTO, row)
    }
    above = {a: sentences(asked[a].wording) for a in rows}
    below = {b: sentences(given[b].wording) for b in {b for _, b in near}}
    return {
        (a, b): (1 - SENTENCE) * score + SENTENCE * best_sentences(above[a], below[b], weights)
        for (a, b), score in near.items()
    }


def _assigned(
    scores: Mapping[tuple[int, int], float],
    asked: Sequence[frozenset[str]],
    given: Sequence[frozenset[str]],
    weights: Weights,
) -> Iterator[tuple[int, int, float]]:
    """Each upper point goes to the local point most like it, and to others that count beside it.

    These are nearly as like as the best, or take up words that the ones before them leave.
    """
    rows: dict[int, list[tuple[float, int]]] = {}
    for (a, b), score in scores.items():
        if score >= LIKE:
            rows.setdefault(a, []).append((score, b))
    for a, row in rows.items():
        row.sort(key=lambda entry: (-entry[0], entry[1]))
        rest, asked_weight = asked[a], weights.total(asked[a])
        for score, b in row[:_MOST_PARTNERS]:
            both = math.sqrt(asked_weight * weights.total(given[b]))
            if score >= NEXT_BEST * row[0][0] or weights.total(rest & given[b]) >= ANEW * both:
                yield a, b, score
                rest -= given[b]


def _describe(
    upper: Reading,
    local: Reading,
    asked: Point,
    given: Point,
    a: int,
    b: int,
    score: float,
    weights: Weights,
) -> Pair:
    shared = frozenset(
        gram for gram in grams(asked.wording) & grams(given.wording) if weights.of(gram) > 0
    )
    there = marks(asked.text, shared)
    words = shared_words(asked.text, given.text, there, weights)
    return Pair(
        a,
        b,
        round(score, 4),
        words,
        there,
        marks(given.text, shared),
        differences(upper, local, asked, given),
    )


def _share(point: Point, pairs: Iterable[Pair]) -> float:
    """How much of an upper point's text is found again in its pairs, 0 to 1."""
    found = {place for pair in pairs for span in pair.upper_marks for place in range(*span)}
    letters = [place for place, letter in enumerate(point.text) if is_chinese(letter)]
    return sum(place in found for place in letters) / max(1, len(letters))


def _state(pairs: tuple[Pair, ...], share: float, taken: bool) -> State:
    if not pairs:
        return "left_out"
    if taken:
        return "covered"
    less = any(one.less for pair in pairs for one in pair.differences)
    return "covered" if share >= WHOLE and not less else "partly"


def _point(data: Mapping[str, Any]) -> Point:
    return Point(**{**data, "path": tuple(data["path"])})
