"""The facts of a notice as a whole, each with its place in the text and how sure the reader is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from anyue.reading import header, labels
from anyue.reading.cleaning import Flow
from anyue.reading.dates import Day, find_days, find_ranges, iso_date
from anyue.reading.model import Period
from anyue.reading.organs import is_organ
from anyue.reading.signature import Signature
from anyue.reading.titles import Item

_THEME_LABEL = re.compile(r"主题(?:[:：]|是|为)")
_THEME_PHRASE = re.compile(
    r"(?:以|围绕|聚焦|紧扣)[“\"]([^”\"\n]{4,40})[”\"](?:为|作为|这一)?(?:活动|宣传|年度)?主题"
    r"|主题(?:是|为|[:：])[“\"]([^”\"\n]{4,40})[”\"]"
)
_THEME_PLAIN = re.compile(r"以([^，。；\n]{4,20}(?:、[^，。；\n]{2,20})?)为(?:活动)?主题")
_TIME_LABEL = re.compile(r"(?:时间|日期)(?:安排)?[:：]")
_TIME_TITLE = re.compile(r"时间|日期")
_OPEN_PERIOD = re.compile(r"期间[（(]([^（）()]{4,30}?)起?至[^（）()]{2,20}[）)]")
_FROM_TO = re.compile(
    r"(?:活动|行动|整治|工作|检查|本方案[^，。；\n]{0,8}|为期[^，。；\n]{1,8})，?(?:时间)?(?:自|从)"
    r"([^，。；\n]{4,40}止)"
)
_SET_FOR = re.compile(r"(?:决定|定|拟|将|计划)(?:自|从|于|在)$")
_MADE_BY = re.compile(
    r"(?:^|[，,。；;、》要求精神])(?![我本])([\u4e00-\u9fff]{2,20}?)(?:结合|根据)[^，。；]{0,16}制[定订](?:本|了|如下|以下)"
)
_YEAR = re.compile(r"((?:19|20)\d{2})年?")
# 主题：关于……的通知 is the subject of a letter, no theme.
_ABOUT = re.compile(r"关于.+(?:通知|函|意见|决定|通告|公告)$")
_LEAD = 3_000
# 活动主题, “安全生产月”活动主题, （一）活动时间: the words before 主题 or 时间.
_LABEL_LENGTH = 14


@dataclass(frozen=True)
class Fact:
    """A value, its span in the flow, and "high", "medium" or "low"."""

    value: str
    start: int
    end: int
    confidence: str = "high"


@dataclass(frozen=True)
class Head:
    """What stands before the outline, read once and used by every fact."""

    flow: Flow
    labels: dict[str, labels.Label]
    parts: list[header.Segment]
    titles: list[header.Title]
    signature: Signature | None
    limit: int


def read_head(flow: Flow, source: str, limit: int, signature: Signature | None) -> Head:
    """Read catalogue rows and title lines before ``limit`` (the first section number)."""
    limit = min(limit, _LEAD)
    parts = header.segments(flow, limit)
    return Head(
        flow,
        labels.read_labels(flow, source, limit),
        parts,
        header.find_titles(parts),
        signature,
        limit,
    )


def title(head: Head) -> Fact | None:
    """The title: from the catalogue, else the first complete title line."""
    label = head.labels.get("title") or head.labels.get("subject")
    if label and len(label.value) > 6:
        return _from_label(label)
    if head.titles:
        first = head.titles[0]
        sure = "high" if "关于" in first.text or first.text.endswith("方案") else "medium"
        return Fact(first.text, first.start, first.end, sure)
    return None


def plan_title(head: Head, main: Fact | None) -> Fact | None:
    """The title of the plan a covering notice sends out, printed on a line of its own."""
    if main is None:
        return None
    for found in head.titles[::-1]:
        same = header_key(found.text) == header_key(main.value)
        if found.start > main.start and not same:
            return Fact(found.text, found.start, found.end)
    return None


def header_key(text: str) -> str:
    """Fold a title for comparison."""
    return re.sub(r"[\s“”\"《》（）()—\-]", "", text)


def doc_number(head: Head) -> Fact | None:
    """The notice's own number."""
    label = head.labels.get("doc_number")
    if label and re.search(r"\d", label.value):
        return _from_label(label)
    part = header.find_number(head.parts)
    return Fact(part.text, part.start, part.end) if part else None


def index_number(head: Head) -> Fact | None:
    """The catalogue number of the publishing web site."""
    label = head.labels.get("index_number")
    return _from_label(label) if label and re.search(r"\d", label.value) else None


def issuer(head: Head, main: Fact | None) -> Fact | None:
    """Who issued it: as signed, else as catalogued, in the title, the red head, or the text."""
    signed = head.signature
    if signed and signed.issuers:
        return Fact("、".join(signed.issuers), signed.issuer_start, signed.issuer_end)
    label = head.labels.get("publisher")
    if label and is_organ(label.value):
        return _from_label(label)
    if main:
        name = main.value.split("关于")[0]
        if name != main.value and is_organ(name):
            return Fact(name, main.start, main.start + len(name), "medium")
    red = header.find_red_head(head.parts)
    if red:
        return Fact(red.text, red.start, red.end, "medium")
    made = _MADE_BY.search(head.flow.text, 0, head.limit)
    return Fact(made.group(1), *made.span(1), confidence="medium") if made else None


def issued_on(head: Head) -> Fact | None:
    """The day of issue as ISO: signed, else catalogued as written, generated, published."""
    signed = head.signature
    if signed:
        return Fact(signed.date, signed.date_start, signed.date_end)
    for name, sure in (("written_on", "high"), ("generated_on", "medium"), ("published_at", "low")):
        label = head.labels.get(name)
        day = label and iso_date(label.value)
        if label and day:
            return Fact(day, label.start, label.end, sure)
    return None


