"""The points of a plan that can be put beside those of another: its items without sub-items."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from anyue.reading.errors import Unreadable
from anyue.reading.model import Heading, Reading

MOST_POINTS = 1000
_FRAMING = re.compile(
    r"(?:指导思想|总体要求|总体思路|总体原则|基本原则|工作原则|指导原则|重要意义|充分认识.{0,16}意义|编制依据"
    r"|(?:活动|宣传)?(?:主题|时间|名称|背景|地点|目的|范围)|时间安排)"
)
_GOAL = re.compile(r"(?:目标|目标任务|目标要求)$")
_LEAD_IN = re.compile(r"[：:]\s*$")
_LABEL = 40
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Point:
    """One item. ``key`` stays the same as long as its wording does, wherever it stands.

    ``text`` is the body in the reading's clean wording, the title where there is no body;
    ``start, end`` are its place in the
    reading's text. ``goal``: it states what is to be reached, not what is to be done.
    """

    key: str
    path: tuple[str, ...]
    number: str
    title: str
    part: str
    text: str
    start: int
    end: int
    goal: bool

    @property
    def wording(self) -> str:
        """Title and text, the words that are compared."""
        return f"{self.title}\n{self.text}"


def points_of(reading: Reading) -> tuple[Point, ...]:
    """Return the items that ask for something, in text order.

    Items with sub-items count where they have sentences of their own. Guiding thoughts, the theme
    and the like ask for nothing and are left out.

    Raises:
        Unreadable: no numbered item was read, or more than can be put side by side.
    """
    found = list(_points(reading.outline))
    if not found:
        raise Unreadable(
            "没有读出带序号的条目（如“一、”“（一）”“1.”），不能逐条对照。"
            "请换一份带序号的文件，或者粘贴正文。"
        )
    if len(found) > MOST_POINTS:
        raise Unreadable(f"条目超过 {MOST_POINTS} 条，不能逐条对照。请只取与本方案有关的部分。")
    return tuple(found)


def _points(outline: tuple[Heading, ...]) -> Iterator[Point]:
    above: list[Heading] = []
    seen: set[str] = set()
    for index, heading in enumerate(outline):
        above = [*above[: heading.level - 1], heading]
        has_children = index + 1 < len(outline) and outline[index + 1].level > heading.level
        if has_children and (not heading.text.strip() or _LEAD_IN.search(heading.text)):
            continue
        if not heading.title and not heading.text.strip():
            continue
        if heading.title and _FRAMING.fullmatch(heading.title):
            continue
        point = _point(heading, above)
        if point.key in seen:
            point = _point(heading, above, again=len(seen))
        seen.add(point.key)
        yield point


def _point(heading: Heading, above: list[Heading], again: int = 0) -> Point:
    text = _SPACE.sub("", heading.text)
    title = _SPACE.sub("", heading.title or "")
    words = _MARKS.sub("", title + text) + (f"#{again}" if again else "")
    return Point(
        key=hashlib.sha256(words.encode()).hexdigest()[:16],
        path=heading.path,
        number=heading.number,
        title=title,
        part=" · ".join(f"{one.number}{one.title or ''}" for one in above[:-1]),
        text=text or title,
        start=heading.start,
        end=heading.end,
        goal=bool(_GOAL.search(title)),
    )


def label(point: Point) -> str:
    """Number and title of a point, or the first words of one without a title."""
    if point.title:
        return f"{point.number}{point.title}"
    clause = re.split(r"[，。；：,;:]", point.text, maxsplit=1)[0]
    cut = clause if len(clause) <= _LABEL else f"{clause[:_LABEL]}……"
    return f"{point.number}{cut}"
