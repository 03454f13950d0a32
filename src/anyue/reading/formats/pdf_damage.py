"""Says whether a PDF file arrived whole: a viewer repairs what it can and is silent on the rest."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MAX_UNPACKED = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b(?!\s*/)")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_TABLE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
# A stream's dictionary stands right before it.
_DICTIONARY = 600


def is_damaged(data: bytes) -> bool:
    """Say whether the file's end, its table of references or a packed stream is broken."""
    starts = _START.findall(data)
    if not starts:
        return True
    # Places count from the mark of the format, which may stand behind something else.
    table = _TABLE.match(data, max(0, data.find(b"%PDF-")) + int(starts[-1][:12]))
    if table is None and _TABLE.match(data, int(starts[-1][:12])) is None:
        return True
    return b"/Encrypt" not in data and any(broken for broken in _broken_streams(data))


def _broken_streams(data: bytes) -> Iterator[bool]:
    """Unpack each stream to its checksum, up to a sum that no notice needs."""
    left = MAX_UNPACKED
    for mark in _STREAM.finditer(data):
        head = data[max(0, mark.start() - _DICTIONARY) : mark.start()]
        if left <= 0:
            return
        if not _PACKED.search(head, max(0, head.rfind(b" obj"))):
            continue
        packer = zlib.decompressobj()
        at = mark.end()
        try:
            while not packer.eof and at < len(data) and left > 0:
                left -= len(packer.decompress(data[at : at + _CHUNK], left))
                at += _CHUNK
        except zlib.error:
            yield True
        else:
            yield not packer.eof and left > 0
