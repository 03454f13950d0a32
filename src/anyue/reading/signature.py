"""The signature at the foot of a notice: who signed, and on which day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyue.reading.cleaning import Flow
from anyue.reading.dates import make_date
from anyue.reading.numbering import CHINESE_DIGITS, chinese_value
from anyue.reading.organs import is_organ, split_joint

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
    r"|(?<![^\n])(?P<ny>(?:19|20)\d{2})[-./](?P<nm>\d{1,2})[-./](?P<nd>\d{1,2})(?![^\n])"
    r"|(?P<cy>[一二三四五六七八九〇○Ｏ零]{4})年(?P<cm>[一二三四五六七八九十]{1,2})月(?P<cd>[一二三四五六七八九十]{1,3})日"
)
# Inside a body its office signs without its name.
_OWN_OFFICE = frozenset(("办公室", "综合科", "安全科", "安全部", "安环部", "安监科"))
_PRINTED_BY = re.compile(r"^(?:抄\s*送|抄报|印发|主办)[:：]?")
_MAX_LINES = 4
# What may follow the date of a notice: nothing, a remark in brackets, attachments, who gets copies.
_AFTERWARDS = re.compile(r"[\s）)]*(?:$|[（(][^（）()]{2,60}[）)]\s*$|附件|抄送|主送|联系人)")


@dataclass(frozen=True)
class Signature:
    """Names of those who signed (may be empty) and the day; spans are in the flow."""

    issuers: tuple[str, ...]
    issuer_start: int
    issuer_end: int
    date: str
    date_start: int
    date_end: int


def find_signature(flow: Flow) -> Signature | None:
    """Return the last signature of the text that stands before any 抄送 line."""
    found = None
    at = 0
    for line in flow.text.split("\n"):
        if _PRINTED_BY.match(line) and found is not None:
            break
        match = _last_date(line)
        if match is not None:
            found = _read(flow, at, at + match.start(), match) or found
        at += len(line) + 1
    return found


def _last_date(line: str) -> re.Match[str] | None:
    matches = list(_DATE.finditer(line))
    if not matches or not re.fullmatch(r"[（()）\s]*", line[matches[-1].end() :]):
        return None
    return matches[-1]


def _read(flow: Flow, line_start: int, date_start: int, match: re.Match[str]) -> Signature | None:
    day = _date(match)
    if day is None:
        return None
    before = flow.text[line_start:date_start]
    tail = re.split(r"[。！？；]", before)[-1].lstrip("”）)")
    names: tuple[str, ...]
    if tail:
        start = date_start - len(tail)
        names = tuple(split_joint(tail)) if is_organ(tail) else ()
        if not names:
            return None
        end = date_start
    elif before:
        return None
    else:
        start, end, names = _lines_above(flow, line_start)
        if not names and not _closes(flow, line_start, date_start + len(match.group())):
            return None
        if match["ny"] and "。" not in flow.text[:start]:
            return None
    return Signature(names, start, end, day, date_start, date_start + len(match.group()))


def _closes(flow: Flow, start: int, end: int) -> bool:
    """A date alone on the last line of a text is its date, though nobody signed readably."""
    return "。" in flow.text[:start] and bool(_AFTERWARDS.match(flow.text, end))


def _lines_above(flow: Flow, place: int) -> tuple[int, int, tuple[str, ...]]:
    lines: list[str] = []
    start, end = place, place - 1
    while start > 0 and len(lines) < _MAX_LINES:
        above = flow.text.rfind("\n", 0, start - 1) + 1
        line = flow.text[above : start - 1]
        if not is_organ(line) and line not in _OWN_OFFICE:
            break
        lines[:0] = _apart(flow, above, start - 1)
        start = above
    names: list[str] = []
    for line in lines:
        if names and names[-1][-6:] + line[:4] in flow.text[:start]:
            names[-1] += line
        else:
            names.append(line)
    split = [part for name in names for part in split_joint(name)]
    return start, end, tuple(split)


def _apart(flow: Flow, start: int, end: int) -> list[str]:
    """Names set apart by white space are several, unless the last is an office of the first."""
    pieces = []
    at = start
    while (gap := flow.first_gap(at, end)) is not None:
        pieces.append(flow.text[at:gap])
        at = gap
    pieces.append(flow.text[at:end])
    joint = all(is_organ(piece) for piece in pieces) and not pieces[-1].endswith("办公室")
    return pieces if joint else [flow.text[start:end]]


def _date(match: re.Match[str]) -> str | None:
    if match["y"]:
        made = make_date(int(match["y"]), int(match["m"]), int(match["d"]))
    elif match["ny"]:
        made = make_date(int(match["ny"]), int(match["nm"]), int(match["nd"]))
    else:
        digits = match["cy"].replace("○", "〇").replace("Ｏ", "〇").replace("零", "〇")
        year = int("".join(str(CHINESE_DIGITS[char]) for char in digits))
        made = make_date(year, chinese_value(match["cm"]), chinese_value(match["cd"]))
    return made.isoformat() if made else None
