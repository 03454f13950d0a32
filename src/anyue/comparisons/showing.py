"""How a comparison reads on the page: labels, marked texts, tabs, the line on top."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from anyue.campaigns.marking import Mark, Segment, segments
from anyue.campaigns.models import Activity
from anyue.reading.comparison import SURE, WHOLE, Comparison, Pair, nearest
from anyue.reading.comparison_points import Point, label
from anyue.reading.model import Span

from .models import PlanComparison, Ruling
from .rules import Outcome
from .settling import Row, counts

MARGIN = 40
"""Characters shown around marks; what lies between is left out, but for the page of one point."""
DIFFERS = "differs"
"""The tab of points whose dates or numbers differ; it cuts across the outcomes."""
TABS = {
    "": "全部",
    Outcome.LEFT_OUT: "漏项",
    Outcome.PARTLY: "部分覆盖",
    DIFFERS: "时限数量不同",
    Outcome.COVERED: "已覆盖",
    Outcome.PLANNED: "已加入方案",
    Outcome.WAIVED: "有意不列",
    Outcome.ADDED: "本级新增",
}
ONLY_WHERE_ANY = (Outcome.PLANNED, Outcome.WAIVED)
KINDS = {"quantity": "数量", "deadline": "时限"}
STEP = 5
"""Shares are shown in steps of so many per cent; more would claim too much."""
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
class Note:
    """A date or a number that differs. `less`: the local plan asks for less, or later."""

    kind: str
    text: str
    less: bool


@dataclass(frozen=True)
class ShownPair:
    """A local point beside the upper one, and why it stands there."""

    side: Side
    words: tuple[str, ...]
    notes: list[Note]
    unsure: bool


@dataclass(frozen=True)
class ShownRow:
    """A row of the page; `upper` is None where the own plan adds something.

    `why` says how the outcome came about, `anchor` is its id on the page. `nearest` is the local
    point most like one that is left out, for a person to say that it is the one.
    """

    outcome: Outcome
    tone: str
    icon: str
    why: str
    anchor: str
    upper: Side | None
    pairs: list[ShownPair]
    added: Side | None
    nearest: Side | None
    ruling: Ruling | None
    activity: Activity | None


def shown_rows(rows: Sequence[Row], comparison: Comparison) -> list[ShownRow]:
    """Rows as the list prints them, those left out with what comes nearest."""
    places = {point.key: place for place, point in enumerate(comparison.upper)}
    left = {places[row.point.key]: row.denied for row in rows if row.outcome == Outcome.LEFT_OUT}
    near = {
        comparison.upper[place].key: next((b for b in found if b not in left[place]), None)
        for place, found in nearest(comparison, left).items()
    }
    return [
        shown_row(row, comparison, near=near.get(row.point.key) if not _is_new(row) else None)
        for row in rows
    ]


def _is_new(row: Row) -> bool:
    return row.outcome == Outcome.ADDED


def shown_row(
    row: Row, comparison: Comparison, *, whole: bool = False, near: int | None = None
) -> ShownRow:
    """A row as the page prints it; `whole` leaves nothing of the texts out."""
    tone, icon = TONES[row.outcome]
    added = _is_new(row)
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
        why=_why(row),
        anchor=f"a-{row.point.key}" if added else f"p-{row.point.key}",
        upper=None if added else side(row.point, marks, margin),
        pairs=pairs,
        added=side(row.point, [], margin) if added else None,
        nearest=side(comparison.local[near], [], margin) if near is not None else None,
        ruling=row.ruling,
        activity=row.activity,
    )


def _why(row: Row) -> str:
    """How much of the point was found again, where no person has spoken."""
    if row.ruling or row.outcome not in (Outcome.PARTLY, Outcome.COVERED):
        return ""
    share = min(100, max(STEP, round(row.settled.share * 100 / STEP) * STEP))
    told = f"这一条的话，本级约写到 {share}%"
    if row.outcome == Outcome.PARTLY and row.settled.share >= WHOLE:
        return f"{told}，但时限或数量要求比它低"
    return told


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
        notes=[Note(KINDS[one.kind], one.note, one.less) for one in pair.differences],
        unsure=pair.score < SURE,
    )


def wanted(rows: Iterable[Row], shown: str) -> list[Row]:
    """The rows of a tab; all of them where there is no such tab."""
    if shown == DIFFERS:
        return [row for row in rows if row.differs]
    return [row for row in rows if shown not in Outcome.values or row.outcome == shown]


def tabs(rows: Sequence[Row], current: str) -> list[dict[str, Any]]:
    """One plain link with its count for each outcome; rare ones only where there are any."""
    found = []
    for key, name in TABS.items():
        count = len(wanted(rows, key))
        if count or key == current or key not in ONLY_WHERE_ANY:
            url = f"?show={key}" if key else "?"
            bad = bool(count) and key in (Outcome.LEFT_OUT, DIFFERS)
            here = key == current
            found.append({"label": name, "url": url, "current": here, "count": count, "bad": bad})
    return found


def summary(comparison: PlanComparison, rows: Sequence[Row]) -> str:
    """上级 23 项：覆盖 18、部分 3、漏 2；本级新增 4。时限、数量不同 2 项。"""
    told = counts(rows)
    upper = sum(told.values()) - told[Outcome.ADDED]
    name = comparison.get_basis_display().removesuffix("方案")
    parts = [
        f"覆盖 {told[Outcome.COVERED]}",
        f"部分 {told[Outcome.PARTLY]}",
        f"漏 {told[Outcome.LEFT_OUT]}",
        *(f"{one.label} {told[one]}" for one in ONLY_WHERE_ANY if told[one]),
    ]
    differing = len(wanted(rows, DIFFERS))
    tail = f"时限、数量不同 {differing} 项。" if differing else ""
    return f"{name} {upper} 项：{'、'.join(parts)}；本级新增 {told[Outcome.ADDED]}。{tail}"


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
