"""Sign-in, sign-out, password and session limits as a browser meets them."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anyue.organisations.http import SEEN, STARTED, safe_next
from anyue.organisations.models import GuessingBucket, RoleGrant, User
from anyue.organisations.services import guessing, people
from tests.factories import PASSWORD, UserFactory

SIGN_IN = "/sign-in/"
ACCOUNT = "/account/"


@pytest.fixture
def person(firm):
    person = UserFactory(
        username="limin", name="李敏", phone="13909430001", unit=firm, roles=["firm_safety"]
    )
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": "limin", "password": password, **more})


def set_clock(client, *, started=0, seen=0):
    """As if the session began and was last used so many minutes ago."""
    session = client.session
    now = int(timezone.now().timestamp())
    session[STARTED], session[SEEN] = now - started * 60, now - seen * 60
    session.save()


def test_the_page_helps_password_managers_and_asks_no_riddle(client, db):
    page = client.get(SIGN_IN).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "验证码" not in page
    assert "onpaste" not in page


def test_signing_in_leads_to_the_page_that_was_wanted(client, person):
    turned_away = client.get(ACCOUNT)
    assert turned_away.url == f"{SIGN_IN}?next={ACCOUNT}"

    response = sign_in(client, next=ACCOUNT)

    assert response.url == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200


def test_signing_in_without_a_wish_leads_to_the_start_page(client, person):
    assert sign_in(client).url == reverse("dashboards:start")


def test_a_wrong_password_is_said_on_the_page_and_the_name_stays(client, person):
    response = sign_in(client, password="wrong-wrong-wrong")

    page = response.content.decode()
    assert response.status_code == 422
    assert "登录名或密码不对" in page
    assert 'value="limin"' in page
    assert "wrong-wrong-wrong" not in page
    assert SESSION_KEY not in client.session


def test_too_many_failures_say_how_long_to_wait(client, person):
    now = timezone.now()
    GuessingBucket.objects.create(
        key=guessing.account_bucket("limin"),
        failures=9,
        last_failed_at=now,
        free_at=now + timedelta(seconds=50),
    )

    response = sign_in(client)

    assert response.status_code == 429
    assert 40 <= int(response["Retry-After"]) <= 50
    assert f"请等 {response['Retry-After']} 秒再试" in response.content.decode()


def test_a_sign_in_gets_a_new_session_id(client, person):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    sign_in(client)

    assert client.session.session_key != planted
    assert client.session[SESSION_KEY] == str(person.pk)


def test_a_device_that_signed_in_is_remembered_out_of_reach_of_scripts(client, person):
    cookie = sign_in(client).cookies["anyue-device"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    now = timezone.now()
    GuessingBucket.objects.create(
        key=guessing.account_bucket("limin"),
        failures=9,
        last_failed_at=now,
        free_at=now + timedelta(minutes=1),
    )
    client.post("/sign-out/")
    assert sign_in(client).status_code == 302
    assert sign_in(Client()).status_code == 429


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/%0d%0aLocation:%20https://evil.example/",
        "/account/\r\nX: y",
        "@evil.example",
        "/@evil.example/",
        " /account/",
        "/no-such-page/",
        "account/",
        "",
    ],
)
def test_a_foreign_address_is_never_followed(client, person, wanted):
    assert safe_next(wanted) == reverse("dashboards:start")
    assert sign_in(client, next=wanted).url == reverse("dashboards:start")


@pytest.mark.parametrize("wanted", ["/account/", "/desk/orgs/?q=%E9%9D%92&page=2"])
def test_an_address_of_ours_is_kept_with_its_query(wanted):
    assert safe_next(wanted) == wanted


def test_somebody_signed_in_needs_no_sign_in_page(client, person):
    client.force_login(person)

    assert client.get(f"{SIGN_IN}?next={ACCOUNT}").url == ACCOUNT


def test_signing_out_ends_the_session_and_takes_a_post(client, person):
    client.force_login(person)
    assert client.get("/sign-out/").status_code == 405

    response = client.post("/sign-out/", follow=True)

    assert "已退出登录" in response.content.decode()
    assert SESSION_KEY not in client.session


def test_a_sign_in_from_another_site_is_refused(person):
    client = Client(enforce_csrf_checks=True)

    assert sign_in(client).status_code == 403


def test_a_new_password_ends_the_other_sessions(person):
    here, there = Client(), Client()
    here.force_login(person)
    there.force_login(person)
    key = here.session.session_key

    response = here.post(
        "/account/password/",
        {"old_password": PASSWORD, "new_password": "lotus-7-pond", "repeat": "lotus-7-pond"},
    )

    assert response.url == ACCOUNT
    assert here.get(ACCOUNT).status_code == 200
    assert here.session.session_key != key
    assert there.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize(
    ("new", "repeat", "sentence"),
    [
        ("short", "short", "至少"),
        ("password123", "password123", "太常见"),
        ("lotus-7-pond", "lotus-8-pond", "两次输入的新密码不一样"),
        ("13909430001", "13909430001", "密码跟 手机号 太相似"),
    ],
)
def test_a_weak_or_mistyped_new_password_changes_nothing(client, person, new, repeat, sentence):
    client.force_login(person)

    response = client.post(
        "/account/password/", {"old_password": PASSWORD, "new_password": new, "repeat": repeat}
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_before_the_first_change_of_password_nothing_else_is_reached(client, person):
    person.must_change_password = True
    person.save()
    client.force_login(person)

    for path in (ACCOUNT, "/e/people/", "/desk/orgs/"):
        assert client.get(path).url == "/account/password/"
    assert "请先换一个自己的密码" in client.get("/account/password/").content.decode()
    assert client.get("/invite/").status_code == 200

    client.post(
        "/account/password/",
        {"old_password": PASSWORD, "new_password": "lotus-7-pond", "repeat": "lotus-7-pond"},
    )
    assert client.get(ACCOUNT).status_code == 200


def test_signing_out_works_before_the_first_change_of_password(client, person):
    person.must_change_password = True
    person.save()
    client.force_login(person)

    assert client.post("/sign-out/").url == SIGN_IN


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        ({"started": 60, "seen": 31}, "超过 30 分钟没有操作"),
        ({"started": 12 * 60 + 1, "seen": 1}, "登录已满 12 小时"),
    ],
)
def test_a_session_past_its_limit_ends_with_the_reason_and_a_way_back(
    client, person, clock, sentence
):
    client.force_login(person)
    set_clock(client, **clock)

    response = client.get("/account/?from=x")

    page = response.content.decode()
    assert response.status_code == 401
    assert sentence in page
    assert 'value="/account/?from=x"' in page
    assert SESSION_KEY not in client.session
    assert client.get(ACCOUNT).status_code == 302


def test_a_session_within_its_limits_goes_on(client, person):
    client.force_login(person)
    set_clock(client, started=11 * 60, seen=29)

    assert client.get(ACCOUNT).status_code == 200
    now = timezone.now().timestamp()
    assert now - client.session[SEEN] < 60
    assert now - client.session[STARTED] > 10 * 3600


def test_what_was_typed_into_an_ended_session_is_given_back(client, person):
    client.force_login(person)
    set_clock(client, started=60, seen=31)

    response = client.post(
        f"/people/{person.pk}/edit/",
        {"name": "钱进 <b>", "old_password": "密码密码", "seen": "1"},
        headers={"Referer": f"https://testserver/people/{person.pk}/edit/"},
    )

    page = response.content.decode()
    assert response.status_code == 401
    assert "钱进 &lt;b&gt;" in page
    assert "密码密码" not in page
    assert f'value="/people/{person.pk}/edit/"' in page
    assert User.objects.get().name == "李敏"


def test_htmx_in_an_ended_session_sends_the_whole_page_to_the_sign_in(client, person):
    client.force_login(person)
    set_clock(client, started=60, seen=31)

    response = client.get(ACCOUNT, headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response["HX-Redirect"] == SIGN_IN


def test_a_public_page_stays_open_when_the_session_has_ended(client, person):
    client.force_login(person)
    set_clock(client, started=60, seen=31)

    assert client.get("/invite/").status_code == 200
    assert SESSION_KEY not in client.session


def test_a_sign_in_starts_both_clocks_again(client, person):
    client.force_login(person)
    set_clock(client, started=11 * 60, seen=1)

    sign_in(client)

    assert timezone.now().timestamp() - client.session[STARTED] < 60


def test_a_closed_account_is_out_at_the_next_request(client, officer, person):
    client.force_login(person)
    assert client.get(ACCOUNT).status_code == 200

    people.deactivate(person, actor=officer)

    assert client.get(ACCOUNT).status_code == 302


def test_a_taken_role_acts_at_the_next_request(client, person):
    client.force_login(person)
    assert client.get("/e/people/").status_code == 200

    RoleGrant.objects.all().delete()

    assert client.get("/e/people/").status_code == 403
