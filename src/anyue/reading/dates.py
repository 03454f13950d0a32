"""Dates as notices print them: full, partial, ranges, ends of months, relative ones.

A phrase is found by its shape and given a year by an anchor: the year printed before it in the same
sentence, else the year the document as a whole speaks of. A phrase that cannot be pinned to a day
has no days and says why.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from anyue.reading.numbering import CHINESE_DIGITS, chinese_value

_ONES = "[一二三四五六七八九]"
_MONTH = rf"1[0-2]|0?[1-9]|十[一二]?|{_ONES}"
_DAY = rf"3[01]|[12]\d|0?[1-9]|三十一?|二十{_ONES}?|十{_ONES}?|{_ONES}"
_YEAR = r"(?:19|20)\d{2}|[一二][九〇○零][一二三四五六七八九〇○零]{2}"
_FULL = re.compile(
    rf"(?:(?P<year>{_YEAR})年|(?P<near>今年|本年|当年|明年|次年))?"
    rf"(?:(?P<month>{_MONTH})月份?)?"
    rf"(?:(?P<day>{_DAY})[日号])?"
    r"(?P<part>底|末|上旬|中旬|下旬|初)?"
)
_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<sign>[-./．])(?P<month>1[0-2]|0?[1-9])(?P=sign)"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.])"
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})日?(?!\d)")
_START = re.compile(
    rf"(?<![\d.])(?:(?:{_YEAR})年|今年|本年|当年|明年|次年|(?:1[0-2]|0?[1-9])月"
    r"|(?:19|20)\d{2}[-./．]\d{1,2}[-./．]\d"
    r"|(?<![一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九])月)"
)
_RANGE = re.compile(r"(?:[（(][^（）()]{1,8}[）)])?(?:起)?[-—–－~～至到]+")
_BARE_DAY = re.compile(r"(3[01]|[12]\d|0?[1-9])[日号]")
_RANGE_DAY = re.compile(r"(3[01]|[12]\d|0?[1-9])[-—–~～至](3[01]|[12]\d|0?[1-9])[日号]")
_SENTENCE = re.compile(r"[。！？\n]")
_PARTS = {"上旬": 10, "初": 10, "中旬": 20}


@dataclass(frozen=True)
class Day:
    """One date phrase. ``first``/``last``: the days it covers, None when the year is unknown.

    ``exact`` says that a day of the month was printed; ``part`` is 底, 末, 上旬 … or empty.
    """

    start: int
    end: int
    first: datetime.date | None
    last: datetime.date | None
    exact: bool
    part: str
    has_month: bool
    year_printed: bool


@dataclass(frozen=True)
class Range:
    """From one phrase to another."""

    start: int
    end: int
    first: Day
    last: Day


def iso_date(text: str) -> str | None:
    """Read one full date (2023-05-30, 2019年01月09日, 2023/5/30) and return it as ISO."""
    match = _ISO.search(text)
    made = match and make_date(*(int(part) for part in match.groups()))
    return made.isoformat() if made else None


def make_date(year: int, month: int, day: int) -> datetime.date | None:
    """Return the date, or None when the calendar has no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def find_days(text: str, year: int | None, start: int = 0, end: int | None = None) -> Iterator[Day]:
    """Yield the date phrases of ``text[start:end]`` in order; ``year`` is the document's year."""
    at = start
    stop = len(text) if end is None else end
    while match := _START.search(text, at, stop):
        day = read_day(text, match.start(), year, stop)
        at = match.end()
        if day is not None:
            at = day.end
            yield day


