"""The head of a notice: its title (over one or several lines), its number, the red head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyue.reading.cleaning import Flow
from anyue.reading.labels import is_label
from anyue.reading.numbering import quotations
from anyue.reading.organs import is_organ

_TYPES = (
    "通知书|通知|通报|方案|意见|办法|决定|公告|通告|函|计划|预案|规定|报告|批复|请示|细则|纲要|要点|倡议书|规划"
    "|制度|指南|安排|纪要|总结|清单|部署|措施|条例|标准|规则|章程|公开信|一封信|安排表|计划表|分工表|进度表|日程表"
)
_KIND = re.compile(rf"(?:{_TYPES})(?:[（(][^（）()]{{1,20}}[）)])?$")
_KIND_INSIDE = re.compile(rf"的(?:{_TYPES})(?=[^”》）)的和及与、，。；中要精])")
NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z×（）()]{2,20}[〔\[【［﹝(（]\s*(?:19|20)\d{2}\s*[〕\]】］﹞)）]\s*第?\s*\d{1,5}\s*号"
)
_RED_HEAD = re.compile(r"文件$")
_ADDRESS = re.compile(r"[:：]$")
_DATE = re.compile(r"[（(]?\d{4}[-年/.]\d{1,2}(?:[-月/.]|$)")
_SENTENCE = re.compile(r"[。！？；]")
# （此件公开发布）: a remark in brackets on a line of its own.
_REMARK = re.compile(r"[（(][^（）()]+[）)]")
_ABOUT = re.compile(r"关于|印发|转发|举办|开展|召开|做好|加强|组织|切实|进一步")
_COVER_LENGTH = 140
_MAX_LINES = 5


@dataclass(frozen=True)
class Segment:
    """A line of the head, as a span of the flow."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Title:
    """A title that may run over several segments."""

    text: str
    start: int
    end: int


def segments(flow: Flow, limit: int) -> list[Segment]:
    """Cut the text before ``limit`` into lines; a flattened text is cut at its gaps."""
    found = []
    start = 0
    while start < limit:
        end = flow.text.find("\n", start, limit)
        end = limit if end < 0 else end
        found.extend(_pieces(flow, start, end))
        start = end + 1
    return [segment for segment in found if segment.text]


def find_titles(parts: list[Segment]) -> list[Title]:
    """Return every complete title in the head, in text order."""
    titles: list[Title] = []
    done = 0
    for index, segment in enumerate(parts):
        if _is_ending(segment.text):
            first = _first_line(parts, index, done)
            text = "".join(part.text for part in parts[first : index + 1])
            if _is_title(text):
                titles.append(Title(text, parts[first].start, segment.end))
                done = index + 1
    return titles


def find_number(parts: list[Segment]) -> Segment | None:
    """Return the notice's own number: it stands alone on a line of the head."""
    for part in parts:
        match = NUMBER.fullmatch(part.text)
        if match and "《" not in part.text:
            return part
        match = NUMBER.search(part.text)
        if match and len(part.text) <= 60 and _RED_HEAD.search(part.text[: match.start()]):
            return Segment(match.group(), part.start + match.start(), part.start + match.end())
    return None


def find_red_head(parts: list[Segment]) -> Segment | None:
    """Return the issuer named in a red head such as “某某局文件”, which may run over two lines."""
    for index, part in enumerate(parts[:6]):
        if _RED_HEAD.search(part.text) and "《" not in part.text:
            first = index
            while first and len(part.text) < 40 and _bare(parts[first - 1].text):
                first -= 1
            name = "".join(p.text for p in parts[first : index + 1])[: -len("文件")]
            if is_organ(name):
                return Segment(name, parts[first].start, part.end - len("文件"))
    return None


def _pieces(flow: Flow, start: int, end: int) -> list[Segment]:
    cuts = [start]
    if end - start > _COVER_LENGTH:
        while (gap := flow.first_gap(cuts[-1], end)) is not None and len(cuts) < 20:
            cuts.append(gap)
    spans = zip(cuts, [*cuts[1:], end], strict=True)
    found = []
    for first, last in spans:
        last = min(last, _cut_long(flow.text, first, last))
        found.append(Segment(flow.text[first:last], first, last))
    return found


def _cut_long(text: str, start: int, end: int) -> int:
    """A title that runs straight into the address ends behind “…的通知”."""
    quoted = quotations(text[start : min(end, start + _COVER_LENGTH)])
    for match in _KIND_INSIDE.finditer(text, start, min(end, start + _COVER_LENGTH)):
        if not quoted[match.start() - start]:
            if _SENTENCE.search(text, start, match.start()):
                return end
            return match.end()
    return end


def _is_ending(text: str) -> bool:
    return bool(_KIND.search(text)) and not _stops(text)


def _stops(text: str) -> bool:
    return bool(
        is_label(text)
        or _SENTENCE.search(text)
        or _ADDRESS.search(text)
        or NUMBER.fullmatch(text)
        or _RED_HEAD.search(text)
        or (_DATE.match(text) and len(text) < 20)
        or _REMARK.fullmatch(text)
        or text.startswith(("附件", "附：", "附:", "抄送", "主送"))
    )


def _bare(text: str) -> bool:
    return not _stops(text) and len(text) <= 60


def _first_line(parts: list[Segment], index: int, done: int) -> int:
    """Walk up from the last line of a title to its first one."""
    first = index
    while first > done and index - first < _MAX_LINES:
        text = "".join(part.text for part in parts[first : index + 1])
        above = parts[first - 1].text
        if not _bare(above) or parts[first - 1].end + 1 < parts[first].start - 1:
            break
        if "关于" in text and not (text.startswith("关于") and is_organ(above)):
            break
        if "关于" not in text and "关于" not in above and is_organ(above):
            break
        if "关于" not in text and len(text) > 24 and not _is_open_start(text):
            break
        first -= 1
    return first


def _is_open_start(text: str) -> bool:
    return text.count("》") > text.count("《") or not _ABOUT.search(text)


def _is_title(text: str) -> bool:
    return 4 <= len(text) <= 160 and (bool(_ABOUT.search(text)) or len(text) >= 8)
