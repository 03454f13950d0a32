"""Plain text: find the encoding, drop characters nobody can see."""

from __future__ import annotations

import codecs
import re

from anyue.reading.errors import Unreadable
from anyue.reading.source import Remark, Source

# The commonest characters of official Chinese. A wrong encoding hardly ever hits them.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工"
    "安全产管理部门单位业企开展组织活按照实施加强各级任务通知关政府办公室监督检查月日号"
    "，。、：；（）“”《》,.:;()"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def load(data: bytes) -> Source:
    """Read a .txt file in UTF-8, UTF-16, GB18030 or BIG5."""
    text, remarks = tidy(decode(data))
    return Source(text, "txt", remarks)


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode ``data``; ``declared`` is what the file says of itself and only breaks ties."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding) or _broken(data, encoding)
    wide = _wide(data)
    if wide is not None:
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared)


def tidy(text: str) -> tuple[str, tuple[Remark, ...]]:
    """Make line ends ``\\n``, drop invisible characters, and say so when they turn the text."""
    text = re.sub("\r\n|\r|\u2028|\u2029|\x85|\x0c", "\n", text)
    remarks = []
    if _DIRECTION.search(text):
        remarks.append(
            Remark(
                "garbled_text",
                "文中有改变显示方向的隐藏字符，已去掉。请核对原文与识别结果是否一致。",
            )
        )
    text = _UNSEEN.sub("", text)
    if "\ufffd" in text:
        at = text.index("\ufffd")
        remarks.append(Remark("garbled_text", "有几个字无法识别，请对照原件改正。", at, at + 1))
    return text, tuple(remarks)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _broken(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") * 50 > len(text):
        raise Unreadable("文字编码损坏，无法识别文字。请另存为 UTF-8 文本，或者粘贴正文。")
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of line ends and digits is zero."""
    if len(data) < 4 or b"\x00" not in data[:4096]:
        return None
    found = [_strictly(data[: len(data) // 2 * 2], name) for name in ("utf-16-le", "utf-16-be")]
    texts = [text for text in found if text is not None and _commonness(text) > 0.1]
    return max(texts, key=_commonness, default=None)


def _legacy(data: bytes, declared: str | None) -> str:
    texts = {name: _strictly(data, name) for name in ("gb18030", "big5hkscs")}
    good = {name: text for name, text in texts.items() if text is not None}
    if good:
        best = max(
            good, key=lambda name: (_commonness(good[name]), name == (declared or "").lower())
        )
        if _commonness(good[best]) > 0.05:
            return good[best]
    return max(
        (_broken_or_empty(data, name) for name in ("utf-8", "gb18030")), key=_commonness
    ) or (_broken(data, "utf-8"))


def _broken_or_empty(data: bytes, encoding: str) -> str:
    try:
        return _broken(data, encoding)
    except Unreadable:
        return ""


def _commonness(text: str) -> float:
    sample = text[:20_000]
    return sum(char in _COMMON for char in sample) / (len(sample) or 1)
