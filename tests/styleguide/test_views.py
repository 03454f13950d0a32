"""The style guide opens for whoever is signed in and shows every state."""

import pytest
from django.urls import reverse

from anyue.core.templatetags.anyue import STATUSES
from anyue.styleguide.views import PAGES

ADDRESS = reverse("styleguide:index")


@pytest.mark.parametrize("page", PAGES)
def test_every_sample_page_opens(client, officer, page):
    client.force_login(officer)

    response = client.get(ADDRESS, {"page": page})

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_every_status_word_is_on_show(client, officer):
    client.force_login(officer)

    html = client.get(ADDRESS).content.decode()

    assert [word for word in STATUSES if f"</svg>{word}</span>" not in html] == []


def test_a_sample_page_that_is_not_there_is_not_found(client, officer):
    client.force_login(officer)

    assert client.get(ADDRESS, {"page": "../settings"}).status_code == 404


def test_nobody_looks_without_signing_in(client, db):
    response = client.get(ADDRESS)

    assert response.status_code == 302
    assert reverse("organisations:sign_in") in response["Location"]


def test_large_type_is_a_class_of_the_page(client, officer):
    client.force_login(officer)
    assert 'class="large"' not in client.get(ADDRESS).content.decode()

    client.cookies["large_type"] = "1"

    assert '<html lang="zh-CN" class="large">' in client.get(ADDRESS).content.decode()
