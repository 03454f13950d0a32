"""What does a corrected value mean beyond this year's plan? Pure: values in, values out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anyue.phrases.matching import fold
from anyue.phrases.rules import CorrectedField
from anyue.reading import kinds

from .models import Activity, Campaign
from .rules import Audience, Cadence, Judgement

VALUES = (
    CorrectedField.KINDS,
    CorrectedField.AUDIENCE,
    CorrectedField.WHO,
    CorrectedField.QUANTITIES,
    CorrectedField.EVIDENCE,
    CorrectedField.CADENCE,
    CorrectedField.DUE_DATE,
)
"""Fields whose remembered value is written into a new plan; the others are only suggested."""
OPENING = 12
FEWEST = 4
LOOK_AHEAD = 40
_CLAUSE_START = re.compile(r"(?<=[。；;！？，,\n])\s*")


@dataclass(frozen=True)
class Frame:
    """The days a date of an item can be told by: the plan's year and period, printed days."""

    year: int | None
    period_start: date | None
    period_end: date | None
    printed: Sequence[date]

    @classmethod
    def of(cls, activity: Activity) -> Frame:
        """The frame of an activity as its plan and its stretch of the notice stand now."""
        campaign = activity.campaign
        first = campaign.period_start or campaign.issued_on
        return cls(
            first.year if first else None,
            campaign.period_start,
            campaign.period_end,
            printed_days(campaign, activity.source_start, activity.source_end),
        )


def printed_days(campaign: Campaign, start: int | None, end: int | None) -> list[date]:
    """Every day the reader found in this stretch of the notice, in the order of the text."""
    if start is None or end is None:
        return []
    reading = campaign.notice.reading
    found = [(one["start"], one["dates"]) for one in reading.get("deadlines", [])]
    found += [
        (one["start"], [day for day in (one["date"], one["end_date"]) if day])
        for one in reading.get("events", [])
    ]
    within = sorted(one for one in found if start <= one[0] < end)
    return [date.fromisoformat(day) for _, days in within for day in days]


def lasting(field: CorrectedField, value: Any, frame: Frame) -> Any:
    """The value as it can be kept for another year.

    Raises:
        LookupError: a date that nothing in the plan explains.
    """
    if field == CorrectedField.DUE_DATE:
        return _meaning(value, frame)
    if field == CorrectedField.QUANTITIES:
        return [{key: one.get(key, "") for key in ("n", "of", "per")} for one in value]
    return value


def of_this_year(field: CorrectedField, value: Any, frame: Frame) -> Any:
    """A kept value as this plan's field takes it; the opposite of `lasting`.

    Raises:
        LookupError: it has no meaning here: a day this notice does not print, a kind that is gone.
    """
    if field == CorrectedField.DUE_DATE:
        return _day(value, frame)
    if field == CorrectedField.KINDS and not set(value) <= set(kinds()):
        raise LookupError("a kind that the reader no longer has")
    if field == CorrectedField.AUDIENCE and not set(value) <= set(Audience.values):
        raise LookupError("an audience that is gone")
    if field == CorrectedField.CADENCE and value not in Cadence.values:
        raise LookupError("a cadence that is gone")
    return value


def in_words(meaning: Mapping[str, Any]) -> str:
    """活动结束那天, 原文里的第2个日期, 6月最后一天."""
    match meaning:
        case {"of": "none"}:
            return "没有期限"
        case {"of": "printed", "place": place}:
            return f"原文里的第{place + 1}个日期"
        case {"of": "period_start"}:
            return "活动开始那天"
        case {"of": "period_end"}:
            return "活动结束那天"
    year = {0: "", 1: "次年"}.get(meaning["years"], f"{meaning['years']:+}年")
    last = "最后一天" if meaning["day"] == 0 else f"{meaning['day']}日"
    return f"{year}{meaning['month']}月{last}"


def openings(parts: Sequence[str]) -> list[str]:
    """How each part after the first begins, to find the places of a split in another text.

    Raises:
        LookupError: a part with too few letters to be found again.
    """
    found = [fold(text[:LOOK_AHEAD])[:OPENING] for text in parts[1:]]
    if any(len(opening) < FEWEST for opening in found):
        raise LookupError("a part without words")
    return found


def places_of(wanted: Sequence[str], text: str, start: int, end: int) -> list[int]:
    """Offsets in `text` between `start` and `end` at which clauses begin with these openings.

    Raises:
        LookupError: one of them is not there, behind the one before.
    """
    found = []
    place = start
    for opening in wanted:
        starts = (match.end() for match in _CLAUSE_START.finditer(text, place + 1, end))
        fits = (one for one in starts if fold(text[one : one + LOOK_AHEAD]).startswith(opening))
        place = next(fits, -1)
        if not start < place < end:
            raise LookupError(opening)
        found.append(place)
    return found


def _meaning(day: date | None, frame: Frame) -> dict[str, Any]:
    """What prints the day counts first: it moves with next year's text."""
    if day is None:
        return {"of": "none"}
    if day in frame.printed:
        return {"of": "printed", "place": list(frame.printed).index(day)}
    if day == frame.period_end:
        return {"of": "period_end"}
    if day == frame.period_start:
        return {"of": "period_start"}
    if frame.year is None:
        raise LookupError("a plan without a year")
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return {
        "of": "calendar",
        "years": day.year - frame.year,
        "month": day.month,
        "day": 0 if is_last else day.day,
    }


def _day(meaning: Mapping[str, Any], frame: Frame) -> date | None:
    match meaning:
        case {"of": "none"}:
            return None
        case {"of": "printed", "place": place}:
            return frame.printed[place]
        case {"of": "period_start" | "period_end" as name}:
            day: date | None = getattr(frame, name)
            if day is None:
                raise LookupError("a plan without a period")
            return day
    if frame.year is None:
        raise LookupError("a plan without a year")
    year, month = frame.year + meaning["years"], meaning["month"]
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(meaning["day"] or last, last))


SUGGESTED = {CorrectedField.JUDGEMENT: Judgement.PROPOSED.value, CorrectedField.SPLIT: ""}
"""What the reader says of every item where a person said otherwise."""
