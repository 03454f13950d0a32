"""How do the words stand on a page? Pure: the reader's lists beside the office's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anyue.reading import kinds, lexicon, own_words
from anyue.reading.own_words import PARTS, built_in_words, group_of
from anyue.reading.trying import Found, find_in

from .models import Phrase

FEW = 3
TITLE_END = re.compile(r"(?<=[。：\n])(?=.)", re.DOTALL)
TABS = {
    "kinds": "类型",
    "audience": "对象",
    "who": "责任主体",
    "evidence": "佐证",
    "sections": "章节名",
}


@dataclass
class Slot:
    """One list of words: the built-in ones to read, the own ones to take out again."""

    label: str
    built_in: Sequence[str]
    own: list[Phrase] = field(default_factory=list)


@dataclass
class Group:
    """The lists of one kind, audience or part, with the built-in examples."""

    label: str
    slots: list[Slot]
    examples: Sequence[str]

    @property
    def first_words(self) -> Sequence[str]:
        """A few built-in words, to know the group by while it is folded."""
        return self.slots[0].built_in[:FEW]

    @property
    def own_count(self) -> int:
        """How many words the office added here."""
        return sum(len(slot.own) for slot in self.slots)


@dataclass(frozen=True)
class Compared:
    """One line of a trial: a field with the built-in words, the own ones, and the new one."""

    label: str
    built_in: str
    own: str
    new: str

    @property
    def is_changed(self) -> bool:
        """The new word changes the field."""
        return self.new != self.own


def tab_of(place: str) -> str:
    """The tab that shows a place."""
    return "evidence" if place.endswith(".evidence") else place.split(".")[0]


def groups(tab: str, phrases: Iterable[Phrase]) -> list[Group]:
    """The groups of a tab in the order of the reader's file."""
    own: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        own.setdefault(phrase.place, []).append(phrase)
    found: dict[str, Group] = {}
    for place, label in own_words.places().items():
        if tab_of(place) != tab:
            continue
        heading, _, slot_label = label.partition(" · ")
        if tab == "sections":
            heading, slot_label = slot_label, "标题里的词"
        key = place if tab == "sections" else group_of(place)
        group = found.setdefault(key, Group(heading, [], _examples(place)))
        group.slots.append(Slot(slot_label, built_in_words(place), own.get(place, [])))
    return list(found.values())


def compare(text: str, own: Mapping[str, Any], place: str, words: str) -> list[Compared]:
    """What is found in `text` with the built-in words, with the own ones, with one word more.

    Without `words` the last two are the same.
    """
    rows = list(own_words.entries(own))
    more = [*rows, (place, words)] if words else rows
    item = _item(text.strip(), place)
    columns = [
        _cells(find_in(*item, lexicon.extended(own_words.tables(one)))) for one in ([], rows, more)
    ]
    return [Compared(label, *(column[label] for column in columns)) for label in columns[0]]


def _item(text: str, place: str) -> tuple[str, str]:
    """Title and text: with several sentences the first is the title. One alone is the text, and
    the title as well where a word is tried that only counts in titles."""
    title, _, rest = TITLE_END.sub("\0", text, count=1).partition("\0")
    if rest:
        return title, rest
    return (text if place.endswith(".title") else ""), text


def _cells(found: Found) -> dict[str, str]:
    labels = lexicon.audiences()
    cells = {
        "类型": "、".join(kinds()[key] for key in found.kinds),
        "对象": "、".join(labels[key] for key in found.audience),
        "责任主体": "、".join(found.who),
        "佐证": "、".join(found.evidence),
        "当作章节名": PARTS[found.part],
    }
    return {label: cell or "没认出来" for label, cell in cells.items()}


def _examples(place: str) -> Sequence[str]:
    table: Any = lexicon.data()
    for step in group_of(place).split("."):
        table = table[step]
    return tuple(table.get(own_words.EXAMPLES, ())) if not place.startswith("sections.") else ()
