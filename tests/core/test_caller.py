"""The caller's address: only what our own proxies wrote counts."""

import pytest
from django.test import RequestFactory

from anyue.core import caller


def address(remote, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return caller.address(RequestFactory(headers=headers).get("/", REMOTE_ADDR=remote))


def test_without_proxies_the_header_is_not_believed(settings):
    settings.TRUSTED_PROXIES = 0

    assert address("203.0.113.9", forwarded="198.51.100.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "expected"), [(1, "203.0.113.9"), (2, "198.51.100.1"), (3, "192.0.2.66")]
)
def test_behind_proxies_the_entry_of_the_outermost_one_counts(settings, proxies, expected):
    settings.TRUSTED_PROXIES = proxies

    assert address("10.0.0.1", forwarded="192.0.2.66, 198.51.100.1, 203.0.113.9") == expected


def test_a_header_shorter_than_the_chain_is_not_believed(settings):
    settings.TRUSTED_PROXIES = 2

    assert address("10.0.0.1", forwarded="192.0.2.66") == "10.0.0.1"


@pytest.mark.parametrize("said", ["", "not an address", "203.0.113.9:80"])
def test_what_is_no_address_is_unknown(said):
    assert address(said) == "unknown"


def test_one_ipv6_line_is_one_caller():
    assert address("2001:db8:1:2::1") == address("2001:db8:1:2:ffff::9") == "2001:db8:1:2::"
    assert address("2001:db8:1:3::1") != address("2001:db8:1:2::1")


def test_a_mapped_address_is_its_ipv4_address():
    assert address("::ffff:203.0.113.9") == "203.0.113.9"
