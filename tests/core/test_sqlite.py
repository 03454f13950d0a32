"""The embedded database is a sound SQLite, set to keep what it acknowledged."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from anyue.core import sqlite


def test_the_library_in_use_has_no_wal_reset_fault():
    version = tuple(int(part) for part in settings.SQLITE_VERSION.split("."))

    assert version >= sqlite.SOUND


def test_a_library_with_the_fault_is_refused(monkeypatch):
    monkeypatch.setattr(sqlite, "SOUND", (99, 0, 0))

    with pytest.raises(ImproperlyConfigured, match="数据损坏缺陷"):
        sqlite.use_sound_library()


@pytest.mark.django_db
def test_the_connection_is_durable_and_waits_its_turn():
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]

    assert (journal, synchronous) == ("wal", 2)
    assert version == settings.SQLITE_VERSION
    assert connection.transaction_mode == "IMMEDIATE"
