"""Is a day one on which nobody is at the office? Weekends, and the fixed holidays as data."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files


@cache
def fixed_holidays() -> dict[tuple[int, int], str]:
    """Names of the public holidays that fall on the same date every year, by (month, day)."""
    text = files(__package__).joinpath("holidays.toml").read_text(encoding="utf-8")
    return {(entry["month"], entry["day"]): entry["name"] for entry in tomllib.loads(text)["fixed"]}


def warning_about(day: date | None) -> str:
    """A sentence about a deadline on a free day, "" for an ordinary working day."""
    if day is None:
        return ""
    if name := fixed_holidays().get((day.month, day.day)):
        return f"{day.month}月{day.day}日是{name}，建议改到前一个工作日。"
    if day.weekday() >= 5:
        which = "六" if day.weekday() == 5 else "日"
        return f"{day.month}月{day.day}日是周{which}，建议改到前一个工作日。"
    return ""