def read_day(text: str, place: int, year: int | None, stop: int | None = None) -> Day | None:
    """Read the date phrase that begins at ``place``."""
    end = len(text) if stop is None else stop
    if numeric := _NUMERIC.match(text, place, end):
        made = make_date(*(int(numeric[name]) for name in ("year", "month", "day")))
        return Day(place, numeric.end(), made, made, True, "", True, True) if made else None
    match = _FULL.match(text, place, end)
    if match is None or match.end() == place:
        return None
    if match["day"] and not match["month"]:
        return None
    known = _year(match, text, place, year)
    month = chinese_value(match["month"]) if match["month"] else None
    first, last = _bounds(known, month, match["day"], match["part"] or "")
    if match["day"] and known and first is None:
        return None
    return Day(
        place,
        match.end(),
        first,
        last,
        bool(match["day"]),
        match["part"] or "",
        month is not None,
        bool(match["year"]),
    )


def find_ranges(
    text: str, year: int | None, start: int = 0, end: int | None = None
) -> Iterator[Range]:
    """Yield ranges such as 2023年6月1日至6月30日 or 12月2-3日."""
    stop = len(text) if end is None else end
    at = start
    while match := _START.search(text, at, stop):
        found = _short_range(text, match.start(), year, stop) or _long_range(
            text, match.start(), year, stop
        )
        at = found.end if found else match.end()
        if found:
            yield found


def month_end(year: int, month: int) -> datetime.date:
    """Return the last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _year(match: re.Match[str], text: str, place: int, year: int | None) -> int | None:
    if match["year"]:
        digits = match["year"].replace("○", "〇").replace("零", "〇")
        return int("".join(str(CHINESE_DIGITS.get(char, char)) for char in digits))
    if match["near"] in ("明年", "次年"):
        return None if year is None else year + 1
    if match["near"]:
        return year
    return _year_before(text, place) or year


def _year_before(text: str, place: int) -> int | None:
    """A year governs the dates that follow it in its sentence, unless it belongs to a title."""
    begin = 0
    for stop in _SENTENCE.finditer(text, max(0, place - 200), place):
        begin = stop.end()
    sentence = re.sub(r"《[^》]*》|〔[^〕]*〕|“[^”]*”", "", text[max(begin, place - 60) : place])
    years = re.findall(r"((?:19|20)\d{2})年(?=\d{1,2}月)", sentence)
    return int(years[-1]) if years else None


def _bounds(
    year: int | None, month: int | None, day: str | None, part: str
) -> tuple[datetime.date | None, datetime.date | None]:
    if year is None:
        return None, None
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if day:
        exact = make_date(year, month, chinese_value(day))
        return exact, exact
    first = datetime.date(year, month, 1)
    last = first.replace(day=_PARTS[part]) if part in _PARTS else month_end(year, month)
    return first, last


def _short_range(text: str, place: int, year: int | None, stop: int) -> Range | None:
    """12月2-3日: the second day borrows the month."""
    head = re.compile(r"(?:(?:19|20)\d{2}年)?(?:1[0-2]|0?[1-9])月").match(text, place, stop)
    days = _RANGE_DAY.match(text, head.end(), stop) if head else None
    if head is None or days is None:
        return None
    month = read_day(text, place, year, head.end())
    if month is None or month.first is None:
        return None
    ends = [make_date(month.first.year, month.first.month, int(group)) for group in days.groups()]
    made = [Day(place, days.end(), d, d, True, "", True, month.year_printed) for d in ends]
    return Range(place, days.end(), made[0], made[1])


def _long_range(text: str, place: int, year: int | None, stop: int) -> Range | None:
    first = read_day(text, place, year, stop)
    link = first and _RANGE.match(text, first.end, stop)
    if first is None or not link:
        return None
    second = read_day(text, link.end(), first.first.year if first.first else year, stop)
    if second is None:
        second = _borrowed(text, link.end(), first, stop)
    return Range(place, second.end, first, second) if second else None


def _borrowed(text: str, place: int, first: Day, stop: int) -> Day | None:
    """6月1日至30日: the end borrows month and year."""
    match = _BARE_DAY.match(text, place, stop)
    if match is None or first.first is None:
        return None
    made = make_date(first.first.year, first.first.month, int(match.group(1)))
    return Day(place, match.end(), made, made, True, "", True, False) if made else None
