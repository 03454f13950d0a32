"""Documents a notice refers to, and telephone numbers.

A name in 《》 is a citation unless it is something the notice sends along, asks to fill in or lets
people watch, or a short name for a document named before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyue.reading.cleaning import Flow
from anyue.reading.header import NUMBER
from anyue.reading.spans import Spans

_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》|〈[^〈〉]*〉)*》")
_STANDARD = re.compile(
    r"(?<![A-Za-z])[A-Z]{2,4}(?:/[A-Z]{1,2})?\s?\d{2,6}(?:\.\d{1,2})?(?:[-—–]\d{2,4})?"
)
_PRODUCT_VERB = re.compile(r"(?:制定|编制|填写|填报|建立|形成|印制|绘制|见附?)[“‘]?$")
_PRODUCT = re.compile(r"(?:表|清单|台账|记录|手册|一封信|倡议书|承诺书)》$")
_SHOWN = re.compile(
    r"^(?:等)?(?:[^，。；《》]{0,8})?(?:培训班|课程|公开课|专题片|警示片|教育片|宣传片|影片|视频|节目|栏目|杂志|报刊|读本|丛书|展览)"
)
_WATCH = re.compile(r"(?:观看|收看|播放|演唱|朗诵|放映)[^，。；《》]{0,8}$")
_LAW = re.compile(r"(?:法|条例|法典)》$")
# The notice sends it along itself: …印发给你们, or it is an attachment (见附件1).
_SENT = re.compile(
    r"^(?:[^，。；《》]{0,4}[，,])?(?:现|已|予以|一并)?印发(?:给|你们|各)"
    r"|^[（(](?:详?见)?附(?:件|表)?\d{0,2}[）)]"
)
_SHORT = 3
# A number is glued to the words before it: these end the words, what follows is the number.
_BEFORE_NUMBER = re.compile(
    r"(?:有限公司|公司|根据|按照|依据|依照|结合|落实|贯彻|转发|印发|执行|关于|以|和|及|与|由|的|于|了|在|是|对|见|下发|文件)"
)
_PHONE = re.compile(
    r"(?<![\d.-])(?:(?:0\d{2,3}[-—– ]?)?[2-9]\d{6,7}(?:[-转]\d{1,5})?|1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|400[- ]?\d{3}[- ]?\d{4}|12\d{3})(?![\d年月日号人元家次名个万亿.%％])"
)
_AREA = re.compile(r"0\d{2,3}[-—– ]?[2-9]\d{6,7}")
_PHONE_WORD = re.compile(r"电话|热线|手机|传真|联系|举报|拨打|Tel", re.I)


@dataclass(frozen=True)
class Found:
    """A piece of text with its span in the flow."""

    text: str
    start: int
    end: int


def find_citations(
    flow: Flow, skip: list[tuple[int, int]], own_number: str | None, own_names: frozenset[str]
) -> list[Found]:
    """Return cited documents in text order, each once.

    ``skip``: spans of annex lists. ``own_names``: titles printed in this very text.
    """
    candidates = [*_titles(flow.text, own_names), *_numbers(flow.text, own_number)]
    inside = Spans(m.span() for m in _TITLE.finditer(flow.text))
    for match in _STANDARD.finditer(flow.text):
        if match.start() not in inside:
            candidates.append(Found(match.group(), match.start(), match.end()))
    annexed = {fold(m.group()) for a, b in skip for m in _TITLE.finditer(flow.text, a, b)}
    left_out = Spans(skip)
    found: dict[str, Found] = {}
    for item in sorted(candidates, key=lambda item: item.start):
        key = fold(item.text)
        if item.start not in left_out and key not in annexed and key not in found:
            found[key] = item
    return list(found.values())


def find_phones(flow: Flow) -> list[Found]:
    """Return telephone numbers, each once; a number without area code needs a word such as 电话."""
    found: dict[str, Found] = {}
    for match in _PHONE.finditer(flow.text):
        text = match.group()
        line, _ = flow.paragraph(match.start())
        around = flow.text[max(line, match.start() - 30) : match.end() + 8]
        sure = _AREA.match(text) or re.fullmatch(r"1[3-9][\d -]{9,11}", text)
        if sure or _PHONE_WORD.search(around):
            found.setdefault(re.sub(r"\D", "", text), Found(text, match.start(), match.end()))
    return list(found.values())


def fold(text: str) -> str:
    """A key under which two printings of the same name are equal."""
    text = text.replace("〈", "《").replace("〉", "》").replace("[", "〔").replace("]", "〕")
    return re.sub(r"[\s“”\"]", "", text).replace("(", "（").replace(")", "）").replace("—", "-")


def _titles(text: str, own_names: frozenset[str]) -> list[Found]:
    found = []
    for match in _TITLE.finditer(text):
        name, start, end = match.group(), match.start(), match.end()
        before, after = text[max(0, start - 12) : start], text[end : end + 24]
        short = len(name) - 2 <= _SHORT and not _LAW.search(name)
        product = _PRODUCT.search(name) and _PRODUCT_VERB.search(before)
        shown = _SHOWN.match(after) or _WATCH.search(before)
        sent = _SENT.match(after) or fold(name[1:-1]) in own_names
        if not (short or product or shown or sent):
            found.append(Found(name, start, end))
    return found


def _numbers(text: str, own: str | None) -> list[Found]:
    found = []
    prefix = re.split(r"[〔\[【(（]", own)[0] if own else ""
    for match in NUMBER.finditer(text):
        start = _number_start(text, match, prefix)
        number = text[start : match.end()]
        if own is None or fold(number) != fold(own):
            found.append(Found(number, start, match.end()))
    return found


def _number_start(text: str, match: re.Match[str], prefix: str) -> int:
    head = re.split(r"[〔\[【［﹝]|[(（](?=\d)", match.group())[0]
    if prefix and head.endswith(prefix):
        return match.start() + len(head) - len(prefix)
    cut = 0
    for stop in re.finditer(r"[（(）)]", head):
        cut = stop.end()
    for stop in _BEFORE_NUMBER.finditer(head):
        if len(head) - stop.end() >= 2:
            cut = max(cut, stop.end())
    return match.start() + cut
