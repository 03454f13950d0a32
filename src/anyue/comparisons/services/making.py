"""Put a plan beside another document, or beside an earlier plan."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from anyue.campaigns.models import Campaign
from anyue.campaigns.services.importing import PASTED_NAME, accepted_file
from anyue.core.errors import Refused
from anyue.evidence import storage
from anyue.evidence.services import keep_document
from anyue.organisations.models import User
from anyue.phrases.services import own_tables
from anyue.reading import Reading, Unreadable
from anyue.reading.comparison import compare
from anyue.reading.isolated import read_isolated

from ..models import PlanComparison
from ..rules import Basis
from .writing import as_json, deny_unless_may, reading_of, step, upper_reading

SAME_DOCUMENT = "这就是本方案的通知原件，不用和自己对照。请选择上级方案的文件。"
ONCE = "这份文件已经和本方案对照过，没有再做一次。请到对照列表里打开。"


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
    deny_unless_may(campaign, actor)
    short, content_type = accepted_file(name, len(data))
    _refuse_known(campaign, data)
    upper = _read(campaign, data, short)
    result = _result(upper, campaign)
    return _keep(
        campaign,
        actor,
        basis=basis,
        original=keep_document(data, content_type=content_type),
        original_name=short,
        title=upper.title or title.strip() or short,
        doc_number=upper.doc_number or doc_number.strip(),
        reading=as_json(upper.to_dict()),
        result=result,
    )


def _refuse_known(campaign: Campaign, data: bytes) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    notice = campaign.notice
    if sha256 in {one.sha256 for one in (notice.original, notice.pasted) if one}:
        raise Refused(SAME_DOCUMENT)
    known = PlanComparison.objects.filter(campaign=campaign, original__sha256=sha256).first()
    if known is not None:
        raise AlreadyCompared(known)


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
    deny_unless_may(campaign, actor)
    if earlier.unit_id != campaign.unit_id:
        raise PermissionDenied
    if earlier.pk == campaign.pk:
        raise Refused("请选择另一份方案，不用和自己对照。")
    known = PlanComparison.objects.filter(campaign=campaign, earlier=earlier).first()
    if known is not None:
        raise AlreadyCompared(known)
    return _keep(
        campaign,
        actor,
        basis=Basis.EARLIER,
        earlier=earlier,
        title=earlier.title or earlier.name,
        doc_number=earlier.doc_number,
        result=_result(reading_of(earlier.notice.reading), campaign),
    )


def compare_again(comparison: PlanComparison, *, actor: User, seen: int) -> None:
    """Read the other document anew and compare anew; what people said stays.

    Raises:
        PermissionDenied: the actor does not work on this plan.
        Refused: it can no longer be read; nothing is changed.
        Stale: somebody changed the comparison since revision `seen`.
    """
    deny_unless_may(comparison.campaign, actor)
    values: dict[str, Any] = {}
    if comparison.original is None:
        upper = upper_reading(comparison)
    else:
        data = storage.path_of(comparison.original.sha256).read_bytes()
        upper = _read(comparison.campaign, data, comparison.original_name)
        values["reading"] = as_json(upper.to_dict())
    values["result"] = _result(upper, comparison.campaign)
    step(comparison, seen, **values)


def _read(campaign: Campaign, data: bytes, name: str) -> Reading:
    """Read with the office's own words, for a point may become one of its activities."""
    try:
        return read_isolated(data, name, own_tables(campaign.unit), recognise=settings.OCR)
    except Unreadable as error:
        raise Refused(str(error)) from error


def _keep(campaign: Campaign, actor: User, **values: Any) -> PlanComparison:
    """Write what was compared outside the transaction, which may have taken seconds."""
    values["title"] = values["title"][:200]
    values["doc_number"] = values["doc_number"][:60]
    try:
        with transaction.atomic():
            return PlanComparison.objects.create(campaign=campaign, made_by=actor, **values)
    except IntegrityError as error:
        # Two at once with the same document: the constraint let one through.
        other = {name: values.get(name) for name in ("original", "earlier")}
        raise AlreadyCompared(PlanComparison.objects.get(campaign=campaign, **other)) from error


def _result(upper: Reading, campaign: Campaign) -> Any:
    try:
        return as_json(compare(upper, reading_of(campaign.notice.reading)).to_dict())
    except Unreadable as error:
        raise Refused(str(error)) from error
