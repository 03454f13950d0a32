"""Splits the title of a numbered item from its body.

Titles end at a full stop, at the end of their own line, at a gap in text that was flattened to one
line, or at the next number. An item that starts straight with its duty has no title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from anyue.reading.cleaning import Flow
from anyue.reading.outline import Taken

_STOP = re.compile(r"[。！？；;]")
_COMMA = re.compile(r"[，,]")
_TITLE_MAX = 60
_INLINE_MAX = 34
_CLAUSE_MAX = 26
_WHOLE_ITEM_MAX = 20
# A line that ends with a full stop and is longer than this, with a comma, is a duty, no title.
_SENTENCE_MIN = 40
_EXPLAINED = re.compile(r"[（(][^（）()]*[）)]$")
_LABELLED = re.compile(r"([^，。；：:“”《》]{2,10})[:：](?=.)")
# Section names so common that they are titles even when the body follows without any mark.
_COMMON_TITLE = re.compile(
    r"(?:(?:活动|工作|总体|具体|有关|时间|地点|人员|参加|参赛|组织|注意|报名|报送|相关|实施|检查|培训|演练)?"
    r"(?:时间|地点|主题|目标|内容|要求|安排|事项|步骤|范围|对象|方式|措施|任务|机构|思想|目的|方法|形式))"
    r"(?:安排|要求|和要求|及要求)?"
)


@dataclass(frozen=True)
class Item:
    """A numbered item in the flow. The title span is empty when there is no title.

    ``start`` is the number's place, ``body`` where the text after the title begins, ``end`` where
    the next number (of any level) begins.
    """

    taken: Taken
    title_start: int
    title_end: int
    body: int
    end: int

    @property
    def start(self) -> int:
        """Place of the number."""
        return self.taken.token.start


def split_titles(flow: Flow, taken: Sequence[Taken], end: int) -> list[Item]:
    """Return the items of an outline whose last one ends at ``end``."""
    stops = [*(item.token.start for item in taken[1:]), end][: len(taken)]
    flat = _is_flat(flow, taken)
    items = []
    for index, (item, stop) in enumerate(zip(taken, stops, strict=True)):
        has_child = index + 1 < len(taken) and taken[index + 1].level > item.level
        items.append(_split(flow, item, stop, has_child, flat))
    return _agree(flow, items)


def _agree(flow: Flow, items: list[Item]) -> list[Item]:
    """Among siblings that mostly have no title, a first sentence of two clauses is none either."""
    bare = Counter(item.taken.token.style for item in items if item.title_end == item.title_start)
    every = Counter(item.taken.token.style for item in items)
    return [
        replace(item, title_end=item.title_start, body=item.title_start)
        if bare[item.taken.token.style] * 5 >= every[item.taken.token.style] * 3
        and _COMMA.search(flow.text, item.title_start, item.title_end)
        else item
        for item in items
    ]


def _is_flat(flow: Flow, taken: Sequence[Taken]) -> bool:
    """A text whose sections share a paragraph lost its line ends."""
    shared = sum(
        1
        for first, second in pairwise(taken)
        if "\n" not in flow.text[first.token.start : second.token.start]
    )
    return shared * 2 > len(taken)


def _split(flow: Flow, item: Taken, stop: int, has_child: bool, flat: bool) -> Item:
    start = item.token.end
    while start < stop and flow.text[start] in "、.．:： \n":
        start += 1
    line_end = flow.text.find("\n", start, stop)
    own_line = line_end >= 0 and bool(flow.text[line_end:stop].strip())
    line_end = stop if line_end < 0 else line_end
    title_end = _title_end(flow, start, line_end, own_line or has_child, flat)
    if title_end is None:
        return Item(item, start, start, start, stop)
    body = title_end
    while body < stop and flow.text[body] in "。：:；;.\n":
        body += 1
    return Item(item, start, title_end, body, stop)


def _title_end(flow: Flow, start: int, line_end: int, stands_alone: bool, flat: bool) -> int | None:
    """Find where the title ends; None when the item has none.

    ``stands_alone``: the line is followed by the body or by children.
    """
    text = flow.text[start:line_end]
    if not text.strip():
        return None
    if flat:
        end = _flat_end(flow, start, line_end, stands_alone)
        if end is not None:
            return end
    stop = _STOP.search(text)
    sentence = text[: stop.start()] if stop else text
    rest = text[stop.end() :] if stop else ""
    if not rest.strip("”）)") and (stop is None or stands_alone):
        return _alone(text, sentence, start, stands_alone)
    return _inline(sentence, rest, start)


def _alone(text: str, sentence: str, start: int, stands_alone: bool) -> int | None:
    """The line holds nothing but one sentence."""
    if not stands_alone and _LABELLED.match(sentence):
        return _named(sentence, start)
    if len(text) > len(sentence) > _SENTENCE_MIN and _COMMA.search(sentence):
        return None
    sentence = sentence.rstrip(":：")
    if (
        not stands_alone
        and len(text) > len(sentence)
        and (len(sentence) > _WHOLE_ITEM_MAX or _COMMA.search(sentence))
    ):
        return None
    return start + len(sentence) if len(sentence) <= _TITLE_MAX else None


def _inline(sentence: str, rest: str, start: int) -> int | None:
    """A sentence is a title when it is short, and when it is not merely the first of the duties."""
    explained = _EXPLAINED.search(sentence)
    # What a bracket adds, such as the days of a stage, makes no title too long.
    name = sentence[: explained.start()] if explained else sentence
    if not rest.strip():
        sentence = name
    clauses = _COMMA.split(name)
    if not rest.strip():
        short = len(sentence) <= _WHOLE_ITEM_MAX and len(clauses) == 1
        return start + len(sentence) if short else _named(sentence, start)
    fits = len(name) <= _INLINE_MAX and len(sentence) <= _TITLE_MAX and len(clauses) <= 2
    if fits and all(len(clause) <= _CLAUSE_MAX for clause in clauses):
        return start + len(sentence)
    return _named(sentence, start)


def _named(sentence: str, start: int) -> int | None:
    """A short name before a colon is the title: “进企业：悬挂横幅……”."""
    named = _LABELLED.match(sentence)
    return start + named.end(1) if named else None


def _flat_end(flow: Flow, start: int, line_end: int, stands_alone: bool) -> int | None:
    """Titles in text without line ends: up to a gap, or a common section name."""
    stop = _STOP.search(flow.text, start, line_end)
    sentence_end = stop.start() if stop else line_end
    gap = flow.first_gap(start, sentence_end)
    if gap is not None and gap - start <= _TITLE_MAX and not _COMMA.search(flow.text, start, gap):
        return gap
    common = _COMMON_TITLE.match(flow.text, start, line_end)
    if common and not flow.text[common.end() : common.end() + 1].strip("。；：:"):
        return common.end()
    if stop is None and stands_alone and line_end - start <= _INLINE_MAX:
        return common.end() if common else line_end
    return common.end() if common and stop is None else _before_digits(flow, common)


def _before_digits(flow: Flow, common: re.Match[str] | None) -> int | None:
    if common and re.match(r"\d{2,4}年", flow.text[common.end() : common.end() + 5]):
        return common.end()
    return None
