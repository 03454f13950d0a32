"""Signing in: the right password, the same answer for every wrong one, nobody locked out."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from anyue.core.errors import Refused, TooFast
from anyue.organisations.models import GuessingBucket, User
from anyue.organisations.services import devices, guessing, signing_in
from anyue.organisations.services.devices import Device
from tests.factories import PASSWORD, UserFactory

HERE = "203.0.113.9"
ELSEWHERE = "198.51.100.7"


@pytest.fixture
def person(firm):
    person = UserFactory(username="limin", unit=firm, roles=["firm_safety"])
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(username="limin", password=PASSWORD, caller=HERE, device=None):
    return signing_in.sign_in(
        username=username, password=password, caller=caller, device=device or Device("new")
    )


def fail(**how):
    with pytest.raises(Refused) as refusal:
        sign_in(password="wrong-wrong-wrong", **how)
    assert type(refusal.value) is Refused


def hold_up(bucket):
    """As after many failures: the next try in this bucket counts only in a minute."""
    now = timezone.now()
    GuessingBucket.objects.create(
        key=bucket, failures=30, last_failed_at=now, free_at=now + timedelta(minutes=1)
    )


def counted():
    return {bucket.key: bucket.failures for bucket in GuessingBucket.objects.all()}


def test_passwords_are_kept_with_argon2(person):
    assert person.password.startswith("argon2$argon2id$")


def test_the_right_password_gives_the_person(person):
    assert sign_in(username=" limin ") == person


@pytest.mark.parametrize(
    ("username", "password"),
    [("limin", "wrong-wrong-wrong"), ("nobody", PASSWORD), ("limin", ""), ("closed", PASSWORD)],
)
def test_every_wrong_pair_gets_the_same_sentence(person, username, password):
    closed = UserFactory(username="closed", unit=person.unit, is_active=False)
    closed.set_password(PASSWORD)
    closed.save()

    with pytest.raises(Refused) as refusal:
        sign_in(username=username, password=password)

    assert str(refusal.value) == signing_in.WRONG
    assert type(refusal.value) is Refused


def test_an_unknown_name_takes_about_as_long_as_a_wrong_password(person):
    def duration(username):
        begin = perf_counter()
        with pytest.raises(Refused):
            sign_in(username=username, password="wrong-wrong-wrong", caller=username)
        GuessingBucket.objects.all().delete()
        return perf_counter() - begin

    known, unknown = [], []
    for _ in range(5):
        known.append(duration("limin"))
        unknown.append(duration("nobody"))

    # Without the fake hash it would be a hundredth; the span leaves room for a busy machine.
    assert 0.4 < median(unknown) / median(known) < 2.5


def test_a_failure_from_a_new_device_counts_for_the_account_and_the_caller(person):
    fail()

    assert counted() == {guessing.account_bucket("limin"): 1, guessing.caller_bucket(HERE): 1}


def test_a_failure_from_a_known_device_counts_for_that_device_alone(person):
    fail(device=Device("office").after_sign_in("limin"))

    assert counted() == {guessing.device_bucket("limin", "office"): 1}


def test_an_account_under_attack_waits_on_every_new_device(person):
    hold_up(guessing.account_bucket("limin"))

    with pytest.raises(TooFast):
        sign_in(caller=ELSEWHERE)


def test_unknown_names_slow_down_like_known_ones(db):
    hold_up(guessing.account_bucket("nobody"))

    with pytest.raises(TooFast):
        sign_in(username="nobody")


def test_an_outsider_never_holds_up_a_device_that_signed_in_before(person):
    hold_up(guessing.account_bucket("limin"))
    hold_up(guessing.caller_bucket(HERE))

    assert sign_in(device=Device("office").after_sign_in("limin")) == person


def test_a_known_device_is_slowed_by_its_own_failures_and_slows_nobody_else(person):
    hold_up(guessing.device_bucket("limin", "stolen"))

    with pytest.raises(TooFast):
        sign_in(device=Device("stolen").after_sign_in("limin"))
    assert sign_in(device=Device("another")) == person


def test_a_device_is_known_only_for_the_account_that_used_it(person):
    hold_up(guessing.account_bucket("limin"))

    with pytest.raises(TooFast):
        sign_in(device=Device("shared").after_sign_in("rival"))


def test_one_caller_who_tries_many_accounts_is_slowed(person):
    hold_up(guessing.caller_bucket(HERE))

    with pytest.raises(TooFast):
        sign_in()
    assert sign_in(caller=ELSEWHERE) == person


def test_success_empties_the_bucket_of_the_account_but_not_of_the_caller(person):
    fail()
    fail()
    sign_in()

    assert counted() == {guessing.caller_bucket(HERE): 2}


def test_a_demo_account_signs_in_only_in_demo_mode(person, settings):
    person.is_demo = True
    person.save()
    assert sign_in() == person

    settings.DEMO = False
    with pytest.raises(Refused) as refusal:
        sign_in()

    assert str(refusal.value) == signing_in.WRONG


def test_a_device_cookie_survives_the_journey_and_names_nobody():
    device = Device("d").after_sign_in("limin")
    text = device.to_cookie()

    assert devices.from_cookie(text) == device
    assert devices.from_cookie(text).knows("limin")
    assert not devices.from_cookie(text).knows("rival")
    assert "limin" not in text


@pytest.mark.parametrize("text", ["", "rubbish", '["d","x"]', "WyJkIl0:1:abc"])
def test_a_forged_device_cookie_is_a_new_device(text):
    assert devices.from_cookie(text).accounts == ()


def test_an_old_device_cookie_is_a_new_device(monkeypatch):
    text = Device("d").after_sign_in("limin").to_cookie()
    monkeypatch.setattr(devices, "KEPT_FOR", timedelta(seconds=-1))

    assert devices.from_cookie(text).accounts == ()


def test_a_shared_computer_remembers_the_last_five_accounts():
    device = Device("d")
    for name in ["a", "b", "c", "d", "e", "a", "f"]:
        device = device.after_sign_in(name)

    assert [name for name in "abcdef" if device.knows(name)] == ["a", "c", "d", "e", "f"]


def test_changing_the_password_needs_the_present_one(person):
    person.must_change_password = True
    person.save()

    with pytest.raises(Refused, match="现在的密码不对"):
        signing_in.change_password(person, old="wrong-wrong-wrong", new="another-good-one")

    kept = User.objects.get()
    assert kept.must_change_password
    assert kept.check_password(PASSWORD)


def test_the_new_password_must_be_new(person):
    with pytest.raises(Refused, match="请换一个"):
        signing_in.change_password(person, old=PASSWORD, new=PASSWORD)


def test_a_changed_password_works_and_lifts_the_duty_to_change_it(person):
    person.must_change_password = True
    person.save()

    signing_in.change_password(person, old=PASSWORD, new="another-good-one")

    kept = User.objects.get()
    assert kept.check_password("another-good-one")
    assert not kept.must_change_password


def test_guessing_the_present_password_in_an_open_session_is_slowed(person):
    with pytest.raises(Refused):
        signing_in.change_password(person, old="wrong-wrong-wrong", new="another-good-one")
    assert list(counted().values()) == [1]
    GuessingBucket.objects.update(free_at=timezone.now() + timedelta(minutes=1))

    with pytest.raises(TooFast):
        signing_in.change_password(person, old=PASSWORD, new="another-good-one")

    assert User.objects.get().check_password(PASSWORD)


def test_short_and_common_passwords_are_not_accepted_anywhere():
    names = [entry["NAME"].rsplit(".", 1)[1] for entry in django_settings.AUTH_PASSWORD_VALIDATORS]

    assert {"MinimumLengthValidator", "CommonPasswordValidator"} <= set(names)
