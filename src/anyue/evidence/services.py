"""Keep a file: pictures made anew without their metadata, documents as they came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction

from anyue.core.errors import Refused
from anyue.organisations.models import Unit, User

from . import facts, isolated, storage
from .models import Evidence, StoredFile
from .rules import DOCUMENT_TYPES, JPEG, Origin, Visibility, document_type, objection_to_picture

MEGABYTE = 1024 * 1024


@transaction.atomic
def keep_document(data: bytes, *, content_type: str) -> StoredFile:
    """Keep `data` unchanged; the same content is kept once and answers with the same row.

    `content_type` is recorded for the row that is made first. The bytes are on the disk
    before the row exists; a transaction that fails later leaves bytes without a row, which
    harm nobody and are found again by the next file of the same content.

    Raises:
        Refused: empty, or larger than DOCUMENT_MAX_BYTES.
    """
    if not data:
        raise Refused("这个文件是空的，请重新选择文件。")
    _refuse_larger(len(data), settings.DOCUMENT_MAX_BYTES, "文件")
    return _keep(data, content_type=content_type)


@dataclass(frozen=True)
class NewPhoto:
    """A photo made anew and not kept yet; `sha256` is that of the bytes as they came."""

    name: str
    sha256: str
    made: isolated.Remade


def read_photo(upload: File) -> NewPhoto:
    """Make a photo anew in a child process; time, place and device are read on the way.

    Call it outside a transaction: a hostile picture may take half a minute, and the embedded
    database lets nobody else write as long as a transaction is open.

    Raises:
        Refused: too large, not a JPEG/PNG/WebP, too many pixels, moving, or unreadable.
    """
    data = _bytes_of(upload, settings.PHOTO_MAX_BYTES, "照片")
    if sentence := objection_to_picture(data):
        raise Refused(sentence)
    sha256 = hashlib.sha256(data).hexdigest()
    return NewPhoto(_short_name(upload), sha256, isolated.remake(data))


@transaction.atomic
def add_photo(
    *,
    actor: User,
    unit: Unit,
    photo: NewPhoto,
    caption: str,
    origin: str,
    visibility: str = Visibility.INTERNAL,
) -> Evidence:
    """Keep a photo of `unit` as two fresh JPEGs without metadata, and what it said of itself.

    Time, place and device stand as facts of their own; the picture as it came is never stored.

    Raises:
        PermissionDenied: `unit` is neither the actor's own nor below it.
    """
    _deny_out_of_scope(actor, unit)
    made = photo.made
    picture = _keep(made.picture, content_type=JPEG, width=made.width, height=made.height)
    width, height = made.thumbnail_size
    thumbnail = _keep(made.thumbnail, content_type=JPEG, width=width, height=height)
    told = facts.plausible(made.told)
    return Evidence.objects.create(
        file=picture,
        thumbnail=thumbnail,
        unit=unit,
        uploaded_by=actor,
        original_name=photo.name,
        original_sha256=photo.sha256,
        caption=caption.strip()[:100],
        visibility=Visibility(visibility),
        origin=Origin(origin),
        captured_at=told.captured_at,
        latitude=told.latitude,
        longitude=told.longitude,
        device=told.device,
    )


@transaction.atomic
def add_document(
    *,
    actor: User,
    unit: Unit,
    upload: File,
    caption: str,
    visibility: str = Visibility.INTERNAL,
) -> Evidence:
    """Keep a sign-in sheet or the like as it came: PDF, Word (.docx) or Excel (.xlsx).

    Raises:
        PermissionDenied: `unit` is neither the actor's own nor below it.
        Refused: too large, empty, or of another type, whatever its name says.
    """
    _deny_out_of_scope(actor, unit)
    data = _bytes_of(upload, settings.DOCUMENT_MAX_BYTES, "文件")
    content_type = document_type(data)
    if content_type is None:
        known = "、".join(DOCUMENT_TYPES.values())
        raise Refused(f"这个文件不是 {known}，没有保存。请另存为其中一种格式后再传。")
    return Evidence.objects.create(
        file=keep_document(data, content_type=content_type),
        unit=unit,
        uploaded_by=actor,
        original_name=_short_name(upload),
        original_sha256=hashlib.sha256(data).hexdigest(),
        caption=caption.strip()[:100],
        visibility=Visibility(visibility),
    )


def set_caption(evidence: Evidence, *, actor: User, caption: str) -> None:
    """Change the words below a file; only people of the unit that gave it may.

    Raises:
        PermissionDenied: the actor belongs to another unit.
    """
    if actor.unit_id != evidence.unit_id:
        raise PermissionDenied
    evidence.caption = caption.strip()[:100]
    evidence.save(update_fields=["caption"])


def _keep(
    data: bytes, *, content_type: str, width: int | None = None, height: int | None = None
) -> StoredFile:
    sha256 = storage.put(data)
    row, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": len(data),
            "content_type": content_type,
            "width": width,
            "height": height,
        },
    )
    return row


def _deny_out_of_scope(actor: User, unit: Unit) -> None:
    if actor.unit is None or not unit.path.startswith(actor.unit.path):
        raise PermissionDenied


def _bytes_of(upload: File, most: int, what: str) -> bytes:
    """Everything in `upload`; the announced size is checked first, the real one after."""
    _refuse_larger(upload.size, most, what)
    data: bytes = upload.read(most + 1)
    _refuse_larger(len(data), most, what)
    if not data:
        raise Refused(f"这个{what}是空的，请重新选择。")
    return data


def _refuse_larger(size: int, most: int, what: str) -> None:
    if size > most:
        raise Refused(f"{what}超过 {most // MEGABYTE} MB，没有保存。请压缩后再传。")


def _short_name(upload: File) -> str:
    """The name as a label, never part of a path: last part only, no control characters."""
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable())[-200:]
