"""Which settings does the environment give? Wrong values stop the start with a sentence."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool) -> bool:
    """Read true/false from NAME.

    Raises:
        ImproperlyConfigured: anything else is set.
    """
    value = os.environ.get(name, "true" if default else "false").strip().lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"环境变量 {name} 只能写 true 或 false，现在是 {value!r}。")
    return value == "true"


def number(name: str, *, default: int, least: int, most: int) -> int:
    """Read a whole number between `least` and `most` (both allowed) from NAME."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(
            f"环境变量 {name} 要写 {least} 到 {most} 之间的整数，现在是 {value!r}。"
        )
    return int(value)


def words(name: str, *, default: str) -> list[str]:
    """Read a comma separated list from NAME; empty entries are dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str) -> str:
    """Read a secret from NAME, or from the file that NAME_FILE names; "" when neither is set."""
    file = os.environ.get(f"{name}_FILE", "")
    if not file:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE 指向的文件 {file} 读不出来（{error.strerror}），请检查路径和权限。"
        ) from error


def database(name: str, *, default_file: Path) -> dict[str, Any]:
    """Turn a database address into Django's settings for it.

    `postgres://user:password@host:port/name?option=value` selects PostgreSQL,
    `sqlite:///path` a file, nothing the embedded file `default_file`. The password may
    stand in the file that `<NAME>_FILE` names, together with the whole address.
    """
    address = secret(name)
    if not address:
        return embedded_database(default_file)
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return embedded_database(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(
            f"{name} 要写成 postgres://用户:密码@主机:端口/库名 或 sqlite:///文件路径。"
        )
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} 里的端口不是数字，请改正。") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def embedded_database(file: Path) -> dict[str, Any]:
    """Settings of the embedded SQLite file.

    FULL, because in WAL mode NORMAL loses acknowledged commits at a power cut; IMMEDIATE,
    because a lock taken at BEGIN waits for its turn where a later upgrade would fail at once.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
        # A file: threads that share an in-memory database meet "table is locked" at random.
        "TEST": {"NAME": file.with_name("test.sqlite3")},
    }
