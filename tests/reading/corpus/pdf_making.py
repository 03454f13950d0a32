"""Writes PDF files by hand, so that every byte of a broken one is chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts"
    b"[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>]>>"
)
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object of ``data``."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), entries, data)


def content(lines: Sequence[str], encoding: str = "utf-16-be", *, mode: int = 0) -> bytes:
    """The drawing orders of a page with these lines; text mode 3 is invisible."""
    shown = b"".join(b"<%b> Tj T*\n" % line.encode(encoding).hex().encode() for line in lines)
    return b"BT /F1 12 Tf %d Tr 16 TL 40 780 Td\n%bET" % (mode, shown)


def objects(
    pages: Sequence[bytes], *, font: bytes = FONT, page: bytes = b"", catalogue: bytes = b""
) -> list[bytes]:
    """Catalogue (1), pages (2), font (3), then a page (4, 6, …) and its content (5, 7, …) each.

    ``page`` and ``catalogue`` are further entries of these dictionaries.
    """
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    made = [
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(pages)),
        font,
    ]
    box = b"" if b"/MediaBox" in page else b"/MediaBox[0 0 595 842]"
    for number, orders in enumerate(pages):
        made.append(
            b"<</Type/Page/Parent 2 0 R%b/Resources<</Font<</F1 3 0 R>>/XObject<</X 90 0 R>>>>"
            b"/Contents %d 0 R%b>>" % (box, 5 + 2 * number, page)
        )
        made.append(orders if orders.startswith(b"<<") else stream(orders))
    return made


def written(
    made: Sequence[bytes],
    *,
    trailer: bytes = b"",
    more: dict[int, bytes] | None = None,
    table: bytes | None = None,
) -> bytes:
    """The file: the objects from 1 on, ``more`` of chosen numbers, cross references, trailer."""
    numbered = dict(enumerate(made, 1)) | (more or {})
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = {}
    for number, body in sorted(numbered.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = max(numbered) + 1
    rows = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
        for number in range(size)
    )
    start = len(out)
    out += table if table is not None else b"xref\n0 %d\n%b" % (size, rows)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return out


def encrypted(made: Sequence[bytes], pages: Sequence[bytes], password: bytes) -> bytes:
    """The file with its contents (objects 5, 7, …) under a 40-bit key of ``password``."""
    name = bytes(16)
    owner = _rc4(
        hashlib.md5(_padded(b"owner"), usedforsecurity=False).digest()[:5], _padded(password)
    )
    secret = _padded(password) + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + name
    key = hashlib.md5(secret, usedforsecurity=False).digest()[:5]
    hidden = list(made)
    for index, orders in enumerate(pages):
        number = 5 + 2 * index
        salted = key + number.to_bytes(3, "little") + bytes(2)
        own = hashlib.md5(salted, usedforsecurity=False).digest()[:10]
        hidden[number - 1] = stream(_rc4(own, orders))
    entries = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<%b><%b>]" % (
        owner.hex().encode(),
        _rc4(key, _PADDING).hex().encode(),
        name.hex().encode(),
        name.hex().encode(),
    )
    return written(hidden, trailer=entries)


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    mixed = 0
    for place in range(256):
        mixed = (mixed + state[place] + key[place % len(key)]) % 256
        state[place], state[mixed] = state[mixed], state[place]
    first = second = 0
    out = bytearray()
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)
