"""From printed lines to running text, every character still knowing where it stood.

The result is a :class:`Flow`: no white space but ``\\n`` at the end of a paragraph (and one blank
between two Latin words); page numbers, page chrome and line wraps are gone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from anyue.reading.lines import Line, cut_lines
from anyue.reading.numbering import starts_with_number
from anyue.reading.organs import is_organ
from anyue.reading.source import Source

_SENTENCE_END = "。！？!?：:；;"
_MID_SENTENCE = "，、,（(《“—-"
_LEADING_MARK = re.compile(r"[，、。；：）》”！？,.;:)!?]")
# A run of digits or signs standing alone on its line, as some pages break around every number.
_LONE_DIGITS = re.compile(r"(?!\d{4}[-./]\d{1,2}[-./]\d{1,2}$)(?:[\d.,%?·-]{1,9}|\d{3,4}-\d{7,8})$")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,6}[:：]|【")
_BARE_NUMBER = re.compile(r"\d{1,2}(?:[.．]\d{1,2}){0,3}")
_DATE_LINE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_INNER_MARK = re.compile(r"[，。；]")
# Full-width digits and letters, and digits of formulas, are read as half-width ones; every place
# keeps its character count.
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_HALF_WIDTH |= {0x1D7CE + place: 0x30 + place % 10 for place in range(50)}  # 𝟎 … 𝟿
_OPENING, _CLOSING = "《（(“", "》）)”"
# A gap only separates a title from its body when whole phrases stand on both sides of it.
_MIN_SEGMENT = 3
_SPACED = 6
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Flow:
    """Running text. ``at[i]`` is the offset in the source of ``text[i]``.

    ``gaps``: sorted places before which white space stood inside a line.
    ``wraps``: sorted places before which a printed line ended inside a sentence.
    ``cells``: spans of ``text`` that were table cells.
    """

    text: str
    at: tuple[int, ...]
    gaps: tuple[int, ...]
    wraps: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map ``text[start:end]`` to offsets in the source; an empty span stays empty."""
        if not self.at:
            return 0, 0
        first = self.at[min(start, len(self.at) - 1)]
        return (first, self.at[end - 1] + 1) if end > start else (first, first)

    def first_gap(self, start: int, end: int) -> int | None:
        """Return the first gap strictly inside ``start..end``."""
        index = bisect_left(self.gaps, start + 1)
        return self.gaps[index] if index < len(self.gaps) and self.gaps[index] < end else None

    def has_gap(self, place: int) -> bool:
        """Say whether white space stood right before ``place``."""
        return _holds(self.gaps, place)

    def has_wrap(self, place: int) -> bool:
        """Say whether a printed line ended right before ``place``."""
        return _holds(self.wraps, place)

    def paragraph(self, place: int) -> tuple[int, int]:
        """Return the span of the paragraph that holds ``place``."""
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", place)
        return start, len(self.text) if end < 0 else end

    def in_cell(self, place: int) -> bool:
        """Say whether ``place`` lies in a table cell."""
        index = bisect_left(self.cells, (place + 1,)) - 1
        return index >= 0 and place < self.cells[index][1]


def clean(source: Source) -> Flow:
    """Turn the source into running text."""
    lines = cut_lines(source)
    width = wrap_width(lines)
    broken_digits = _breaks_around_digits(lines)
    builder = _Builder(source.text)
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        joined = (
            following is not None
            and not _signs(lines, index + 1)
            and _continues(line, following, width, broken_digits)
        )
        builder.add(line, joined)
    return builder.flow()


def wrap_width(lines: list[Line]) -> int | None:
    """Find the width at which lines were wrapped, or None when paragraphs are whole.

    Width counts a Chinese character as 2.
    """
    widths = Counter(line.width for line in lines if line.width >= 30 and not line.cell)
    total = sum(widths.values())
    best, most = None, 0
    for width in widths:
        near = sum(widths[width - step] for step in range(-1, 5))
        if width <= 120 and (near, width) > (most, best or 0):
            best, most = width, near
    wider = sum(count for width, count in widths.items() if best and width > best + 4)
    return best if most >= 5 and most >= 0.35 * total and wider <= 0.05 * total else None


def _breaks_around_digits(lines: list[Line]) -> bool:
    return sum(1 for line in lines if not line.cell and _LONE_DIGITS.match(line.text)) >= 3


