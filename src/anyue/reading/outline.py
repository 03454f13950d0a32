"""The outline: the best consistent reading of all number tokens of a text.

A beam search walks the tokens once. A state is the stack of open sections (style and value). Each
token is either passed over or taken, as the next one of a level that is open or as the first of a
deeper level. Position, sequence and nesting give points; the shape of a number alone decides
nothing. Time is linear in the number of tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from anyue.reading.numbering import RANK, Token

_BEAM = 24
# A reading that lies this many points behind the best one does not catch up.
_MARGIN = 12.0
# Points for taking and for passing over a token, by the place where it stands.
_TAKEN = {"line": 3.0, "gap": 2.0, "sentence": 1.5, "wrap": -3.0, "middle": -6.0}
_PASSED = {"line": -2.0, "gap": -1.0, "sentence": -1.0, "wrap": 0.0, "middle": 0.0}
# Inside a sentence these styles count points of an argument far more often than sections.
_INLINE_LISTS = frozenset(("arabic_bracket", "arabic_half", "circle"))
_MAX_DEPTH = 6
# A title that runs straight into its first child is at most this long.
_TITLE_LENGTH = 30

_Stack = tuple[tuple[str, int], ...]
_Last = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Taken:
    """A token that numbers a section, with its level (1 is the outermost)."""

    token: Token
    level: int


@dataclass(frozen=True)
class _Link:
    item: Taken
    before: _Link | None


class _State(NamedTuple):
    """``last`` holds the last (value, depth, value of the section above) of every style."""

    score: float
    stack: _Stack
    last: _Last
    taken: _Link | None


class _Step(NamedTuple):
    """A possible next state; ``level`` 0 means that the token was passed over."""

    score: float
    stack: _Stack
    last: _Last
    level: int
    state: _State


def best_outline(text: str, tokens: Iterable[Token]) -> list[Taken]:
    """Return the tokens that number sections, in text order."""
    beam = [_State(0.0, (), ((0, 0, 0),) * len(RANK), None)]
    for token in tokens:
        grown: dict[tuple[_Stack, _Last], _Step] = {}
        for state in beam:
            for step in _steps(text, state, token):
                key = (step.stack, step.last)
                if key not in grown or step.score > grown[key].score:
                    grown[key] = step
        steps = sorted(grown.values(), key=lambda step: -step.score)[:_BEAM]
        floor = steps[0].score - _MARGIN
        beam = [_settled(step, token) for step in steps if step.score >= floor]
    return _unroll(beam[0].taken)


def _settled(step: _Step, token: Token) -> _State:
    link = step.state.taken
    if step.level:
        link = _Link(Taken(token, step.level), link)
    return _State(step.score, step.stack, step.last, link)


def _steps(text: str, state: _State, token: Token) -> Iterable[_Step]:
    yield _Step(state.score + _PASSED[token.place], state.stack, state.last, 0, state)
    points = state.score + _position(text, state, token)
    depths = [depth for depth, (style, _) in enumerate(state.stack) if style == token.style]
    if depths:
        depth = depths[0]
        yield _grow(state, token, depth, points + _sequence(state.stack[depth][1], token))
    else:
        for depth in range(min(len(state.stack), _MAX_DEPTH - 1) + 1):
            yield _grow(state, token, depth, points + _opening(state, token, depth))


def _position(text: str, state: _State, token: Token) -> float:
    if token.place == "middle" and token.value == 1 and state.taken:
        between = text[state.taken.item.token.end : token.start]
        if 1 < len(between) <= _TITLE_LENGTH and not any(mark in between for mark in "，。；\n"):
            return 1.0
    if token.style == "bare":
        return _TAKEN["line"] - 3.0
    if token.place != "line" and token.style in _INLINE_LISTS:
        goes_on = (token.style, token.value - 1) in state.stack
        return _TAKEN[token.place] - (1.0 if goes_on else 4.0)
    return _TAKEN[token.place]


def _sequence(last: int, token: Token) -> float:
    """Points for following ``last`` on the same level."""
    step = token.value - last
    if step == 1:
        return 1.0
    if step > 1:
        return -0.8 * min(step - 1, 6)
    if step == 0:
        return -1.5
    return -3.0 if token.value == 1 else -4.0


def _opening(state: _State, token: Token, depth: int) -> float:
    """Points for opening a level below the first ``depth`` open sections."""
    points = -0.5 * (len(state.stack) - depth)
    if depth and RANK[state.stack[depth - 1][0]] > RANK[token.style]:
        points -= 3.0
    if token.style == "decimal":
        return points + _decimal(state, token, depth)
    if token.value == 1:
        return points + 1.0
    before, where, above = state.last[RANK[token.style]]
    if not before or token.value != before + 1:
        return points - 3.0
    # 3. may go on after 1. and 2. in the next section, but neither on another level nor in the
    # section where something else has taken its place.
    runs_on = where == depth and above != _above(state.stack, depth)
    return points + (0.8 if runs_on else -2.2)


def _above(stack: _Stack, depth: int) -> int:
    return stack[depth - 1][1] if depth else 0


def _decimal(state: _State, token: Token, depth: int) -> float:
    """1.2 belongs under 1; standing anywhere else it is an ordinary number."""
    opened = tuple(value for _, value in state.stack[:depth])
    return 1.0 if opened and opened[-1] == token.parts[-2] and token.value == 1 else -9.0


def _grow(state: _State, token: Token, depth: int, score: float) -> _Step:
    stack = (*state.stack[:depth], (token.style, token.value))
    rank = RANK[token.style]
    last = (*state.last[:rank], (token.value, depth, _above(stack, depth)), *state.last[rank + 1 :])
    return _Step(score, stack, last, depth + 1, state)


def _unroll(link: _Link | None) -> list[Taken]:
    found = []
    while link is not None:
        found.append(link.item)
        link = link.before
    return found[::-1]
