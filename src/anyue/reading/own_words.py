"""An office's own words: which may be added where, why one is refused, and their TOML file.

Own words have the shape of lexicon.toml ("tables"): kinds → drill → title → list of phrases.
A place is the dotted way to one list, "kinds.drill.title". Phrases are plain text: they are
escaped before they become a pattern and take at most one gap, so that no phrase is slow.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from anyue.reading import lexicon
from anyue.reading.errors import BadWords
from anyue.reading.lexicon import GAP

MAX_PHRASES = 300
MAX_BYTES = 64 * 1024
SHORTEST, LONGEST = 2, 30
LONGEST_EXAMPLE = 120
GENERAL_SHARE = 0.1
"""A phrase found in more of the built-in examples than this would match nearly anything."""

SLOTS = {
    "title": "名称里的词",
    "text": "正文里的话",
    "evidence": "佐证",
    "acts": "由它来办的话",
    "moved": "让它去办的话",
    "words": "点名的人和单位",
}
PARTS = {"background": "背景和目标", "activities": "任务", "measures": "措施和要求"}
EXAMPLES = "examples"


@cache
def places() -> dict[str, str]:
    """Return place -> Chinese label of every list that an office may extend."""
    found = {}
    for kind in lexicon.kinds():
        for slot in ("title", "text", "evidence"):
            found[f"kinds.{kind.key}.{slot}"] = f"{kind.label} · {SLOTS[slot]}"
    for key, label in lexicon.audiences().items():
        for slot in ("acts", "moved"):
            if slot in lexicon.data()["audience"][key]:
                found[f"audience.{key}.{slot}"] = f"对象“{label}” · {SLOTS[slot]}"
    found["who.words"] = f"责任主体 · {SLOTS['words']}"
    for part, label in PARTS.items():
        found[f"sections.{part}"] = f"章节名 · {label}"
    return found


def group_of(place: str) -> str:
    """The table a place belongs to: "kinds.drill" of "kinds.drill.title"."""
    return place.rpartition(".")[0]


def built_in_words(place: str) -> tuple[str, ...]:
    """The built-in phrases of a place."""
    table: Any = lexicon.data()
    for step in place.split("."):
        table = table[step]
    return tuple(table)


def tidy(phrase: str) -> str:
    """Without spaces at the ends; every way of writing an ellipsis becomes one …"""
    for written in ("......", "...", "……"):
        phrase = phrase.replace(written, GAP)
    return phrase.strip()


def shape_objection(place: str, phrase: str) -> str | None:
    """The sentence that says why this can be no phrase of that place, whatever else is there."""
    letters = phrase.replace(GAP, "")
    if not phrase.isprintable() or " " in phrase or "\u3000" in phrase:
        return f"“{phrase}”里有空格或看不见的字符，请去掉。"
    if len(letters) < SHORTEST:
        return f"“{phrase}”太短，至少要 {SHORTEST} 个字，太短会认错许多任务。"
    if len(phrase) > LONGEST:
        return f"“{phrase[:12]}…”太长，最多 {LONGEST} 个字。请只写最能区分的几个字。"
    if GAP not in phrase:
        return None
    if place.startswith("sections.") or place.endswith(".evidence"):
        return f"“{phrase}”：这里不能用“{GAP}”，请写完整的词。"
    if phrase.count(GAP) > 1 or phrase.startswith(GAP) or phrase.endswith(GAP):
        return f"“{phrase}”：“{GAP}”只能用一个，并且要夹在两段字中间，例如“开展{GAP}演练”。"
    return None


def objection(place: str, phrase: str, own: Iterable[str] = ()) -> str | None:
    """The sentence that says why this phrase cannot be added to a place that has `own` already."""
    if place not in places():
        return "没有这一类词，请重新选择。"
    return (
        shape_objection(place, phrase)
        or _known(place, phrase, tuple(own))
        or (None if place.endswith(".evidence") else _general(place, phrase))
    )


def checked(tables: Any) -> dict[str, Any]:
    """Return `tables` when every word in it is one that a place may hold.

    Raises:
        BadWords: unknown places, wrong types, phrases of a wrong shape, or too much of it.
    """
    count = 0
    for place, phrase in entries(tables):
        count += 1
        if sentence := shape_objection(place, phrase):
            raise BadWords(sentence)
    if count > MAX_PHRASES:
        raise BadWords(f"一个单位最多能加 {MAX_PHRASES} 个识别词，现在有 {count} 个。")
    return dict(tables)


def to_json(tables: Mapping[str, Any]) -> str:
    """Write the phrases in ASCII, without the examples: small enough for the environment.

    Raises:
        BadWords: as `checked`.
    """
    return json.dumps(_without_examples(checked(tables)))


def entries(tables: Any) -> Iterator[tuple[str, str]]:
    """Yield place and phrase of everything in `tables`, in order.

    Raises:
        BadWords: a place that cannot be extended, or a value that is no list of texts.
    """
    for place, words in _lists(tables, ()):
        if place.endswith(f".{EXAMPLES}"):
            _texts(place, words)
        elif place not in places():
            raise BadWords(f"“{place}”不是可以补充的词表，请对照导出的文件改正。")
        else:
            yield from ((place, word) for word in _texts(place, words))


def examples(tables: Any) -> dict[str, list[str]]:
    """Return group -> example sentences, as `entries` has checked them."""
    ending = f".{EXAMPLES}"
    return {
        place.removesuffix(ending): list(words)
        for place, words in _lists(tables, ())
        if place.endswith(ending)
    }


def tables(rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Build tables of (place, phrase); places that the built-in list no longer has are left out."""
    built: dict[str, Any] = {}
    for place, phrase in rows:
        if place in places() or (place.endswith(f".{EXAMPLES}") and _is_group(group_of(place))):
            *steps, last = place.split(".")
            table = built
            for step in steps:
                table = table.setdefault(step, {})
            table.setdefault(last, []).append(phrase)
    return built


