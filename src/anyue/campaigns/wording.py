"""How do the fields of a plan read on a page? One list of labels for forms, trail and versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from anyue.reading import kinds

from .rules import Audience, Cadence, DoubtState, Judgement

FIELDS = {
    "name": "活动名称",
    "title": "通知标题",
    "doc_number": "文号",
    "index_number": "索引号",
    "issuer": "发文单位",
    "issued_on": "成文日期",
    "theme": "主题",
    "period_start": "开始日期",
    "period_end": "结束日期",
    "key_sector": "重点行业",
    "topic_class": "主题分类",
    "keywords": "关键字",
    "source": "来源",
}
ACTIVITY_FIELDS = {
    "number": "序号",
    "part": "所属部分",
    "title": "名称",
    "text": "内容",
    "kinds": "类型",
    "audience": "对象",
    "who": "责任主体",
    "quantities": "数量要求",
    "programmes": "专项活动",
    "evidence_wanted": "佐证要求",
    "cadence": "频次",
    "event_date": "举办日期",
    "due_date": "完成时限",
    "responsible_office": "责任股室",
}
OTHER_FIELDS = {"judgement": "核对结果", "state": "疑点状态"}
WEEKDAYS = "一二三四五六日"
CONFIDENCE = {
    "high": ("把握高", "green"),
    "medium": ("把握中", "yellow"),
    "low": ("把握低", "orange"),
}
"""Word and tone of the tag that says how sure the reader is."""


def label(field: str, *, of_activity: bool = False) -> str:
    """The Chinese name of a field of the plan (or of an activity), or of a doubt."""
    own, other = (ACTIVITY_FIELDS, FIELDS) if of_activity else (FIELDS, ACTIVITY_FIELDS)
    return {**OTHER_FIELDS, **other, **own}[field]


def day(value: date | str | None) -> str:
    """2023年6月16日（周五）; takes a date or an ISO string, "" for nothing."""
    if not value:
        return ""
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    weekday = WEEKDAYS[moment.weekday()]
    return f"{moment.year}年{moment.month}月{moment.day}日（周{weekday}）"


def kind_label(key: str) -> str:
    """The Chinese name of a kind; 其他 for one the reader's list no longer has."""
    return kinds().get(key, "其他")


def quantity(value: Mapping[str, Any]) -> str:
    """一张逃生路线图（企业）."""
    per = value.get("per")
    whose = f"（{Audience(per).label}）" if per in Audience.values else ""
    return f"{value.get('n', '')}{value.get('of', '')}{whose}"


def _listed(field: str, values: Sequence[Any]) -> str:
    if field == "kinds":
        return "、".join(kind_label(value) for value in values)
    if field == "audience":
        return "、".join(Audience(value).label for value in values)
    if field == "quantities":
        return "、".join(quantity(value) for value in values)
    return "、".join(str(value) for value in values)


CHOICES = {"cadence": Cadence, "judgement": Judgement, "state": DoubtState}
DATES = frozenset({"issued_on", "period_start", "period_end", "event_date", "due_date"})


def show(field: str, value: Any) -> str:
    """A field's value as a person reads it, "" for nothing."""
    if field in CHOICES and value is not None:
        return str(CHOICES[field](value).label)
    if field in DATES:
        return day(value)
    if isinstance(value, list | tuple):
        return _listed(field, value)
    return "" if value is None else str(value)
