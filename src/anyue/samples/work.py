"""What the firms of the sample county have done so far: something of every state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from anyue.assignments import kinds, services
from anyue.assignments.models import Assignment, Report
from anyue.assignments.rules import Verb
from anyue.assignments.services import reporting
from anyue.organisations.models import User

from .pictures import photo

SCENE = {"drill": "drill", "evacuation_map": "map", "inspection": "inspection"}
SUMMARIES = {
    "drill": "在生产区组织了一次火灾应急演练，从发现险情、报警、疏散到清点人数共用时九分钟。"
    "演练后现场讲评，指出两处疏散通道堆放物料，已当场清走；灭火器使用由班组长逐人示范。",
    "evacuation_map": "为高风险岗位绘制了逃生路线图，标出两条疏散路线、灭火器位置和集合点，"
    "已张贴在岗位旁，并由班组长带领员工沿路线走了一遍，新员工已单独讲解。",
    "principal_leads": "主要负责人带队排查了动火作业点、外包施工现场和配电间，查出一般隐患三处，"
    "当场整改两处，一处配电箱未上锁的问题已定人定时限整改，排查记录由带队人签字。",
}
DEFAULT_SUMMARY = (
    "由主要负责人主持，各班组参加，结合本企业近年发生的险情讲解操作要点和应急处置办法，"
    "现场提问并讨论，最后由安全管理员小结，参加人员逐一签到，签到表已附在照片里。"
)
NOTE = "组织扎实，现场照片清楚。"
UNTIL_PHOTOS_GET_SLOW = 4
"""Only the first firms attach photos: each is decoded in a process of its own."""


@dataclass(frozen=True)
class Office:
    """The people who act in the sample."""

    reviewer: User
    chief: User
    reporters: dict[int, User]
    """By key of the firm."""


def do_some_work(office: Office, assignments: Iterable[Assignment]) -> None:
    """Carry each assignment some way, by a fixed pattern over firms and activities."""
    firms = list(office.reporters)
    for number, assignment in enumerate(assignments):
        firm = firms.index(assignment.responsible_unit_id)
        stage = (number * 5 + firm * 2) % 11
        reporter = office.reporters[assignment.responsible_unit_id]
        with_photos = firm < UNTIL_PHOTOS_GET_SLOW
        if assignment.kind == "drill" and not with_photos:
            stage = min(stage, 5)
        _carry(office, assignment, reporter, stage, with_photos=with_photos)


def _carry(
    office: Office, assignment: Assignment, reporter: User, stage: int, *, with_photos: bool
) -> None:
    """0: untouched, 1: signed for, 2: begun, 3-4: reported, 5: sent back, 6 and up: closed."""
    if stage == 0 or kinds.objection(reporter, Verb.REPORT, assignment):
        return
    services.acknowledge(assignment, actor=reporter, seen=assignment.revision)
    if stage == 1:
        return
    draft = _draft(assignment, reporter, with_photos=with_photos)
    if stage == 2:
        return
    reporting.submit(
        assignment,
        actor=reporter,
        seen=assignment.revision,
        draft=draft,
        draft_seen=draft.updated_at,
        evidence_seen=reporting.evidence_mark(draft),
    )
    assignment.refresh_from_db()
    if stage <= 4:
        return
    if stage == 5:
        services.return_for_rework(
            assignment,
            actor=office.reviewer,
            seen=assignment.revision,
            reasons=["too_thin"],
            fields=["summary"],
            note="请写清参加人员范围和发现的问题。",
        )
        return
    services.close(assignment, actor=office.reviewer, seen=assignment.revision, note=NOTE)
    if stage == 10:
        services.reopen(
            assignment,
            actor=office.chief,
            seen=assignment.revision,
            reason="回头看：抽查发现签到表缺一个班组，请补充后再报。",
        )


def _draft(assignment: Assignment, reporter: User, *, with_photos: bool) -> Report:
    kind = kinds.get(assignment.kind)
    size = assignment.responsible_unit.head_count or 20
    values: dict[str, object] = {
        "held_on": localdate() - timedelta(days=assignment.pk % 6),
        "place": "厂区会议室" if assignment.kind != "drill" else "生产区",
        "summary": SUMMARIES.get(assignment.kind, DEFAULT_SUMMARY),
    }
    for figure in kind.figures:
        values[figure.code] = size - size // 7 if figure.unit == "人次" else 1 + assignment.pk % 3
    draft = reporting.save(assignment, actor=reporter, seen=None, values=values)
    if with_photos:
        scene = SCENE.get(assignment.kind, "class")
        upload = ContentFile(photo(scene, assignment.pk), name=f"现场{assignment.pk}.jpg")
        reporting.attach(
            assignment,
            actor=reporter,
            upload=upload,
            kind="photo",
            origin="camera",
            caption=f"{assignment.title}现场",
        )
        draft.refresh_from_db()
    return draft
