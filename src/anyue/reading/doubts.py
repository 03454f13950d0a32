"""What a person should look at before a plan is published, each with a place and a proposal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anyue.reading.cleaning import Flow
from anyue.reading.dates import find_days, find_ranges
from anyue.reading.deadlines import Due
from anyue.reading.doubts_text import count_mismatches, foreign_words, garbled, split_points
from anyue.reading.metadata import Fact, Head
from anyue.reading.model import Activity, Doubt, Period
from anyue.reading.source import Source
from anyue.reading.titles import Item

_NAMES = {"title": "标题", "issuer": "发文单位", "issued_on": "发文日期"}
_SEVERITY = {
    "text_routes_differ": "block",
    "garbled_text": "warn",
    "hidden_text": "warn",
    "empty_page": "warn",
}
_TITLE_YEAR = re.compile(r"(?<![-—–－~至\d])((?:19|20)\d{2})年(?![-—–－~至])")
_HAPPENED = re.compile(r"^[^。；\n]{0,40}?(?:发生|事故|火灾|爆炸|坍塌)")


@dataclass(frozen=True)
class Material:
    """Everything the earlier stages found."""

    source: Source
    flow: Flow
    items: Sequence[Item]
    facts: Mapping[str, Fact | None]
    dues: Sequence[Due]
    activities: Sequence[Activity]
    head: Head
    period: Period | None


def find_doubts(material: Material) -> tuple[Doubt, ...]:
    """Return all doubts in text order."""
    found = [doubt for look in _LOOKS for doubt in look(material)]
    return tuple(sorted(found, key=lambda doubt: (doubt.start, doubt.code)))


def _remarks(material: Material) -> Iterator[Doubt]:
    for remark in material.source.remarks:
        severity = _SEVERITY.get(remark.code, "warn")
        proposal = {"action": "check"}
        yield Doubt(remark.code, remark.message, remark.start, remark.end, proposal, severity)


def _missing_fields(material: Material) -> Iterator[Doubt]:
    for name, label in _NAMES.items():
        if material.facts[name] is None:
            message = f"没有找到{label}。请对照原件填写。"
            yield Doubt("missing_field", message, 0, 0, {"action": "check", "field": name}, "warn")


def _numbers(material: Material) -> Iterator[Doubt]:
    """Numbers that skip, repeat or go back inside one series."""
    series: list[tuple[str, Item]] = []
    last: dict[str, Item] = {}
    for item in material.items:
        level, token = item.taken.level, item.taken.token
        series = [entry for entry in series if entry[1].taken.level < level]
        before = last.get(token.style)
        running = before is not None and token.value != 1
        if running and before is not None and token.value != before.taken.token.value + 1:
            yield _number_doubt(material.flow, before, item)
        last = {
            style: other
            for style, other in last.items()
            if other.taken.level <= level or style == token.style or _runs_on(other, level)
        }
        last[token.style] = item


def _runs_on(item: Item, level: int) -> bool:
    """Arabic numbers may run on across the sections above them."""
    return item.taken.token.style == "arabic" and level > 1


def _number_doubt(flow: Flow, before: Item, item: Item) -> Doubt:
    token = item.taken.token
    expected = before.taken.token.value + 1
    span = flow.span(token.start, token.end)
    shown = before.taken.token.printed
    if token.value > expected:
        message = (
            f"序号从“{shown}”跳到“{token.printed}”，中间缺号。已按原文保留，请确认是否漏了内容。"
        )
        code = "missing_number"
    else:
        message = f"序号“{token.printed}”与前面的“{shown}”重复或倒退。已按原文保留，请确认。"
        code = "repeated_number"
    proposal = {"action": "renumber", "expected": expected, "style": token.style}
    return Doubt(code, message, *span, proposal, "warn")


def _deadlines(material: Material) -> Iterator[Doubt]:
    for due in material.dues:
        words = material.flow.text[due.start : due.end]
        span = material.flow.span(due.start, due.end)
        if due.reason:
            message = (
                f"期限“{words}”{due.reason}，没有定到某一天。请填写截止日期，或者确认不设截止日期。"
            )
            yield Doubt(
                "vague_deadline", message, *span, {"action": "set_date", "date": None}, "block"
            )
        elif len(due.days) > 1:
            days = "、".join(day.isoformat() for day in due.days)
            message = f"“{words}”写了 {len(due.days)} 个期限（{days}）。请确认是否分次完成。"
            proposal = {"action": "accept", "dates": [day.isoformat() for day in due.days]}
            yield Doubt("vague_deadline", message, *span, proposal, "warn")


def _dates(material: Material) -> Iterator[Doubt]:
    text = material.flow.text
    for found in find_ranges(text, None):
        first, last = found.first.first, found.last.last
        if first and last and last < first:
            span = material.flow.span(found.start, found.end)
            message = f"“{text[found.start : found.end]}”结束早于开始。请改正日期。"
            yield Doubt("end_before_start", message, *span, {"action": "check"}, "block")
    period = material.period
    fact = material.facts["period"]
    if period and fact and period.start and period.end and period.end < period.start:
        span = material.flow.span(fact.start, fact.end)
        yield Doubt(
            "end_before_start",
            "活动时间的结束早于开始。请改正日期。",
            *span,
            {"action": "check"},
            "block",
        )


def _contradictions(material: Material) -> Iterator[Doubt]:
    """The notice cannot be older than what it tells about, nor than its own campaign's year."""
    issued = material.facts["issued_on"]
    if issued is None:
        return
    text = material.flow.text
    place = material.flow.span(issued.start, issued.end)
    for day in find_days(text, None):
        told = day.exact and day.first and _HAPPENED.match(text[day.end : day.end + 60])
        if told and day.first and day.first.isoformat() > issued.value:
            message = (
                f"发文日期 {issued.value} 早于文中所说的事情（{day.first.isoformat()}）。"
                "两个日期至少有一个写错，请核对。"
            )
            yield Doubt("contradicting_dates", message, *place, {"action": "check"}, "block")
    title = material.facts["title"]
    years = _TITLE_YEAR.findall(title.value) if title else []
    if years and abs(int(years[0]) - int(issued.value[:4])) > 1:
        message = f"标题写的是 {years[0]} 年，发文日期却是 {issued.value}。请核对。"
        yield Doubt("contradicting_dates", message, *place, {"action": "check"}, "warn")


