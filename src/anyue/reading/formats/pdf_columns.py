"""The text of one PDF page in the order people read it: a page in two columns, left one first.

A PDF is a list of drawing orders; most programs write them as people read. Some write across both
columns, line by line. That is seen where the lines lie, not in what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2

_FEWEST = 6
"""Rows with text on both sides before two columns are believed."""
_SHARE = 0.5
"""How much of the page's rows these are at least."""
_RUNNING = 0.6
"""A line of running text covers this much of its column; this share of the lines does so."""
_NARROWEST = 10
"""A column of running text holds this many letters in a line; the cells of a table hold fewer."""
_SAME_ROW = 0.5
_JOINED = 1.2
"""Runs of a row no further apart than this many heights of a letter belong together."""
_MIDDLE = (0.35, 0.65)
_MIXED = 0.5
_MARGIN = 1.0


@dataclass(frozen=True)
class _Run:
    """A stretch of text on one line, in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass
class _Row:
    """Runs of one line, neighbours joined; from left to right."""

    runs: list[_Run] = field(default_factory=list)


def column_text(page: pypdfium2.PdfPage) -> str:
    """Return the page's text; what was drawn across two columns is put in order.

    Raises pypdfium2.PdfiumError where the page cannot be opened.
    """
    found = page.get_textpage()
    drawn = [_Run(*found.get_rect(index)) for index in range(found.count_rects())]
    runs = [run for run in drawn if run.right > run.left and run.height > 0]
    rows = _rows(runs)
    gap = _gap(rows)
    if gap is not None and _is_mixed(runs, gap):
        texts = (
            found.get_text_bounded(run.left, run.bottom - _MARGIN, run.right, run.top + _MARGIN)
            for run in _in_order(rows, gap)
        )
        text = "\n".join(" ".join(text.split()) for text in texts)
    else:
        text = found.get_text_bounded()
    return text.replace("\ufffe", "")


def _rows(runs: Sequence[_Run]) -> list[_Row]:
    """Put the runs together that stand beside each other, from the top down."""
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda run: (-run.top - run.bottom, run.left)):
        last = rows[-1].runs[-1] if rows else None
        common = min(run.top, last.top) - max(run.bottom, last.bottom) if last else 0.0
        if last and common > _SAME_ROW * min(run.height, last.height):
            rows[-1].runs.append(run)
        else:
            rows.append(_Row([run]))
    for row in rows:
        row.runs = list(_joined(sorted(row.runs, key=lambda run: run.left)))
    return rows


def _joined(runs: Sequence[_Run]) -> Iterator[_Run]:
    current = runs[0]
    for run in runs[1:]:
        if run.left - current.right <= _JOINED * max(run.height, current.height):
            current = _Run(
                current.left,
                min(current.bottom, run.bottom),
                max(current.right, run.right),
                max(current.top, run.top),
            )
        else:
            yield current
            current = run
    yield current


def _gap(rows: Sequence[_Row]) -> float | None:
    """Where the gap between two columns of running text lies; None where there are not two."""
    pairs = [row.runs for row in rows if len(row.runs) == 2]
    if len(pairs) < max(_FEWEST, _SHARE * len(rows)):
        return None
    begin = min(left.left for left, _ in pairs)
    end = max(right.right for _, right in pairs)
    # A line that ends a paragraph is short, so the widest of each column tells its edge.
    edge = sorted(left.right for left, _ in pairs)[-1 - len(pairs) // 10]
    start = sorted(right.left for _, right in pairs)[len(pairs) // 10]
    gap = (edge + start) / 2
    low, high = (begin + share * (end - begin) for share in _MIDDLE)
    letter = sorted(left.height for left, _ in pairs)[len(pairs) // 2]
    narrow = min(edge - begin, end - start) < _NARROWEST * letter
    if edge >= start or narrow or not low <= gap <= high:
        return None
    left_full = sum(left.right - left.left >= _RUNNING * (edge - begin) for left, _ in pairs)
    right_full = sum(right.right - right.left >= _RUNNING * (end - start) for _, right in pairs)
    return gap if min(left_full, right_full) >= _RUNNING * len(pairs) else None


def _is_mixed(runs: Sequence[_Run], gap: float) -> bool:
    """Was it drawn from side to side? In order, the side changes once for each column."""
    sides = [run.left > gap for run in runs if run.right < gap or run.left > gap]
    changes = sum(one != other for one, other in pairwise(sides))
    return changes > _MIXED * min(sum(sides), len(sides) - sum(sides))


def _in_order(rows: Sequence[_Row], gap: float) -> Iterator[_Run]:
    """Left column, right column; a line across both ends them and comes after them."""
    sides: tuple[list[_Run], list[_Run]] = ([], [])
    for row in rows:
        across = [run for run in row.runs if run.left < gap < run.right]
        if across:
            yield from (*sides[0], *sides[1], *row.runs)
            sides = ([], [])
            continue
        for run in row.runs:
            sides[run.left > gap].append(run)
    yield from (*sides[0], *sides[1])
