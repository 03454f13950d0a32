"""Every address of the site, tried as everybody.

A new address fails here until a row of the table says who gets which answer.
"""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from anyue.organisations.context import menu
from anyue.organisations.models import User
from anyue.organisations.roles import ROLES
from anyue.organisations.rules import UnitKind
from tests.access_table import CANARY, PEOPLE, ROWS
from tests.factories import UnitFactory, UserFactory

REFUSALS = {"in", "401", "403", "404", "405"}
# What a visit alone may touch: the clock of the session and the counter of public pages.
TOUCHED = {"User", "PageViews", "GuessingBucket"}


@pytest.fixture(autouse=True)
def media(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


@pytest.fixture
def cast(county, bureau, firm, other_firm, officer, worker, rival, outsider):
    return SimpleNamespace(
        county=county,
        bureau=bureau,
        firm=firm,
        other_firm=other_firm,
        officer=officer,
        worker=worker,
        rival=rival,
        outsider=outsider,
        nobody=None,
    )


def url_names(resolver=None, prefix=""):
    """Full names of all addresses; "" for one without a name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else ""
        else:
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from url_names(pattern, space)


def client_of(person):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def visit(client, method, url, data):
    """The status, "in" for a redirect to the sign-in, and all bytes of the answer as text."""
    response = getattr(client, method)(url, data)
    body = response.getvalue() if response.streaming else response.content
    status = str(response.status_code)
    if response.status_code == 302 and response.url.startswith("/sign-in/?"):
        status = "in"
    said = (
        body.decode(errors="replace") + str(response.headers) + response.headers.get("Location", "")
    )
    return status, said


def snapshot():
    """Everything that is stored, to see that a refusal changed nothing."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("anyue.") and model.__name__ not in TOUCHED
    }


def secrets_from(who, cast):
    """Names that must not appear in an answer to this person."""
    if who == "rival":
        return [CANARY, cast.firm.name, cast.worker.name]
    if who in {"nobody", "outsider"}:
        return [
            CANARY,
            cast.firm.name,
            cast.other_firm.name,
            cast.worker.name,
            cast.rival.name,
            cast.officer.name,
        ]
    return []


def test_the_table_names_every_address_and_no_other():
    names = sorted(url_names())

    assert "" not in names
    assert names == sorted(ROWS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ROWS)
def test_everybody_gets_the_answer_of_the_table(cast, name, method):
    row = ROWS[name]
    url = reverse(name, kwargs=row.args(cast) if row.args else None)
    before = snapshot()
    answers = []

    for who in PEOPLE:
        status, said = visit(client_of(getattr(cast, who)), method, url, row.data)
        answers.append(status)
        leaked = [word for word in secrets_from(who, cast) if word in said]
        assert row.is_public or leaked == [], who
        if status in REFUSALS:
            assert snapshot() == before, who
        before = snapshot()

    assert " ".join(answers) == getattr(row, method)


@pytest.fixture
def strangers(cast):
    """One person of every role, in another county."""
    elsewhere = cast.outsider.unit
    far_firm = UnitFactory(name="邻县某厂", path="/9/8/", parent=elsewhere)
    places = {"government": [elsewhere], "enterprise": [far_firm], "any": [elsewhere, far_firm]}
    return [
        UserFactory(unit=unit, roles=[code])
        for code, role in ROLES.items()
        for unit in places[role.place]
    ]


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.args])
def test_no_role_of_another_county_reaches_an_object(cast, strangers, name):
    row = ROWS[name]
    url = reverse(name, kwargs=row.args(cast))
    before = snapshot()

    for stranger in strangers:
        client = client_of(stranger)
        for method in ("get", "post"):
            status, said = visit(client, method, url, row.data)
            assert row.is_public or status in REFUSALS, (stranger.role_codes, method, status)
            assert row.is_public or CANARY not in said

    assert snapshot() == before


@pytest.mark.parametrize("code", ROLES)
def test_every_role_finds_its_pages_and_no_menu_entry_leads_to_a_refusal(cast, code):
    unit = cast.firm if ROLES[code].place == "enterprise" else cast.bureau
    person = User.objects.get(pk=UserFactory(unit=unit, roles=[code]).pk)
    client = client_of(person)
    request = RequestFactory().get("/")
    request.user = person

    entries = {entry["label"]: entry["url"] for entry in menu(request)["menu"]}

    assert {label: client.get(url).status_code for label, url in entries.items()} == dict.fromkeys(
        entries, 200
    )
    for name in [name for name, row in ROWS.items() if not row.args]:
        assert client.get(reverse(name)).status_code < 500, name


def test_the_other_county_of_the_table_is_really_another_one(cast):
    assert cast.outsider.unit.kind == UnitKind.BUREAU
    assert not cast.bureau.path.startswith(cast.outsider.unit.path)
    assert cast.outsider.capabilities == cast.officer.capabilities
