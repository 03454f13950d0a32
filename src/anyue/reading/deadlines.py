"""Last days by which something is due, and days on which something happens.

A date is a deadline when the words around it set a limit (前, 底前, 截至, 于…完成). A limit that
cannot be pinned to a day (春节前, 2025年之前, 每月5日前) is kept without a date, with the reason.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from anyue.reading.dates import Day, Range, find_days, find_ranges, month_end
from anyue.reading.numbering import chinese_value, quotations
from anyue.reading.spans import Spans

_CLOCK = (
    r"(?:[（(](?:[本这下])?(?:星期|周)[一二三四五六日天][）)])?"
    r"(?:(?:上午|下午|中午|晚上?| )?\d{1,2}(?:[:：]\d{2}|时|点)(?:\d{1,2}分|半|整)?|下班)?"
)
_LIMIT = re.compile(
    rf"{_CLOCK}(?:之前|以前|前(?!期|后|往|述|款|提|三|两|沿|景)|之内|以内|内|止|为止)"
)
_UNTIL = re.compile(
    r"(?:截至|截止(?:日期|时间)?(?:到|至|为|[:：])?|最迟(?:于|不超过|不晚于)?|不迟于|不晚于|务必于)$"
)
_COUNTED = re.compile(r"截[至止]$")
_BY_END = re.compile(r"(?:到|至|力争)$")
_DUE = re.compile(r"^[^，。；]{0,12}?(?:报送|上报|报至|报到|提交|完成|报)")
_DUE_BEFORE = re.compile(r"(?:于|在)$")
_SERIES = re.compile(r"(?:(?:(?:19|20)\d{2}年|\d{1,2}月(?:\d{1,2}日)?)[、和及，])+$")
_SERIES_PART = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?"
)
_RECURRING = re.compile(r"每(?:个)?(?:年|月|季度?|半年|周|旬|学期)[^，。；、]{0,4}$")
_RECURRING_DAY = re.compile(
    r"每(?:个)?(?:年|月|季度?|半年|周)(?:度|末|初)?(?:的)?(?:最后一?[个天日]?(?:工作)?日?|\d{1,2}[日号]|底|末|第?[一二三四五]个工作日|[一二三四五六日])(?:之|以)?前"
)
_RELATIVE = re.compile(
    r"(?P<month>本月底?|月底|当月底|月末)(?:之|以)?前"
    r"|(?P<year>(?<![一二两三四五六七八九十\d])(?:年底|年末|年内)|今年内|本年底)(?:之|以)?(?:前|(?<=年内))"
    r"|(?P<week>(?:本|这|下)周[一二三四五六日天末]?|周[一二三四五六日天]|本周末)(?:之|以)?前"
    r"|(?P<feast>(?:(?:今年|明年)?(?:元旦|春节|元宵节?|清明节?|五一|“五一”|劳动节|端午节?|中秋节?|国庆节?|“十一”|双节|两节|“两节”|“两会”|两会)(?:节日|假期|长假)?|汛期|主汛期|入汛|入冬|开学|高考|中考|寒假|暑假|放假|复工(?:复产)?|节)(?:到?来)?(?:之|以)?前(?=[，,要将完报全对把]|务必|开展|组织))"
    r"|(?P<span>(?:收到|自|接到)[^，。；]{0,12}(?:起|后)?\d{1,2}个?(?:工作日|日|天)内"
    r"|限(?:期|于|在)?\d{1,2}个?(?:工作日|日|天)内)"
    r"|(?P<quarter>第?[一二三四1-4]季度[末底])(?:之|以)?前"
    r"|(?P<day>(?<![\d月日])(?:本月|当月)?(?:3[01]|[12]\d|0?[1-9])[日号](?:之|以)?前)"
    r"(?=[^，。；\d]{0,12}(?:报|交|完成|送))"
)
_FROM_NOW = re.compile(
    r"(?:自|从)?即日起[，,]?(?:至|到)(?P<end>[^，。；,]{2,20}?)(?=[，。；,]|前|止)(?:前|止)?"
)
_UNKNOWN = "按节日、会议或收文日计算，没有写明具体日期"
_UNKNOWN_MONTH = "没有写明是哪个月"
_WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_HAPPENS = re.compile(
    r"开展|举行|举办|组织|召开|启动|举行|参加|进行|集中|时间[:：]|开幕|演练|宣传|活动"
)
_TIME_LABEL = re.compile(r"时间(?:安排)?[:：]?$")
_TIME_LABEL_LENGTH = 5
_SENTENCE_STOP = re.compile(r"[。；\n]")
_HISTORY = re.compile(r"发生|事故|以来|印发|下发|发布|施行|实施以来|指出|强调|截至目前")


@dataclass(frozen=True)
class Due:
    """A limit in the flow. ``days`` may hold several; empty means it could not be pinned down."""

    start: int
    end: int
    days: tuple[datetime.date, ...]
    reason: str | None = None


@dataclass(frozen=True)
class Happening:
    """A day or range on which something happens."""

    start: int
    end: int
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class Anchor:
    """What a date may lean on: the document's year, the day it was issued, its period."""

    year: int | None
    issued: datetime.date | None = None
    spans: tuple[tuple[int, int], ...] = field(default=())


