"""Automatic numbering of Word paragraphs: the numbers a reader sees but the text does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "chineseLegalSimplified",
    )
)


@dataclass
class Numbering:
    """Counts paragraphs list by list. Feed the paragraphs in document order."""

    levels: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
        """Read word/numbering.xml and word/styles.xml (either may be missing)."""
        made = cls()
        if numbering is not None:
            for abstract in numbering.iter(W + "abstractNum"):
                made.levels[abstract.get(W + "abstractNumId", "")] = _levels(abstract)
            for item in numbering.iter(W + "num"):
                made.lists[item.get(W + "numId", "")] = _value(item, "abstractNumId")
        if styles is not None:
            for style in styles.iter(W + "style"):
                found = _reference(style)
                if found:
                    made.styles[style.get(W + "styleId", "")] = found
        return made

    def label(self, paragraph: etree._Element) -> str:
        """Return the printed number of ``paragraph``, or an empty string."""
        reference = _reference(paragraph) or self.styles.get(_style(paragraph))
        if not reference or reference[0] == "0":
            return ""
        abstract = self.lists.get(reference[0], "")
        levels = self.levels.get(abstract, {})
        level = reference[1]
        if level not in levels:
            return ""
        key = (abstract, level)
        self.counts[key] = self.counts.get(key, levels[level][2] - 1) + 1
        for other in [k for k in self.counts if k[0] == abstract and k[1] > level]:
            del self.counts[other]
        return re.sub(
            r"%(\d)", lambda m: self._number(abstract, int(m.group(1)) - 1), levels[level][1]
        )

    def _number(self, abstract: str, level: int) -> str:
        form, _, start = self.levels[abstract].get(level, ("decimal", "", 1))
        value = self.counts.get((abstract, level), start)
        if form in _CHINESE:
            return chinese(value)
        if form == "decimalEnclosedCircle" and 1 <= value <= 20:
            return chr(0x2460 + value - 1)
        return "" if form in ("bullet", "none") else str(value)


def chinese(value: int) -> str:
    """Write 1..99 the way section numbers are written: 一 … 九十九."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def _levels(abstract: etree._Element) -> dict[int, tuple[str, str, int]]:
    found = {}
    for level in abstract.iter(W + "lvl"):
        start = _value(level, "start") or "1"
        form, text = _value(level, "numFmt") or "decimal", _value(level, "lvlText")
        if form != "bullet":
            found[int(level.get(W + "ilvl", "0"))] = (form, text, int(start))
    return found


def _reference(element: etree._Element) -> tuple[str, int] | None:
    node = element.find(f"{W}pPr/{W}numPr")
    if node is None or not _value(node, "numId"):
        return None
    return _value(node, "numId"), int(_value(node, "ilvl") or "0")


def _style(paragraph: etree._Element) -> str:
    node = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if node is None else node.get(W + "val", "")


def _value(element: etree._Element, tag: str) -> str:
    node = element.find(W + tag)
    return "" if node is None else node.get(W + "val", "")