def to_toml(own: Mapping[str, Any]) -> str:
    """Write tables as the file that `from_toml` reads."""
    lines = ["# 本单位补充的识别词，格式与系统自带的词表相同。… 代表同一分句里最多 16 个字。"]
    lines += _toml_tables(own, ())
    return "\n".join(lines) + "\n"


def from_toml(text: str) -> dict[str, Any]:
    """Read tables from a TOML file.

    Raises:
        BadWords: not TOML, too large, or not words; the message says what to do.
    """
    if len(text.encode()) > MAX_BYTES:
        raise BadWords(f"文件超过 {MAX_BYTES // 1024} KB，没有导入。请只留下要补充的词。")
    try:
        read = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadWords("文件不是 TOML 格式，没有导入。请先导出一份，照着它的样子改。") from error
    return checked(read)


def _known(place: str, phrase: str, own: tuple[str, ...]) -> str | None:
    if phrase in own:
        return f"“{phrase}”已经在本单位的词里，不用再加。"
    if phrase in built_in_words(place):
        return f"“{phrase}”系统自带的词里已经有了，不用再加。"
    if place.startswith("sections."):
        return _other_part(place, phrase)
    if place.endswith(".evidence"):
        return None
    for word in (*built_in_words(place), *own):
        if lexicon.phrases([word]).search(phrase):
            return f"有“{word}”就已经能认出“{phrase}”，不用再加。"
    return None


def _other_part(place: str, phrase: str) -> str | None:
    for other, label in PARTS.items():
        if phrase in built_in_words(f"sections.{other}"):
            return f"“{phrase}”系统已经归到“{label}”，不能再归到“{places()[place]}”。"
    return None


def _general(place: str, phrase: str) -> str | None:
    """Examples of the place's own kind do not count: there the phrase is meant to match."""
    sentences = [
        sentence
        for kind in lexicon.kinds()
        if group_of(place) != f"kinds.{kind.key}"
        for sentence in kind.examples
    ]
    pattern = lexicon.phrases([phrase])
    hits = sum(pattern.search(sentence) is not None for sentence in sentences)
    if hits <= GENERAL_SHARE * len(sentences):
        return None
    return (
        f"“{phrase}”太笼统：自带的 {len(sentences)} 个别类例句里有 {hits} 句带着它，"
        "会把许多不相干的任务也认进来。请写得更具体些。"
    )


def _lists(table: Any, way: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(table, Mapping) and len(way) < 3:
        for key, value in table.items():
            yield from _lists(value, (*way, str(key)))
    elif way:
        yield ".".join(way), table
    else:
        raise BadWords("文件里没有词表，没有导入。请先导出一份，照着它的样子改。")


def _texts(place: str, words: Any) -> list[str]:
    """The list of a place, or of its examples; refuses what is neither."""
    longest = LONGEST_EXAMPLE if place.endswith(f".{EXAMPLES}") else MAX_BYTES
    if place.endswith(f".{EXAMPLES}") and not _is_group(group_of(place)):
        raise BadWords(f"“{place}”不是可以补充的词表，请对照导出的文件改正。")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise BadWords(f"“{place}”后面要写方括号和带引号的词，请对照导出的文件改正。")
    if any(len(word) > longest for word in words):
        raise BadWords(f"“{place}”里有超过 {longest} 个字的例句，请缩短。")
    return words


def _without_examples(table: Any) -> Any:
    if not isinstance(table, Mapping):
        return table
    return {key: _without_examples(value) for key, value in table.items() if key != EXAMPLES}


def _is_group(group: str) -> bool:
    return any(group_of(place) == group for place in places() if not place.startswith("sections."))


def _toml_tables(table: Mapping[str, Any], way: tuple[str, ...]) -> Iterator[str]:
    lists = {key: words for key, words in table.items() if isinstance(words, list)}
    if lists:
        yield ""
        yield f"[{'.'.join(way)}]"
        for key, words in lists.items():
            # A JSON string is a TOML string: the same quotes, the same escapes.
            quoted = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
            yield f"{key} = [{quoted}]"
    for key, inner in table.items():
        if isinstance(inner, Mapping):
            yield from _toml_tables(inner, (*way, key))
