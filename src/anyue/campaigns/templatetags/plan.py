"""How does a field of an activity read? `{% load plan %}`."""

from __future__ import annotations

from datetime import date

from django import template

from ..models import Activity
from ..wording import WEEKDAYS, show

register = template.Library()


@register.simple_tag
def shown(activity: Activity, name: str) -> str:
    """The field in words, — where it is empty."""
    return show(name, getattr(activity, name)) or "—"


@register.simple_tag
def short_day(day: date | None) -> str:
    """6月16日（周五） for tables of one plan, whose year stands above; — for none."""
    if day is None:
        return "—"
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