def _continues(line: Line, following: Line, width: int | None, broken_digits: bool) -> bool:
    """Say whether ``following`` goes on with the sentence of ``line``."""
    if line.cell or following.cell:
        return False
    if broken_digits and _joins_digits(line, following):
        return True
    if (
        starts_with_number(following.text)
        or _LABEL.match(following.text)
        or (following.blank_before and not _is_open(line.text))
    ):
        return False
    if _LEADING_MARK.match(following.text) or line.text[-1] in _MID_SENTENCE:
        return True
    if _is_open(line.text):
        return True
    if line.text[-1] in _SENTENCE_END:
        return False
    return _reaches_margin(line, width) if width else _stops_short(line, following)


def _signs(lines: list[Line], index: int) -> bool:
    """The name of a body with a date below it is a signature and begins a paragraph."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(_DATE_LINE.fullmatch(below)) and is_organ(lines[index].text)


def _joins_digits(line: Line, following: Line) -> bool:
    if _LONE_DIGITS.match(line.text):
        return not starts_with_number(following.text)
    return bool(_LONE_DIGITS.match(following.text)) and (
        line.text[-1] not in "。！？" and not starts_with_number(following.text)
    )


def _reaches_margin(line: Line, width: int) -> bool:
    slack = 6 if starts_with_number(line.text) else 8
    return line.width >= width - slack


def _stops_short(line: Line, following: Line) -> bool:
    """A long line of whole paragraphs that ends without a mark was broken by accident."""
    numbered_title = starts_with_number(line.text) and len(line.text) < 60
    return len(line.text) >= 30 and bool(_INNER_MARK.search(line.text)) and not numbered_title


def _is_open(text: str) -> bool:
    """A bracket opened near the end of the line is still open."""
    tail = text[-60:]
    return any(
        tail.rfind(left) > tail.rfind(right)
        for left, right in zip(_OPENING, _CLOSING, strict=True)
        if tail.count(left) > tail.count(right)
    )


def _holds(places: tuple[int, ...], place: int) -> bool:
    index = bisect_left(places, place)
    return index < len(places) and places[index] == place


def _is_spaced(pieces: list[str]) -> bool:
    """Recognition printed nearly every letter apart: 2 0 2 4 年 6 月."""
    single = sum(len(piece) == 1 for piece in pieces)
    han = any(_HAN.match(piece) for piece in pieces)
    return han and len(pieces) >= _SPACED and single * 5 >= len(pieces) * 4


class _Builder:
    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._at: list[int] = []
        self._gaps: list[int] = []
        self._wraps: list[int] = []
        self._cells: list[tuple[int, int]] = []

    def add(self, line: Line, joined: bool) -> None:
        """Append one line; ``joined`` says that the next one belongs to the same paragraph."""
        begin = len(self._text)
        pieces = [(m.start() + line.start, m.group()) for m in re.finditer(r"\S+", line.text)]
        spaced = _is_spaced([piece for _, piece in pieces])
        if begin and self._text[-1] != "\n":
            self._wraps.append(begin)
            self._bridge(pieces[0][1][0], line.start)
        for index, (offset, piece) in enumerate(pieces):
            if index:
                self._space(pieces[index - 1][1], piece, offset, spaced)
            self._text.extend(piece.translate(_HALF_WIDTH))
            self._at.extend(range(offset, offset + len(piece)))
        if line.cell:
            self._cells.append((begin, len(self._text)))
        if not joined:
            self._text.append("\n")
            self._at.append(min(line.end, len(self._source) - 1))

    def flow(self) -> Flow:
        """Return what was built."""
        return Flow(
            "".join(self._text),
            tuple(self._at),
            tuple(self._gaps),
            tuple(self._wraps),
            tuple(self._cells),
        )

    def _space(self, before: str, after: str, offset: int, spaced: bool) -> None:
        if not spaced:
            self._bridge(after[0], offset)
        if (len(before) >= _MIN_SEGMENT and len(after) >= _MIN_SEGMENT) or self._opens(before):
            self._gaps.append(len(self._text))

    def _opens(self, piece: str) -> bool:
        """A number alone at the beginning of a paragraph (“1 总则”) keeps its gap."""
        begin = len(self._text) - len(piece)
        at_start = begin <= 0 or self._text[begin - 1] == "\n"
        return at_start and bool(_BARE_NUMBER.fullmatch(piece))

    def _bridge(self, after: str, offset: int) -> None:
        """Keep one blank between two Latin words, none anywhere else."""
        before = self._text[-1]
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            self._text.append(" ")
            self._at.append(offset - 1)
