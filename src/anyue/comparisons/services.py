"""Put a plan beside another, and correct what was found. Every word is kept by name and time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from anyue.campaigns.models import Activity, Campaign
from anyue.campaigns.proposing import activity_values
from anyue.campaigns.rules import GONE
from anyue.campaigns.services import add_activity
from anyue.campaigns.services.importing import PASTED_NAME, accepted_file
from anyue.core.errors import Refused, Stale
from anyue.evidence import storage
from anyue.evidence.services import keep_document
from anyue.organisations.models import User
from anyue.reading import Reading, Unreadable
from anyue.reading.comparison import Comparison, compare, describe_pair
from anyue.reading.comparison_points import Point, label
from anyue.reading.isolated import read_isolated

from . import rules
from .models import LABEL_LENGTH, PATH_LENGTH, PlanComparison, Ruling
from .rules import REASON_LENGTH, Basis, RulingVerb
from .settling import pair_as_json, path_of

SAME_DOCUMENT = "这就是本方案的通知原件，不用和自己对照。请选择上级方案的文件。"
ONCE = "这份文件已经和本方案对照过，没有再做一次。请到对照列表里打开。"
NO_READING = "这份通知没有可用的识别结果，不能对照。请把它重新导入一次。"
NO_SUCH_POINT = "这一条已经不在对照里了，请刷新页面后再点。"


class AlreadyCompared(Refused):
    """The plan stands beside this document already. `comparison` is that one."""

    status_code = 409

    def __init__(self, comparison: PlanComparison) -> None:
        super().__init__(ONCE)
        self.comparison = comparison


def compare_with_file(
    campaign: Campaign,
    *,
    actor: User,
    data: bytes,
    name: str,
    title: str = "",
    doc_number: str = "",
    basis: Basis = Basis.UPPER,
) -> PlanComparison:
    """Keep a document, read it in a child process, and put the plan beside it.

    It becomes no plan: nothing is proposed, published or assigned of it. `title` and `doc_number`
    stand where the document itself does not say.

    Raises:
        PermissionDenied: the actor does not work on this plan.
        Refused: another type of file, too large, unreadable, or without numbered items.
        AlreadyCompared: the same bytes stand beside this plan already.
    """
    _deny_unless_may(campaign, actor)
    short, content_type = accepted_file(name, len(data))
    original = keep_document(data, content_type=content_type)
    if original.pk == campaign.notice.original_id:
        raise Refused(SAME_DOCUMENT)
    known = PlanComparison.objects.filter(campaign=campaign, original=original).first()
    if known is not None:
        raise AlreadyCompared(known)
    reading = _read(data, short)
    return _make(
        campaign,
        actor,
        reading,
        basis=basis,
        original=original,
        original_name=short,
        title=reading.title or title.strip() or short,
        doc_number=reading.doc_number or doc_number.strip(),
        reading=_as_json(reading.to_dict()),
    )


def compare_with_text(
    campaign: Campaign,
    *,
    actor: User,
    text: str,
    title: str = "",
    doc_number: str = "",
    basis: Basis = Basis.UPPER,
) -> PlanComparison:
    """Put the plan beside pasted text, which is kept as the original.

    Raises: as `compare_with_file`.
    """
    if not text.strip():
        raise Refused("没有粘贴任何文字。请选择文件，或者把正文粘贴进来。")
    return compare_with_file(
        campaign,
        actor=actor,
        data=text.encode("utf-8"),
        name=PASTED_NAME,
        title=title,
        doc_number=doc_number,
        basis=basis,
    )


def compare_with_plan(campaign: Campaign, *, actor: User, earlier: Campaign) -> PlanComparison:
    """Put the plan beside an earlier one of the same unit.

    Raises:
        PermissionDenied: the actor does not work on this plan, or the other is another unit's.
        Refused: it is the same plan, or one of them has no numbered items.
        AlreadyCompared: they stand beside each other already.
    """
    _deny_unless_may(campaign, actor)
    if earlier.unit_id != campaign.unit_id:
        raise PermissionDenied
    if earlier.pk == campaign.pk:
        raise Refused("请选择另一份方案，不用和自己对照。")
    known = PlanComparison.objects.filter(campaign=campaign, earlier=earlier).first()
    if known is not None:
        raise AlreadyCompared(known)
    reading = reading_of(earlier.notice.reading)
    return _make(
        campaign,
        actor,
        reading,
        basis=Basis.EARLIER,
        earlier=earlier,
        title=earlier.title,
        doc_number=earlier.doc_number,
    )


def compare_again(comparison: PlanComparison, *, actor: User, seen: int) -> None:
    """Read the other document anew and compare anew; what people said stays.

    Raises:
        PermissionDenied: the actor does not work on this plan.
        Refused: it can no longer be read; nothing is changed.
        Stale: somebody changed the comparison since revision `seen`.
    """
    _deny_unless_may(comparison.campaign, actor)
    values: dict[str, Any] = {}
    upper = _upper(comparison)
    if comparison.original is not None:
        data = storage.path_of(comparison.original.sha256).read_bytes()
        upper = _read(data, comparison.original_name)
        values["reading"] = _as_json(upper.to_dict())
    values["result"] = _result(upper, reading_of(comparison.campaign.notice.reading))
    _step(comparison, seen, **values)


def reading_of(data: Mapping[str, Any]) -> Reading:
    """A stored reading.

    Raises:
        Refused: nothing was read, or it was kept by a version that read other things.
    """
    try:
        return Reading.from_dict(data)
    except (KeyError, TypeError) as error:
        raise Refused(NO_READING) from error


@transaction.atomic
def match(
    comparison: PlanComparison, *, actor: User, seen: int, upper_key: str, local_key: str
) -> None:
    """Say that a local point takes up an upper one.

    Raises: as `_say`.
    """
    result = Comparison.from_dict(comparison.result)
    above = _place(result.upper, upper_key)
    below = _place(result.local, local_key)
    local = reading_of(comparison.campaign.notice.reading)
    pair = describe_pair(_upper(comparison), local, result, above, below)
    told = _as_json(pair_as_json(pair))
    _say(comparison, RulingVerb.MATCH, actor, seen, upper_key, local_key, pair=told)


@transaction.atomic
def unmatch(
    comparison: PlanComparison, *, actor: User, seen: int, upper_key: str, local_key: str
) -> None:
    """Say that two points that were put together are not about the same thing."""
    _say(comparison, RulingVerb.UNMATCH, actor, seen, upper_key, local_key)


@transaction.atomic
def cover(comparison: PlanComparison, *, actor: User, seen: int, upper_key: str) -> None:
    """Say that what was found covers the point, though the wording is shorter."""
    _say(comparison, RulingVerb.COVER, actor, seen, upper_key)


@transaction.atomic
def leave_out(
    comparison: PlanComparison, *, actor: User, seen: int, upper_key: str, reason: str
) -> None:
    """Say that a point is left out on purpose, and why.

    Raises: as `_say`; Refused also without a reason.
    """
    if sentence := rules.objection_to_reason(reason):
        raise Refused(sentence)
    told = reason.strip()[:REASON_LENGTH]
    _say(comparison, RulingVerb.LEAVE_OUT, actor, seen, upper_key, reason=told)


@transaction.atomic
def reset(comparison: PlanComparison, *, actor: User, seen: int, upper_key: str) -> None:
    """Take back what people said about a point; the trail keeps it."""
    _say(comparison, RulingVerb.RESET, actor, seen, upper_key)


@transaction.atomic
def add_to_plan(comparison: PlanComparison, *, actor: User, seen: int, upper_key: str) -> Activity:
    """Put an upper point into the plan as an activity that waits to be checked.

    Raises: as `_say`; Refused also where the plan is not open, or has it already.
    """
    result = Comparison.from_dict(comparison.result)
    point = result.upper[_place(result.upper, upper_key)]
    if _planned(comparison, upper_key):
        raise Refused("这一条已经加入方案，请到核对任务里修改。")
    activity = add_activity(
        comparison.campaign,
        actor=actor,
        values=_activity_values(comparison, point),
        note=f"从{comparison.get_basis_display()}《{comparison.title}》{label(point)} 补入。",
    )
    _say(comparison, RulingVerb.ADD, actor, seen, upper_key, activity=activity)
    return activity


def _planned(comparison: PlanComparison, upper_key: str) -> bool:
    last = comparison.rulings.filter(upper_key=upper_key).order_by("pk").last()
    return bool(last and last.activity and last.activity.judgement not in GONE)


def _activity_values(comparison: PlanComparison, point: Point) -> dict[str, Any]:
    """What the reader made of the point, its dates left out: the own unit sets its own."""
    own = ("title", "text", "kinds", "audience", "programmes", "evidence_wanted", "cadence")
    for values in activity_values(_upper(comparison)):
        if values["source_start"] == point.start:
            return {name: values[name] for name in own} | {"part": _part(comparison)}
    title = (point.title or label(point).removeprefix(point.number))[:LABEL_LENGTH]
    return {"title": title, "text": point.text, "part": _part(comparison)}


def _part(comparison: PlanComparison) -> str:
    return f"{comparison.get_basis_display()}补入：{comparison.title}"[:200]


def _say(
    comparison: PlanComparison,
    verb: RulingVerb,
    actor: User,
    seen: int,
    upper_key: str,
    local_key: str = "",
    **more: Any,
) -> None:
    """Count a revision and keep the ruling.

    Raises:
        PermissionDenied: the actor does not work on this plan.
        Refused: there is no such point.
        Stale: somebody said something since revision `seen`.
    """
    _deny_unless_may(comparison.campaign, actor)
    result = Comparison.from_dict(comparison.result)
    point = result.upper[_place(result.upper, upper_key)]
    other = result.local[_place(result.local, local_key)] if local_key else None
    _step(comparison, seen)
    Ruling.objects.create(
        comparison=comparison,
        verb=verb,
        actor=actor,
        upper_key=point.key,
        upper_path=path_of(point)[:PATH_LENGTH],
        upper_label=label(point)[:LABEL_LENGTH],
        local_key=other.key if other else "",
        local_path=path_of(other)[:PATH_LENGTH] if other else "",
        local_label=label(other)[:LABEL_LENGTH] if other else "",
        **more,
    )


def _step(comparison: PlanComparison, seen: int, **values: Any) -> None:
    moved = PlanComparison.objects.filter(pk=comparison.pk, revision=seen).update(
        revision=F("revision") + 1, **values
    )
    if not moved:
        raise Stale(_who_was_first(comparison))
    comparison.refresh_from_db()


def _who_was_first(comparison: PlanComparison) -> str:
    last = comparison.rulings.select_related("actor").last()
    if last is None:
        return "对照结果已经更新，请看过最新内容再决定。"
    when = timezone.localtime(last.at)
    what = f"{last.get_verb_display()}”，请看过最新内容再决定。"
    return f"{last.actor} {when:%H:%M} 已把“{last.upper_label}”标为“{what}"


def _place(points: tuple[Point, ...], key: str) -> int:
    for place, point in enumerate(points):
        if point.key == key:
            return place
    raise Refused(NO_SUCH_POINT)


def _deny_unless_may(campaign: Campaign, actor: User) -> None:
    if not rules.may_compare(actor, campaign):
        raise PermissionDenied


def _read(data: bytes, name: str) -> Reading:
    try:
        return read_isolated(data, name, recognise=settings.OCR)
    except Unreadable as error:
        raise Refused(str(error)) from error


def _make(campaign: Campaign, actor: User, upper: Reading, **values: Any) -> PlanComparison:
    """Compare outside the transaction (it may take seconds), then write."""
    result = _result(upper, reading_of(campaign.notice.reading))
    values["title"] = values["title"][:200]
    values["doc_number"] = values["doc_number"][:60]
    try:
        with transaction.atomic():
            return PlanComparison.objects.create(
                campaign=campaign, made_by=actor, result=result, **values
            )
    except IntegrityError as error:
        # Two at once with the same document: the constraint let one through.
        other = {name: values.get(name) for name in ("original", "earlier")}
        raise AlreadyCompared(PlanComparison.objects.get(campaign=campaign, **other)) from error


def _upper(comparison: PlanComparison) -> Reading:
    earlier = comparison.earlier
    return reading_of(earlier.notice.reading if earlier else comparison.reading)


def _result(upper: Reading, local: Reading) -> Any:
    try:
        return _as_json(compare(upper, local).to_dict())
    except Unreadable as error:
        raise Refused(str(error)) from error


def _as_json(values: Any) -> Any:
    """Values as a JSON column gives them back: arrays for tuples."""
    return json.loads(json.dumps(values))
