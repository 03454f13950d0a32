"""Reporting in three steps, each at its own address: 情况, 证据, 核对."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anyue.core.errors import Refused, Stale
from anyue.evidence.models import Evidence
from anyue.organisations.http import SignedInRequest

from .. import kinds
from ..forms.reporting import DetailsForm, SubmitForm, shown, stamp
from ..models import Assignment, Report
from ..queries import WITH_UNIT
from ..rules import Status, answers_for
from ..services import reporting
from .tasks import own, rows_of, tiles

STEPS = (
    ("情况", "assignments:report"),
    ("证据", "assignments:report_photos"),
    ("核对", "assignments:report_check"),
)
UPLOADS = (("camera", "photo", "camera"), ("album", "photo", "album"))
DOCUMENTS = ("documents", "document", "unknown")


@require_http_methods(["GET", "POST"])
def details(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 1. Saves what is typed even when something is missing, and says what."""
    assignment = _reportable(request, pk)
    if assignment.status not in WITH_UNIT:
        return redirect("assignments:task", pk)
    if request.method == "GET":
        return _details_page(request, assignment, _form(assignment))
    draft_form = _form(assignment, data=request.POST, lenient=True)
    try:
        _save(request, assignment, draft_form)
    except Stale:
        return _conflict_page(request, assignment, draft_form)
    form = _form(assignment, data=_with_fresh_stamp(request, assignment))
    if not form.is_valid():
        return _details_page(request, assignment, form, status=422)
    locked = reporting.EVIDENCE not in reporting.open_fields(assignment)
    return redirect("assignments:report_check" if locked else "assignments:report_photos", pk)


@require_POST
def autosave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is typed so far: 204, or a sentence that the page shows beside the form."""
    assignment = _reportable(request, pk)
    try:
        _save(request, assignment, _form(assignment, data=request.POST, lenient=True))
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status_code)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def photos(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 2: add, name and remove photos and documents."""
    assignment = _reportable(request, pk)
    if assignment.status not in WITH_UNIT:
        return redirect("assignments:task", pk)
    if request.method == "GET":
        return _photos_page(request, assignment, [])
    if doomed := request.POST.get("remove"):
        reporting.detach(assignment, actor=request.user, evidence=_evidence(assignment, doomed))
        messages.success(request, "已删除。")
        return redirect("assignments:report_photos", pk)
    refusals = [*_save_captions(request, assignment), *_save_uploads(request, assignment)]
    if refusals:
        return _photos_page(request, assignment, refusals, status=422)
    added = any(request.FILES.getlist(name) for name, *_ in (*UPLOADS, DOCUMENTS))
    if request.POST.get("go") == "on" and not added:
        return redirect("assignments:report_check", pk)
    messages.success(request, "已保存。")
    return redirect("assignments:report_photos", pk)


