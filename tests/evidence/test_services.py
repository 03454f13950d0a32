"""What is kept, what is refused, and that a refusal leaves nothing behind."""

import hashlib
import io
import os
import stat
import threading
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from anyue.core.errors import Refused
from anyue.evidence import services, storage
from anyue.evidence.models import Evidence, StoredFile
from anyue.evidence.rules import DOCX, PDF, XLSX, Origin, document_type
from tests.evidence import pictures


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files_below(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()]


def office(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def add(actor, data, **changes):
    given = {"caption": "现场", "origin": Origin.CAMERA, "unit": actor.unit} | changes
    photo = services.read_photo(pictures.upload(data))
    return services.add_photo(actor=actor, photo=photo, **given)


@pytest.mark.django_db
def test_a_document_is_kept_unchanged_under_its_hash(media):
    stored = services.keep_document("通知".encode(), content_type="text/plain")

    sha256 = hashlib.sha256("通知".encode()).hexdigest()
    assert (stored.sha256, stored.size, stored.content_type) == (sha256, 6, "text/plain")
    assert (media / sha256[:2] / sha256[2:4] / sha256).read_bytes() == "通知".encode()


@pytest.mark.django_db
def test_the_same_content_is_kept_once(media):
    first = services.keep_document(b"same", content_type="text/plain")
    second = services.keep_document(b"same", content_type="text/html")

    assert first == second
    assert len(files_below(media)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_the_same_content_at_once_share_it(media):
    start = threading.Barrier(2)
    kept = []

    def keep():
        start.wait()
        kept.append(services.keep_document(b"raced" * 1000, content_type="text/plain").pk)
        connection.close()

    threads = [threading.Thread(target=keep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert kept[0] == kept[1]
    assert len(kept) == 2
    assert len(files_below(media)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 101])
def test_an_empty_or_too_large_document_leaves_nothing(media, settings, size):
    settings.DOCUMENT_MAX_BYTES = 100

    with pytest.raises(Refused):
        services.keep_document(b"x" * size, content_type="text/plain")

    assert StoredFile.objects.count() == 0
    assert files_below(media) == []


@pytest.mark.django_db
def test_a_disk_that_is_full_leaves_no_row_and_no_half_file(media, monkeypatch):
    flush = storage.os.fsync

    def full(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(28, "No space left on device")
        flush(handle)

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        services.keep_document(b"x", content_type="text/plain")

    assert StoredFile.objects.count() == 0
    assert files_below(media) == []


@pytest.mark.django_db
def test_a_photo_keeps_its_facts_beside_the_picture(worker, media):
    data = pictures.phone_photo()

    evidence = add(worker, data)

    assert evidence.captured_at == datetime(2026, 6, 16, 1, 30, tzinfo=UTC)
    assert evidence.latitude == Decimal("37.183333")
    assert evidence.longitude == Decimal("104.060000")
    assert (evidence.device, evidence.origin) == ("HUAWEI Mate 40", "camera")
    assert (evidence.visibility, evidence.caption) == ("internal", "现场")
    assert evidence.original_sha256 == hashlib.sha256(data).hexdigest()
    assert (evidence.file.width, evidence.file.height) == (400, 300)
    assert len(files_below(media)) == 2
    assert all(b"HUAWEI" not in path.read_bytes() for path in files_below(media))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pictures.phone_photo()[:2000], "没有传完整"),
        (pictures.png_bomb(), "5000 万像素"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "不是 JPG"),
        (b"GIF89a" + bytes(100), "不是 JPG"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "兼容性最佳"),
        (b"", "空的"),
    ],
    ids=["truncated", "bomb", "svg renamed", "gif", "heic renamed", "empty"],
)
def test_a_refused_photo_leaves_no_row_and_no_file(worker, media, data, words):
    with pytest.raises(Refused, match=words):
        add(worker, data)

    assert Evidence.objects.count() == StoredFile.objects.count() == 0
    assert files_below(media) == []


@pytest.mark.django_db
def test_a_photo_that_cannot_be_made_anew_is_never_kept_as_it_came(worker, media, monkeypatch):
    monkeypatch.setattr(services.isolated, "_PROGRAM", "import sys; sys.exit(1)")

    with pytest.raises(Refused, match="没有保存"):
        add(worker, pictures.phone_photo())

    assert Evidence.objects.count() == StoredFile.objects.count() == 0
    assert files_below(media) == []


@pytest.mark.django_db
def test_a_photo_over_the_limit_is_refused_before_it_is_read(worker, media, settings):
    settings.PHOTO_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="超过 1 MB"):
        add(worker, pictures.phone_photo() + bytes(1024 * 1024))

    assert files_below(media) == []


@pytest.mark.django_db
def test_nobody_gives_evidence_for_another_unit(worker, other_firm, media):
    with pytest.raises(PermissionDenied):
        add(worker, pictures.phone_photo(), unit=other_firm)

    assert Evidence.objects.count() == 0
    assert files_below(media) == []


@pytest.mark.django_db
def test_a_name_is_a_label_and_never_a_path(worker):
    evidence = services.add_photo(
        actor=worker,
        unit=worker.unit,
        caption="",
        origin="album",
        photo=services.read_photo(
            pictures.upload(pictures.phone_photo(), "..\\..\\a/\u202e现场\0.jpg")
        ),
    )

    assert evidence.original_name == "现场.jpg"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", PDF),
        (office("word/document.xml"), DOCX),
        (office("xl/workbook.xml"), XLSX),
        (office("word/document.xml", "word/vbaProject.bin"), None),
        (office("word/document.xml", "xl/workbook.xml"), None),
        (office("readme.txt"), None),
        (b"PK\x03\x04 no archive", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        (b"<html>%PDF-", None),
    ],
)
def test_a_document_is_what_its_bytes_say(data, kind):
    assert document_type(data) == kind


@pytest.mark.django_db
def test_a_sign_in_sheet_is_kept_as_it_came(worker, media):
    data = office("xl/workbook.xml")

    evidence = services.add_document(
        actor=worker, unit=worker.unit, upload=pictures.upload(data, "签到表.xlsx"), caption="签到"
    )

    assert evidence.file.content_type == XLSX
    assert storage.path_of(evidence.file.sha256).read_bytes() == data
    assert evidence.thumbnail is None


@pytest.mark.django_db
def test_a_page_that_calls_itself_a_document_is_refused(worker, media):
    with pytest.raises(Refused, match="不是 PDF"):
        services.add_document(
            actor=worker,
            unit=worker.unit,
            caption="",
            upload=pictures.upload(b"<html><script>alert(1)</script>", "a.pdf"),
        )

    assert StoredFile.objects.count() == 0
    assert files_below(media) == []


@pytest.mark.django_db
def test_only_the_unit_changes_its_captions(worker, rival, officer):
    evidence = add(worker, pictures.phone_photo())

    services.set_caption(evidence, actor=worker, caption="  横幅 ")
    for stranger in (rival, officer):
        with pytest.raises(PermissionDenied):
            services.set_caption(evidence, actor=stranger, caption="改了")

    assert Evidence.objects.get().caption == "横幅"
