"""How fast may somebody guess passwords and codes? Slower with each failure, never locked out."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Case, DateTimeField, F, PositiveIntegerField, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac

from anyue.core.errors import TooFast

from ..models import GuessingBucket

FREE_FOR_ACCOUNT = 5
FREE_FOR_CALLER = 20
"""Failures without any wait. More for a caller: a whole firm, or a whole mobile network, may
stand behind one address."""
LONGEST = 60
FORGOTTEN_AFTER = timedelta(minutes=15)
"""A bucket that rested this long starts again."""
KEPT_FOR = timedelta(days=1)
SLACK = timedelta(minutes=1)
"""A free bucket is free since a while ago: tries that began a moment before another one, and
write after it, must not meet each other as "too early"."""


def keyed_hash(purpose: str, *parts: str) -> str:
    """64 hex digits that only somebody with the secret key can compute from the parts."""
    value = "\0".join((purpose, *parts))
    return salted_hmac("anyue.guessing", value, algorithm="sha256").hexdigest()


def account_bucket(username: str) -> str:
    """Bucket of an account as seen from devices that never signed in to it."""
    return keyed_hash("account", username)


def device_bucket(username: str, device: str) -> str:
    """Bucket of an account as seen from one device that signed in to it before."""
    return keyed_hash("device", username, device)


def caller_bucket(address: str) -> str:
    """Bucket of everything that comes from one address."""
    return keyed_hash("caller", address)


@transaction.atomic
def take_turn(*, account: str = "", caller: str = "", now: datetime | None = None) -> None:
    """Count one try in each named bucket before it is known whether the try succeeds.

    Counting first is what makes the limit hold against many tries at the same moment.

    Raises:
        TooFast: one of the buckets is not free yet; then none of them counted this try.
    """
    now = now or timezone.now()
    if account:
        _count(account, FREE_FOR_ACCOUNT, now)
    if caller:
        _count(caller, FREE_FOR_CALLER, now)


def empty(account: str) -> None:
    """The try succeeded: the account's failures are forgotten."""
    GuessingBucket.objects.filter(key=account).delete()


def give_back(caller: str) -> None:
    """The try succeeded: the caller's count goes back by this one try.

    Not to nothing: otherwise one account of one's own would wash off every failure.
    """
    GuessingBucket.objects.filter(key=caller, failures__gt=0).update(
        failures=F("failures") - 1, free_at=timezone.now() - SLACK
    )


def forget_old() -> None:
    """Delete the buckets that nobody touched for a day."""
    GuessingBucket.objects.filter(last_failed_at__lt=timezone.now() - KEPT_FOR).delete()


def _count(key: str, free: int, now: datetime) -> None:
    GuessingBucket.objects.bulk_create(
        [GuessingBucket(key=key, failures=0, last_failed_at=now, free_at=now - SLACK)],
        ignore_conflicts=True,
    )
    rested = When(last_failed_at__lt=now - FORGOTTEN_AFTER, then=Value(1))
    counted = GuessingBucket.objects.filter(key=key, free_at__lte=now).update(
        failures=Case(rested, default=F("failures") + 1, output_field=PositiveIntegerField()),
        last_failed_at=now,
        free_at=_next_free(free, now),
    )
    if not counted:
        raise _too_fast(key, now)


def _next_free(free: int, now: datetime) -> Case:
    """When the next try counts, from the number of failures before this one."""
    steps = [When(last_failed_at__lt=now - FORGOTTEN_AFTER, then=F("free_at"))]
    steps.append(When(failures__lt=free, then=F("free_at")))
    wait = 2
    while wait < LONGEST:
        steps.append(When(failures=free, then=Value(now + timedelta(seconds=wait))))
        free, wait = free + 1, wait * 2
    longest = Value(now + timedelta(seconds=LONGEST))
    return Case(*steps, default=longest, output_field=DateTimeField())


def _too_fast(key: str, now: datetime) -> TooFast:
    free_at = GuessingBucket.objects.values_list("free_at", flat=True).get(key=key)
    wait = max(1, ceil((free_at - now).total_seconds()))
    return TooFast(f"输错的次数多了，请等 {wait} 秒再试。", wait=wait)
