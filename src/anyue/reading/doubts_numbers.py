"""Section numbers that skip, repeat or go back, with the numbers that would put them right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anyue.reading.finding import Finding
from anyue.reading.numbering import Token
from anyue.reading.titles import Item

_CHINESE = "一二三四五六七八九"
_CHINESE_STYLES = ("part", "chapter", "section", "chinese", "article", "chinese_bracket")
_ARABIC_STYLES = ("arabic", "arabic_bracket", "arabic_half", "bare")
# These are never numbered on across the sections above them: they begin with one.
_BEGIN_WITH_ONE = ("chinese", "chinese_bracket")
_MOST_ITEMS = 200


def number_findings(items: Sequence[Item]) -> Iterator[Finding]:
    """Yield a finding at each number that does not follow from the one before it in its series."""
    last: dict[str, Item] = {}
    for index, item in enumerate(items):
        level, token = item.taken.level, item.taken.token
        before = last.get(token.style)
        if before is None:
            if token.value > 1 and token.style in _BEGIN_WITH_ONE:
                yield _finding(items, index, None)
        elif token.value not in (1, before.taken.token.value + 1):
            yield _finding(items, index, before)
        last = {
            style: other
            for style, other in last.items()
            if other.taken.level <= level or style == token.style or _runs_on(other, level)
        }
        last[token.style] = item


def _runs_on(item: Item, level: int) -> bool:
    """Arabic numbers may run on across the sections above them."""
    return item.taken.token.style == "arabic" and level > 1


def _finding(items: Sequence[Item], index: int, before: Item | None) -> Finding:
    token = items[index].taken.token
    expected = before.taken.token.value + 1 if before else 1
    if before is None:
        code = "missing_number"
        message = f"序号从“{token.printed}”开始，前面缺号。已按原文保留，请确认是否漏了内容。"
    elif token.value > expected:
        code, shown = "missing_number", before.taken.token.printed
        message = (
            f"序号从“{shown}”跳到“{token.printed}”，中间缺号。已按原文保留，请确认是否漏了内容。"
        )
    else:
        code, shown = "repeated_number", before.taken.token.printed
        message = f"序号“{token.printed}”与前面的“{shown}”重复或倒退。已按原文保留，请确认。"
    changes = _changes(items, index, expected)
    proposal = {
        "action": "renumber" if changes else "accept",
        "expected": expected,
        "style": token.style,
        "changes": changes,
    }
    return Finding(code, message, token.start, token.end, proposal)


def _changes(items: Sequence[Item], index: int, expected: int) -> tuple[tuple[int, int, str], ...]:
    """New numbers for this item and for those that count on from it, as (start, end, number)."""
    first = items[index]
    changes: list[tuple[int, int, str]] = []
    last = first.taken.token.value
    for item in items[index : index + _MOST_ITEMS]:
        token = item.taken.token
        if item.taken.level < first.taken.level and not _runs_on(first, item.taken.level):
            break
        if item is not first:
            if (token.style, item.taken.level) != (first.taken.token.style, first.taken.level):
                continue
            if token.value != last + 1:
                break
        number = _renumbered(token, expected + len(changes))
        if not number:
            return ()
        changes.append((token.start, token.end, number))
        last = token.value
    return tuple(changes)


def _renumbered(token: Token, value: int) -> str:
    """The number in the same style with another value; "" for styles that are not rewritten."""
    if token.style in _CHINESE_STYLES and value < 100:
        new, old = _chinese(value), _CHINESE + "十百〇零"
    elif token.style in _ARABIC_STYLES:
        new, old = str(value), "0123456789"
    else:
        return ""
    head = token.printed[: len(token.printed) - len(token.printed.lstrip("第（("))]
    tail = token.printed[len(head) :].lstrip(old)
    return f"{head}{new}{tail}"


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens - 1]}十"
    return lead + (_CHINESE[ones - 1] if ones else "")
