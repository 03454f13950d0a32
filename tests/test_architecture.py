"""Rules of the house that nobody should have to remember."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "anyue"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
STATES = re.compile(r"\.(status|judgement|outcome|state|filed_at|closed_at) = ")


def relative(paths):
    return [str(path.relative_to(SOURCE)) for path in paths]


def test_imports_point_the_right_way():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == (
        EXIT_STATUS_SUCCESS
    )


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_is_short_and_says_what_it_is_for(module):
    text = module.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 400
    assert not text.strip() or text.lstrip().startswith(('"""', "#!"))


def test_only_services_change_a_state():
    offenders = [
        path
        for path in MODULES
        if "services" not in path.relative_to(SOURCE).as_posix()
        and "reading" not in path.parts
        and STATES.search(path.read_text(encoding="utf-8"))
    ]

    assert relative(offenders) == []


def test_nothing_escapes_the_templates_or_the_query_layer():
    forbidden = re.compile(r"mark_safe|\.raw\(|\.extra\(|\|safe\b|autoescape off")
    files = [*MODULES, *SOURCE.rglob("*.html")]

    offenders = [path for path in files if forbidden.search(path.read_text(encoding="utf-8"))]

    assert relative(offenders) == []


def test_there_is_no_drawer_for_odds_and_ends():
    assert relative(p for p in MODULES if p.stem in {"utils", "helpers", "common", "misc"}) == []


def test_every_setting_from_the_environment_is_documented():
    names = set()
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        names |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text))
        names |= set(re.findall(r'os\.environ\.get\(\s*"([A-Z_]+)"', text))
    documented = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert sorted(name for name in names if f"`{name}`" not in documented) == []


def test_every_table_stands_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    tables = [
        model.__name__ for model in apps.get_models() if model.__module__.startswith("anyue.")
    ]

    assert sorted(name for name in tables if f"`{name}`" not in glossary) == []


def test_every_direct_dependency_has_its_reason():
    reasons = (ROOT / "docs" / "adr" / "0002-dependencies.md").read_text(encoding="utf-8")
    lines = [
        line
        for name in ("base", "dev")
        for line in (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    ]
    packages = [re.split(r"[\[~=<>;]", line)[0] for line in lines if re.match(r"[a-z]", line)]

    assert len(packages) > 20
    assert [name for name in packages if f"`{name}`" not in reasons] == []


def test_the_locks_pin_every_package_with_a_hash():
    for name in ("base", "dev"):
        lock = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z][\w.-]*==\S+ \\\n    --hash=sha256:", lock, re.MULTILINE)
        lines = re.findall(r"^[a-z].*$", lock, re.MULTILINE)
        assert len(pins) == len(lines) > 20


def test_package_data_reaches_the_installed_package():
    """A data file whose ending is not listed would be missing after an installation."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(config["tool"]["setuptools"]["package-data"]["*"])
    endings = {f"*{p.suffix}" for p in SOURCE.rglob("*") if p.is_file() and p.suffix}

    assert endings - listed <= {"*.py", "*.pyc"}
