"""Everything that changes an office's words and what it remembers."""

from .memory import Recalled, Said, agree, bring_back, forget, recall, remember
from .words import Imported, add, import_toml, own_tables, remove

__all__ = [
    "Imported",
    "Recalled",
    "Said",
    "add",
    "agree",
    "bring_back",
    "forget",
    "import_toml",
    "own_tables",
    "recall",
    "remember",
    "remove",
]
