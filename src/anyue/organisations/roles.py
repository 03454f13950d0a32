"""Which roles are there, and what may each do? Data from roles.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Role:
    """A role as an office gives it to a person in one unit."""

    code: str
    label: str
    place: str
    """"government", "enterprise" or "any": the kinds of unit in which the role exists."""
    may: frozenset[str]
    apart: frozenset[str]


def _load() -> dict[str, Role]:
    table = tomllib.loads(files(__package__).joinpath("roles.toml").read_text(encoding="utf-8"))
    return {
        code: Role(
            code=code,
            label=entry["label"],
            place=entry["place"],
            may=frozenset(entry["may"]),
            apart=frozenset(entry.get("apart", [])),
        )
        for code, entry in table.items()
    }


ROLES: dict[str, Role] = _load()
CHOICES: list[tuple[str, str]] = [(role.code, role.label) for role in ROLES.values()]
