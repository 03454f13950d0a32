"""Files leave through the permission check, and inert."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from anyue.evidence import services, storage
from tests.evidence import pictures
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def photo(worker):
    return services.add_photo(
        actor=worker,
        unit=worker.unit,
        caption="",
        origin="camera",
        photo=services.read_photo(pictures.upload(pictures.phone_photo())),
    )


@pytest.fixture
def sheet(worker):
    return services.add_document(
        actor=worker,
        unit=worker.unit,
        caption="",
        upload=pictures.upload(b"%PDF-1.7 x", "签到表.pdf"),
    )


def body(response):
    return b"".join(response.streaming_content)


def url(name, evidence):
    return reverse(f"evidence:{name}", args=[evidence.pk])


@pytest.mark.parametrize("who", ["worker", "officer", "reviewer"])
@pytest.mark.parametrize("name", ["file", "thumbnail"])
def test_the_unit_and_its_bureau_get_the_picture(request, client, photo, who, name):
    client.force_login(request.getfixturevalue(who))

    response = client.get(url(name, photo))

    assert response.status_code == 200
    assert body(response).startswith(b"\xff\xd8\xff")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("who", ["rival", "outsider"])
@pytest.mark.parametrize("name", ["file", "thumbnail"])
def test_a_stranger_learns_nothing_of_it(request, client, photo, who, name):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(name, photo)).status_code == 404


def test_a_colleague_without_the_duty_gets_nothing(client, photo, firm, bureau):
    for unit, role in ((firm, "worker"), (bureau, "tip_officer")):
        client.force_login(UserFactory(unit=unit, roles=[role]))

        assert client.get(url("file", photo)).status_code == 404


@pytest.mark.parametrize("name", ["file", "thumbnail"])
def test_nobody_is_sent_to_sign_in(client, photo, name):
    assert client.get(url(name, photo)).status_code == 302


def test_what_is_sent_is_inert(client, worker, photo):
    client.force_login(worker)
    response = client.get(url("file", photo))

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    body(response)


def test_a_copy_is_used_again_only_after_the_permission_check(client, worker, rival, photo):
    client.force_login(worker)
    first = client.get(url("file", photo))
    body(first)
    again = {"If-None-Match": first["ETag"]}

    assert client.get(url("file", photo), headers=again).status_code == 304
    client.force_login(rival)
    assert client.get(url("file", photo), headers=again).status_code == 404


def test_a_document_comes_as_an_attachment(client, officer, sheet):
    client.force_login(officer)

    response = client.get(url("file", sheet))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert body(response) == b"%PDF-1.7 x"
    assert client.get(url("thumbnail", sheet)).status_code == 404


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "text/plain"])
def test_no_kept_file_is_ever_sent_as_a_page(client, worker, sheet, content_type):
    sheet.file.content_type = content_type
    sheet.file.save()
    client.force_login(worker)

    response = client.get(url("file", sheet))

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    body(response)


def test_a_picture_turns_clockwise(client, worker, photo):
    client.force_login(worker)

    with Image.open(io.BytesIO(body(client.get(url("file", photo) + "?turn=90")))) as turned:
        assert turned.size == (300, 400)
        assert turned.getpixel((150, 20))[0] > 200
    assert client.get(url("file", photo) + "?turn=45").status_code == 404


def test_bytes_that_are_gone_are_reported(client, worker, photo, caplog):
    storage.path_of(photo.file.sha256).unlink()
    client.force_login(worker)

    assert client.get(url("file", photo)).status_code == 404
    assert photo.file.sha256 in caplog.text
