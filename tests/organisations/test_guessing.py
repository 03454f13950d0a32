"""The slow-down of guessing: free at first, then ever longer, and never for the wrong person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anyue.core.errors import TooFast
from anyue.organisations.models import GuessingBucket
from anyue.organisations.services import guessing
from tests.organisations.racing import together


def wait_after(failures, now, **bucket):
    """Fail as often as said, each as soon as allowed; how long the next try must wait."""
    for _ in range(failures):
        row = GuessingBucket.objects.filter(key=next(iter(bucket.values()))).first()
        now = max(now, row.free_at) if row else now
        guessing.take_turn(**bucket, now=now)
    return max(0, round((GuessingBucket.objects.get().free_at - now).total_seconds()))


@pytest.mark.parametrize(
    ("failures", "wait"),
    [(1, 0), (5, 0), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (14, 60)],
)
def test_an_account_waits_longer_after_each_failure(db, failures, wait):
    assert wait_after(failures, timezone.now(), account="a") == wait


@pytest.mark.parametrize(("failures", "wait"), [(20, 0), (21, 2), (25, 32), (26, 60), (28, 60)])
def test_a_caller_has_more_free_failures_because_many_may_stand_behind_it(db, failures, wait):
    assert wait_after(failures, timezone.now(), caller="c") == wait


def test_too_early_a_try_is_refused_with_the_seconds_and_not_counted(db):
    now = timezone.now()
    wait_after(8, now, account="a")
    bucket = GuessingBucket.objects.get()

    with pytest.raises(TooFast, match="请等 5 秒再试") as refusal:
        guessing.take_turn(account="a", now=bucket.free_at - timedelta(seconds=4.2))

    assert refusal.value.wait == 5
    assert GuessingBucket.objects.get().failures == bucket.failures == 8


def test_a_refused_caller_leaves_the_account_uncounted(db):
    now = timezone.now()
    for _ in range(21):
        guessing.take_turn(caller="c", now=now)

    with pytest.raises(TooFast):
        guessing.take_turn(account="a", caller="c", now=now)

    assert not GuessingBucket.objects.filter(key="a").exists()


def test_after_a_rest_a_bucket_starts_again(db):
    now = timezone.now()
    wait_after(9, now, account="a")

    guessing.take_turn(account="a", now=now + guessing.FORGOTTEN_AFTER + timedelta(minutes=5))

    assert GuessingBucket.objects.get().failures == 1


def test_a_try_that_began_a_moment_earlier_but_writes_later_is_not_too_early(db):
    now = timezone.now()
    guessing.take_turn(account="a", caller="c", now=now)
    guessing.give_back("c")

    guessing.take_turn(account="a", caller="c", now=now - timedelta(seconds=1))

    assert GuessingBucket.objects.get(key="a").failures == 2


def test_success_empties_the_account_and_gives_the_caller_only_its_try_back(db):
    now = timezone.now()
    for _ in range(3):
        guessing.take_turn(account="a", caller="c", now=now)

    guessing.empty("a")
    guessing.give_back("c")

    assert not GuessingBucket.objects.filter(key="a").exists()
    assert GuessingBucket.objects.get(key="c").failures == 2


def test_no_name_and_no_address_is_readable_in_a_key():
    keys = [
        guessing.account_bucket("wangli"),
        guessing.device_bucket("wangli", "d1"),
        guessing.caller_bucket("203.0.113.9"),
    ]

    assert len(set(keys)) == 3
    assert all(len(key) == 64 and "wangli" not in key and "203" not in key[:3] for key in keys)


def test_parts_of_a_key_cannot_be_shifted_into_each_other():
    assert guessing.device_bucket("ab", "c") != guessing.device_bucket("a", "bc")


def test_buckets_of_yesterday_are_forgotten(db):
    now = timezone.now()
    guessing.take_turn(account="old", now=now - timedelta(days=1, minutes=1))
    guessing.take_turn(account="new", now=now)

    guessing.forget_old()

    assert [bucket.key for bucket in GuessingBucket.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_many_tries_at_the_same_moment_do_not_get_past_the_limit(round_):
    results = together(*[lambda: guessing.take_turn(account="a")] * 12)

    assert sum(isinstance(one, TooFast) for one in results) == 6
    assert GuessingBucket.objects.get().failures == 6


@pytest.mark.django_db(transaction=True)
def test_two_buckets_in_many_threads_never_block_each_other():
    actions = [
        lambda name=name: guessing.take_turn(account=name, caller="line") for name in "abcdefgh"
    ]

    assert together(*actions) == [None] * 8
    assert GuessingBucket.objects.get(key="line").failures == 8
