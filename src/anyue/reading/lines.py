"""Printed lines: cut from the source, freed of page numbers, page chrome and table pipes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from anyue.reading.source import Source

_PAGE_NUMBER = re.compile(
    r"[-—–―－_·•~\s]+\d{1,4}[-—–―－_·•~\s]*$|\d{1,4}[-—–―－]+$"
    r"|第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?$|\d{1,3}\s*/\s*\d{1,3}$|Page\s*\d+(?:\s*of\s*\d+)?$",
    re.I,
)
# Lines drawn with signs, under a red head or between parts.
_RULE = re.compile(r"[-—–―－─━_＿=＝~～*＊·•.。\s]{3,}$")
_LEADING_PAGE_NUMBER = re.compile(r"[-—–―－]\s*\d{1,3}\s*[-—–―－]\s*(?=[^\d\s])")
# What web pages and print dialogs add around a notice.
_CHROME = re.compile(
    r"(?:\W*点击下载.*|.*扫一扫.{0,12}(?:打开|分享|查看).*|【?(?:打印|关闭)(?:本页|窗口|页面)?】?"
    r"|(?:打印|关闭|收藏|分享)(?:[\s|/]*(?:打印|关闭|收藏|分享|本页|窗口))+|(?:保存|取消|打印机|页面设置|打印预览)"
    r"|分享到?[:：]?.{0,20}|字(?:体|号)[:：].{0,12}|当前位置.{0,60}|您(?:现在)?(?:的|所在)(?:的)?位置.{0,60}"
    r"|上一[篇页条].*|下一[篇页条].*|责任编辑[:：].{0,20}|相关(?:链接|文章|阅读|稿件)[:：]?|网站地图.*"
    r"|版权所有.*|.*ICP备.*|.*公网安备.*|https?://\S+|about:blank.*|\d{4}[/-]\d{1,2}[/-]\d{1,2}\s+\d{1,2}:\d{2}\s+\S+"
    r"|返回(?:顶部|首页|列表)|首页(?:\s*[>»]\s*\S+)+|附件下载|下载附件|共\s*\d+\s*页)$"
)
# East Asian punctuation, ideographs and full-width forms, and the dashes and quotes set as wide.
_WIDE = re.compile(
    "[\u2014-\u2026\u2190-\u27bf\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]"
)
_CELL_LENGTH = 100
_TABLE_LINE = 12


@dataclass(frozen=True)
class Line:
    """One printed line without its outer white space; offsets are into the source."""

    text: str
    start: int
    end: int
    width: int
    blank_before: bool = False
    cell: bool = False


def cut_lines(source: Source) -> list[Line]:
    """Cut the source into the lines that belong to the notice."""
    lines: list[Line] = []
    blank = furniture = False
    running = _running_heads(source)
    for line in _pieces(source.text):
        if not line.text:
            blank = True
        elif _is_furniture(line.text) or line.text in running:
            furniture = True
        else:
            lines.append(replace(line, blank_before=blank and not furniture))
            blank = furniture = False
    return _mark_tables(lines)


def _is_furniture(text: str) -> bool:
    return any(form.match(text) for form in (_PAGE_NUMBER, _CHROME, _RULE))


def measure(text: str) -> int:
    """Return the printed width: a Chinese character counts 2."""
    return len(text) + len(_WIDE.findall(text))


def _pieces(text: str) -> list[Line]:
    found = []
    start = 0
    for raw in text.split("\n"):
        found.extend(_cells(raw, start))
        start += len(raw) + 1
    return found


def _cells(raw: str, start: int) -> list[Line]:
    """Split a line at the pipes of a flattened table; a lone pipe at the end is only dropped."""
    if "|" not in raw:
        return [_line(raw, start, False)]
    parts = []
    at = start
    for part in raw.split("|"):
        parts.append((part, at))
        at += len(part) + 1
    full = [(part, at) for part, at in parts if part.strip()]
    if not full:
        return [_line("", start, False)]
    closed = raw.rstrip().endswith("|")
    is_row = len(full) > 1 or (closed and len(full[0][0].strip()) <= _TABLE_LINE)
    return [_line(part, at, is_row and len(part) <= _CELL_LENGTH) for part, at in full]


def _line(raw: str, start: int, cell: bool) -> Line:
    lead = _LEADING_PAGE_NUMBER.match(raw.lstrip())
    skip = len(raw) - len(raw.lstrip()) + (lead.end() if lead else 0)
    text = raw[skip:].strip()
    return Line(text, start + skip, start + skip + len(text), measure(text), cell=cell)


def _running_heads(source: Source) -> frozenset[str]:
    """Lines repeated at the top or bottom of most pages are furniture."""
    if len(source.pages) < 3:
        return frozenset()
    ends = [*source.pages[1:], len(source.text)]
    seen: Counter[str] = Counter()
    for start, end in zip(source.pages, ends, strict=True):
        lines = [line.strip() for line in source.text[start:end].split("\n") if line.strip()]
        seen.update({lines[0], lines[-1]} if lines else ())
    return frozenset(text for text, count in seen.items() if count >= max(3, len(ends) * 0.6))


def _mark_tables(lines: list[Line]) -> list[Line]:
    """Two lines in a row that are bare digits belong to a table printed one cell to a line."""
    marked = list(lines)
    pairs = [
        index
        for index in range(len(lines) - 1)
        if lines[index].text.isdecimal() and lines[index + 1].text.isdecimal()
    ]
    for index in pairs:
        for step in (-1, 1):
            place = index
            while 0 <= place < len(marked) and _cell_like(lines[place]):
                marked[place] = replace(lines[place], cell=True)
                place += step
    return marked


def _cell_like(line: Line) -> bool:
    return len(line.text) <= _TABLE_LINE and not re.search(r"[、。；，：.;,:]", line.text)
