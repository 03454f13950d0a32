"""The review queue, and one report with its evidence large and the decision beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET, require_http_methods

from anyue.core.errors import Refused, Stale
from anyue.evidence.models import Evidence
from anyue.organisations.http import SignedInRequest
from anyue.organisations.models import User

from .. import kinds, services
from ..forms.reviewing import AcceptForm, ReturnForm
from ..history import timeline
from ..models import Assignment, Report, ReportEvidence
from ..rules import Verb
from ..services import reporting
from ..standing import standing
from .tasks import rows_of

PAGE = 50
QUEUE_MOST = 500
"""How far J and K know the queue; nobody walks further in one sitting."""
TURN = 90


@dataclass(frozen=True)
class Shown:
    """One piece of evidence with what is known about it, each fact for itself."""

    evidence: Evidence
    url: str
    page: str
    alt: str
    facts: list[dict[str, str]]
    flags: list[str]


@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits for review, by due date and then by waiting time."""
    _require_reviewer(request.user)
    waiting = Assignment.objects.reviewable_by(request.user).select_related(
        "responsible_unit", "reported_by"
    )
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    today = localdate()
    rows = [
        {
            "assignment": assignment,
            "kind": kinds.get(assignment.kind).label,
            "waited": _waited(assignment, today),
            "late": bool(assignment.reported_at)
            and localtime(assignment.reported_at).date() > assignment.due_date,
        }
        for assignment in page
    ]
    return render(request, "assignments/review_queue.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Requirement left, evidence in the middle, decision right; then the next of the queue."""
    _require_reviewer(request.user)
    assignment = _in_sight(request, pk)
    fields = kinds.get(assignment.kind).report_fields
    sent = request.POST if request.method == "POST" else None
    verb = sent.get("do") if sent else None
    seen = {"seen": assignment.revision}
    accept = AcceptForm(sent if verb == Verb.CLOSE else None, initial=seen)
    back = ReturnForm(sent if verb == Verb.RETURN else None, initial=seen, report_fields=fields)
    if verb is None:
        return _review_page(request, assignment, accept, back)
    form = accept if verb == Verb.CLOSE else back
    if not form.is_valid():
        return _review_page(request, assignment, accept, back, status=422)
    after = _neighbours(request.user, pk)[1]
    try:
        _decide(request.user, assignment, form)
    except Stale as refusal:
        return _stale_page(request, assignment, form.cleaned_data["seen"], str(refusal))
    except Refused as refusal:
        return _review_page(request, assignment, accept, back, refusal=str(refusal), status=422)
    messages.success(request, _told(assignment, form))
    return redirect("assignments:review", after) if after else redirect("assignments:review_queue")


@require_GET
def photo(request: SignedInRequest, pk: int, photo: UUID) -> HttpResponse:
    """One picture as large as the page; every turn and every neighbour is a link."""
    _require_reviewer(request.user)
    assignment = _in_sight(request, pk)
    report = assignment.reports.filed().last()
    if report is None:
        raise Http404
    pictures = [item for item in _attached(report) if item.evidence.thumbnail_id]
    keys = [item.evidence_id for item in pictures]
    if photo not in keys:
        raise Http404
    here = keys.index(photo)
    turn = _turn(request)
    shown = _shown(assignment, report, pictures, request.user)[here]
    here_url = reverse("assignments:review_photo", args=[pk, photo])
    context = {
        "assignment": assignment,
        "photo": shown,
        "source": f"{shown.url}?turn={turn}" if turn else shown.url,
        "turn_url": f"{here_url}?turn={(turn + TURN) % 360}",
        "number": here + 1,
        "total": len(keys),
        "previous_url": _photo_url(pk, keys, here - 1),
        "next_url": _photo_url(pk, keys, here + 1),
    }
    return render(request, "assignments/review_photo.html", context)


def _require_reviewer(user: User) -> None:
    if not user.can("review") or user.unit is None or not user.unit.is_government:
        raise PermissionDenied


def _in_sight(request: SignedInRequest, pk: int) -> Assignment:
    related = ("responsible_unit", "issuing_unit", "campaign", "activity", "reported_by")
    below = Assignment.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(below, pk=pk)


def _decide(user: User, assignment: Assignment, form: AcceptForm | ReturnForm) -> None:
    said = form.cleaned_data
    if isinstance(form, AcceptForm):
        services.close(assignment, actor=user, seen=said["seen"], note=said["note"])
    else:
        services.return_for_rework(
            assignment,
            actor=user,
            seen=said["seen"],
            reasons=said["reasons"],
            fields=said["fields_to_mend"],
            note=said["words"],
        )


def _told(assignment: Assignment, form: AcceptForm | ReturnForm) -> str:
    done = "已通过并销号" if isinstance(form, AcceptForm) else "已退回"
    return f"{done}：{assignment.responsible_unit} {assignment.title}"


def _neighbours(user: User, pk: int) -> tuple[int | None, int | None]:
    """The keys before and after `pk` in the queue; after the last one comes the first."""
    keys = list(Assignment.objects.reviewable_by(user).values_list("pk", flat=True)[:QUEUE_MOST])
    if pk not in keys:
        return None, keys[0] if keys else None
    here = keys.index(pk)
    others = [*keys[here + 1 :], *keys[:here]]
    return keys[here - 1] if here else None, others[0] if others else None


def _review_page(
    request: SignedInRequest,
    assignment: Assignment,
    accept: AcceptForm,
    back: ReturnForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    report = assignment.reports.filed().select_related("author").last()
    before, after = _neighbours(request.user, assignment.pk)
    attached = _attached(report)
    entries = assignment.trail.select_related("actor__unit").order_by("-revision")
    context = {
        "assignment": assignment,
        "kind": kinds.get(assignment.kind),
        "word": standing(assignment, localdate()),
        "report": report,
        "rows": rows_of(report) if report else [],
        "evidence": _shown(assignment, report, attached, request.user) if report else [],
        "flags": reporting.shortcomings(report) if report else [],
        "may_close": services.may(request.user, Verb.CLOSE, assignment),
        "may_return": services.may(request.user, Verb.RETURN, assignment),
        "objection": kinds.objection(request.user, Verb.CLOSE, assignment),
        "accept": accept,
        "back": back,
        "form": back if back.is_bound else accept,
        "refusal": refusal,
        "entries": timeline(entries),
        "previous_pk": before,
        "next_pk": after,
    }
    return render(request, "assignments/review.html", context, status=status)


def _stale_page(
    request: SignedInRequest, assignment: Assignment, seen: int, sentence: str
) -> HttpResponse:
    """409: what happened since the person opened the page, and where to go on."""
    assignment.refresh_from_db()
    since = assignment.trail.filter(revision__gt=seen).select_related("actor__unit")
    context = {
        "assignment": assignment,
        "sentence": sentence,
        "entries": timeline(since),
        "word": standing(assignment, localdate()),
        "next_pk": _neighbours(request.user, assignment.pk)[1],
    }
    return render(request, "assignments/review_stale.html", context, status=409)


def _attached(report: Report | None) -> list[ReportEvidence]:
    return reporting.attached(report) if report else []


def _shown(
    assignment: Assignment, report: Report, attached: Sequence[ReportEvidence], user: User
) -> list[Shown]:
    """Evidence with its facts; two queries however much there is."""
    used = _used_elsewhere(assignment, [item.evidence for item in attached], user)
    found = []
    for number, item in enumerate(attached, 1):
        evidence = item.evidence
        flags = used.get(evidence.file_id, [])
        if day := reporting.taken_before(evidence, report.held_on):
            flags = [f"拍摄于{day.month}月{day.day}日，早于开展日期", *flags]
        found.append(
            Shown(
                evidence=evidence,
                url=reverse("evidence:file", args=[evidence.pk]),
                page=reverse("assignments:review_photo", args=[assignment.pk, evidence.pk]),
                alt=evidence.caption or f"第 {number} 张佐证照片",
                facts=_facts(evidence),
                flags=flags,
            )
        )
    return found


def _used_elsewhere(
    assignment: Assignment, evidence: Sequence[Evidence], user: User
) -> dict[int, list[str]]:
    """By file key: where the same picture stands in another assignment's report, in sight."""
    twins = (
        ReportEvidence.objects.filter(
            evidence__file__in={item.file_id for item in evidence if item.thumbnail_id},
            evidence__in=Evidence.objects.visible_to(user),
            report__filed_at__isnull=False,
        )
        .exclude(report__assignment=assignment)
        .select_related("evidence", "report__assignment__responsible_unit")
        .order_by("report_id")
    )
    found: dict[int, list[str]] = {}
    for twin in twins:
        other = twin.report.assignment
        text = f"同一张照片还用在：{other.responsible_unit} {other.title}"
        found.setdefault(twin.evidence.file_id, []).append(text)
    return {key: list(dict.fromkeys(texts)) for key, texts in found.items()}


def _facts(evidence: Evidence) -> list[dict[str, str]]:
    """Time, place, device, origin and arrival, each for itself: they may disagree."""
    taken = evidence.captured_at
    place = ""
    if evidence.latitude is not None and evidence.longitude is not None:
        place = f"北纬 {evidence.latitude:.4f}，东经 {evidence.longitude:.4f}"
    return [
        {"label": "拍摄时间", "value": _moment(taken) if taken else "照片里没有"},
        {"label": "拍摄地点", "value": place or "照片里没有"},
        {"label": "设备", "value": evidence.device or "照片里没有"},
        {"label": "来源", "value": evidence.get_origin_display()},
        {"label": "上传时间", "value": _moment(evidence.uploaded_at)},
    ]


def _moment(moment: Any) -> str:
    local = localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _waited(assignment: Assignment, today: Any) -> int:
    """Whole days since the report came in."""
    if assignment.reported_at is None:
        return 0
    return (today - localtime(assignment.reported_at).date()).days


def _turn(request: SignedInRequest) -> int:
    turn = request.GET.get("turn", "0")
    return int(turn) if turn in {"90", "180", "270"} else 0


def _photo_url(pk: int, keys: Sequence[UUID], number: int) -> str:
    if not 0 <= number < len(keys):
        return ""
    return reverse("assignments:review_photo", args=[pk, keys[number]])