def base_year(main: Fact | None, issued: Fact | None, number: Fact | None) -> int | None:
    """The year the document speaks of, before its period is known."""
    for fact in (issued, main, number):
        match = _YEAR.search(fact.value) if fact else None
        if match:
            return int(match.group(1))
    return None


def theme(flow: Flow, items: Sequence[Item], limit: int) -> Fact | None:
    """The stated theme: a section or a label of that name, else “以……为主题”."""
    for match in _THEME_LABEL.finditer(flow.text):
        found = _quoted(flow, match.end(), "high") if _opens(flow, match.start()) else None
        if found and not _ABOUT.match(found.value):
            return found
    for item in items:
        heading = flow.text[item.title_start : item.title_end]
        if heading.endswith("主题") and item.end > item.body:
            return _quoted(flow, item.body, "high")
    for pattern in (_THEME_PHRASE, _THEME_PLAIN):
        phrase = pattern.search(flow.text, 0, max(limit, 600))
        if phrase:
            group = 1 if phrase.group(1) else 2
            return Fact(phrase.group(group), *phrase.span(group), confidence="medium")
    return None


def period(flow: Flow, items: Sequence[Item], year: int | None) -> tuple[Period, Fact] | None:
    """The stated campaign period; the second value tells where it stands."""
    for start, end in _time_places(flow, items):
        found = _first_period(flow.text, year, start, end)
        if found:
            return found
    return (
        _set_in_the_lead(flow.text, items, year)
        or _open_period(flow.text, year)
        or _from_to(flow.text, year)
    )


def _set_in_the_lead(
    text: str, items: Sequence[Item], year: int | None
) -> tuple[Period, Fact] | None:
    """“决定自7月1日起至8月31日开展……” in the paragraphs before the first section."""
    lead = min(items[0].start if items else len(text), _LEAD)
    for found in find_ranges(text, year, 0, lead):
        first, last = found.first.first, found.last.last
        if first and last and _SET_FOR.search(text[max(0, found.start - 6) : found.start]):
            made = Period(first.isoformat(), last.isoformat())
            return made, Fact(f"{made.start}/{made.end}", found.start, found.end, "medium")
    return None


def _open_period(text: str, year: int | None) -> tuple[Period, Fact] | None:
    """A period whose end is an event: 期间（3月4日起至会议结束）."""
    match = _OPEN_PERIOD.search(text)
    day = match and next(find_days(text, year, match.start(1), match.end(1)), None)
    if match and day and day.exact and day.first:
        first = day.first.isoformat()
        return Period(first, None), Fact(first, day.start, match.end() - 1, "medium")
    return None


def _from_to(text: str, year: int | None) -> tuple[Period, Fact] | None:
    """“活动自9月10日起至12月18日止”, anywhere."""
    for match in _FROM_TO.finditer(text):
        found = next(find_ranges(text, year, match.start(1), match.end(1)), None)
        if found and found.first.first and found.last.last:
            made = Period(found.first.first.isoformat(), found.last.last.isoformat())
            return made, Fact(f"{made.start}/{made.end}", found.start, found.end, "medium")
    return None


def _time_places(flow: Flow, items: Sequence[Item]) -> list[tuple[int, int]]:
    places = []
    for item in items:
        if (
            _TIME_TITLE.search(flow.text[item.title_start : item.title_end])
            and item.taken.level == 1
        ):
            places.append((item.title_end, min(item.end, item.title_end + 80)))
    for match in _TIME_LABEL.finditer(flow.text):
        if not _opens(flow, match.start()):
            continue
        places.append((match.end(), flow.paragraph(match.end())[1]))
    return places


def _first_period(text: str, year: int | None, start: int, end: int) -> tuple[Period, Fact] | None:
    for found in find_ranges(text, year, start, end):
        first, last = found.first.first, found.last.last
        if first and last and found.start - start <= 12:
            made = Period(first.isoformat(), last.isoformat())
            return made, Fact(f"{made.start}/{made.end}", found.start, found.end)
    day: Day | None = next(find_days(text, year, start, end), None)
    if day and day.has_month and not day.part and day.first and day.last and day.start - start <= 6:
        made = Period(day.first.isoformat(), day.last.isoformat())
        return made, Fact(f"{made.start}/{made.end}", day.start, day.end, "medium")
    return None


def issued_day(issued: Fact | None) -> datetime.date | None:
    """Return the day of issue as a date."""
    return datetime.date.fromisoformat(issued.value) if issued else None


def _opens(flow: Flow, place: int) -> bool:
    """The words of a label open a line, a sentence, or stand behind a gap in flattened text."""
    for start in range(place, max(-1, place - _LABEL_LENGTH), -1):
        if start == 0 or flow.text[start - 1] in "\n。；" or flow.has_gap(start):
            return True
        if flow.text[start - 1] in "，：:！？":
            return False
    return False


def _from_label(label: labels.Label) -> Fact:
    return Fact(label.value, label.start, label.end)


def _quoted(flow: Flow, start: int, sure: str) -> Fact | None:
    """Read from ``start`` to the end of the sentence; outer quotation marks are dropped."""
    end = flow.paragraph(start)[1]
    end = flow.first_gap(start, end) or end
    stop = re.compile(r"[。；;\n]").search(flow.text, start, end)
    end = stop.start() if stop else end
    text = flow.text[start:end]
    if re.fullmatch(r"[“\"][^“”\"]*[”\"]", text):
        start, end = start + 1, end - 1
    text = flow.text[start:end]
    return Fact(text, start, end, sure) if 2 <= len(text) <= 60 else None
