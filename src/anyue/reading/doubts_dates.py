"""Dates that contradict each other, the calendar or the notice itself."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from anyue.reading.dates import Day, Range, find_days, find_ranges, make_date
from anyue.reading.deadlines import Due, Happening
from anyue.reading.finding import Finding
from anyue.reading.metadata import Fact
from anyue.reading.model import Activity, Period

CHECK = {"action": "check"}
_TITLE_YEAR = re.compile(r"(?<![-—–－~至\d])((?:19|20)\d{2})年(?![-—–－~至])")
_NUMBER_YEAR = re.compile(r"[〔\[［（(【]((?:19|20)\d{2})[〕\]］）)】]")
_HAPPENED = re.compile(r"^[^。；\n]{0,40}?(?:发生|事故|火灾|爆炸|坍塌)")
_PAST = re.compile(r"^[^。；，\n]{0,30}?(?:已|共|累计|发生|以来|排查出|整改完成)")
_WEEKDAY = re.compile(r"[（(]?(?:星期|礼拜|周)([一二三四五六日天])(?![、和至到-])[）)]?")
_WEEKDAYS = "一二三四五六日"
_NO_MONTH = re.compile(r"(?<![\d年.-])(?:1[3-9]|[2-9]\d)月(?:3[01]|[12]\d|0?[1-9])日")
_NO_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年)?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?P<day>[3-9]\d|29)日"
)
_LEAP_YEAR = 2024
_LONG_AGO = datetime.timedelta(days=150)
_AUTUMN, _SUMMER = 9, 6


@dataclass(frozen=True)
class Dated:
    """The dates that the earlier stages found, and what may explain them."""

    text: str
    facts: Mapping[str, Fact | None]
    period: Period | None
    dues: Sequence[Due]
    events: Sequence[Happening]

    @property
    def issued(self) -> datetime.date | None:
        """The day the notice was issued."""
        fact = self.facts["issued_on"]
        return datetime.date.fromisoformat(fact.value) if fact else None

    @property
    def year(self) -> int | None:
        """The year a date without one is taken for."""
        start = self.period.start if self.period else None
        fact = self.facts["issued_on"]
        told = start or (fact.value if fact else "")
        return int(told[:4]) if told else None


def date_findings(dated: Dated, activities: Sequence[Activity]) -> Iterator[Finding]:
    """Yield everything about dates that cannot be right; vague limits are `vague_findings`."""
    yield from _ends(dated)
    yield from _weekdays(dated)
    yield from _impossible(dated)
    yield from _told(dated)
    yield from _years(dated)
    yield from _late(dated)
    if activities:
        yield from _outside(dated)


def _ends(dated: Dated) -> Iterator[Finding]:
    seen = set()
    for found in find_ranges(dated.text, dated.year):
        if _ends_early(found):
            seen.add(found.start)
            words = dated.text[found.start : found.end]
            message = f"“{words}”结束早于开始。请改正日期。"
            yield Finding("end_before_start", message, found.start, found.end, CHECK)
    period, fact = dated.period, dated.facts["period"]
    told = fact and any(fact.start <= place < fact.end for place in seen)
    if period and fact and not told and (period.end or "9999") < (period.start or ""):
        message = "活动时间的结束早于开始。请改正日期。"
        yield Finding("end_before_start", message, fact.start, fact.end, CHECK)


def _ends_early(found: Range) -> bool:
    """Without printed years a range from autumn to spring runs into the next year."""
    first, last = found.first.first, found.last.last
    if not first or not last or last >= first:
        return False
    printed = found.first.year_printed and found.last.year_printed
    return printed or not (first.month >= _AUTUMN and last.month <= _SUMMER)


def _weekdays(dated: Dated) -> Iterator[Finding]:
    for day in find_days(dated.text, dated.year):
        told = _WEEKDAY.match(dated.text, day.end) if day.exact else None
        if not told or day.first is None:
            continue
        wanted = _WEEKDAYS.index(told[1].replace("天", "日"))
        if wanted in {date.weekday() for date in _may_be(day, dated.issued)}:
            continue
        right = _WEEKDAYS[day.first.weekday()]
        words = dated.text[day.start : told.end()]
        better = words.replace(f"周{told[1]}", f"周{right}")
        for name in ("星期", "礼拜"):
            better = better.replace(f"{name}{told[1]}", f"{name}{right}")
        message = (
            f"{day.first.isoformat()} 是星期{right}，原文写的是“{words}”。"
            "请确认是日期写错还是星期写错。"
        )
        proposal = {"action": "replace", "text": better}
        yield Finding("wrong_weekday", message, day.start, told.end(), proposal)


def _may_be(day: Day, issued: datetime.date | None) -> list[datetime.date]:
    """A date without a year may lie in the next one when it is long past."""
    if day.first is None:
        return []
    days = [day.first]
    if not day.year_printed and issued and issued - day.first > _LONG_AGO:
        following = make_date(day.first.year + 1, day.first.month, day.first.day)
        days += [following] if following else []
    return days


def _impossible(dated: Dated) -> Iterator[Finding]:
    spans = [match.span() for match in _NO_MONTH.finditer(dated.text)]
    for match in _NO_DAY.finditer(dated.text):
        year = int(match["year"] or dated.year or _LEAP_YEAR)
        if make_date(year, int(match["month"]), int(match["day"])) is None:
            spans.append(match.span())
    for start, end in spans:
        message = f"日历上没有“{dated.text[start:end]}”这一天。请对照原件改正。"
        proposal = {"action": "replace", "text": None}
        yield Finding("impossible_date", message, start, end, proposal)


def _told(dated: Dated) -> Iterator[Finding]:
    """A notice cannot be older than what it tells about."""
    issued, text, fact = dated.issued, dated.text, dated.facts["issued_on"]
    if issued is None or fact is None:
        return
    for day in find_days(text, None):
        if not day.exact or day.first is None or day.first <= issued:
            continue
        if _HAPPENED.match(text[day.end : day.end + 60]):
            message = (
                f"发文日期 {issued} 早于文中所说的事情（{day.first}）。"
                "两个日期至少有一个写错，请核对。"
            )
            yield Finding("contradicting_dates", message, fact.start, fact.end, CHECK)


def _years(dated: Dated) -> Iterator[Finding]:
    """The years of title, number, signature and period belong together."""
    issued, title, number = dated.issued, dated.facts["title"], dated.facts["doc_number"]
    printed = _TITLE_YEAR.search(title.value) if title else None
    if title and printed and issued and abs(int(printed[1]) - issued.year) > 1:
        message = f"标题写的是 {printed[1]} 年，发文日期却是 {issued}。请核对。"
        yield Finding("contradicting_dates", message, *_place(dated, "issued_on"), CHECK, "warn")
    start = dated.period.start if dated.period else None
    if printed and start and int(start[:4]) != int(printed[1]):
        message = f"标题写的是 {printed[1]} 年，活动却从 {start} 开始。请核对。"
        yield Finding("contradicting_dates", message, *_place(dated, "period"), CHECK, "warn")
    year = _NUMBER_YEAR.search(number.value) if number else None
    if year and issued and int(year[1]) != issued.year:
        message = f"文号里是 {year[1]} 年，发文日期却是 {issued}。请核对。"
        yield Finding("contradicting_dates", message, *_place(dated, "doc_number"), CHECK, "warn")


def _place(dated: Dated, name: str) -> tuple[int, int]:
    fact = dated.facts[name]
    return (fact.start, fact.end) if fact else (0, 0)


def _late(dated: Dated) -> Iterator[Finding]:
    """What is due cannot have been due before the notice was issued."""
    issued = dated.issued
    if issued is None:
        return
    for due in dated.dues:
        if not due.days or max(due.days) >= issued:
            continue
        if _PAST.match(dated.text[due.end : due.end + 40]):
            continue
        words = dated.text[due.start : due.end]
        message = (
            f"期限“{words}”（{max(due.days)}）早于发文日期 {issued}。"
            "两个日期至少有一个写错，请填写正确的截止日期。"
        )
        proposal = {"action": "set_date", "date": None}
        yield Finding("deadline_before_issue", message, due.start, due.end, proposal)


def _outside(dated: Dated) -> Iterator[Finding]:
    period = dated.period
    if period is None or not period.start or not period.end or period.end < period.start:
        return
    for event in dated.events:
        if event.last.isoformat() >= period.start and event.first.isoformat() <= period.end:
            continue
        message = (
            f"举办日期 {event.first} 不在活动时间 {period.start} 至 {period.end} 里。"
            "请确认日期；没有写错就照原文保留。"
        )
        yield Finding("outside_period", message, event.start, event.end, {"action": "accept"})
