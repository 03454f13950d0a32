"""What the search for doubts hands on: a doubt whose place still is in the running text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anyue.reading.cleaning import Flow
from anyue.reading.doubt_codes import CODES
from anyue.reading.model import Doubt


@dataclass(frozen=True)
class Finding:
    """``start, end`` lie in the flow; ``severity`` is the usual one of the code unless given."""

    code: str
    message: str
    start: int
    end: int
    proposal: Mapping[str, Any]
    severity: str = ""

    def doubt(self, flow: Flow) -> Doubt:
        """The same as a doubt, its places (those of the proposal too) mapped to the source."""
        proposal = dict(self.proposal)
        if "at" in proposal:
            proposal["at"] = [flow.span(place, place)[0] for place in proposal["at"]]
        if "changes" in proposal:
            proposal["changes"] = [
                [*flow.span(start, end), words] for start, end, words in proposal["changes"]
            ]
        severity = self.severity or CODES[self.code].severity
        return Doubt(self.code, self.message, *flow.span(self.start, self.end), proposal, severity)
