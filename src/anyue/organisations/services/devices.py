"""Did this device sign in to this account before? Then nobody else's guessing slows it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from .guessing import keyed_hash

SALT = "anyue.device"
KEPT_FOR = timedelta(days=180)
ACCOUNTS_PER_DEVICE = 5
"""A duty room shares one computer; the longest unused account drops out."""


@dataclass(frozen=True)
class Device:
    """One browser. `accounts` holds keyed hashes of login names, the latest first."""

    id: str
    accounts: tuple[str, ...] = ()

    def knows(self, username: str) -> bool:
        """True when this login name was used here with the right password."""
        return _mark(username) in self.accounts

    def after_sign_in(self, username: str) -> Device:
        """The same device with this account remembered."""
        mark = _mark(username)
        others = tuple(one for one in self.accounts if one != mark)
        return Device(self.id, (mark, *others)[:ACCOUNTS_PER_DEVICE])

    def to_cookie(self) -> str:
        """Signed text for the cookie; nothing in it names an account."""
        return signing.dumps([self.id, *self.accounts], salt=SALT)


def from_cookie(text: str) -> Device:
    """The device of a cookie; a new one without accounts where the cookie is missing, old or
    not signed by us."""
    try:
        known = signing.loads(text, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return Device(secrets.token_hex(8))
    return Device(known[0], tuple(known[1:]))


def _mark(username: str) -> str:
    return keyed_hash("device mark", username)[:16]
