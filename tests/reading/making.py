"""Small helpers to make what a stage takes."""

from anyue.reading.cleaning import Flow, clean
from anyue.reading.model import Reading
from anyue.reading.numbering import tokens
from anyue.reading.outline import best_outline
from anyue.reading.reader import read
from anyue.reading.source import Source
from anyue.reading.titles import Item, split_titles


def flow_of(text: str) -> Flow:
    return clean(Source(text, "txt"))


def items_of(text: str) -> tuple[Flow, list[Item]]:
    flow = flow_of(text)
    return flow, split_titles(flow, best_outline(flow.text, tokens(flow)), len(flow.text))


def outline_of(text: str) -> list[tuple[int, str]]:
    """Return (level, printed number) of every section found."""
    flow = flow_of(text)
    return [(t.level, t.token.printed) for t in best_outline(flow.text, tokens(flow))]


def reading_of(text: str) -> Reading:
    return read(text.encode(), "通知.txt")
