"""What do lines pasted from a spreadsheet mean: which unit, which day?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from datetime import date

from anyue.organisations.models import Unit

DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


class Directory:
    """Finds units by what people write: full name, short name or credit code."""

    def __init__(self, units: Collection[Unit]) -> None:
        self._found: dict[str, set[Unit]] = defaultdict(set)
        for unit in units:
            for word in (unit.name, unit.short_name, unit.credit_code):
                if word:
                    self._found[_plain(word)].add(unit)

    def find(self, word: str) -> Unit | str:
        """The unit, or the sentence that says why there is none."""
        found = self._found.get(_plain(word), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            return f"“{word}”有 {len(found)} 家同名，请改写统一社会信用代码。"
        return f"“{word}”不在名册里，请核对名称或统一社会信用代码。"


def units_in(text: str, units: Collection[Unit]) -> tuple[list[Unit], list[str]]:
    """The units named line by line, each once; and a sentence for every line that names none."""
    directory = Directory(units)
    found: dict[int, Unit] = {}
    wrong = []
    for number, line in _lines(text):
        match = directory.find(line.split("\t")[0].strip())
        if isinstance(match, str):
            wrong.append(f"第 {number} 行：{match}")
        else:
            found[match.pk] = match
    return list(found.values()), wrong


def exceptions_in(
    text: str, units: Collection[Unit], *, year: int
) -> tuple[dict[int, date], list[str]]:
    """Due dates by unit key from lines "单位<TAB>日期"; and a sentence for every wrong line."""
    directory = Directory(units)
    found: dict[int, date] = {}
    wrong = []
    for number, line in _lines(text):
        name, _, day = line.replace("，", "\t").replace(",", "\t").partition("\t")
        if not day:
            name, _, day = line.rpartition(" ")
        match = directory.find(name.strip())
        when = day_in(day, year=year)
        if isinstance(match, str):
            wrong.append(f"第 {number} 行：{match}")
        elif when is None:
            wrong.append(f"第 {number} 行：“{day.strip()}”不是日期，请写成 2026-06-16 或 6月16日。")
        else:
            found[match.pk] = when
    return found, wrong


def day_in(text: str, *, year: int) -> date | None:
    """The day people write as 2026-6-16, 2026/6/16, 6月16日; `year` where none is written."""
    match = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    try:
        return date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _lines(text: str) -> list[tuple[int, str]]:
    numbered = enumerate(text.splitlines(), 1)
    return [(number, line.strip()) for number, line in numbered if line.strip()]


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).upper().split())