def find_deadlines(text: str, anchor: Anchor, start: int, end: int) -> list[Due]:
    """Return the limits of ``text[start:end]`` in text order; ``anchor.spans`` are left alone."""
    found = [*_by_date(text, anchor, start, end), *_by_words(text, anchor, start, end)]
    found.sort(key=lambda due: (due.start, -due.end))
    kept: list[Due] = []
    for due in found:
        if not kept or due.start >= kept[-1].end:
            kept.append(due)
    return kept


def find_happenings(
    text: str, anchor: Anchor, start: int, end: int, dues: list[Due]
) -> list[Happening]:
    """Return days on which something is to happen: not limits, not the past."""
    taken = Spans([*((due.start, due.end) for due in dues), *anchor.spans])
    found = []
    held = []
    for range_ in find_ranges(text, anchor.year, start, end):
        first, last = range_.first.first, range_.last.last
        if first and last and _happens(text, range_, anchor, taken):
            found.append(Happening(range_.start, range_.end, first, last))
            held.append((range_.start, range_.end))
    ranges = Spans(held)
    for day in find_days(text, anchor.year, start, end):
        if (
            day.exact
            and day.first
            and day.start not in ranges
            and _happens(text, day, anchor, taken)
        ):
            found.append(Happening(day.start, day.end, day.first, day.first))
    return sorted(found, key=lambda item: item.start)


def _by_date(text: str, anchor: Anchor, start: int, end: int) -> Iterator[Due]:
    quoted = quotations(text[start:end])
    ranges = Spans((r.start, r.end) for r in find_ranges(text, anchor.year, start, end))
    for day in find_days(text, anchor.year, start, end):
        if quoted[day.start - start]:
            continue
        limit = _limit_end(text, day, end)
        if limit is None or _RECURRING.search(text, max(start, day.start - 12), day.start):
            continue
        if day.start in ranges and not text[day.end : limit]:
            continue
        if _COUNTED.search(text, max(start, day.start - 4), day.start) and _is_past(day, anchor):
            continue
        yield _due(text, day, limit, anchor)


def _is_past(day: Day, anchor: Anchor) -> bool:
    """截至2025年底，共有200家 counts what there was; it sets no limit."""
    return bool(anchor.issued and day.last and day.last < anchor.issued)


def _limit_end(text: str, day: Day, end: int) -> int | None:
    """Return where the limiting words end, or None when the date sets no limit."""
    before = text[max(0, day.start - 8) : day.start]
    limit = _LIMIT.match(text, day.end, end)
    if limit and (day.exact or day.part or day.has_month or "前" in limit.group()):
        return limit.end()
    if _UNTIL.search(before) and day.has_month:
        return day.end
    if day.part in ("底", "末") and (
        _BY_END.search(before) or _DUE.match(text[day.end : day.end + 14])
    ):
        return day.end
    due = day.exact and _DUE_BEFORE.search(before) and _DUE.match(text[day.end : day.end + 16])
    return day.end if due else None


