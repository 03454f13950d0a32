"""Where people land: the bureau's desk, the unit's task list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET

from anyue.assignments.history import timeline
from anyue.assignments.models import Assignment
from anyue.assignments.queries import WITH_UNIT
from anyue.assignments.standing import standing
from anyue.campaigns.models import PlanVersion
from anyue.organisations.http import SignedInRequest
from anyue.organisations.models import User

from . import queries

TABS = (
    ("reported", "待审核"),
    ("due_soon", "临期"),
    ("overdue", "逾期"),
    ("returned", "退回待改"),
)
YEAR_ROUND = "全年工作"


@require_GET
def start(request: SignedInRequest) -> HttpResponse:
    """Send everybody where they work."""
    unit = request.user.unit
    if unit is None:
        raise PermissionDenied
    return redirect("dashboards:desk" if unit.is_government else "dashboards:enterprise")


@require_GET
def desk(request: SignedInRequest) -> HttpResponse:
    """工作台: today's queue as counted links, the plan's progress, what changed."""
    user = request.user
    if user.unit is None or not user.unit.is_government:
        raise PermissionDenied
    campaign = queries.latest_campaign(user)
    context = {
        "counts": _counts(user) if user.can("ledger.read") else [],
        "oldest": Assignment.objects.reviewable_by(user).first(),
        "may_review": user.can("review"),
        "plan": campaign,
        "progress": queries.progress_of(campaign, user) if campaign else [],
        "entries": [
            entry | {"note": f"{row.assignment.responsible_unit} {row.assignment}", "changes": []}
            for row in queries.recent_changes(user)
            for entry in timeline([row])
        ],
    }
    return render(request, "dashboards/desk.html", context)


def _counts(user: User) -> list[dict[str, Any]]:
    """Today's queue, each number a link into the ledger."""
    counts = Assignment.objects.visible_to(user).counted_by_tab(localdate())
    ledger = reverse("assignments:ledger")
    return [
        {
            "label": label,
            "count": counts[tab],
            "url": f"{ledger}?status={tab}",
            "bad": tab == "overdue" and counts[tab] > 0,
        }
        for tab, label in TABS
    ]


@require_GET
def enterprise(request: SignedInRequest) -> HttpResponse:
    """The task list of the unit: by section of the plan, one state a row, the nearest on top."""
    today = localdate()
    tasks = list(queries.own_tasks(request.user))
    waiting = sorted(
        (task for task in tasks if task.status in WITH_UNIT),
        key=lambda task: (task.due_date, task.pk),
    )
    context = {
        "groups": _groups(tasks, today),
        "nearest": waiting[0] if waiting else None,
        "nearest_word": _word(waiting[0], today) if waiting else "",
        "open_count": len(waiting),
        "overdue_count": sum(task.is_overdue(today) for task in waiting),
        "may_report": request.user.can("report"),
    }
    return render(request, "dashboards/enterprise.html", context)


@login_not_required
@require_GET
def public_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """公示: how far each activity of a published plan is, in counts, with the data's time."""
    version = get_object_or_404(PlanVersion.objects.newest(), campaign=pk)
    rows = queries.public_progress(version)
    context = {
        "pk": pk,
        "fields": version.content["fields"],
        "rows": rows,
        "total": sum(row.total for row in rows),
        "closed": sum(row.closed for row in rows),
        "at": localtime(),
    }
    return render(request, "dashboards/public_progress.html", context)


def _groups(tasks: Iterable[Assignment], today: date) -> list[dict[str, Any]]:
    """Tasks under the headings of the plan; work without a plan comes last."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for task in sorted(tasks, key=lambda task: task.campaign_id is None):
        plan = task.campaign.name if task.campaign else ""
        part = task.activity.part if task.activity else ""
        title = part or plan or YEAR_ROUND
        found.setdefault((plan, title), []).append(_row(task, today))
    many = len({plan for plan, _ in found if plan}) > 1
    return [
        {"title": title, "note": plan if many and plan != title else "", "items": rows}
        for (plan, title), rows in found.items()
    ]


def _row(task: Assignment, today: date) -> dict[str, str]:
    number = f"{task.number} " if task.number else ""
    due = f"{task.due_date.month}月{task.due_date.day}日前"
    late = (today - task.due_date).days
    if task.status in WITH_UNIT and late > 0:
        due = f"{due}，已超期 {late} 天"
    return {
        "title": f"{number}{task.title}",
        "url": reverse("assignments:task", args=[task.pk]),
        "hint": due if task.status in WITH_UNIT else "",
        "status": _word(task, today),
    }


def _word(task: Any, today: date) -> str:
    return standing(task, today, begun=task.begun)
