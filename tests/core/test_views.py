"""Large type, health, refusals and errors as pages."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from anyue.core.errors import Refused, Stale, TooFast
from anyue.core.middleware import RefusalMiddleware


def refusal(error, **headers):
    """What the middleware answers when a view raises `error`."""
    request = RequestFactory(headers=headers).get("/somewhere/")
    return RefusalMiddleware(lambda request: None).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status"),
    [(Refused("请先选择企业。"), 422), (Stale("王丽已先改了。"), 409)],
)
def test_a_refusal_becomes_a_page_with_its_sentence(error, status):
    response = refusal(error)

    assert response.status_code == status
    assert str(error) in response.content.decode()


def test_too_fast_says_how_long_to_wait():
    response = refusal(TooFast("请 8 秒后再试。", wait=8))

    assert (response.status_code, response["Retry-After"]) == (429, "8")


def test_an_ordinary_error_is_not_swallowed():
    assert refusal(ValueError("broken")) is None


@pytest.mark.django_db
def test_large_type_is_switched_on_and_off_again(client):
    address = reverse("core:large_type")

    client.post(address, {"next": "/"})
    page = client.get("/").content.decode()
    assert client.cookies["large_type"].value == "1"
    assert "large" in page.split(">", 2)[1]

    client.post(address, {"next": "/"})
    assert client.cookies["large_type"].value == "0"


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "\\\\evil.example"])
def test_large_type_never_leads_to_another_site(client, target):
    response = client.post(reverse("core:large_type"), {"next": target})

    assert response.url == "/"


@pytest.mark.django_db
def test_health_answers_while_the_database_does(client):
    response = client.get(reverse("core:health"))

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_an_unknown_address_is_a_chinese_page_with_the_strict_policy(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "<h1" in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_server_error_gives_a_number_to_read_out(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("anyue.core.views.connection", None)

    response = client.get(reverse("core:health"))

    assert response.status_code == 500
    assert "编号" in response.content.decode()
