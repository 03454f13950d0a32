"""Doubts that only need the words: foreign offices, several duties, wrong counts, garbled text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from anyue.reading.activities import find_kinds
from anyue.reading.numbering import chinese_value
from anyue.reading.titles import Item

# “本……” names the writer. Which endings of the issuer's name allow which word:
_SELF = {
    "本乡镇": r"乡|镇",
    "本镇": r"镇",
    "本乡": r"乡",
    "本街道": r"街道|办事处",
    "本村": r"村",
    "本社区": r"社区|居委会",
    "本校": r"学校|学院|大学|中学|小学|幼儿园",
    "本院": r"医院|法院|检察院|学院|研究院",
    "本公司": r"公司|集团",
    "本厂": r"厂",
    "本矿": r"矿",
}
_SELF_WORD = re.compile("|".join(_SELF))
_COUNTY = re.compile(
    r"(?:^|(?<=[，。；、：在由向至到和与“\n]))((?![由在向至到和与])[\u4e00-\u9fff]{2,4}(?:县|自治旗))"
    r"(?=人民政府|政府|委|安委|应急|工信|各|[，。；、]|有关|范围)"
)
_COMMON_COUNTY = re.compile(
    r"^(?:全|各|本|我|该|省市|市|区市?|跨|外|邻)县|[省市区][、和]?县$|^[省市区、]+县"
)
_CLAUSE = re.compile(r"[。；;]")
_COMMA = re.compile(r"[，,。；;]")
# With so many kinds in a single sentence its commas are tried as well.
_CROWDED = 4
_ANNOUNCED = re.compile(
    r"(?P<n>[两二三四五六七八九十]{1,3}|\d{1,2})(?:大|项|个)(?:方面|[\u4e00-\u9fff]{0,4})(?:任务|行动|措施|活动|工作|专项|方面|环节|步骤|阶段|工程)"
)
_MOJIBAKE = re.compile(
    r"锟斤拷\S{0,6}|烫烫烫\S{0,4}|[\ue000-\uf8ff]+|(?<=[\u4e00-\u9fff“”])\d?\?{1,}\d?(?=[\u4e00-\u9fff“”])"
    r"|\d{1,2}\?\d{1,2}|[ÃÂÅÆÇÐÑØÞßàáâãäåæçèéêë]{2,}|[ÄÅÆÇÈÉÊËÌÍÎÏ][\x80-\xff]{1,}"
)
_MIN_DUTY = 12
_MAX_SPLITS = 6


def foreign_words(
    text: str, issuer: str, known: str
) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """Yield words that name another office or place than the issuer's own."""
    for match in _SELF_WORD.finditer(text):
        word = match.group()
        if issuer and not re.search(_SELF[word], issuer):
            message = (
                f"发文单位是“{issuer}”，文中却写“{word}”，像是从别处抄来的。建议改为“本单位”。"
            )
            yield match.start(), match.end(), message, {"action": "replace", "text": "本单位"}
    own = {place for place in re.findall(r"[\u4e00-\u9fff]{2}县", known)}
    for match in _COUNTY.finditer(text):
        place = match.group(1)
        if own and not _COMMON_COUNTY.search(place) and not any(place.endswith(o) for o in own):
            message = f"文中出现另一个地方“{place}”，像是从别处抄来的。请确认。"
            yield match.start(1), match.end(1), message, {"action": "check"}


def split_points(text: str, item: Item) -> list[int]:
    """Return places at which an item may be cut, so that each piece has kinds of its own.

    Pieces are whole sentences (or parts between semicolons); neighbours of the same kinds stay
    together.
    """
    points = _points(text, _pieces(text, item, _CLAUSE))
    if not points and len(_kinds(text[item.body : item.end])) >= _CROWDED:
        points = _points(text, _pieces(text, item, _COMMA))
    return points[:_MAX_SPLITS]


def _pieces(text: str, item: Item, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    pieces = []
    start = item.body
    for stop in mark.finditer(text, item.body, item.end):
        if stop.end() - start >= _MIN_DUTY:
            pieces.append((start, stop.end()))
            start = stop.end()
    return pieces


def _points(text: str, pieces: list[tuple[int, int]]) -> list[int]:
    points = []
    covered = _kinds(text[slice(*pieces[0])]) if pieces else set()
    for start, end in pieces[1:]:
        kinds = _kinds(text[start:end])
        if kinds and covered and not kinds <= covered:
            points.append(start)
            covered = kinds
        else:
            covered |= kinds
    return points


def count_mismatches(text: str, items: Sequence[Item]) -> Iterator[tuple[int, int, str]]:
    """Yield announced counts that the items below do not meet: “六大任务” with four items."""
    for index, item in enumerate(items):
        below = _below(items, index)
        leaves = sum(1 for place in range(len(below)) if _is_leaf(below, place))
        children = sum(1 for other in below if other.taken.level == item.taken.level + 1)
        for group in _groups(text, item) if below else ():
            total = sum(chinese_value(match["n"].replace("两", "二")) for match in group)
            if total not in (leaves, children):
                start, end = group[0].start(), group[-1].end()
                message = (
                    f"这里说有 {total} 项（“{text[start:end][:30]}”），"
                    f"下面只列出 {leaves} 项。请核对是否漏项。"
                )
                yield start, end, message


def garbled(text: str) -> Iterator[tuple[int, int]]:
    """Yield places that look like wrong encoding or failed recognition."""
    for match in _MOJIBAKE.finditer(text):
        yield match.start(), match.end()


def _groups(text: str, item: Item) -> list[list[re.Match[str]]]:
    """Announced counts; those joined by 、 in one breath (六大…、五大…) belong together."""
    groups: list[list[re.Match[str]]] = []
    for match in _ANNOUNCED.finditer(text, item.title_start, item.end):
        if groups and text[groups[-1][-1].end() : match.start()] in ("、", "，", "和"):
            groups[-1].append(match)
        else:
            groups.append([match])
    return groups


def _kinds(text: str) -> set[str]:
    return {key for key, _ in find_kinds("", text)}


def _below(items: Sequence[Item], index: int) -> list[Item]:
    found = []
    for other in items[index + 1 :]:
        if other.taken.level <= items[index].taken.level:
            break
        found.append(other)
    return found


def _is_leaf(items: Sequence[Item], index: int) -> bool:
    return index + 1 == len(items) or items[index + 1].taken.level <= items[index].taken.level
