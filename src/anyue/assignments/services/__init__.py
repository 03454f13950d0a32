"""What happens to an assignment: the verbs. The only code that changes its status."""

from ..kinds import may
from .moving import acknowledge, assign, cancel, close, reopen, report, return_for_rework

__all__ = [
    "acknowledge",
    "assign",
    "cancel",
    "close",
    "may",
    "reopen",
    "report",
    "return_for_rework",
]
