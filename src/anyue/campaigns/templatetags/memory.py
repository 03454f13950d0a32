"""How does an activity show what earlier corrections did to it? `{% load memory %}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from anyue.phrases.rules import CorrectedField

from ..freezing import plain
from ..meaning import VALUES
from ..models import Activity
from ..rules import Judgement
from ..wording import show

register = template.Library()


@dataclass(frozen=True)
class Mark:
    """One line: which field, what it became, by whom and when, and how alike the words are."""

    field: str
    label: str
    text: str
    meaning: str
    by: str
    on: date
    title: str
    percent: int
    is_suggestion: bool

    @property
    def is_near(self) -> bool:
        """The words are similar, not the same."""
        return self.percent < 100


@register.inclusion_tag("campaigns/parts/remembered.html", takes_context=True)
def remembered(context: template.Context, activity: Activity, then: str = "") -> dict[str, Any]:
    """Lines and buttons for what the memory put in; nothing where it did nothing.

    `then="list"` leads back to the list, where one button takes all back. Buttons appear where
    the page lets a person edit.
    """
    shown = marks(activity)
    return {
        "activity": activity,
        "marks": shown,
        "filled_in": sum(not mark.is_suggestion for mark in shown),
        "may_edit": context.get("may_edit", False),
        "then": then,
        "csrf_token": context.get("csrf_token"),
    }


def marks(activity: Activity) -> list[Mark]:
    """What is still so: a field changed since, or an item judged since, carries no mark."""
    return [
        _mark(field, mark, is_suggestion=field not in VALUES)
        for field, mark in activity.remembered.items()
        if _stands(activity, field, mark)
    ]


def _stands(activity: Activity, field: str, mark: dict[str, Any]) -> bool:
    if field not in VALUES:
        return activity.judgement == Judgement.PROPOSED
    return (show(field, plain(getattr(activity, field))) or "空") == mark["text"]


def _mark(field: str, mark: dict[str, Any], *, is_suggestion: bool) -> Mark:
    return Mark(
        field=field,
        label=str(CorrectedField(field).label),
        text=mark["text"],
        meaning=mark["meaning"] if field == CorrectedField.DUE_DATE else "",
        by=mark["by"],
        on=date.fromisoformat(mark["on"]),
        title=mark["title"],
        percent=round(100 * mark["likeness"]),
        is_suggestion=is_suggestion,
    )
