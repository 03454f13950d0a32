"""Which parts of the running text are the notice itself: annexes and lists of annexes are not."""

from __future__ import annotations

import re

from anyue.reading.cleaning import Flow
from anyue.reading.numbering import Token

_ANNEX_ALONE = re.compile(
    r"(?:附件|附表|附录|附)(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[:：.、]?(?=\n|$)", re.M
)
_ANNEX_LIST = re.compile(
    r"^(?:后?附(?:件|表|录)?)(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[:：.、]?[^\n]*", re.M
)
_LISTED = re.compile(r"\n\d{1,2}[.．、][^\n。]{2,60}(?=\n|$)")


def body_end(flow: Flow, tokens: list[Token], signed: int | None) -> int:
    """Return where the annexes begin, or the end of the text.

    An annex begins at a line that says nothing but 附件 (or 附件1). When the text before it holds
    no outline of its own, the annex is the plan the notice sends out and is read as the body.
    """
    for match in _ANNEX_ALONE.finditer(flow.text):
        at = match.start()
        if at and flow.text[at - 1] != "\n":
            continue
        before = [token for token in tokens if token.start < at and token.place == "line"]
        if len([token for token in before if token.value <= 2]) >= 2:
            return at
    after = None if signed is None else _ANNEX_LIST.search(flow.text, signed)
    if after and any(token.start < after.start() for token in tokens):
        return after.start()
    return len(flow.text)


def annex_lists(flow: Flow) -> list[tuple[int, int]]:
    """Return the spans of lists of annexes: 附件：1.… and the numbered lines right below."""
    spans = []
    for match in _ANNEX_LIST.finditer(flow.text):
        end = match.end()
        while (line := _LISTED.match(flow.text, end)) is not None:
            end = line.end()
        spans.append((match.start(), end))
    return spans
