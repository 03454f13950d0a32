"""Items that hold several duties, and announced counts that the items below do not meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anyue.reading.activities import find_kinds
from anyue.reading.finding import Finding
from anyue.reading.numbering import chinese_value
from anyue.reading.titles import Item

_CLAUSE = re.compile(r"[。；;]")
_COMMA = re.compile(r"[，,。；;]")
_CLAUSE_END = re.compile(r"[，。；：！？,;:\n]")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]是要?|[①-⑳]|同时|此外|另外|并且?|[还也]?要|[，,、])+"
)
# With so many kinds in a single sentence its commas are tried as well.
_CROWDED = 4
_MIN_DUTY = 12
_MAX_SPLITS = 6
_TITLE = 30
_SEEN = 160
_ANNOUNCED = re.compile(
    r"(?<![第\d])(?P<n>[两二三四五六七八九十]{1,3}|\d{1,2})(?:大|项|个|条|点|类)"
    r"(?:方面|[\u4e00-\u9fff]{0,6}?)"
    r"(?:任务|行动|措施|活动|工作|专项|方面|环节|步骤|阶段|工程|要求|事项|内容|机制|制度)+"
)
# “五带头”，即带头……、带头……: each thing listed begins with the word that is counted.
_SLOGAN = re.compile(
    r"[“\"](?P<n>[两二三四五六七八九十])(?:个)?(?P<word>[\u4e00-\u9fff]{1,2})[”\"]"
    r"(?:[\u4e00-\u9fff]{0,4})(?:[，,]?(?:即|包括|分别是|也就是)|[：:（(])[：:]?"
)
_LIST_END = re.compile(r"[。；\n）)]")
_LIST_PART = re.compile(r"[、，,；]|和(?=带|进|一|学|查)|及")
_CARRIED_OUT = re.compile(r"^[^。\n]{0,12}(?:等|之一)")


def duty_findings(
    text: str, items: Sequence[Item], activities: dict[int, str]
) -> Iterator[Finding]:
    """Yield items that ask for several things; ``activities``: place of an item → how it is called.

    The place is the first clause that begins another duty; the proposal has all places and a title
    for each part.
    """
    for item in items:
        name = activities.get(item.start)
        at = split_points(text, item) if name is not None else []
        if not at:
            continue
        head = text[item.title_start : item.title_end]
        titles = [head or part_title(text, item.body, item.end)]
        titles += [
            part_title(text, start, end) for start, end in zip(at, [*at[1:], item.end], strict=True)
        ]
        listed = "、".join(f"“{title}”" for title in titles[1:])
        message = (
            f"“{name}”像是有 {len(titles)} 项任务，后面的可以另成一项：{listed}。"
            "可以按标出的位置拆开，也可以保留为一项。"
        )
        proposal = {"action": "split", "at": at, "titles": titles}
        stop = _CLAUSE_END.search(text, at[0], item.end)
        end = stop.start() if stop else item.end
        yield Finding("several_duties", message, at[0], end, proposal)


def part_title(text: str, start: int, end: int) -> str:
    """A short name for a part: the first clause that says what is done, else its beginning."""
    clauses = [
        _LEAD.sub("", clause.strip())
        for clause in _CLAUSE_END.split(text[start : min(end, start + _SEEN)])
    ]
    clauses = [clause for clause in clauses if clause]
    telling = (clause for clause in clauses if len(clause) <= _TITLE and _kinds(clause))
    return next(telling, clauses[0] if clauses else "")[:_TITLE]


def split_points(text: str, item: Item) -> list[int]:
    """Return places at which an item may be cut, so that each piece has kinds of its own.

    Pieces are whole sentences (or parts between semicolons); neighbours of the same kinds stay
    together.
    """
    points = _points(text, _pieces(text, item, _CLAUSE))
    if not points and len(_kinds(text[item.body : item.end])) >= _CROWDED:
        points = _points(text, _pieces(text, item, _COMMA))
    return points[:_MAX_SPLITS]


def count_findings(text: str, items: Sequence[Item]) -> Iterator[Finding]:
    """Yield announced counts that are not met: “六大任务” with four items, “五带头” with four."""
    first = items[0].start if items else len(text)
    top = [item for item in items if item.taken.level == 1]
    lead = text.rfind("\n", 0, max(0, first - 1)) + 1
    for group in _groups(text, max(lead, first - 120), first) if len(top) > 1 else ():
        if re.match(r"[^。\n]{0,14}[：:]", text[group[-1].end() : first]):
            yield from _unmet(text, group, (len(top),))
    for index, item in enumerate(items):
        leaves, children = _below(items, index)
        for group in _groups(text, item.title_start, item.end) if leaves else ():
            yield from _unmet(text, group, (leaves, children))
    yield from _slogans(text)


def _unmet(text: str, group: list[re.Match[str]], found: tuple[int, ...]) -> Iterator[Finding]:
    total = sum(chinese_value(match["n"].replace("两", "二")) for match in group)
    start, end = group[0].start(), group[-1].end()
    if total not in found:
        message = (
            f"这里说有 {total} 项（“{text[start:end][:30]}”），"
            f"下面只列出 {found[0]} 项。请核对是否漏项；没有漏就照原文保留。"
        )
        if found[0] > total:
            message = message.replace("只列出", "却列出").replace("漏项", "写错")
            message = message.replace("没有漏", "没有错")
        yield Finding("count_mismatch", message, start, end, {"action": "accept"})


def _slogans(text: str) -> Iterator[Finding]:
    for match in _SLOGAN.finditer(text):
        stop = _LIST_END.search(text, match.end(), match.end() + 400)
        if stop is None:
            continue
        word, total = match["word"], chinese_value(match["n"].replace("两", "二"))
        parts = _LIST_PART.split(text[match.end() : stop.start()])
        count = sum(part.startswith(word) for part in parts)
        if 2 <= count != total:
            start, end = match.start("n"), match.end("word")
            message = (
                f"“{text[start:end]}”说有 {total} 个，后面列出 {count} 个。"
                "请核对是否漏项；没有漏就照原文保留。"
            )
            yield Finding("count_mismatch", message, start, end, {"action": "accept"})


def _pieces(text: str, item: Item, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    pieces = []
    start = item.body
    for stop in mark.finditer(text, item.body, item.end):
        if stop.end() - start >= _MIN_DUTY:
            pieces.append((start, stop.end()))
            start = stop.end()
            while start < item.end and text[start] == "\n":
                start += 1
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


def _groups(text: str, start: int, end: int) -> list[list[re.Match[str]]]:
    """Announced counts; those joined by 、 in one breath (六大…、五大…) belong together."""
    groups: list[list[re.Match[str]]] = []
    for match in _ANNOUNCED.finditer(text, start, end):
        if groups and text[groups[-1][-1].end() : match.start()] in ("、", "，", "和"):
            groups[-1].append(match)
        else:
            groups.append([match])
    return [
        group
        for group in groups
        if not _CARRIED_OUT.match(text[group[-1].end() : group[-1].end() + 16])
    ]


def _kinds(text: str) -> set[str]:
    return {key for key, _ in find_kinds("", text)}


def _below(items: Sequence[Item], index: int) -> tuple[int, int]:
    """How many items without children stand below, and how many right below."""
    level = items[index].taken.level
    leaves = children = 0
    for place in range(index + 1, len(items)):
        at = items[place].taken.level
        if at <= level:
            break
        children += at == level + 1
        leaves += place + 1 == len(items) or items[place + 1].taken.level <= at
    return leaves, children
