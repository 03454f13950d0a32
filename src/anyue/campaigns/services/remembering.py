"""Learn from a clerk's corrections, propose them for the same wording, and take that back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from anyue.core.errors import Refused
from anyue.organisations.models import User
from anyue.phrases import services as phrases
from anyue.phrases.matching import Wording
from anyue.phrases.rules import CorrectedField
from anyue.phrases.services import Recalled, Said

from .. import rules
from ..freezing import plain
from ..meaning import SUGGESTED, VALUES, Frame, in_words, lasting, of_this_year, openings, places_of
from ..models import Activity, Campaign
from ..proposing import day
from ..rules import Judgement, PlanVerb
from ..wording import show
from .writing import open_for_change, record, write_activity

PART = "（拆出）"
NOT_THERE = "这里没有上次的改法了，请刷新页面看最新内容。"


def propose(campaign: Campaign, activities: Sequence[Activity], *, are_parts: bool = False) -> int:
    """Note on each fresh activity what the reader said, and put in what the unit remembers.

    Changes the objects and saves nothing. Returns how many activities carry a mark.
    `are_parts`: cut out of another one, whose words the first of them still begins with; what
    is remembered of parts is kept apart.
    """
    ending = PART if are_parts else ""
    wordings = [Wording.of(f"{one.title}{ending}", one.text) for one in activities]
    for activity, wording in zip(activities, wordings, strict=True):
        activity.as_read = _as_read(activity, wording)
        activity.remembered = {}
    for activity, found in zip(activities, phrases.recall(campaign.unit, wordings), strict=True):
        frame = Frame.of(activity)
        for field in VALUES:
            _put_in(activity, field, found.get(field, []), frame)
        for field in SUGGESTED:
            _suggest(activity, field, found.get(field, []))
    return sum(bool(activity.remembered) for activity in activities)


def learn(activity: Activity, *, actor: User, changes: Mapping[str, Sequence[Any]]) -> None:
    """Remember what a person changed ({"field": [before, after]}); a value put back is forgotten.

    Activities that were joined from two, or read before there was a memory, teach nothing.
    """
    touched = [field for field in VALUES if field in changes]
    if not touched or not activity.as_read:
        return
    frame = Frame.of(activity)
    for field in touched:
        _learn_value(activity, actor, field, frame)
    _drop_marks(activity, touched)


def learn_judgement(activity: Activity, *, actor: User, judgement: Judgement) -> None:
    """Remember that an item is no task; accepting or restoring it says that it is one."""
    if not activity.as_read:
        return
    field = CorrectedField.JUDGEMENT
    if judgement == Judgement.DROPPED:
        made = Said(judgement.value, str(judgement.label))
        _remember(activity, actor, field, _nothing_said(field), made)
    else:
        _agree(activity, actor, field)
    _drop_marks(activity, [field])


def learn_split(activity: Activity, parts: Sequence[Activity], *, actor: User) -> None:
    """Remember where an item was cut. To be called while `activity` still knows its own words.

    Then note for every part what was read of it, as `propose` does for a fresh plan.
    """
    if not activity.as_read:
        return
    field = CorrectedField.SPLIT
    try:
        made = Said({"openings": openings([part.text for part in parts])}, f"拆成 {len(parts)} 项")
    except LookupError:
        pass
    else:
        _remember(activity, actor, field, _nothing_said(field), made)
    propose(activity.campaign, parts, are_parts=True)
    names = ["as_read", "remembered", *VALUES]
    Activity.objects.bulk_update(parts, names)


@transaction.atomic
def undo(activity: Activity, *, actor: User, seen: int, field: str = "") -> None:
    """Go back to what the reader says, in one field or in all that the memory filled in.

    The memory itself stays; suggestions are taken away and nothing else changes.

    Raises:
        Refused: nothing remembered is left there, or the dates would contradict each other.
        Stale: somebody changed the activity since revision `seen`.
    """
    campaign = activity.campaign
    open_for_change(campaign, actor=actor)
    activity.refresh_from_db()
    fields = [field] if field else list(activity.remembered)
    if not fields or not set(fields) <= set(activity.remembered):
        raise Refused(NOT_THERE)
    values = {name: _as_said(activity, name) for name in fields if name in VALUES}
    sentence = rules.objection_to_dates(
        event_date=activity.event_date, due_date=values.get("due_date", activity.due_date)
    )
    if sentence:
        raise Refused(sentence)
    changes = write_activity(activity, campaign=campaign, seen=seen, values=values)
    _drop_marks(activity, fields)
    record(campaign, PlanVerb.AS_READ, actor=actor, activity=activity, changes=changes)


def _as_read(activity: Activity, wording: Wording) -> dict[str, Any]:
    values = {field.value: plain(getattr(activity, field)) for field in VALUES}
    return {"title": wording.title, "sentence": wording.sentence, "values": values}


def _as_said(activity: Activity, field: str) -> Any:
    """What the reader said, as the field takes it."""
    value = activity.as_read["values"][field]
    return day(value) if field == CorrectedField.DUE_DATE else value


def _put_in(
    activity: Activity, field: CorrectedField, found: Sequence[Recalled], frame: Frame
) -> None:
    """Write the best fitting correction into the activity, unless it says the same anyway."""
    said = lasting_or_none(field, _as_said(activity, field), frame)
    for one in found:
        # Other words, or other numbers, need the same misreading to be corrected the same way.
        is_free = one.is_exact and field != CorrectedField.QUANTITIES
        if not is_free and one.correction.reader != said:
            continue
        try:
            value = of_this_year(field, one.correction.value, frame)
        except LookupError:
            continue
        if field == CorrectedField.DUE_DATE and rules.objection_to_dates(
            event_date=activity.event_date, due_date=value
        ):
            continue
        if one.correction.value != said:
            setattr(activity, field, value)
            activity.remembered[field.value] = _mark(one, show(field, plain(value)) or "空")
        return


def _suggest(activity: Activity, field: CorrectedField, found: Sequence[Recalled]) -> None:
    """What takes an item out of the plan or cuts it up waits for a press of a button."""
    for one in found:
        mark = _mark(one, one.correction.value_text)
        if field == CorrectedField.SPLIT:
            text, start, end = activity.campaign.notice.text, *_range(activity)
            try:
                mark["at"] = places_of(one.correction.value["openings"], text, start, end)
            except LookupError:
                continue
        activity.remembered[field.value] = mark
        return


def _range(activity: Activity) -> tuple[int, int]:
    return activity.source_start or 0, activity.source_end or 0


def _mark(one: Recalled, text: str) -> dict[str, Any]:
    made = one.correction
    return {
        "correction": made.pk,
        "text": text,
        "meaning": made.value_text,
        "by": str(made.made_by),
        "on": timezone.localdate(made.made_at).isoformat(),
        "likeness": round(one.likeness, 2),
        "title": made.title or made.sentence,
    }


def lasting_or_none(field: CorrectedField, value: Any, frame: Frame) -> Any:
    """The lasting value; None for one that means nothing beyond this plan."""
    try:
        return lasting(field, value, frame)
    except LookupError:
        return None


def _learn_value(activity: Activity, actor: User, field: CorrectedField, frame: Frame) -> None:
    said = lasting_or_none(field, _as_said(activity, field), frame)
    made = lasting_or_none(field, getattr(activity, field), frame)
    if made is None or made == said:
        _agree(activity, actor, field)
        return
    reader = Said(said, _text(field, said, _as_said(activity, field)))
    _remember(
        activity, actor, field, reader, Said(made, _text(field, made, getattr(activity, field)))
    )


def _text(field: CorrectedField, lasting_value: Any, value: Any) -> str:
    if field == CorrectedField.DUE_DATE:
        return in_words(lasting_value) if lasting_value else show(field, plain(value))
    return show(field, value) or "空"


def _nothing_said(field: CorrectedField) -> Said:
    return Said(SUGGESTED[field], "任务" if field == CorrectedField.JUDGEMENT else "一项")


def _wording(activity: Activity) -> Wording:
    return Wording(activity.as_read["title"], activity.as_read["sentence"])


def _remember(
    activity: Activity, actor: User, field: CorrectedField, reader: Said, made: Said
) -> None:
    phrases.remember(
        actor=actor,
        unit=activity.campaign.unit,
        wording=_wording(activity),
        field=field,
        reader=reader,
        made=made,
    )


def _agree(activity: Activity, actor: User, field: CorrectedField) -> None:
    unit = activity.campaign.unit
    phrases.agree(actor=actor, unit=unit, wording=_wording(activity), field=field)


def _drop_marks(activity: Activity, fields: Collection[str]) -> None:
    """What a person decided is no longer a proposal of the memory."""
    left = {key: mark for key, mark in activity.remembered.items() if key not in fields}
    if left != activity.remembered:
        Activity.objects.filter(pk=activity.pk).update(remembered=left)
        activity.remembered = left
