"""Measures and requirements: what each item asks for, sentence by sentence."""

from __future__ import annotations

import re

from anyue.reading.cleaning import Flow
from anyue.reading.model import Duty, Measure
from anyue.reading.titles import Item

_CLAUSE = re.compile(r"[^，。；,;\n]+")
_SENTENCE = re.compile(r"[^。；;\n]+")
_ASKS = re.compile(
    r"纳入|制定|明确|建立|作为[^，。；]*(?:项目|内容|依据)|做好|报送|上报|组织|成立|落实|联动|解决|加大|拓展|加强|配备|检查|督促|保障|考核|通报"
)
_IDLE = re.compile(r"^(?:进一步)?(?:提高|充分认识|高度重视|确保|努力|不断|切实提升|达到|推动形成)")


def describe_measure(flow: Flow, item: Item, path: tuple[str, ...]) -> Measure:
    """Read one item of the part on measures into duties, each with its place."""
    duties = []
    for sentence in _SENTENCE.finditer(flow.text, item.body, item.end):
        for clause in _CLAUSE.finditer(flow.text, *sentence.span()):
            if _ASKS.search(clause.group()) and not _IDLE.match(clause.group()):
                duties.append(Duty(clause.group(), *flow.span(*clause.span())))
    start, end = flow.span(
        item.start, item.start + len(flow.text[item.start : item.end].rstrip("\n"))
    )
    title = flow.text[item.title_start : item.title_end] or None
    text = flow.text[item.body : item.end].strip("\n")
    return Measure(item.taken.token.printed, path, title, text, tuple(duties), start, end)
