"""Limits that no calendar day stands for, with what they were taken for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from anyue.reading.doubts_dates import Dated
from anyue.reading.finding import Finding
from anyue.reading.numbering import chinese_value
from anyue.reading.spans import Spans

# A limit without a day of its own, taken from the day of issue.
_FROM_ISSUE = re.compile(r"(?:本月|月底|当月|月末|本周|这周|下周|周|年底|年末|年内|今年内|本年底)")
_WITHIN = re.compile(r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})个?(?P<unit>工作日|日|天)内")
_HAND_IN = r"(?:报送|上报|报至|报到|提交|反馈|报告)"
# Words that only press; they set a limit when something has to be handed in or finished.
_LOOSE = re.compile(
    r"(?P<words>近期|近日|尽快|尽早|及早|抓紧|及时|限期|早日)"
    rf"(?P<duty>(?:将|把)?[^，。；、\n]{{0,10}}?{_HAND_IN})"
)
_FINISH = re.compile(r"(?P<words>近期|近日|尽快|尽早|限期|抓紧)(?P<duty>完成[^，。；、\n]{0,12})")
_WITHIN_DUTY = re.compile(rf"^[^。；\n]{{0,24}}?(?:{_HAND_IN}|完成)")
# An emergency is reported at once: no limit that a plan could hold.
_EMERGENCY = re.compile(r"突发|事故|险情|第一时间|紧急|发现|一旦|如遇|情况的|的[，,]")
_SENTENCE = re.compile(r"[。；\n]")


def vague_findings(dated: Dated) -> Iterator[Finding]:
    """Yield limits without a day, those of several days, and words that only press."""
    for due in dated.dues:
        words = dated.text[due.start : due.end]
        if due.reason:
            yield _open(dated, due.start, due.end, due.reason)
        elif len(due.days) > 1:
            days = "、".join(day.isoformat() for day in due.days)
            message = f"“{words}”写了 {len(due.days)} 个期限（{days}）。请确认是否分次完成。"
            proposal = {"action": "accept", "dates": [day.isoformat() for day in due.days]}
            yield Finding("vague_deadline", message, due.start, due.end, proposal, "warn")
        elif _FROM_ISSUE.match(words):
            taken_for = f"按发文日期算作 {due.days[0]}"
            message = f"期限“{words}”没有写明哪一天，{taken_for}。请确认或者改成别的日期。"
            proposal = {"action": "set_date", "date": due.days[0].isoformat()}
            yield Finding("vague_deadline", message, due.start, due.end, proposal, "warn")
    yield from _pressing(dated)


def _open(dated: Dated, start: int, end: int, reason: str) -> Finding:
    words = dated.text[start:end]
    day = _counted(words, dated.issued)
    if day is None:
        message = f"期限“{words}”{reason}，没有定到某一天。请填写截止日期，或者确认不设截止日期。"
        proposal = {"action": "set_date", "date": None}
        return Finding("vague_deadline", message, start, end, proposal)
    message = (
        f"期限“{words}”没有写明哪一天，从发文日期 {dated.issued} 起算（只除去周末）是 {day}。"
        "请确认或者改成别的日期。"
    )
    proposal = {"action": "set_date", "date": day.isoformat()}
    return Finding("vague_deadline", message, start, end, proposal)


def _counted(words: str, issued: datetime.date | None) -> datetime.date | None:
    """The last of so many days after the issue; Saturdays and Sundays are no working days."""
    match = _WITHIN.search(words)
    if match is None or issued is None:
        return None
    count, day = chinese_value(match["n"]), issued
    while count:
        day += datetime.timedelta(days=1)
        if match["unit"] != "工作日" or day.weekday() < 5:
            count -= 1
    return day


def _pressing(dated: Dated) -> Iterator[Finding]:
    taken = Spans((due.start, due.end) for due in dated.dues)
    limited = Spans(_sentence(dated.text, due.start, due.end) for due in dated.dues)
    end = (dated.period.end if dated.period else None) or None
    for pattern in (_LOOSE, _FINISH):
        for match in pattern.finditer(dated.text):
            start, stop = _sentence(dated.text, match.start(), match.end())
            if match.start() in limited or _EMERGENCY.search(dated.text[start:stop]):
                continue
            words = match["words"]
            taken_for = f"建议按活动结束日期 {end} 办理。" if end else "系统没有把它当作期限。"
            message = f"“{match.group()}”没有写明期限（只写了“{words}”），{taken_for}"
            proposal = {"action": "set_date", "date": end}
            place = match.span("words")
            yield Finding("vague_deadline", message, *place, proposal, "warn")
    for match in _WITHIN.finditer(dated.text):
        if match.start() in taken or not _WITHIN_DUTY.match(
            dated.text[match.end() : match.end() + 40]
        ):
            continue
        start, stop = _sentence(dated.text, match.start(), match.end())
        if not _EMERGENCY.search(dated.text[start:stop]):
            yield _open(dated, *match.span(), "没有写明从哪一天起算")


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = max(0, start - 300), min(len(text), end + 300)
    left = max(first, *(text.rfind(mark, first, start) + 1 for mark in "。；\n"))
    stop = _SENTENCE.search(text, end, last)
    return left, stop.start() if stop else last
