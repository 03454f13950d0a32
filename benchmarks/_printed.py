"""How much of the gold does each form of a document print at all? More than that nobody can read.

The gold of a document was made of one of its forms; another form may print another issuer, another
day, or a telephone number less.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from anyue.reading.source import load

_FIELDS = {"issuer": "issuer", "issued_on": "issue_date", "phones": "phones"}
_DIGITS = "〇一二三四五六七八九"


def most_to_reach(files: Sequence[Path]) -> dict[str, float]:
    """Return the best F1 of issuer, issued_on and phones for a reader that makes nothing up.

    For the two single values a wrong one takes the place of the right one; a telephone number that
    is not printed is just missing.
    """
    printed = dict.fromkeys(_FIELDS, 0)
    wanted = dict.fromkeys(_FIELDS, 0)
    for path in files:
        gold_path = path.with_suffix(".json")
        if not gold_path.exists():
            continue
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        text = _fold(load(path.read_bytes(), path.name).text)
        for name, key in _FIELDS.items():
            for forms in _forms(name, gold, key):
                wanted[name] += 1
                printed[name] += any(_fold(form) in text for form in forms)
    return {
        name: _f1(printed[name], wanted[name], missing=name == "phones")
        for name in _FIELDS
        if wanted[name]
    }


def _forms(name: str, gold: dict[str, object], key: str) -> Iterable[list[str]]:
    """The ways in which each value of a field may be printed."""
    value = gold.get(key)
    if not value:
        return
    if name == "phones":
        for number in value if isinstance(value, list) else []:
            yield [str(number)]
    elif name == "issuer":
        others = gold.get("issuers")
        yield [str(value), *(others if isinstance(others, list) else [])]
    else:
        day = datetime.date.fromisoformat(str(value))
        year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
        yield [
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}年{day.month:02}月{day.day:02}日",
            f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日",
            day.isoformat(),
        ]


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def _fold(text: str) -> str:
    return re.sub(r"[\s\-—–]", "", unicodedata.normalize("NFKC", text))


def _f1(printed: int, wanted: int, *, missing: bool) -> float:
    return 2 * printed / (printed + wanted) if missing else printed / wanted
