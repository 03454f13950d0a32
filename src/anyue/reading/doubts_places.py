"""Offices and places that another notice's text brought along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anyue.reading.finding import Finding

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
# The sentence speaks of many bodies and means each of them: 各学校组织本校……
_EACH = re.compile(r"各|每个|所有|全体|[个家所]")
_SELF_NAMED = {word: re.compile(ends) for word, ends in _SELF.items()}
# Places of one rank: a notice of a county is not that of another county, while the city above it
# and the towns below it belong into it.
_RANKS = ("省|自治区", "市|州|盟", "县|旗|区", "镇|乡|街道")
_PLACE = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[由在向至到和与及对请为经给按即如]))"
    r"(?P<name>(?:(?![由在向至对请为经给按即如要将把使到和与及])[\u4e00-\u9fff]){2,4}?)(?P<rank>省|自治区|市|州|盟|县|旗|区|镇|乡|街道)"
    r"(?=人民政府|政府|党委|党工委|委员会|安委|应急|工信|住建|教育局|公安|消防|交通|民政|卫健|市场监管"
    r"|各|有关|范围|全域|辖区|境内|[，。；、]|办事处)"
)
_NO_NAME = re.compile(
    r"[的了各全本我该和与及等或跨省市县区乡镇街道某外邻周边重点下辖所属城成立上级]|自治|直辖|有关|部分"
)
_STORY = re.compile(r"事故|火灾|爆炸|坍塌|教训|案例|经验|做法|借鉴|考察|参观|发生|通报|转发")
_OWN_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:省|自治区|市|州|盟|县|旗|区|镇|乡|街道)")
_FIRM = re.compile(r"[\u4e00-\u9fff（）()]{4,24}?有限(?:责任)?公司")
_FIRM_HEAD = re.compile(r"^.*?(?:由|在|向|对|与|和|及|请|按|经|为|给|如|是)")
_STEM = 4
_SENTENCE = "。；\n"


def foreign_findings(text: str, issuer: str, known: str) -> Iterator[Finding]:
    """Yield words that name another office or place than the issuer's own.

    ``known`` holds the names that belong here: issuer, title, number, those addressed.
    """
    if not issuer:
        return
    yield from _self_words(text, issuer)
    yield from _places(text, issuer, known)
    if issuer.endswith("公司") or "公司" in issuer:
        yield from _firms(text, known)


def _self_words(text: str, issuer: str) -> Iterator[Finding]:
    for match in _SELF_WORD.finditer(text):
        word = match.group()
        before = text[_sentence_start(text, match.start()) : match.start()]
        if _SELF_NAMED[word].search(issuer) or _each_of_them(before, word):
            continue
        message = f"发文单位是“{issuer}”，文中却写“{word}”，像是从别处抄来的。建议改为“本单位”。"
        proposal = {"action": "replace", "text": "本单位"}
        yield Finding("foreign_unit", message, *match.span(), proposal)


def _each_of_them(before: str, word: str) -> bool:
    named = [match.start() for match in _SELF_NAMED[word].finditer(before)]
    return bool(named) and bool(_EACH.search(before[: named[-1] + 1]))


def _places(text: str, issuer: str, known: str) -> Iterator[Finding]:
    own = [_rank(match.group()) for match in _OWN_PLACE.finditer(issuer)]
    if not own:
        return
    rank = max(own)
    for match in _PLACE.finditer(text):
        name, place = match["name"], match["name"] + match["rank"]
        if _rank(place) != rank or _NO_NAME.search(name) or _known(name, known):
            continue
        start = _sentence_start(text, match.start())
        if _STORY.search(text[start : _sentence_end(text, match.end())]):
            continue
        message = (
            f"发文单位是“{issuer}”，文中出现另一个地方“{place}”，像是从别处抄来的。"
            "请改成正确的名称；没有写错就照原文保留。"
        )
        proposal = {"action": "replace", "text": None}
        yield Finding("foreign_unit", message, match.start("name"), match.end("rank"), proposal)


def _rank(place: str) -> int:
    return next((rank for rank, ends in enumerate(_RANKS) if re.search(f"(?:{ends})$", place)), -1)


def _known(name: str, known: str) -> bool:
    """Also when words run into the name: its last two characters decide."""
    return name in known or name[-2:] in known


def _firms(text: str, known: str) -> Iterator[Finding]:
    for match in _FIRM.finditer(text):
        name = _FIRM_HEAD.sub("", match.group())
        stem = name.removesuffix("有限公司").removesuffix("有限责任公司")
        if len(stem) < _STEM or any(
            stem[at : at + _STEM] in known for at in range(len(stem) - _STEM + 1)
        ):
            continue
        start = _sentence_start(text, match.start())
        if _STORY.search(text[start : _sentence_end(text, match.end())]):
            continue
        message = f"文中出现另一家企业“{name}”，像是从别处抄来的。请改正；没有写错就照原文保留。"
        proposal = {"action": "replace", "text": None}
        start = match.end() - len(name)
        yield Finding("foreign_unit", message, start, match.end(), proposal, "warn")


def _sentence_start(text: str, place: int) -> int:
    left = max(0, place - 200)
    return max(left, *(text.rfind(mark, left, place) + 1 for mark in _SENTENCE))


def _sentence_end(text: str, place: int) -> int:
    ends = [text.find(mark, place, place + 80) for mark in _SENTENCE]
    return min((end for end in ends if end >= 0), default=place + 80)
