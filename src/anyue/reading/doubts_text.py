"""Doubts about the words themselves: wrong encoding, failed recognition, signs nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from anyue.reading.finding import Finding

_HAN = "\u3400-\u9fff"
_MOJIBAKE = re.compile(
    rf"(?:锟斤拷?|斤拷)+|烫{{3,}}|屯{{4,}}|[\ue000-\uf8ff]+|\ufffd+"
    rf"|(?<=[{_HAN}“”])\d?\?{{1,4}}\d?(?=[{_HAN}“”])"
    r"|(?<!\d)\d{1,2}\?\d{1,2}(?!\d)|[ÃÂÅÆÇÐÑØÞßàáâãäåæçèéêë]{2,}|[ÄÅÆÇÈÉÊËÌÍÎÏ][\x80-\xff]{1,}"
)
# Characters that order the direction of text, join or hide it, or ring the bell of a terminal.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]+"
)
_EMOJI = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
# Letters that recognition reads for digits: 〔2O23〕, 2O23年, l0月.
_DIGITS = {"O": "0", "o": "0", "О": "0", "о": "0", "Ο": "0", "ο": "0", "l": "1", "I": "1", "|": "1"}
_LETTER = "".join(_DIGITS).replace("|", r"\|")
_MIXED = re.compile(
    rf"(?<![A-Za-z\d.\-_@/])(?=[\d{_LETTER}]*\d)(?=\d*[{_LETTER}])[\d{_LETTER}]{{2,6}}"
    r"(?=[年月日号时〕\]］】）)]|[-./]\d)"
)
# Kana, hangul and look-alike letters between Chinese characters: ェ作, カ度.
_ALIKE = {
    "ェ": "工",
    "エ": "工",
    "カ": "力",
    "ロ": "口",
    "ニ": "二",
    "ハ": "八",
    "タ": "夕",
    "ト": "卜",
}
_STRANGE = re.compile(
    rf"(?<=[{_HAN}])[\u3040-\u30fa\u30fd-\u30ff\uac00-\ud7af\u0400-\u04ff](?=[{_HAN}])"
)
_RADICALS = re.compile(r"[\u2e80-\u2fd5\uf900-\ufaff]+")
_CYRILLIC_WORD = re.compile(
    r"(?=[A-Za-z]*[\u0370-\u04ff])(?=[\u0370-\u04ff]*[A-Za-z])[A-Za-z\u0370-\u04ff]{2,20}"
)
_NOISE = re.compile(r"(?![*_=|~-]+(?![~^*_#|\\=<>{}$%&@]))[~^*_#|\\=<>{}$%&@]{4,}")
_MOST = 20
"""More places than these are not told one by one."""


def garbled_findings(text: str) -> Iterator[Finding]:
    """Yield places that look like wrong encoding, failed recognition or hidden characters."""
    found = sorted(_found(text), key=lambda one: (one[0], -one[1]))
    told, end = 0, -1
    last = None
    for start, stop, better in found:
        if start < end:
            continue
        end = stop
        told += 1
        if told <= _MOST:
            yield _garbled(text, start, stop, better)
        last = (start, stop)
    if told > _MOST and last:
        message = (
            f"像是乱码或识别错误的地方还有 {told - _MOST} 处。"
            "建议换一份清楚的文件，或者粘贴正文重新导入。"
        )
        yield Finding("garbled_text", message, *last, {"action": "check"})


def hidden_findings(text: str) -> Iterator[Finding]:
    """Yield runs of characters that nobody sees; the page shows their place, not their effect."""
    told = 0
    for match in _HIDDEN.finditer(text):
        if _EMOJI.match(text, max(0, match.start() - 1)) and set(match.group()) <= {
            "\ufe0f",
            "\u200d",
        }:
            continue
        told += 1
        if told > _MOST:
            return
        codes = "、".join(sorted({f"U+{ord(sign):04X}" for sign in match.group()}))
        around = _HIDDEN.sub("", text[max(0, match.start() - 6) : match.end() + 6]).strip()
        message = f"“{around}”中间有看不见的控制字符（{codes}），可能改变显示。建议删去。"
        yield Finding("hidden_characters", message, *match.span(), {"action": "remove"})


def _found(text: str) -> Iterator[tuple[int, int, str | None]]:
    """(start, end, what it should read or None)."""
    for match in _MOJIBAKE.finditer(text):
        yield *match.span(), None
    for match in _NOISE.finditer(text):
        yield *match.span(), None
    for match in _CYRILLIC_WORD.finditer(text):
        yield *match.span(), None
    for match in _MIXED.finditer(text):
        yield *match.span(), "".join(_DIGITS.get(sign, sign) for sign in match.group())
    for match in _STRANGE.finditer(text):
        yield *match.span(), _ALIKE.get(match.group())
    for match in _RADICALS.finditer(text):
        plain = unicodedata.normalize("NFKC", match.group())
        yield *match.span(), plain if plain != match.group() else None


def _garbled(text: str, start: int, stop: int, better: str | None) -> Finding:
    words = text[start:stop]
    message = f"“{words}”像是乱码或识别错误。"
    message += f"建议改为“{better}”。" if better else "请对照原件改正。"
    return Finding("garbled_text", message, start, stop, {"action": "replace", "text": better})