def _foreign(material: Material) -> Iterator[Doubt]:
    issuer = material.facts["issuer"]
    title = material.facts["title"]
    known = "".join(fact.value for fact in (issuer, title) if fact)
    for start, end, message, proposal in foreign_words(
        material.flow.text, issuer.value if issuer else "", known
    ):
        yield Doubt("foreign_unit", message, *material.flow.span(start, end), proposal, "block")


def _duties(material: Material) -> Iterator[Doubt]:
    flow = material.flow
    by_start = {flow.span(item.start, item.end)[0]: item for item in material.items}
    for activity in material.activities:
        item = by_start[activity.start]
        points = split_points(flow.text, item) if len(activity.kinds) > 1 else []
        if points:
            at = [flow.span(point, point)[0] for point in points]
            name = activity.title or activity.text[:12]
            message = (
                f"“{activity.number}{name}”像是有 {len(at) + 1} 项任务。"
                "可以按标出的位置拆开，也可以保留为一项。"
            )
            proposal: dict[str, Any] = {"action": "split", "at": at}
            yield Doubt("several_duties", message, activity.start, activity.end, proposal, "note")


def _counts(material: Material) -> Iterator[Doubt]:
    for start, end, message in count_mismatches(material.flow.text, material.items):
        span = material.flow.span(start, end)
        yield Doubt("count_mismatch", message, *span, {"action": "check"}, "warn")


def _garbled(material: Material) -> Iterator[Doubt]:
    for start, end in garbled(material.flow.text):
        words = material.flow.text[start:end]
        message = f"“{words}”像是乱码或识别错误。请对照原件改正。"
        span = material.flow.span(start, end)
        yield Doubt("garbled_text", message, *span, {"action": "replace", "text": None}, "warn")


_LOOKS: tuple[Callable[[Material], Iterator[Doubt]], ...] = (
    _remarks,
    _missing_fields,
    _numbers,
    _deadlines,
    _dates,
    _contradictions,
    _foreign,
    _duties,
    _counts,
    _garbled,
)
