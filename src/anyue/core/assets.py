"""Which file answers to an asset's name, and which hash must it have?"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

LOCK_NAME = "assets.lock.json"
STATIC = Path(__file__).parent / "static"
OWN = {
    "css": "anyue/anyue.css",
    "errors": "anyue/errors.js",
    "keys": "anyue/keys.js",
    "autosave": "anyue/autosave.js",
    "shrink": "anyue/shrink.js",
}
SPRITE = "anyue/sprite.svg"


@dataclass(frozen=True)
class Asset:
    """One file below static/; `integrity` is "" for our own files, "sha384-…" for others'."""

    path: str
    integrity: str

    @property
    def is_style(self) -> bool:
        """True for a stylesheet, False for a script."""
        return self.path.endswith(".css")

    @property
    def is_module(self) -> bool:
        """Our own page scripts are modules; the vendored ones are classic scripts."""
        return not self.integrity


def lock_file() -> Path:
    """Where the hashes of all vendored files stand."""
    return Path(settings.BASE_DIR) / "vendor" / LOCK_NAME


@cache
def vendored() -> dict[str, Asset]:
    """Vendored entry files by asset name, from the lock."""
    lock = json.loads(lock_file().read_text(encoding="utf-8"))
    return {
        name: Asset(entry["entry"], entry["files"][entry["entry"]])
        for name, entry in lock.items()
        if entry["folder"] == "static" and entry["entry"] != SPRITE
    }


def find(name: str) -> Asset:
    """The asset of this name.

    Raises:
        KeyError: no asset is called so; the message lists the names.
    """
    if name in OWN:
        return Asset(OWN[name], "")
    try:
        return vendored()[name]
    except KeyError as error:
        known = "、".join(sorted({*OWN, *vendored()}))
        raise KeyError(f"没有名为 {name} 的前端文件，可用的有：{known}。") from error


@cache
def icon_names() -> frozenset[str]:
    """Names of all pictures in the sprite."""
    text = (STATIC / SPRITE).read_text(encoding="utf-8")
    return frozenset(part.split('"', 1)[0] for part in text.split('<symbol id="')[1:])
