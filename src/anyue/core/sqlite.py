"""Which SQLite runs underneath? One without the WAL-reset fault, or none at all."""

import sqlite3
import sys

from django.core.exceptions import ImproperlyConfigured

SOUND = (3, 51, 3)
"""First release without the WAL-reset corruption fault (present since 3.7.0)."""


def use_sound_library() -> str:
    """Put a sound SQLite in place of Python's own where that one is too old.

    Returns the version in use. Must run before Django opens its first connection.

    Raises:
        ImproperlyConfigured: neither Python's library nor the packaged one is new enough.
    """
    if sqlite3.sqlite_version_info >= SOUND:
        return sqlite3.sqlite_version
    # Imported by name: on a machine whose own SQLite is sound the package need not be there.
    packaged = __import__("pysqlite3")
    if packaged.sqlite_version_info < SOUND:
        raise ImproperlyConfigured(
            f"内置数据库 SQLite {packaged.sqlite_version} 有已知的数据损坏缺陷，"
            "请升级 pysqlite3 软件包，或改用 PostgreSQL（设置 DATABASE_URL）。"
        )
    sys.modules["sqlite3"] = packaged
    sys.modules["sqlite3.dbapi2"] = packaged.dbapi2
    return str(packaged.sqlite_version)
