"""Take a notice in: keep the file, read it, and make a plan of what was read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from anyue.core.errors import Refused
from anyue.evidence import storage
from anyue.evidence.models import StoredFile
from anyue.evidence.services import keep_document
from anyue.organisations.models import Unit, User
from anyue.phrases.services import own_tables
from anyue.reading import Reading, Unreadable
from anyue.reading.isolated import read_isolated
from anyue.reading.source import advice

from .. import rules
from ..models import Activity, Campaign, Doubt, Notice
from ..proposing import activity_values, campaign_values, doubt_values
from ..rules import PlanVerb
from .remembering import propose
from .writing import record

CONTENT_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
PASTED_NAME = "粘贴.txt"
MEGABYTE = 1024 * 1024


class AlreadyImported(Refused):
    """The unit has handed in this very file before. `notice` is the earlier one."""

    status_code = 409

    def __init__(self, notice: Notice) -> None:
        super().__init__(f"“{notice.original_name}”已经导入过，没有再导入一次。")
        self.notice = notice


class NotReadable(Refused):
    """Nothing could be read from the file. `notice` keeps it until the text is pasted."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.problem)
        self.notice = notice


def import_notice(*, actor: User, data: bytes, name: str) -> Campaign:
    """Keep a file, read it in a child process, and make a plan for the actor's unit.

    Raises:
        PermissionDenied: the actor does not import notices.
        Refused: another type of file, empty, or too large.
        AlreadyImported: the unit has imported these bytes before; nothing new is made.
        NotReadable: the file is kept and waits for its text to be pasted.
    """
    unit = _importing_unit(actor)
    short, content_type = accepted_file(name, len(data))
    _refuse_known(unit, data)
    original = keep_document(data, content_type=content_type)
    return _read_and_build(actor, unit, original, short, data)


def accepted_file(name: str, size: int) -> tuple[str, str]:
    """Return the name as a label and the content type of a file that the reader takes.

    Raises:
        Refused: another type of file, or too large.
    """
    short = _short_name(name)
    if told := advice(short):
        raise Refused(f"“{short}”没有导入。{told}")
    if size > settings.DOCUMENT_MAX_BYTES:
        most = settings.DOCUMENT_MAX_BYTES // MEGABYTE
        raise Refused(f"文件超过 {most} MB，没有导入。请压缩图片后再传，或者粘贴正文。")
    return short, CONTENT_TYPES[_ending(short)]


def import_pasted(*, actor: User, text: str) -> Campaign:
    """Make a plan of pasted text, which is kept as the original.

    Raises: as `import_notice`.
    """
    if not text.strip():
        raise Refused("没有粘贴任何文字。请选择文件，或者把通知正文粘贴进来。")
    return import_notice(actor=actor, data=text.encode("utf-8"), name=PASTED_NAME)


def import_again(notice: Notice, *, actor: User) -> Campaign:
    """Make a second plan of a file that was imported before, on purpose.

    Raises:
        PermissionDenied: the notice is another unit's.
        NotReadable: the file still cannot be read.
    """
    unit = _importing_unit(actor)
    if notice.unit_id != unit.pk:
        raise PermissionDenied
    data = storage.path_of(notice.original.sha256).read_bytes()
    repeat = Notice.objects.filter(unit=unit, original=notice.original).count()
    return _read_and_build(actor, unit, notice.original, notice.original_name, data, repeat=repeat)


def paste_instead(notice: Notice, *, actor: User, text: str) -> Campaign:
    """Make the plan of a file that could not be read from its text, pasted by a person.

    Raises:
        PermissionDenied: the notice is another unit's.
        Refused: no text, text that cannot be read, or the file has its plan already.
    """
    unit = _importing_unit(actor)
    if notice.unit_id != unit.pk:
        raise PermissionDenied
    if not text.strip():
        raise Refused("没有粘贴任何文字。请把通知正文粘贴进来。")
    data = text.encode("utf-8")
    pasted = keep_document(data, content_type=CONTENT_TYPES[".txt"])
    try:
        reading = read_isolated(data, PASTED_NAME, own_tables(unit))
    except Unreadable as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        moved = Notice.objects.filter(pk=notice.pk, pasted=None, campaign=None).update(
            pasted=pasted, text=reading.text, reading=_as_json(reading)
        )
        if not moved:
            raise Refused("这份文件已经有方案了，请到方案列表里打开。")
        notice.refresh_from_db()
        return _build(notice, reading, actor)


