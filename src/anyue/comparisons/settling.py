"""What became of every point: the pairs found, then what people said, in the order they said it.

Pure: a comparison and rulings in, rows out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from anyue.campaigns.models import Activity
from anyue.reading.comparison import Comparison, Pair, Settled, pair_from_dict, settled
from anyue.reading.comparison_points import Point

from .models import Ruling
from .rules import Outcome, RulingVerb, is_in_plan


@dataclass(frozen=True)
class Row:
    """One point with its outcome; `ruling` is the word that decided it, None if nobody spoke.

    `activity` is what the plan holds because of the point, None for most; `denied` are the local
    points of which people said that they are something else.
    """

    outcome: Outcome
    settled: Settled
    ruling: Ruling | None = None
    activity: Activity | None = None
    denied: frozenset[int] = frozenset()

    @property
    def point(self) -> Point:
        """The point itself."""
        return self.settled.point

    @property
    def differs(self) -> bool:
        """Does one of the local points ask for another number, or by another day?"""
        return self.outcome != Outcome.ADDED and any(
            pair.differences for pair in self.settled.pairs
        )


@dataclass
class _Words:
    """What people said about one upper point so far."""

    denied: set[int] = field(default_factory=set)
    made: dict[int, Pair] = field(default_factory=dict)
    last: Ruling | None = None
    activity: Activity | None = None


def rows_of(comparison: Comparison, rulings: Iterable[Ruling]) -> list[Row]:
    """Return the other plan's points in their order, then what the own plan adds."""
    said = _listen(comparison, rulings)
    pairs = [pair for pair in comparison.pairs if pair.local not in _of(said, pair).denied]
    known = {(pair.upper, pair.local) for pair in pairs}
    for words in said.values():
        pairs += [pair for pair in words.made.values() if (pair.upper, pair.local) not in known]
    taken = frozenset(
        place
        for place, words in said.items()
        if words.made or (words.last and words.last.verb == RulingVerb.COVER)
    )
    rows = []
    for place, one in enumerate(settled(comparison, pairs, taken)):
        words = said.get(place, _Words()) if one.state != "added" else _Words()
        denied = frozenset(words.denied)
        rows.append(Row(_outcome(one, words), one, words.last, words.activity, denied))
    return rows


def counts(rows: Iterable[Row]) -> dict[Outcome, int]:
    """How many points there are of each outcome."""
    found = dict.fromkeys(Outcome, 0)
    for row in rows:
        found[row.outcome] += 1
    return found


def path_of(point: Point) -> str:
    """The numbers that lead to a point, as one string."""
    return "/".join(point.path)


def pair_as_json(pair: Pair) -> dict[str, Any]:
    """A pair made by hand, to be kept with the ruling."""
    return asdict(pair)


def _outcome(one: Settled, words: _Words) -> Outcome:
    if words.activity:
        return Outcome.PLANNED
    if words.last and words.last.verb == RulingVerb.LEAVE_OUT:
        return Outcome.WAIVED
    return Outcome(one.state)


def _of(said: Mapping[int, _Words], pair: Pair) -> _Words:
    return said.get(pair.upper, _Words())


def _listen(comparison: Comparison, rulings: Iterable[Ruling]) -> dict[int, _Words]:
    above, below = _Finder(comparison.upper), _Finder(comparison.local)
    said: dict[int, _Words] = {}
    for ruling in rulings:
        place = above.find(ruling.upper_key, ruling.upper_path)
        other = below.find(ruling.local_key, ruling.local_path) if ruling.local_key else None
        if place is None or (ruling.local_key and other is None):
            continue
        words = said.setdefault(place, _Words())
        if ruling.activity and is_in_plan(ruling.activity):
            words.activity = ruling.activity
        if ruling.verb == RulingVerb.RESET:
            said[place] = _Words(activity=words.activity)
            continue
        words.last = ruling
        if other is not None and ruling.verb == RulingVerb.UNMATCH:
            words.denied.add(other)
            words.made.pop(other, None)
        if other is not None and ruling.verb == RulingVerb.MATCH:
            words.denied.discard(other)
            words.made[other] = _made(ruling, comparison, place, other)
    return said


def _made(ruling: Ruling, comparison: Comparison, place: int, other: int) -> Pair:
    """The pair as it was kept; its marks only where both wordings are still the same."""
    pair = replace(pair_from_dict(ruling.pair), upper=place, local=other)
    keys = comparison.upper[place].key, comparison.local[other].key
    if keys == (ruling.upper_key, ruling.local_key):
        return pair
    return Pair(place, other, pair.score, (), (), (), ())


class _Finder:
    """Finds a point again: by its wording, else by its number."""

    def __init__(self, points: Sequence[Point]) -> None:
        self._keys = {point.key: place for place, point in enumerate(points)}
        self._paths = {path_of(point): place for place, point in enumerate(points)}

    def find(self, key: str, path: str) -> int | None:
        return self._keys.get(key, self._paths.get(path))
