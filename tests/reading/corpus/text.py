"""The 8 kinds of odd plain text."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reading.corpus.case import (
    CANARIES,
    FIRST,
    LAST,
    NOTICE,
    READ,
    Case,
    Read,
    Refused,
)

_TEXT = "\n".join(NOTICE) + "\n"
_TRADITIONAL = (
    "關於開展安全生產檢查的通知\n各單位：\n一、組織學習。\n二、檢查倉庫。\n現將有關事項通知如下。\n"
)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def cases() -> Iterator[Case]:
    """Every plain text of the corpus."""
    for key, data, ends in _rows():
        yield Case(f"text/{key}", f"{key}.txt", lambda data=data: data, ends)
    yield Case(
        "text/6-hundred-megabytes-in-a-line",
        "6.txt",
        lambda: b"x" * 100_000_000,
        Refused("20 MB"),
    )
    long = "安全生产" * 100_000
    yield Case("text/6-a-million-bytes-in-a-line", "6b.txt", lambda: long.encode(), Read(("安全",)))


def _rows() -> Iterator[tuple[str, bytes, Read | Refused]]:
    rare = "\U00020000\u3400\u4dae"  # characters that take four bytes
    yield (
        "1-gb18030-of-four-bytes",
        (_TEXT + f"联系人：{rare}\n").encode("gb18030"),
        Read((*CANARIES, rare)),
    )
    yield "2-big5", _TRADITIONAL.encode("big5"), Read(("安全生產", "組織學習", "檢查倉庫"))
    yield "3-utf-16-le-without-mark", _TEXT.encode("utf-16-le"), READ
    yield "3-utf-16-be-without-mark", _TEXT.encode("utf-16-be"), READ
    yield "3-utf-16-cut-in-a-character", _TEXT.encode("utf-16")[:-1], READ
    yield "4-zero-bytes", _TEXT.replace("、", "、\0").encode(), READ
    yield "4-nothing-but-zero-bytes", bytes(1000), Refused("粘贴正文")
    yield "5-lone-carriage-returns", _TEXT.replace("\n", "\r").encode(), READ
    yield "7-all-full-width", _TEXT.translate(_WIDE).encode(), Read((FIRST, "６月１６日", LAST))
    keycaps = _TEXT.replace("6月16日", "6\ufe0f\u20e3月1\ufe0f\u20e36\ufe0f\u20e3日")
    yield "8-keycap-numbers", keycaps.encode(), Read(doubts=("hidden_characters", "garbled_text"))
    bold = _TEXT.replace("6月16日", "𝟔月𝟏𝟔日")
    yield "8-mathematical-numbers", bold.encode(), READ
    faces = _TEXT.replace("一、", "一、🔥").replace("二、", "二、🧯")
    yield "8-faces-before-titles", faces.encode(), READ