def _read_and_build(
    actor: User, unit: Unit, original: StoredFile, name: str, data: bytes, *, repeat: int = 0
) -> Campaign:
    """Read outside the transaction (it may take seconds), then write notice and plan."""
    try:
        reading = read_isolated(data, name, own_tables(unit), recognise=settings.OCR)
    except Unreadable as error:
        notice = _keep_notice(actor, unit, original, name, repeat, problem=str(error)[:300])
        raise NotReadable(notice) from error
    return make_plan(
        actor=actor, unit=unit, original=original, name=name, reading=reading, repeat=repeat
    )


@transaction.atomic
def make_plan(
    *, actor: User, unit: Unit, original: StoredFile, name: str, reading: Reading, repeat: int = 0
) -> Campaign:
    """Write notice, plan, activities and doubts of a file that has been kept and read.

    Raises:
        AlreadyImported: the unit has a notice of this file with this count of repeats.
    """
    notice = _keep_notice(actor, unit, original, name, repeat, reading=reading)
    return _build(notice, reading, actor)


def _keep_notice(
    actor: User,
    unit: Unit,
    original: StoredFile,
    name: str,
    repeat: int,
    *,
    reading: Reading | None = None,
    problem: str = "",
) -> Notice:
    try:
        with transaction.atomic():
            return Notice.objects.create(
                unit=unit,
                original=original,
                original_name=name,
                repeat=repeat,
                problem=problem,
                text=reading.text if reading else "",
                reading=_as_json(reading) if reading else {},
                imported_by=actor,
            )
    except IntegrityError as error:
        # Two at once with the same file: the constraint let one through.
        first = Notice.objects.get(unit=unit, original=original, repeat=repeat)
        raise AlreadyImported(first) from error


def _build(notice: Notice, reading: Reading, actor: User) -> Campaign:
    campaign = Campaign.objects.create(
        unit=notice.unit,
        notice=notice,
        editing_by=actor,
        editing_at=notice.imported_at,
        **campaign_values(reading),
    )
    proposed = [Activity(campaign=campaign, **values) for values in activity_values(reading)]
    marked = propose(campaign, proposed)
    activities = Activity.objects.bulk_create(proposed)
    Doubt.objects.bulk_create(
        [
            Doubt(campaign=campaign, activity=_activity_at(activities, values), **values)
            for values in doubt_values(reading)
        ]
    )
    subject = notice.original_name
    note = f"识别出 {len(activities)} 项任务、{len(reading.doubts)} 处疑点。"
    note += f"其中 {marked} 项带上了以前的改法。" if marked else ""
    record(campaign, PlanVerb.IMPORT, actor=actor, subject=subject, note=note)
    return campaign


def _activity_at(activities: list[Activity], doubt: dict[str, Any]) -> Activity | None:
    """The activity whose text holds the doubt; None for one about the whole notice."""
    place = doubt["source_start"]
    for activity in activities:
        start, end = activity.source_start, activity.source_end
        if start is not None and end is not None and start <= place < end:
            return activity
    return None


def _importing_unit(actor: User) -> Unit:
    if not rules.may_import(actor) or actor.unit is None:
        raise PermissionDenied
    return actor.unit


def _refuse_known(unit: Unit, data: bytes) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    earlier = Notice.objects.filter(unit=unit, original__sha256=sha256).order_by("repeat").first()
    if earlier is None:
        return
    if hasattr(earlier, "campaign"):
        raise AlreadyImported(earlier)
    raise NotReadable(earlier)


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    return f"{dot}{ending.lower()}"


def _short_name(name: str) -> str:
    """The name as a label, never part of a path: last part only, no control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-200:] or "未命名"


def _as_json(reading: Reading) -> Any:
    """The reading as a JSON column gives it back: arrays for tuples."""
    return json.loads(json.dumps(reading.to_dict()))
