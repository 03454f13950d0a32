"""The task page of the unit: what, why, by when; signing for receipt; the receipt of a report."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from anyue.core.errors import Refused
from anyue.organisations.http import SignedInRequest

from .. import kinds, services
from ..forms.reporting import shown
from ..history import timeline
from ..models import Assignment, Report
from ..queries import WITH_UNIT
from ..rules import TRANSITIONS, ReturnReason, Status, Verb
from ..services import reporting
from ..standing import standing


def own(request: SignedInRequest, pk: int) -> Assignment:
    """An assignment of the person's own unit; anything else is out of sight here."""
    mine = Assignment.objects.visible_to(request.user).filter(responsible_unit=request.user.unit)
    related = ("responsible_unit", "issuing_unit", "campaign", "activity", "acknowledged_by")
    return get_object_or_404(mine.select_related(*related), pk=pk)


@require_GET
def task(request: SignedInRequest, pk: int) -> HttpResponse:
    """What, why, by when, what counts as proof, and the history with the bureau."""
    assignment = own(request, pk)
    kind = kinds.get(assignment.kind)
    report = reporting.current(assignment)
    begun = report is not None and report.filed_at is None
    context = {
        "assignment": assignment,
        "kind": kind,
        "word": standing(assignment, localdate(), begun=begun),
        "begun": begun,
        "late_days": _late_days(assignment),
        "returned": _returned(assignment),
        "filed": filed_summary(assignment),
        "may_acknowledge": services.may(request.user, Verb.ACKNOWLEDGE, assignment),
        "may_report": services.may(request.user, Verb.REPORT, assignment),
        "not_yet": _not_yet(request, assignment),
        "entries": timeline(assignment.trail.select_related("actor__unit").order_by("-revision")),
    }
    return render(request, "assignments/task.html", context)


@require_POST
def acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """签收, once; a second press of the button simply shows the page."""
    assignment = own(request, pk)
    try:
        seen = int(request.POST.get("seen", ""))
    except ValueError as error:
        raise Refused("页面内容不完整，请返回任务页重新签收。") from error
    if assignment.acknowledged_by_id != request.user.pk:
        services.acknowledge(assignment, actor=request.user, seen=seen)
    return redirect("assignments:task", pk)


@require_GET
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The number to keep, what happens next, and the next thing to do."""
    assignment = own(request, pk)
    report = assignment.reports.filed().last()
    if report is None:
        return redirect("assignments:task", pk)
    waiting = assignment.status == Status.REPORTED
    context = {
        "assignment": assignment,
        "report": report,
        "waiting": waiting,
        "title": "已提交，等待审核" if waiting else "上报回执",
        "next_task": next_task(request, assignment),
    }
    return render(request, "assignments/receipt.html", context)


def next_task(request: SignedInRequest, done: Assignment) -> Assignment | None:
    """The open task of the unit with the nearest date, other than `done`."""
    mine = Assignment.objects.visible_to(request.user).filter(
        responsible_unit=request.user.unit, status__in=WITH_UNIT
    )
    return mine.exclude(pk=done.pk).order_by("due_date", "pk").first()


def filed_summary(assignment: Assignment) -> dict[str, Any] | None:
    """The last report handed in as rows and photos, or None."""
    report = assignment.reports.filed().select_related("author").last()
    if report is None:
        return None
    return {"report": report, "rows": rows_of(report), "photos": tiles(report)}


def rows_of(report: Report) -> list[dict[str, str]]:
    """A report as label and value, in the order of the form."""
    kind = kinds.get(report.assignment.kind)
    values = reporting.values_of(report, kind)
    units = {figure.code: figure.unit for figure in kind.figures}
    return [
        {
            "key": key,
            "label": label,
            "value": f"{shown(values[key])} {units.get(key, '')}".strip()
            if values[key] not in (None, "")
            else "",
        }
        for key, label in kind.report_fields.items()
        if key in values
    ]


def tiles(report: Report) -> list[dict[str, Any]]:
    """Photos and documents of a report as core/_photos.html wants them, documents marked."""
    found = []
    for number, item in enumerate(reporting.attached(report), 1):
        evidence = item.evidence
        caption = evidence.caption or ("" if evidence.thumbnail_id else evidence.original_name)
        found.append(
            {
                "evidence": evidence,
                "url": reverse("evidence:file", args=[evidence.pk]),
                "thumbnail": reverse("evidence:thumbnail", args=[evidence.pk])
                if evidence.thumbnail_id
                else "",
                "alt": caption or f"第 {number} 张佐证照片",
                "caption": caption,
            }
        )
    return found


def _late_days(assignment: Assignment) -> int:
    late = (localdate() - assignment.due_date).days
    return late if late > 0 and assignment.status in WITH_UNIT else 0


def _returned(assignment: Assignment) -> dict[str, Any] | None:
    """Why it came back and what is to be mended; None when it did not."""
    if assignment.status != Status.RETURNED:
        return None
    entry = (
        assignment.trail.filter(verb__in=(Verb.RETURN, Verb.REOPEN)).select_related("actor").last()
    )
    last = assignment.reports.filed().last()
    decision = last.decisions.last() if last else None
    reasons, note = [], entry.reason if entry else ""
    if decision is not None and decision.verb == Verb.RETURN:
        reasons, note = [ReturnReason(code).label for code in decision.reasons], decision.note
    return {
        "entry": entry,
        "reasons": reasons,
        "note": note,
        "fields": list(reporting.open_fields(assignment).values()),
    }


def _not_yet(request: SignedInRequest, assignment: Assignment) -> str | None:
    """Why somebody who reports for the unit cannot hand in today, if the kind says so."""
    step = TRANSITIONS[Verb.REPORT]
    if not step.allowed(request.user, assignment) or assignment.status not in step.sources:
        return None
    return kinds.objection(request.user, Verb.REPORT, assignment)
