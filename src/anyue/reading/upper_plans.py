"""Which plan does a notice carry out? 根据《…方案》（…〔2023〕45号）要求, in its opening words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyue.reading.citations import fold
from anyue.reading.header import NUMBER
from anyue.reading.model import Reading

_CARRIES_OUT = re.compile(r"(?:根据|按照|依据|遵照|贯彻|落实|转发|执行)[^。；：《》]{0,30}$")
_LISTED = re.compile(r"[\s、，,和及与（()）]*")
_LAW = re.compile(r"(?:法|法典|条例)》$")
_AROUND = 40
_GLUE = re.compile(r"[\s（(]*")


@dataclass(frozen=True)
class UpperPlan:
    """A plan named as the one to carry out: its title without 《》 and its number, either may lack.

    ``start, end`` are its place in the reading's text.
    """

    title: str
    doc_number: str
    start: int
    end: int


def upper_plans(reading: Reading) -> tuple[UpperPlan, ...]:
    """Return what the words before the first item say is carried out, in text order; no laws."""
    opening = reading.outline[0].start if reading.outline else len(reading.text)
    found: list[UpperPlan] = []
    end_of_last = -1
    for name, (start, end) in zip(reading.citations, reading.citation_spans, strict=True):
        if start >= opening:
            break
        title, number = (name, "") if name.startswith("《") else ("", name)
        between = reading.text[end_of_last:start] if end_of_last >= 0 else "。"
        if not title and not NUMBER.search(name):
            continue
        if not title and found and _GLUE.fullmatch(between) and not found[-1].doc_number:
            last = found.pop()
            found.append(UpperPlan(last.title, number, last.start, end))
            end_of_last = end
            continue
        if not _CARRIES_OUT.search(_before(reading.text, start)) and not (
            found and _LISTED.fullmatch(between)
        ):
            continue
        end_of_last = end
        if not _LAW.search(name):
            found.append(UpperPlan(_closed(title[1:-1]), number, start, end))
    return tuple(found)


def same_number(one: str, other: str) -> bool:
    """Say whether two printings mean the same document number: 〔〕, [ ] and spaces aside."""
    return fold(one) == fold(other)


def _closed(title: str) -> str:
    """A title printed without its last bracket, as in 《…方案（2024—2026年》, with it."""
    return f"{title}）" if title.count("（") > title.count("）") else title


def _before(text: str, start: int) -> str:
    """The words before a place, line wraps removed (a paragraph's first letter is no matter)."""
    return re.sub(r"\s+", "", text[max(0, start - _AROUND) : start])
