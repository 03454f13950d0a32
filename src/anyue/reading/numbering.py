"""Everything in a text that looks like a section number, in every style in use.

A token is only a candidate: whether it really numbers a section is decided by the outline, which
sees sequence and nesting. The styles are those of GB/T 9704 (一、（一）1.（1）) and what offices
use beside it (第一章, 1、, 1）, ①, Ⅰ、, 1.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anyue.reading.cleaning import Flow

CHINESE_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CN = "[一二三四五六七八九十百〇零]{1,4}"
_AR = r"(?<![\d.．第〔\[-])\d{1,2}"
# Style names run from the outermost to the innermost by custom; the order is used as a preference.
STYLES: dict[str, str] = {
    "part": rf"第(?:{_CN}|\d{{1,2}})部分[、:：]?",
    "chapter": rf"第(?:{_CN}|\d{{1,2}})章",
    "section": rf"第(?:{_CN}|\d{{1,2}})节",
    "roman": r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、.．]",
    "chinese": rf"(?<![一二三四五六七八九十百第]){_CN}[、．.](?![、．.])",
    "article": rf"第(?:{_CN}|\d{{1,3}})条",
    "chinese_bracket": rf"[（(]{_CN}[）)]|[㈠-㈩]",
    "decimal": rf"{_AR}(?:[.．]\d{{1,2}}){{1,3}}(?![\d.．%％级倍米元万亿吨千克度月])[、.]?",
    "bare": r"(?<![^\n])\d{1,2}(?=[\u4e00-\u9fff])(?![人次个名家号分年月日时项条张份台辆])",
    "arabic": rf"{_AR}[.．、](?!\d)|{_AR}[.．](?=\d{{4}}年)"
    # “1、6月16日，” opens an item; inside a line “5、6月” are two months.
    r"|(?<![^\n])\d{1,2}[.．、](?=\d{1,2}月|\d{4}年)|[⒈-⒛]",
    "arabic_bracket": r"[（(]\d{1,2}[）)]|[⑴-⒇]",
    "arabic_half": rf"(?<![（(\d]){_AR}[）)]",
    "circle": r"[①-⑳]",
    "letter": r"(?<![A-Za-z])[A-H][、.．](?![A-Za-z])",
}
RANK = {name: place for place, name in enumerate(STYLES)}
_TOKEN = re.compile("|".join(f"(?P<{name}>{form})" for name, form in STYLES.items()))
_ENDS = "。！？；：!?;:…"
_NOT_BEFORE = re.compile(
    r"(?:第|附件|附表|附录|附|表|图|文号|号|约|至|到|共|达|[级类款项条]?[、和及至到-])$"
)
_ENUMERATED = re.compile(r"[一二三四五六七八九十\d]{1,3}(?:[、级类等]|季度)")
_REFERRED = re.compile(r"(?:项|款|条|目)(?:规定|要求|所|的|中|至|、)")
# 第二十一条规定 names an article of a law, wherever the line happens to begin.
_NAMED = re.compile(r"(?:第|规定|要求|所列|所称|的|之|、|和|至|及)")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d{0,4}$")
# A number without any mark is only believed before a short title.
_BARE_TITLE = 20
_SENTENCE = re.compile(r"[，。；]")
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10}


@dataclass(frozen=True)
class Token:
    """A number that may open a section; ``place``: line, gap, sentence, wrap or middle."""

    style: str
    value: int
    parts: tuple[int, ...]
    printed: str
    start: int
    end: int
    place: str


def starts_with_number(text: str) -> bool:
    """Say whether a line opens with a section number (decimals such as 1.1 do not count)."""
    match = _TOKEN.match(text)
    if match is None or match.lastgroup in ("decimal", "bare"):
        return False
    rest = text[match.end() :]
    if match.lastgroup == "article" and _NAMED.match(rest):
        return False
    return not (match.lastgroup == "arabic_half" and not rest)


def chinese_value(text: str) -> int:
    """Read 一 … 九百九十九, or plain digits of any width."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = CHINESE_DIGITS[char]
    return total + digit


def tokens(flow: Flow) -> Iterator[Token]:
    """Yield the candidates of a flow in text order, quotations and contents lists left out."""
    quoted = quotations(flow.text)
    for match in _TOKEN.finditer(flow.text):
        style = match.lastgroup or ""
        start, end = match.span()
        if quoted[start] or flow.in_cell(start):
            continue
        place = _place(flow, start)
        if _plausible(flow, style, start, end, place):
            printed = match.group()
            values = _values(style, printed)
            yield Token(style, values[-1], values, printed, start, end, place)


def quotations(text: str) -> bytearray:
    """Mark characters inside 《》, “” or 〔〕; an opening not closed in its line does not count."""
    marked = bytearray(len(text) + 1)
    for match in re.finditer(
        r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》|“[^”\n]*”|〔[^〕\n]*〕", text
    ):
        marked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return marked


def _place(flow: Flow, start: int) -> str:
    if start == 0 or flow.text[start - 1] == "\n":
        return "line"
    if flow.text[start - 1] in _ENDS or _closes_sentence(flow.text, start):
        return "sentence"
    if flow.has_gap(start):
        return "gap"
    return "wrap" if flow.has_wrap(start) else "middle"


def _closes_sentence(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] in "”）)》】" and text[start - 2] in _ENDS


def _plausible(flow: Flow, style: str, start: int, end: int, place: str) -> bool:
    before, after = flow.text[max(0, start - 4) : start], flow.text[end : end + 6]
    if _REFERRED.match(after) and place != "line":
        return False
    if style == "article" and _NAMED.match(after):
        return False
    if style in ("part", "chapter", "section", "article", "decimal", "letter", "roman"):
        return place == "line"
    if style == "bare":
        line = flow.text[end : flow.paragraph(start)[1]]
        return flow.has_gap(end) and len(line) <= _BARE_TITLE and not _SENTENCE.search(line)
    if place == "line":
        return not _LEADERS.search(flow.text[slice(*flow.paragraph(start))])
    if _NOT_BEFORE.search(before) or not after.strip():
        return False
    return not (style in ("chinese", "arabic") and _ENUMERATED.match(after) and place != "sentence")


def _values(style: str, printed: str) -> tuple[int, ...]:
    if style == "circle":
        return (ord(printed) - 0x2460 + 1,)
    if style == "letter":
        return (ord(printed[0]) - ord("A") + 1,)
    if style == "roman":
        return (sum(_ROMAN[char] for char in printed if char in _ROMAN),)
    plain = unicodedata.normalize("NFKC", printed)
    found = re.findall(rf"\d+|{_CN}", plain)
    return tuple(chinese_value(piece) for piece in found)
