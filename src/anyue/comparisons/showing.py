"""How a comparison reads on the page: labels, marked texts, tabs, the line on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anyue.campaigns.marking import Mark, Segment, segments
from anyue.reading.comparison import SURE, Comparison, Pair
from anyue.reading.comparison_points import Point, label
from anyue.reading.model import Span

from .models import PlanComparison, Ruling
from .rules import Outcome
from .settling import Row

MARGIN = 40
"""Characters shown around marks; what lies between is left out, but for the page of one point."""
TABS = ("", *Outcome.values)
ALWAYS = ("", Outcome.LEFT_OUT, Outcome.PARTLY, Outcome.ADDED, Outcome.COVERED)
TONES = {
    Outcome.LEFT_OUT: ("red", "exclamation"),
    Outcome.PARTLY: ("yellow", "circle-half"),
    Outcome.ADDED: ("blue", "plus"),
    Outcome.COVERED: ("green", "check"),
    Outcome.PLANNED: ("green", "check"),
    Outcome.WAIVED: ("plain", "ban"),
}


@dataclass(frozen=True)
class Side:
    """One point as the page prints it."""

    key: str
    label: str
    part: str
    segments: list[Segment]


@dataclass(frozen=True)
class ShownPair:
    """A local point beside the upper one, and why it stands there."""

    side: Side
    words: tuple[str, ...]
    notes: list[tuple[str, bool]]
    unsure: bool


@dataclass(frozen=True)
class ShownRow:
    """A row of the page; `upper` is None where the own plan adds something."""

    outcome: Outcome
    tone: str
    icon: str
    upper: Side | None
    pairs: list[ShownPair]
    added: Side | None
    ruling: Ruling | None


def shown_row(row: Row, comparison: Comparison, *, whole: bool = False) -> ShownRow:
    """A row as the page prints it; `whole` leaves nothing of the texts out."""
    tone, icon = TONES[row.outcome]
    added = row.outcome == Outcome.ADDED
    margin = None if whole else MARGIN
    pairs = [] if added else [_pair(pair, comparison, margin) for pair in row.settled.pairs]
    marks = [
        span
        for pair in row.settled.pairs
        for span in _telling(row.point, pair.upper_marks, pair.words)
    ]
    return ShownRow(
        outcome=row.outcome,
        tone=tone,
        icon=icon,
        upper=None if added else side(row.point, marks, margin),
        pairs=pairs,
        added=side(row.point, [], margin) if added else None,
        ruling=row.ruling,
    )


def side(point: Point, marks: Sequence[Span], margin: int | None) -> Side:
    """A point with its marks; without any the whole text is shown."""
    merged = _merged(marks)
    text = "" if point.text == point.title else point.text
    shown = segments(text, (Mark(*span) for span in merged), margin=margin) if text else []
    return Side(point.key, label(point), point.part, shown)


def _merged(marks: Iterable[Span]) -> list[Span]:
    """Several local points may mark the same words."""
    merged: list[Span] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _telling(point: Point, marks: Iterable[Span], words: Sequence[str]) -> list[Span]:
    """The marks that hold one of the words named below; the rest would colour half the page."""
    return [
        (start, end) for start, end in marks if any(word in point.text[start:end] for word in words)
    ]


def _pair(pair: Pair, comparison: Comparison, margin: int | None) -> ShownPair:
    local = comparison.local[pair.local]
    return ShownPair(
        side=side(local, _telling(local, pair.local_marks, pair.words), margin),
        words=pair.words,
        notes=[(one.note, one.less) for one in pair.differences],
        unsure=pair.score < SURE,
    )


def tabs(counts: Mapping[Outcome, int], current: str) -> list[dict[str, Any]]:
    """One plain link for each outcome; rare ones only where there are any."""
    total = sum(counts.values())
    return [
        {
            "label": Outcome(key).label if key else "全部",
            "url": f"?show={key}" if key else "?",
            "current": key == current,
            "count": counts[Outcome(key)] if key else total,
        }
        for key in TABS
        if key in ALWAYS or key == current or counts[Outcome(key)]
    ]


def summary(comparison: PlanComparison, counts: Mapping[Outcome, int]) -> str:
    """上级 23 项：覆盖 18、部分 3、漏 2；本级新增 4。"""
    upper = sum(counts.values()) - counts[Outcome.ADDED]
    name = comparison.get_basis_display().removesuffix("方案")
    told = [
        f"覆盖 {counts[Outcome.COVERED]}",
        f"部分 {counts[Outcome.PARTLY]}",
        f"漏 {counts[Outcome.LEFT_OUT]}",
    ]
    for outcome in (Outcome.PLANNED, Outcome.WAIVED):
        if counts[outcome]:
            told.append(f"{outcome.label} {counts[outcome]}")
    return f"{name} {upper} 项：{'、'.join(told)}；本级新增 {counts[Outcome.ADDED]}。"


def trail(rulings: Iterable[Ruling]) -> list[dict[str, Any]]:
    """Rulings for the timeline."""
    return [
        {
            "verb": ruling.get_verb_display(),
            "actor": ruling.actor,
            "at": ruling.at,
            "note": "\n".join(_told(ruling)),
        }
        for ruling in rulings
    ]


def _told(ruling: Ruling) -> Iterable[str]:
    yield f"对方：{ruling.upper_label}"
    if ruling.local_label:
        yield f"本级：{ruling.local_label}"
    if ruling.reason:
        yield f"原因：{ruling.reason}"
