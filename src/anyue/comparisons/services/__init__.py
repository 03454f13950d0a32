"""Everything that changes a comparison; pages, samples and tests call nothing else."""

from .making import (
    AlreadyCompared,
    compare_again,
    compare_with_file,
    compare_with_plan,
    compare_with_text,
)
from .ruling import add_to_plan, cover, leave_out, match, reset, unmatch

__all__ = [
    "AlreadyCompared",
    "add_to_plan",
    "compare_again",
    "compare_with_file",
    "compare_with_plan",
    "compare_with_text",
    "cover",
    "leave_out",
    "match",
    "reset",
    "unmatch",
]
