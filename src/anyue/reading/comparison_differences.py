"""What two points about the same thing ask differently: how many, how often, by when.

A figure or a date is compared with that of the local clause whose other words are most like its
own; where no clause is like it, nothing is said, for the point may simply be shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from anyue.reading import lexicon
from anyue.reading.comparison_points import Point
from anyue.reading.model import Deadline, Reading
from anyue.reading.wording_weights import grams

_CLAUSE = re.compile(r"[^，。；：！,;:!\n]+[，。；：！,;:!\n]?")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_UNIT = r"次|场|期|批|家|个|份|人|项|处|遍|轮|课时|学时|小时|件|篇|条|名|天|[%％]"
_FIGURE = re.compile(rf"(?P<n>\d{{1,5}}|[一二两三四五六七八九十]{{1,3}})(?P<unit>{_UNIT})")
_ONES = {char: value for value, char in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_PER_YEAR = {
    "daily": 365,
    "weekly": 52,
    "monthly": 12,
    "quarterly": 4,
    "half_yearly": 2,
    "yearly": 1,
}
_LIKE = 0.4
_LEAST_SHARED = 3
_SHORT = 4
_MOST = 60


@dataclass(frozen=True)
class Difference:
    """One figure or date that differs. ``less``: the local plan asks for less, or later."""

    kind: Literal["quantity", "deadline"]
    upper: str
    local: str
    note: str
    less: bool


@dataclass(frozen=True)
class _Figure:
    printed: str
    n: int
    unit: str
    cadence: str | None


@dataclass(frozen=True)
class _Clause:
    """A clause with its figures and dates, and its other words."""

    words: frozenset[str]
    figures: tuple[_Figure, ...]
    dues: tuple[Deadline, ...]


def differences(
    upper: Reading, local: Reading, asked: Point, given: Point
) -> tuple[Difference, ...]:
    """Return how the local point ``given`` differs in numbers and dates from ``asked``."""
    answers = _clauses(local, given)
    counted = [answer for answer in answers if answer.figures]
    dated = [answer for answer in answers if answer.dues]
    found: list[Difference] = []
    for clause in _clauses(upper, asked):
        if clause.figures and (answer := _most_like(clause, counted)):
            found += _quantities(clause, answer)
        if clause.dues and (answer := _most_like(clause, dated) or _most_like(clause, answers)):
            found += _deadlines(clause, answer)
    return tuple(dict.fromkeys(found))


def _clauses(reading: Reading, point: Point) -> list[_Clause]:
    dues = [due for due in reading.deadlines if point.start <= due.start < point.end]
    clauses = [match.group() for match in _CLAUSE.finditer(point.text)]
    return list(_read(clauses, dues))[:_MOST]


def _read(clauses: Sequence[str], dues: list[Deadline]) -> Iterator[_Clause]:
    """Dates are given to the clauses in text order; one of little but a date gets its neighbour.

    ``dues`` is used up.
    """
    for index, clause in enumerate(clauses):
        own = []
        rest = clause
        while dues and _bare(dues[0].text) in rest:
            own.append(dues.pop(0))
            rest = rest.replace(_bare(own[-1].text), " ", 1)
        figures = tuple(_figures(clause))
        for figure in figures:
            rest = rest.replace(figure.printed, " ")
        words = grams(rest)
        if len(words) < _SHORT and (own or figures):
            words |= grams(_neighbour(clauses, index))
        yield _Clause(words, figures, tuple(own))


def _neighbour(clauses: Sequence[str], index: int) -> str:
    """What a bare date is about: the clause behind it, at the end of a sentence the one before."""
    ends = clauses[index][-1] in "。；;!！\n" or index + 1 == len(clauses)
    if ends:
        return clauses[index - 1] if index else ""
    return clauses[index + 1]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _figures(clause: str) -> Iterator[_Figure]:
    plain = _QUOTED.sub(lambda match: " " * len(match.group()), clause)
    cadences = [(start, key) for start, _, key in lexicon.find_cadences(plain)]
    for match in _FIGURE.finditer(plain):
        before = [key for start, key in cadences if start <= match.start()]
        n = _number(match["n"])
        if n is not None:
            yield _Figure(match.group(), n, match["unit"], before[-1] if before else None)


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return _ONES.get(text)
    tens, _, ones = text.partition("十")
    return (_ONES.get(tens, 0) if tens else 1) * 10 + _ONES.get(ones, 0)


def _most_like(clause: _Clause, answers: Sequence[_Clause]) -> _Clause | None:
    best, chosen = 0.0, None
    for answer in answers:
        shared = len(clause.words & answer.words)
        share = shared / max(1, min(len(clause.words), len(answer.words)))
        like = share * shared
        if shared >= _LEAST_SHARED and share >= _LIKE and like > best:
            best, chosen = like, answer
    return chosen


def _quantities(clause: _Clause, answer: _Clause) -> Iterator[Difference]:
    for figure in clause.figures:
        same_unit = [one for one in answer.figures if one.unit == figure.unit]
        rates = {(one.n, one.cadence) for one in clause.figures if one.unit == figure.unit}
        if not same_unit or any((one.n, one.cadence) in rates for one in same_unit):
            continue
        other = same_unit[0]
        wanted, got = _rate(figure), _rate(other)
        comparable = (figure.cadence is None) == (other.cadence is None)
        less = got < wanted if comparable else figure.cadence is not None
        if comparable:
            word = "本级更少" if less else "本级更多"
        else:
            word = "本级没有写频次" if less else "上级没有写频次"
        left, right = _spoken(figure), _spoken(other)
        yield Difference("quantity", left, right, f"上级{left}，本级{right}（{word}）", less)


def _rate(figure: _Figure) -> int:
    return figure.n * _PER_YEAR.get(figure.cadence or "", 1)


def _spoken(figure: _Figure) -> str:
    often = lexicon.cadences().get(figure.cadence or "", "")
    return f"{often}{figure.printed}"


def _deadlines(clause: _Clause, answer: _Clause) -> Iterator[Difference]:
    wanted = sorted({day for due in clause.dues for day in due.dates})
    if not wanted:
        return
    got = sorted({day for due in answer.dues for day in due.dates})
    if wanted == got:
        return
    left = "、".join(due.text for due in clause.dues)
    right = "、".join(due.text for due in answer.dues)
    if not got:
        yield Difference("deadline", left, right, f"上级{left}，本级没有写明日期", True)
        return
    later, fewer = got[-1] > wanted[-1], len(got) < len(wanted)
    if fewer:
        word = f"上级有 {len(wanted)} 个时限，本级只有 {len(got)} 个"
    else:
        word = "本级更晚" if later else "本级更早"
    yield Difference("deadline", left, right, f"上级{left}，本级{right}（{word}）", later or fewer)
