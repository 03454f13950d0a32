"""Wrong settings stop the start with a sentence."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from anyue.core import env

KEY = "k" * 50


def test_a_flag_is_true_or_false_and_nothing_else(monkeypatch):
    monkeypatch.setenv("SOME_FLAG", "yes")

    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG 只能写 true 或 false"):
        env.flag("SOME_FLAG", default=False)


@pytest.mark.parametrize(
    ("value", "fine"), [("5", True), ("1", False), ("９", False), ("x", False)]
)
def test_a_number_keeps_to_its_bounds(monkeypatch, value, fine):
    monkeypatch.setenv("SOME_NUMBER", value)

    if fine:
        assert env.number("SOME_NUMBER", default=7, least=2, most=8) == 5
    else:
        with pytest.raises(ImproperlyConfigured, match="2 到 8"):
            env.number("SOME_NUMBER", default=7, least=2, most=8)


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    file = tmp_path / "secret"
    file.write_text("from-file\n", encoding="utf-8")
    monkeypatch.setenv("SOME_SECRET_FILE", str(file))

    assert env.secret("SOME_SECRET") == "from-file"


def test_a_missing_secret_file_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "missing"))

    with pytest.raises(ImproperlyConfigured, match="读不出来"):
        env.secret("SOME_SECRET")


def test_a_database_address_selects_postgresql(monkeypatch, tmp_path):
    monkeypatch.setenv("SOME_DB", "postgres://anna:p%40ss@db.example:5433/anyue?sslmode=require")

    chosen = env.database("SOME_DB", default_file=tmp_path / "x")

    assert chosen["ENGINE"].endswith("postgresql")
    assert (chosen["USER"], chosen["PASSWORD"], chosen["HOST"]) == ("anna", "p@ss", "db.example")
    assert (chosen["PORT"], chosen["NAME"]) == ("5433", "anyue")
    assert chosen["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("address", ["mysql://a/b", "postgres://host", "postgres://h:x/name"])
def test_another_address_is_refused(monkeypatch, tmp_path, address):
    monkeypatch.setenv("SOME_DB", address)

    with pytest.raises(ImproperlyConfigured, match="SOME_DB"):
        env.database("SOME_DB", default_file=tmp_path / "x")


def start(tmp_path, **environment):
    """Import the settings in a fresh process; returns (exit code, everything printed)."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "DATA_DIR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", "import anyue.settings"],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "没有设置 SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 太短"),
        ({"SECRET_KEY": KEY}, "没有设置 ALLOWED_HOSTS"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 不能写 *"),
        ({"DEMO": "maybe"}, "DEMO 只能写 true 或 false"),
    ],
)
def test_settings_that_cannot_be_right_refuse_to_start(tmp_path, environment, sentence):
    code, printed = start(tmp_path, **environment)

    assert code != 0
    assert sentence in printed


def test_right_settings_start(tmp_path):
    code, printed = start(tmp_path, SECRET_KEY=KEY, ALLOWED_HOSTS="anyue.example")

    assert (code, printed) == (0, "")
