"""The 16 kinds of hostile or broken PDF files."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from tests.reading.corpus import case
from tests.reading.corpus.case import CANARIES, NOTICE, READ, Case, Read, Refused
from tests.reading.corpus.docx import good as good_docx
from tests.reading.corpus.pdf_making import FONT, content, encrypted, objects, stream, written

_Row = tuple[str, Callable[[], bytes], Read | Refused]
_ORDERS = [content(NOTICE[:5]), content(NOTICE[5:8]), content(NOTICE[8:])]
_NOTHING = Refused("没有文字")
_CLOSED = Refused("打不开")
_DAMAGED = Read((), doubts=("damaged_file",))


def good(*, packed: bool = False) -> bytes:
    """The good notice on three pages; ``packed`` compresses the pages."""
    if not packed:
        return written(objects(_ORDERS))
    pages = [stream(zlib.compress(orders), b"/Filter/FlateDecode") for orders in _ORDERS]
    return written(objects(pages))


def cases() -> Iterator[Case]:
    """Every PDF file of the corpus."""
    for group in (_broken, _bombs, _active, _locked, _odd_pages, _fonts, _pictures):
        for key, make, ends in group():
            yield Case(f"pdf/{key}", f"{key}.pdf", make, ends)


def _changed(**how: bytes) -> bytes:
    return written(objects(_ORDERS, **how))


def _with(more: dict[int, bytes], **how: bytes) -> bytes:
    return written(objects(_ORDERS, **how), more=more)


def _broken() -> Iterator[_Row]:
    for tenth in range(1, 10):
        yield (
            f"01-cut-at-{tenth}0-percent",
            lambda t=tenth: good()[: len(good()) * t // 10],
            _CLOSED,
        )
    yield "01-cut-behind-the-trailer", lambda: good()[:-12], _DAMAGED
    flipped = good(packed=True).replace(b"stream\nx\x9c", b"stream\nx\x9d", 1)
    yield "01-a-page-that-cannot-be-unpacked", lambda: flipped, _DAMAGED
    for key, place in (("itself", good().index(b"xref")), ("nothing", 0)):
        trailer = b"/Prev %d" % place
        yield f"02-previous-is-{key}", lambda t=trailer: written(objects(_ORDERS), trailer=t), READ
    kids = written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"])
    yield "02-pages-in-a-ring", lambda: kids, _NOTHING
    ring = {
        80: b"<</Type/Outlines/First 81 0 R/Last 81 0 R/Count 1>>",
        81: b"<</Title(a)/Parent 80 0 R/Next 81 0 R/Prev 81 0 R/First 81 0 R>>",
    }
    yield "02-bookmarks-in-a-ring", lambda: _with(ring, catalogue=b"/Outlines 80 0 R"), READ
    endless = [*_ORDERS[:2], b"BI /W 9999 /H 9999 /BPC 8 /CS /RGB ID " + b"x" * 5000]
    yield (
        "03-picture-without-end",
        lambda: written(objects(endless)),
        Read(CANARIES[:2], ("empty_page",)),
    )
    table = b"xref\n0 1000000000\n0000000000 65535 f \n"
    yield "05-a-thousand-million-references", lambda: written(objects(_ORDERS), table=table), READ


def _bombs() -> Iterator[_Row]:
    once = zlib.compress(bytes(200_000_000), 9)
    orders = zlib.compress(b"q Q " * 20_000_000, 9)
    twice = zlib.compress(once, 9)
    runs = b"\x80" + b"\x00" * 400_000
    for key, data, filters in (
        ("picture", once, b"/FlateDecode"),
        ("orders", orders, b"/FlateDecode"),
        ("in-a-bomb", twice, b"[/FlateDecode/FlateDecode]"),
        ("lzw", runs, b"/LZWDecode"),
    ):
        entries = b"/Filter" + filters
        page = stream(data, entries)
        yield (
            f"04-bomb-{key}",
            lambda p=page: written(objects([*_ORDERS, p])),
            Read(doubts=("empty_page",)),
        )
    laughs = b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    xmp = stream(
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + laughs + b"]><x>&j;</x>",
        b"/Type/Metadata/Subtype/XML",
    )
    yield "06-entities-in-metadata", lambda: _with({80: xmp}, catalogue=b"/Metadata 80 0 R"), READ


def _active() -> Iterator[_Row]:
    path = FONT.replace(b"/UniGB-UCS2-H", b"/..#2f..#2f..#2fetc#2fpasswd")
    yield (
        "07-character-map-is-a-path",
        lambda: _changed(font=path),
        READ,
    )
    acts = {
        "script": b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://{address}/'\\))>>",
        "launch": b"/OpenAction<</S/Launch/F(cmd.exe)>>",
        "address": b"/OpenAction<</S/URI/URI(http://{address}/)>>",
        "submit": b"/AA<</WC<</S/SubmitForm/F(http://{address}/)>>>>",
    }
    for key, entry in acts.items():
        called = entry.replace(b"{address}", case.ADDRESS.encode())
        yield f"08-{key}", lambda entry=called: _changed(catalogue=entry), READ
    file = {
        80: b"<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 81 0 R>>>>",
        81: stream("附件里的话".encode(), b"/Type/EmbeddedFile"),
    }
    names = b"/Names<</EmbeddedFiles<</Names[(a.txt)80 0 R]>>>>"
    yield "08-embedded-file", lambda: _with(file, catalogue=names), Read(doubts=("left_out",))
    form = {
        80: b"<</Fields[]/XFA 81 0 R>>",
        81: stream(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template/></xdp:xdp>'),
    }
    yield (
        "08-form-xfa",
        lambda: _with(form, catalogue=b"/AcroForm 80 0 R"),
        Read(doubts=("left_out",)),
    )


def _locked() -> Iterator[_Row]:
    yield "09-empty-password", lambda: encrypted(objects(_ORDERS), _ORDERS, b""), READ
    yield "09-password", lambda: encrypted(objects(_ORDERS), _ORDERS, b"secret"), Refused("密码")


def _odd_pages() -> Iterator[_Row]:
    yield "10-five-thousand-pages", lambda: written(objects([b""] * 5000)), Refused("300 页")
    large = b"/MediaBox[0 0 1036800 1036800]"
    yield "11-page-of-14400-inches", lambda: _changed(page=large), READ
    yield "11-page-of-no-size", lambda: _changed(page=b"/MediaBox[0 0 0 0]"), READ


def _fonts() -> Iterator[_Row]:
    bare = (
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Song"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )
    garbled = Read((), doubts=("garbled_text",))
    # The numbers of the shapes in the font, in the order of their first use.
    shapes = {ord(char): 3 + n for n, char in enumerate(dict.fromkeys("".join(NOTICE)))}
    drawn = [content([line.translate(shapes) for line in NOTICE])]
    yield "12-font-without-unicode", lambda: written(objects(drawn, font=bare)), garbled
    latin = b"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Song>>"
    one_byte = [content(NOTICE, "gb18030")]
    yield "12-one-byte-font-for-gbk", lambda: written(objects(one_byte, font=latin)), garbled
    gbk = FONT.replace(b"UniGB-UCS2-H", b"GBK-EUC-H")
    coded = [content(NOTICE, "gbk")]
    yield "13-gbk-codes", lambda: written(objects(coded, font=gbk)), READ
    wide = FONT.replace(b"UniGB-UCS2-H", b"UniGB-UTF16-H")
    yield "13-utf-16-codes", lambda: _changed(font=wide), READ


def _pictures() -> Iterator[_Row]:
    picture = {
        90: stream(
            b"\x7f" * 10_000,
            b"/Subtype/Image/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceGray",
        )
    }
    drawn = b"q 595 0 0 842 0 0 cm /X Do Q"
    scan = objects([drawn, drawn], page=b"/Rotate 90")
    yield "14-turned-scan", lambda: written(scan, more=picture), Refused("扫描")
    layers = [drawn + b"\n" + content(NOTICE, mode=3)]
    yield "15-picture-with-hidden-text", lambda: written(objects(layers), more=picture), READ
    page = b"<html><body><p>" + "另一份正文".encode() + b"</p></body></html>\n"
    yield "16-page-before", lambda: page + good(), Read(without=("另一份正文",))
    yield "16-archive-behind", lambda: good() + good_docx(), READ
    yield "16-two-in-one", lambda: good() + good(packed=True), READ
