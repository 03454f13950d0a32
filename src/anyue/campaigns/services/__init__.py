"""Everything that changes a plan; pages and commands call nothing else."""

from .doubts import adopt_proposal, answer_doubt
from .editing import accept, accept_rest, drop, edit_activity, edit_fields, restore
from .importing import (
    AlreadyImported,
    NotReadable,
    import_again,
    import_notice,
    import_pasted,
    paste_instead,
)
from .publishing import amend, discard_amendment, publish
from .remembering import NOT_THERE, undo
from .scheduling import Appointment, schedule
from .shaping import add_activity, merge, split
from .viewing import count_view
from .writing import note_editing

__all__ = [
    "NOT_THERE",
    "AlreadyImported",
    "Appointment",
    "NotReadable",
    "accept",
    "accept_rest",
    "add_activity",
    "adopt_proposal",
    "amend",
    "answer_doubt",
    "count_view",
    "discard_amendment",
    "drop",
    "edit_activity",
    "edit_fields",
    "import_again",
    "import_notice",
    "import_pasted",
    "merge",
    "note_editing",
    "paste_instead",
    "publish",
    "restore",
    "schedule",
    "split",
    "undo",
]
