"""What a person should look at before a plan is published, each with a place and a proposal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from anyue.reading.cleaning import Flow
from anyue.reading.deadlines import Due, Happening
from anyue.reading.doubt_codes import CODES
from anyue.reading.doubts_dates import Dated, date_findings
from anyue.reading.doubts_deadlines import vague_findings
from anyue.reading.doubts_duties import count_findings, duty_findings
from anyue.reading.doubts_numbers import number_findings
from anyue.reading.doubts_places import foreign_findings
from anyue.reading.doubts_text import garbled_findings, hidden_findings
from anyue.reading.finding import Finding
from anyue.reading.metadata import Fact, Head
from anyue.reading.model import Activity, Doubt, Period
from anyue.reading.source import Source
from anyue.reading.titles import Item

_NAMES = {"title": "标题", "issuer": "发文单位", "issued_on": "发文日期"}
_ADDRESSED = re.compile(r"[。：:\n]*[^。：:\n]{2,120}[：:](?=\n|[\u4e00-\u9fff])")
"""Those addressed, right behind the title; they belong here like the issuer."""
_MOST_OF_ONE = 100


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
    events: Sequence[Happening] = ()


def find_doubts(material: Material) -> tuple[Doubt, ...]:
    """Return all doubts in text order."""
    found = list(_remarks(material))
    told = {(doubt.code, doubt.start) for doubt in found}
    doubts = (finding.doubt(material.flow) for look in _LOOKS for finding in look(material))
    found += [doubt for doubt in doubts if (doubt.code, doubt.start) not in told]
    found.sort(key=lambda doubt: (doubt.start, doubt.code))
    return tuple(_readable(found))


def _readable(doubts: list[Doubt]) -> Iterator[Doubt]:
    """Nobody answers thousands: behind so many of one code the last one counts the others."""
    total = Counter(doubt.code for doubt in doubts)
    told: Counter[str] = Counter()
    for doubt in doubts:
        told[doubt.code] += 1
        left = total[doubt.code] - _MOST_OF_ONE
        if told[doubt.code] < _MOST_OF_ONE or left <= 0:
            yield doubt
        elif told[doubt.code] == _MOST_OF_ONE:
            message = f"{doubt.message}（后面还有 {left} 处同样的疑点，没有逐一列出。）"
            yield replace(doubt, message=message)


def _remarks(material: Material) -> Iterator[Doubt]:
    """What the format noticed; its places are in the source already."""
    for remark in material.source.remarks:
        code = CODES[remark.code]
        proposal: dict[str, Any] = {"action": code.actions[-1]}
        severity = code.severity
        yield Doubt(remark.code, remark.message, remark.start, remark.end, proposal, severity)


def _missing_fields(material: Material) -> Iterator[Finding]:
    for name, label in _NAMES.items():
        if material.facts[name] is None:
            message = f"没有找到{label}。请对照原件填写。"
            proposal = {"action": "fill_in", "field": name}
            yield Finding("missing_field", message, 0, 0, proposal)


def _numbers(material: Material) -> Iterator[Finding]:
    return number_findings(material.items)


def _dates(material: Material) -> Iterator[Finding]:
    dated = Dated(
        material.flow.text, material.facts, material.period, material.dues, material.events
    )
    yield from date_findings(dated, material.activities)
    yield from vague_findings(dated)


def _foreign(material: Material) -> Iterator[Finding]:
    issuer, title = material.facts["issuer"], material.facts["title"]
    text = material.flow.text
    addressed = _ADDRESSED.match(text, title.end) if title else None
    known = text[: addressed.end() if addressed else title.end] if title else ""
    known += issuer.value if issuer else ""
    return foreign_findings(text, issuer.value if issuer else "", known)


def _duties(material: Material) -> Iterator[Finding]:
    flow = material.flow
    by_place = {activity.start: activity for activity in material.activities}
    names = {}
    for item in material.items:
        activity = by_place.get(flow.span(item.start, item.end)[0])
        if activity is not None and len(activity.kinds) > 1:
            names[item.start] = f"{activity.number}{activity.title or activity.text[:12]}"
    return duty_findings(flow.text, material.items, names)


def _words(material: Material) -> Iterator[Finding]:
    yield from count_findings(material.flow.text, material.items)
    yield from garbled_findings(material.flow.text)
    yield from hidden_findings(material.flow.text)


_LOOKS: tuple[Callable[[Material], Iterator[Finding]], ...] = (
    _missing_fields,
    _numbers,
    _dates,
    _foreign,
    _duties,
    _words,
)
