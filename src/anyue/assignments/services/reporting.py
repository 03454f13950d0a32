"""The unit's draft: begun, filled in by one person or several, mended, handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate, localtime, now

from anyue.core.errors import Refused, Stale
from anyue.evidence.models import Evidence
from anyue.evidence.services import NewPhoto, add_document, add_photo, read_photo, set_caption
from anyue.organisations.models import User

from .. import kinds
from ..models import Assignment, Report, ReportEvidence, ReportFigure
from ..rules import TRANSITIONS, Status, Verb
from . import moving

SUMMARY_LEAST, SUMMARY_MOST = 50, 300
MOST_PHOTOS, MOST_DOCUMENTS = 9, 3
EVIDENCE = "evidence"
TEXT_COLUMNS = ("held_on", "place", "summary")
FILED = "这份材料已经上报，不能再改；要改请联系局里退回。"


def current(assignment: Assignment) -> Report | None:
    """What the form starts from: the draft; after a return, what was handed in last."""
    reports = assignment.reports.select_related("author")
    return reports.drafts().first() or reports.filed().last()


def open_fields(assignment: Assignment) -> dict[str, str]:
    """Keys and labels of what the unit may fill in now: after a return only what was marked."""
    fields = kinds.get(assignment.kind).report_fields
    if assignment.status != Status.RETURNED:
        return fields
    last = assignment.reports.filed().last()
    decision = last.decisions.last() if last else None
    # Taken up again after closing: no decision asks for anything in particular.
    if decision is None or decision.verb != Verb.RETURN:
        return fields
    return {key: label for key, label in fields.items() if key in decision.fields}


def values_of(report: Report | None, kind: kinds.Kind) -> dict[str, Any]:
    """What a report says by key of `report_fields` (without evidence); None or "" for nothing."""
    figures = {}
    if report is not None:
        figures = {figure.code: figure.value for figure in report.figures.all()}
    return {
        "held_on": report.held_on if report else None,
        "place": report.place if report else "",
        "summary": report.summary if report else "",
        **{figure.code: figures.get(figure.code) for figure in kind.figures},
    }


def unfinished(values: Mapping[str, Any], kind: kinds.Kind) -> dict[str, str]:
    """What keeps these values from being handed in: sentences by key."""
    found = {
        key: f"请填写{label}。"
        for key, label in kind.report_fields.items()
        if key != EVIDENCE and values.get(key) in (None, "")
    }
    held_on = values.get("held_on")
    if held_on and held_on > localdate():
        found["held_on"] = "开展日期还没到，请在活动办完后上报。"
    length = len(values.get("summary") or "")
    if 0 < length < SUMMARY_LEAST:
        found["summary"] = f"情况说明至少写 {SUMMARY_LEAST} 字，现在是 {length} 字。"
    if length > SUMMARY_MOST:
        found["summary"] = f"情况说明最多写 {SUMMARY_MOST} 字，现在是 {length} 字。"
    return found


def shortcomings(report: Report) -> list[str]:
    """What is thin about the report as a whole. The unit may hand in all the same."""
    kind = kinds.get(report.assignment.kind)
    found = []
    if report.held_on and report.held_on > report.assignment.due_date:
        found.append("开展日期晚于完成时限。")
    photos = [item.evidence for item in attached(report) if item.evidence.thumbnail_id]
    if not photos:
        found.append("没有照片。")
    elif len(photos) < kind.photos_wanted:
        found.append(f"这类活动一般要 {kind.photos_wanted} 张照片，现在有 {len(photos)} 张。")
    if photos and not any(photo.caption for photo in photos):
        found.append("照片都没有写说明，请至少给一张写上拍的是什么。")
    return found


def warnings(report: Report) -> list[str]:
    """What the unit should look at once more before it hands in: shortcomings, and each photo."""
    found = shortcomings(report)
    photos = [item.evidence for item in attached(report) if item.evidence.thumbnail_id]
    for number, photo in enumerate(photos, 1):
        if taken := taken_before(photo, report.held_on):
            day = f"{taken.month}月{taken.day}日"
            found.append(f"第 {number} 张照片拍摄于 {day}，早于开展日期，请核对是不是本次活动。")
    return found


def taken_before(photo: Evidence, held_on: date | None) -> date | None:
    """The day a photo was taken if that is before the activity, otherwise None."""
    if photo.captured_at is None or held_on is None:
        return None
    day = localtime(photo.captured_at).date()
    return day if day < held_on else None


def attached(report: Report) -> list[ReportEvidence]:
    """Photos and documents in order, with their files; one query."""
    return list(report.attachments.select_related("evidence__file", "evidence__thumbnail"))


@transaction.atomic
def begin(assignment: Assignment, *, actor: User) -> tuple[Report, bool]:
    """The one draft of the assignment, and whether it is new.

    A new one carries over what was handed in last, photos included.

    Raises:
        PermissionDenied: the actor does not report for this unit.
        Refused: there is nothing to report now.
    """
    _require_reportable(assignment, actor)
    if draft := assignment.reports.drafts().first():
        return draft, False
    last = assignment.reports.filed().last()
    try:
        with transaction.atomic():
            return _carried_over(assignment, last, actor), True
    except IntegrityError:
        return assignment.reports.drafts().get(), False


def _require_reportable(assignment: Assignment, actor: User) -> None:
    step = TRANSITIONS[Verb.REPORT]
    if not step.allowed(actor, assignment):
        raise PermissionDenied
    if assignment.status not in step.sources:
        raise Refused(f"这条任务现在是“{assignment.get_status_display()}”，不用上报。")


def _carried_over(assignment: Assignment, last: Report | None, actor: User) -> Report:
    if last is None:
        return Report.objects.create(assignment=assignment, author=actor)
    draft = Report.objects.create(
        assignment=assignment,
        author=actor,
        held_on=last.held_on,
        place=last.place,
        summary=last.summary,
    )
    ReportFigure.objects.bulk_create(
        ReportFigure(report=draft, code=figure.code, value=figure.value)
        for figure in last.figures.all()
    )
    ReportEvidence.objects.bulk_create(
        ReportEvidence(report=draft, evidence_id=item.evidence_id, position=item.position)
        for item in last.attachments.all()
    )
    return draft


@transaction.atomic
def save(
    assignment: Assignment, *, actor: User, seen: datetime | None, values: Mapping[str, Any]
) -> Report:
    """Write `values` (by key of `report_fields`) into the draft; keys left out stay as they are.

    `seen` is `updated_at` of the draft that the page showed, None when there was none.

    Raises:
        PermissionDenied, Refused: see `begin`; also for a key that is not open.
        Stale: somebody else of the unit saved since.
    """
    draft, new = begin(assignment, actor=actor)
    locked = sorted(set(values) - set(open_fields(assignment)))
    if locked:
        label = kinds.get(assignment.kind).report_fields.get(locked[0], locked[0])
        raise Refused(f"“{label}”没有被退回，不能改；只能改标出来的部分。")
    _hold(draft, actor=actor, seen=draft.updated_at if new else seen)
    columns = {key: values[key] for key in TEXT_COLUMNS if key in values}
    Report.objects.filter(pk=draft.pk).update(author=actor, updated_at=now(), **columns)
    for figure in kinds.get(assignment.kind).figures:
        if figure.code in values:
            _set_figure(draft, figure.code, values[figure.code])
    draft.refresh_from_db()
    return draft


def _hold(draft: Report, *, actor: User, seen: datetime | None) -> None:
    """Lock the draft for this transaction if nobody else saved it since `seen`.

    One's own later save is no conflict: the page that autosaved still shows the older time.
    """
    mine = Q(author=actor) if seen is None else Q(author=actor) | Q(updated_at=seen)
    held = Report.objects.drafts().filter(mine, pk=draft.pk).update(created_at=F("created_at"))
    if held:
        return
    draft.refresh_from_db()
    if draft.filed_at is not None:
        raise Refused(FILED)
    at = localtime(draft.updated_at)
    raise Stale(f"{draft.author} {at:%H:%M} 已修改这份草稿，请先看差异。")


def _set_figure(draft: Report, code: str, value: int | None) -> None:
    if value is None:
        draft.figures.filter(code=code).delete()
    else:
        draft.figures.update_or_create(code=code, defaults={"value": value})


def attach(
    assignment: Assignment,
    *,
    actor: User,
    upload: File,
    kind: Literal["photo", "document"],
    origin: str = "unknown",
    caption: str = "",
) -> Evidence:
    """Add one photo or document to the draft.

    Raises:
        PermissionDenied, Refused: see `begin` and `evidence.services`; also when evidence was not
            sent back, when there are enough, or when the same file is there already.
    """
    _require_reportable(assignment, actor)
    photo = read_photo(upload) if kind == "photo" else None
    with transaction.atomic():
        draft = _open_for_evidence(assignment, actor)
        _require_room(draft, photo)
        unit = assignment.responsible_unit
        if photo is None:
            evidence = add_document(actor=actor, unit=unit, upload=upload, caption=caption)
        else:
            evidence = add_photo(
                actor=actor, unit=unit, photo=photo, caption=caption, origin=origin
            )
        twin = draft.attachments.filter(evidence__original_sha256=evidence.original_sha256)
        if twin.exists():
            raise Refused("这个文件已经传过了，没有重复保存。")
        last = draft.attachments.order_by("-position").values_list("position", flat=True).first()
        ReportEvidence.objects.create(report=draft, evidence=evidence, position=(last or 0) + 1)
        return evidence


def _require_room(draft: Report, photo: NewPhoto | None) -> None:
    there = draft.attachments.filter(evidence__thumbnail__isnull=photo is None).count()
    if there >= (MOST_DOCUMENTS if photo is None else MOST_PHOTOS):
        raise Refused(f"最多 {MOST_PHOTOS} 张照片、{MOST_DOCUMENTS} 个文件，请先删掉不用的。")


@transaction.atomic
def detach(assignment: Assignment, *, actor: User, evidence: Evidence) -> None:
    """Take a file out of the draft; earlier reports keep it.

    Raises:
        PermissionDenied, Refused: see `begin`; also when evidence was not sent back.
    """
    draft = _open_for_evidence(assignment, actor)
    draft.attachments.filter(evidence=evidence).delete()


@transaction.atomic
def recaption(assignment: Assignment, *, actor: User, evidence: Evidence, caption: str) -> None:
    """Change the words below a file of the draft; what was handed in keeps its words.

    Raises:
        PermissionDenied, Refused: see `begin`; also for a file of an earlier report.
    """
    _open_for_evidence(assignment, actor)
    if evidence.attachments.filter(report__filed_at__isnull=False).exists():
        raise Refused("这张照片已经随上次材料上报，说明不能改；要改请删掉后重传。")
    set_caption(evidence, actor=actor, caption=caption)


def _open_for_evidence(assignment: Assignment, actor: User) -> Report:
    draft, _ = begin(assignment, actor=actor)
    if EVIDENCE not in open_fields(assignment):
        raise Refused("照片和附件没有被退回，不能改；只能改标出来的部分。")
    if not Report.objects.drafts().filter(pk=draft.pk).update(created_at=F("created_at")):
        raise Refused(FILED)
    return draft


def evidence_mark(report: Report) -> str:
    """One word for the files of a report, their order and captions; another word for any other."""
    files = report.attachments.values_list("evidence_id", "evidence__caption")
    return hashlib.sha256(repr(list(files)).encode()).hexdigest()


@transaction.atomic
def submit(
    assignment: Assignment,
    *,
    actor: User,
    seen: int,
    draft: Report,
    draft_seen: datetime,
    evidence_seen: str,
) -> Report:
    """Hand the draft in, exactly as the person saw it on the check page.

    `seen` is the assignment's revision, `draft_seen` the draft's `updated_at` on that page,
    `evidence_seen` its `evidence_mark`.

    Raises:
        PermissionDenied: the actor does not report for this unit.
        Stale: the assignment or the draft changed since.
        Refused: something is missing, or the engine refuses.
    """
    if not TRANSITIONS[Verb.REPORT].allowed(actor, assignment):
        raise PermissionDenied
    _hold(draft, actor=actor, seen=draft_seen)
    if evidence_mark(draft) != evidence_seen:
        raise Stale("照片或附件刚有变动，还没有上报；请看过下面的内容后再提交。")
    kind = kinds.get(assignment.kind)
    if gaps := unfinished(values_of(draft, kind), kind):
        raise Refused(next(iter(gaps.values())))
    return moving.report(assignment, actor=actor, seen=seen, draft=draft)