@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 3: everything once more, then hand it in. Twice the same press files once."""
    # Before the assignment: whoever finds no draft any more then reads that it was handed in.
    draft = Report.objects.drafts().filter(assignment=pk).select_related("author").first()
    assignment = _reportable(request, pk)
    if assignment.status not in WITH_UNIT:
        handed_in = request.method == "POST" and assignment.status == Status.REPORTED
        return redirect("assignments:receipt" if handed_in else "assignments:task", pk)
    if draft is None:
        return redirect("assignments:report", pk)
    if request.method == "GET":
        return _check_page(request, assignment, draft)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _check_page(request, assignment, draft, "页面内容不完整，请再提交一次。")
    try:
        reporting.submit(assignment, actor=request.user, draft=draft, **form.cleaned_data)
    except Refused as refusal:
        assignment.refresh_from_db()
        draft.refresh_from_db()
        if draft.filed_at is not None:
            return redirect("assignments:receipt", pk)
        return _check_page(request, assignment, draft, str(refusal), status=refusal.status_code)
    return redirect("assignments:receipt", pk)


def _reportable(request: SignedInRequest, pk: int) -> Assignment:
    assignment = own(request, pk)
    if not answers_for(request.user, assignment):
        raise PermissionDenied
    return assignment


def _form(assignment: Assignment, *, data: Any = None, lenient: bool = False) -> DetailsForm:
    kind = kinds.get(assignment.kind)
    report = reporting.current(assignment)
    drafted_at = report.updated_at if report and report.filed_at is None else None
    initial = reporting.values_of(report, kind) | {"seen": stamp(drafted_at)}
    return DetailsForm(
        data,
        initial=initial,
        kind=kind,
        open_keys=reporting.open_fields(assignment),
        lenient=lenient,
    )


def _save(request: SignedInRequest, assignment: Assignment, form: DetailsForm) -> None:
    """Save whatever of the form can be understood; the rest the strict form complains of."""
    form.is_valid()
    values = form.open_values()
    # "Use mine" of the conflict page carries the colleague's time: it has been seen there.
    reporting.save(assignment, actor=request.user, seen=form.seen_at, values=values)


def _with_fresh_stamp(request: SignedInRequest, assignment: Assignment) -> Any:
    data = request.POST.copy()
    draft = assignment.reports.drafts().get()
    data["seen"] = stamp(draft.updated_at)
    return data


def _steps(assignment: Assignment, here: int) -> list[dict[str, str]]:
    return [
        {
            "label": label,
            "url": reverse(name, args=[assignment.pk]),
            "state": "current" if number == here else "done" if number < here else "todo",
        }
        for number, (label, name) in enumerate(STEPS)
    ]


def _details_page(
    request: SignedInRequest, assignment: Assignment, form: DetailsForm, *, status: int = 200
) -> HttpResponse:
    labels = kinds.get(assignment.kind).report_fields
    limited = set(reporting.open_fields(assignment)) != set(labels)
    context = {
        "assignment": assignment,
        "kind": kinds.get(assignment.kind),
        "form": form,
        "fields": [form[key] for key in form.keys if not form.fields[key].disabled],
        "locked": [
            {"label": labels[key], "value": shown(form.initial[key])}
            for key in form.keys
            if form.fields[key].disabled
        ],
        "limited": limited,
        "steps": _steps(assignment, 0),
    }
    return render(request, "assignments/report_details.html", context, status=status)


def _conflict_page(
    request: SignedInRequest, assignment: Assignment, form: DetailsForm
) -> HttpResponse:
    """Both versions side by side; the person chooses."""
    theirs = assignment.reports.drafts().select_related("author").get()
    kind = kinds.get(assignment.kind)
    saved, typed = reporting.values_of(theirs, kind), form.open_values()
    rows = [
        {
            "key": key,
            "label": label,
            "theirs": shown(saved[key]),
            "mine": shown(typed[key]),
            "raw": "" if typed[key] is None else str(typed[key]),
            "differs": saved[key] != typed[key],
        }
        for key, label in kind.report_fields.items()
        if key in typed
    ]
    context = {
        "assignment": assignment,
        "theirs": {"who": theirs.author, "at": theirs.updated_at},
        "rows": rows,
        "seen": stamp(theirs.updated_at),
    }
    return render(request, "assignments/report_conflict.html", context, status=409)


def _photos_page(
    request: SignedInRequest, assignment: Assignment, refusals: list[str], *, status: int = 200
) -> HttpResponse:
    report = reporting.current(assignment)
    found = tiles(report) if report else []
    locked = reporting.EVIDENCE not in reporting.open_fields(assignment)
    context = {
        "assignment": assignment,
        "kind": kinds.get(assignment.kind),
        "photos": [tile for tile in found if tile["thumbnail"]],
        "documents": [tile for tile in found if not tile["thumbnail"]],
        "locked": locked,
        "refusal": "".join(refusals),
        "refusals": refusals,
        "steps": _steps(assignment, 1),
        "most_photos": reporting.MOST_PHOTOS,
    }
    return render(request, "assignments/report_photos.html", context, status=status)


def _save_captions(request: SignedInRequest, assignment: Assignment) -> list[str]:
    """Captions that changed; sentences for those that may not."""
    report = reporting.current(assignment)
    refusals = []
    for item in reporting.attached(report) if report else []:
        sent = request.POST.get(f"caption-{item.evidence_id}")
        if sent is None or sent.strip() == item.evidence.caption:
            continue
        try:
            reporting.recaption(
                assignment, actor=request.user, evidence=item.evidence, caption=sent
            )
        except Refused as refusal:
            refusals.append(str(refusal))
    return refusals


def _save_uploads(request: SignedInRequest, assignment: Assignment) -> list[str]:
    """Attach every file that can be; one sentence with its name for each that cannot."""
    refusals = []
    for name, kind, origin in (*UPLOADS, DOCUMENTS):
        for upload in request.FILES.getlist(name):
            try:
                _attach(request, assignment, upload, kind, origin)
            except Refused as refusal:
                refusals.append(f"“{upload.name}”：{refusal}")
    return refusals


def _attach(
    request: SignedInRequest, assignment: Assignment, upload: File, kind: Any, origin: str
) -> None:
    reporting.attach(assignment, actor=request.user, upload=upload, kind=kind, origin=origin)


def _evidence(assignment: Assignment, key: str) -> Evidence:
    """A file of the report that the form starts from."""
    report = reporting.current(assignment)
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise Refused("页面内容不完整，请返回上一页再试一次。") from error
    return get_object_or_404(Evidence, pk=wanted, attachments__report=report)


def _check_page(
    request: SignedInRequest,
    assignment: Assignment,
    draft: Report,
    refusal: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    kind = kinds.get(assignment.kind)
    gaps = reporting.unfinished(reporting.values_of(draft, kind), kind)
    back = reverse("assignments:report", args=[assignment.pk])
    rows = rows_of(draft)
    open_keys = reporting.open_fields(assignment)
    for row in rows:
        row["url"] = f"{back}#id_{row['key']}" if row["key"] in open_keys else ""
    context = {
        "assignment": assignment,
        "draft": draft,
        "rows": rows,
        "photos": tiles(draft),
        "photos_open": reporting.EVIDENCE in open_keys,
        "gaps": list(gaps.values()),
        "warnings": reporting.warnings(draft),
        "refusal": refusal,
        "seen": assignment.revision,
        "draft_seen": stamp(draft.updated_at),
        "evidence_seen": reporting.evidence_mark(draft),
        "steps": _steps(assignment, 2),
    }
    if refusal and status == 200:
        status = 422
    return render(request, "assignments/report_check.html", context, status=status)
