"""How does a field of an activity read? `{% load plan %}`."""

from __future__ import annotations

from django import template

from ..models import Activity
from ..wording import show

register = template.Library()


@register.simple_tag
def shown(activity: Activity, name: str) -> str:
    """The field in words, — where it is empty."""
    return show(name, getattr(activity, name)) or "—"
