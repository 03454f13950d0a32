"""In one word of the fixed list: how does an assignment stand today?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .queries import SOON_DAYS
from .rules import Status

if TYPE_CHECKING:
    from .models import Assignment

WORDS = {
    Status.REPORTED: "待审核",
    Status.RETURNED: "退回待改",
    Status.CLOSED: "已销号",
    Status.CANCELLED: "已撤销",
}


def standing(assignment: Assignment, today: date, *, begun: bool = False) -> str:
    """A word that `status_tag` knows. `begun`: the unit has a draft.

    Sent back goes before overdue: it says what to do; the date beside it says how late it is.
    """
    if assignment.status in WORDS:
        return WORDS[Status(assignment.status)]
    if assignment.due_date < today:
        return "逾期"
    if assignment.due_date <= today + timedelta(days=SOON_DAYS):
        return "临期"
    return "进行中" if begun else "未开始"
