"""The catalogue rows printed above a notice: 索引号, 文号, 发布机构 … and their values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyue.reading.cleaning import Flow
from anyue.reading.dates import iso_date

# Printed label -> field. The same field may be called differently by different web sites.
LABELS = {
    "索引号": "index_number",
    "文号": "doc_number",
    "发文字号": "doc_number",
    "发文文号": "doc_number",
    "文件编号": "doc_number",
    "生成日期": "generated_on",
    "成文日期": "written_on",
    "发文日期": "written_on",
    "印发日期": "written_on",
    "发布日期": "published_at",
    "发布时间": "published_at",
    "公开日期": "published_at",
    "发布机构": "publisher",
    "发文机关": "publisher",
    "发文单位": "publisher",
    "发布单位": "publisher",
    "制发机关": "publisher",
    "公开机构": "publisher",
    "所属机构": "affiliated_to",
    "主题分类": "topic_class",
    "主题词": "keywords",
    "关键字": "keywords",
    "关键词": "keywords",
    "信息来源": "source",
    "来源": "source",
    "标题": "title",
    "主题": "subject",
    "事由": "subject",
    "名称": "title",
    "信息名称": "title",
    "有效性": "validity",
    "浏览次数": "views",
    "点击数": "views",
    "作者": "author",
    "公开方式": "openness",
    "公开范围": "openness",
    "公开时限": "openness",
    "体裁分类": "genre",
    "内容概述": "abstract",
}
_LABEL = re.compile(
    "(?:"
    + "|".join(sorted(LABELS, key=len, reverse=True))
    + r")[:：]|\[(?:"
    + "|".join(sorted(LABELS, key=len, reverse=True))
    + r")\]"
)
# In a table flattened to blanks the label has no mark: 成文日期 2015-11-02 发布日期 2015-11-03.
_BARE = re.compile("(?:" + "|".join(sorted(LABELS, key=len, reverse=True)) + ")")
_BLANKS = frozenset(" \t\u3000\xa0")
_DATES = frozenset(("generated_on", "written_on", "published_at"))
_HEADER = 4_000
# A longer line is flattened text: there the value ends at the first gap.
_LINE = 80


@dataclass(frozen=True)
class Label:
    """One labelled value: ``start``/``end`` is the value's span in the flow."""

    field: str
    value: str
    start: int
    end: int


def is_label(text: str) -> bool:
    """Say whether a line opens with a catalogue label."""
    return bool(_LABEL.match(text))


def read_labels(flow: Flow, source: str, limit: int) -> dict[str, Label]:
    """Read the catalogue rows that stand before ``limit``; the first value of a field counts."""
    found: dict[str, Label] = {}
    limit = min(limit, _HEADER, len(flow.text))
    matches = _matches(flow, source, limit)
    for index, match in enumerate(matches):
        stop = matches[index + 1].start() if index + 1 < len(matches) else limit
        field = LABELS[match.group().strip(":：[]")]
        span = _value(flow, source, match.end(), stop)
        if span and field not in found:
            label = Label(field, flow.text[span[0] : span[1]], *span)
            if _fits(label):
                found[field] = label
    return found


def as_date(label: Label | None) -> str | None:
    """Return the ISO date of a labelled value."""
    return iso_date(label.value) if label else None


def _matches(flow: Flow, source: str, limit: int) -> list[re.Match[str]]:
    marked = [m for m in _LABEL.finditer(flow.text, 0, limit) if _opens(flow, m.start())]
    taken = {match.start() for match in marked}
    bare = [
        match
        for match in _BARE.finditer(flow.text, 0, limit)
        if match.start() not in taken and _stands_apart(flow, source, *match.span())
    ]
    # One such word may begin any sentence; a row of them is a table.
    return sorted(marked + (bare if len(bare) >= 3 else []), key=lambda match: match.start())


def _stands_apart(flow: Flow, source: str, start: int, end: int) -> bool:
    """Blanks (or the margin) before the word, blanks behind it."""
    first, last = flow.at[start], flow.at[end - 1] + 1
    return (first == 0 or source[first - 1].isspace()) and source[last : last + 1] in _BLANKS


def _opens(flow: Flow, start: int) -> bool:
    return (
        start == 0
        or flow.text[start - 1] == "\n"
        or flow.has_gap(start)
        or (flow.text[start - 1] in "|】•●■◆▪·")
    )


def _value(flow: Flow, source: str, start: int, stop: int) -> tuple[int, int] | None:
    """The value stands behind the label, in the next cell of its row, or alone on the next line."""
    line_end = flow.text.find("\n", start, stop)
    line_end = stop if line_end < 0 else line_end
    if line_end > start:
        gap = flow.first_gap(start, line_end) if line_end - start > _LINE else None
        return start, gap or line_end
    begin = line_end + 1
    if begin >= stop:
        return None
    row = source[flow.at[start - 1] + 1 : flow.at[begin]]
    if "\n" in row and "|" in row:
        return None
    end = flow.text.find("\n", begin, stop)
    return begin, stop if end < 0 else end


def _fits(label: Label) -> bool:
    if label.field == "subject":
        return label.value.startswith("关于")
    if label.field in _DATES:
        return iso_date(label.value) is not None
    if label.field == "keywords":
        return bool(re.search(r"[,，;；、 ]", label.value)) and len(label.value) <= 80
    return len(label.value) <= 120
