"""Reads a published notice: text with positions, facts, outline, activities, deadlines, doubts.

Pure Python: no framework, no database, no network. ``read(data, name)`` is the whole interface.
"""

from __future__ import annotations

from anyue.reading import lexicon
from anyue.reading.errors import Unreadable
from anyue.reading.model import Reading
from anyue.reading.reader import read

__all__ = ["Reading", "Unreadable", "kinds", "read"]


def kinds() -> dict[str, str]:
    """Return the key and the Chinese label of every kind of activity."""
    return {kind.key: kind.label for kind in lexicon.kinds()}
