"""Flips bits of good files: the same seed gives the same file for ever."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from tests.reading.corpus import docx, html, pdf
from tests.reading.corpus.case import NOTICE

MANY = 2000
LEAST, MOST = 0.001, 0.02
_TEXT = "\n".join(NOTICE) + "\n"


@cache
def good_files() -> tuple[tuple[str, bytes], ...]:
    """Names and contents of the good files: every format, every encoding."""
    return (
        ("a.txt", _TEXT.encode()),
        ("b.txt", _TEXT.encode("gb18030")),
        ("c.txt", _TEXT.encode("utf-16")),
        ("d.md", "\n\n".join(f"## {line}" for line in NOTICE).encode()),
        ("e.html", html.page()),
        ("f.docx", docx.good()),
        ("g.pdf", pdf.good()),
        ("h.pdf", pdf.good(packed=True)),
    )


def mutations(count: int = MANY) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents; the share of flipped bits grows from LEAST to MOST."""
    files = good_files()
    for seed in range(count):
        name, data = files[seed % len(files)]
        share = LEAST * (MOST / LEAST) ** (seed / max(1, count - 1))
        yield f"{seed:04d}-{name}", flipped(data, share, seed)


def flipped(data: bytes, share: float, seed: int) -> bytes:
    """Flip that share of the bits of ``data``, at least one."""
    chance = random.Random(seed)  # noqa: S311 - it has to repeat itself
    changed = bytearray(data)
    for _ in range(max(1, round(len(data) * 8 * share))):
        place = chance.randrange(len(data) * 8)
        changed[place // 8] ^= 1 << place % 8
    return bytes(changed)