def _due(text: str, day: Day, limit: int, anchor: Anchor) -> Due:
    words = text[day.end : limit]
    if not day.has_month and not day.part:
        return Due(day.start, limit, (), "既可能指该年开始之前，也可能指该年年底之前")
    if day.last is None:
        return Due(day.start, limit, (), "不知道是哪一年")
    last = _pushed_on(day, day.last, anchor)
    if not day.exact and not day.part and "前" in words:
        last = last.replace(day=1) - datetime.timedelta(days=1)
    series = _SERIES.search(text, max(0, day.start - 40), day.start)
    if series:
        return Due(series.start(), limit, (*_series(series.group(), day, last), last))
    return Due(day.start, limit, (last,))


def _pushed_on(day: Day, last: datetime.date, anchor: Anchor) -> datetime.date:
    """A limit without a printed year never lies long before the notice: it means the next year."""
    late = anchor.issued is not None and (anchor.issued - last).days > 150
    if not late or day.year_printed:
        return last
    if day.exact:
        twin_end = month_end(last.year + 1, last.month)
        return twin_end.replace(day=min(last.day, twin_end.day))
    return month_end(last.year + 1, last.month)


def _series(text: str, day: Day, last: datetime.date) -> list[datetime.date]:
    """2024年、2025年、2026年11月底前 names three days."""
    days = []
    for piece in re.split(r"[、和及，]", text):
        match = _SERIES_PART.fullmatch(piece)
        if not piece or match is None:
            continue
        year = int(match["year"] or last.year)
        month = int(match["month"] or last.month)
        whole = month_end(year, month)
        number = int(match["day"]) if match["day"] else (last.day if day.exact else whole.day)
        days.append(whole.replace(day=min(number, whole.day)))
    return days


def _by_words(text: str, anchor: Anchor, start: int, end: int) -> Iterator[Due]:
    for match in _FROM_NOW.finditer(text, start, end):
        day = next(find_days(text, anchor.year, match.start("end"), match.end("end")), None)
        known = day.last if day and day.has_month else None
        yield Due(
            match.start(),
            match.end(),
            (known,) if known else (),
            None if known else "没有写明具体日期",
        )
    for match in _RECURRING_DAY.finditer(text, start, end):
        yield Due(match.start(), match.end(), (), "是定期报送，没有唯一的截止日")
    for match in _RELATIVE.finditer(text, start, end):
        known = _resolve(match, anchor)
        reason = None if known else _UNKNOWN_MONTH if match["day"] else _UNKNOWN
        yield Due(match.start(), match.end(), (known,) if known else (), reason)


def _resolve(match: re.Match[str], anchor: Anchor) -> datetime.date | None:
    if match["year"] and anchor.year:
        return datetime.date(anchor.year, 12, 31)
    if match["quarter"] and anchor.year:
        return month_end(anchor.year, 3 * chinese_value(match["quarter"].strip("第季度末底")))
    if anchor.issued is None:
        return None
    if match["day"] and match["day"].startswith("本月"):
        number = int(re.sub(r"\D", "", match["day"]))
        whole = month_end(anchor.issued.year, anchor.issued.month)
        return whole.replace(day=number) if number <= whole.day else None
    if match["month"]:
        return month_end(anchor.issued.year, anchor.issued.month)
    if match["week"]:
        monday = anchor.issued - datetime.timedelta(days=anchor.issued.weekday())
        weeks = 1 if match["week"].startswith("下") else 0
        return monday + datetime.timedelta(weeks=weeks, days=_WEEKDAYS.get(match["week"][-1], 6))
    return None


def _happens(text: str, item: Day | Range, anchor: Anchor, taken: Spans) -> bool:
    first = item.first if isinstance(item, Day) else item.first.first
    if first is None or item.start in taken:
        return False
    line = text.rfind("\n", 0, item.start) + 1
    if _TIME_LABEL.search(text, max(line, item.start - _TIME_LABEL_LENGTH), item.start):
        return True
    stop = _SENTENCE_STOP.search(text, item.end)
    after = text[item.end : stop.start() if stop else len(text)]
    begin = max(text.rfind(mark, line, item.start) for mark in "。；") + 1
    before = text[max(line, begin) : item.start]
    if _HISTORY.search(after[:40]) or (anchor.issued and first < anchor.issued):
        return False
    return bool(_HAPPENS.search(after) or _HAPPENS.search(before))
