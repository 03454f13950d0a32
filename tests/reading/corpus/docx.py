"""The 18 kinds of hostile or broken Word files."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

import docx

from tests.reading.corpus import case
from tests.reading.corpus.case import FIRST, LAST, NOTICE, READ, Case, Read, Refused

_MAIN = "word/document.xml"
_RELS = "word/_rels/document.xml.rels"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODD = Refused("不正常")
_BROKEN = Refused("损坏")


def cases() -> Iterator[Case]:
    """Every Word file of the corpus."""
    for group in (_containers, _archives, _declarations, _sizes, _actives, _ordinary):
        for key, make, ends in group():
            yield Case(f"docx/{key}", f"{key}.docx", make, ends)


_Row = tuple[str, Callable[[], bytes], Read | Refused]


@cache
def good(lines: tuple[str, ...] = tuple(NOTICE)) -> bytes:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def altered(
    *changes: tuple[str, Callable[[bytes], bytes]], more: tuple[tuple[str, bytes], ...] = ()
) -> bytes:
    """The good file with some of its parts changed and ``more`` parts put in."""
    stream = io.BytesIO()
    wanted = dict(changes)
    with (
        zipfile.ZipFile(io.BytesIO(good())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, wanted.get(name, bytes)(old.read(name)))
        for name, data in more:
            new.writestr(name, data)
    return stream.getvalue()


def with_body(xml: str) -> bytes:
    """The good file with ``xml`` after its first paragraph."""

    def change(data: bytes) -> bytes:
        at = data.index(b"</w:p>") + len(b"</w:p>")
        return data[:at] + xml.encode() + data[at:]

    return altered((_MAIN, change))


def with_relation(kind: str, target: str, xml: str, *more: tuple[str, bytes]) -> bytes:
    """The good file with an external or a new internal relation rId99 that ``xml`` uses."""
    mode = "" if more else ' TargetMode="External"'
    line = f'<Relationship Id="rId99" Type="{_R}/{kind}" Target="{target}"{mode}/>'

    def relate(data: bytes) -> bytes:
        return data.replace(b"</Relationships>", line.encode() + b"</Relationships>")

    def put(data: bytes) -> bytes:
        at = data.index(b"</w:p>") + len(b"</w:p>")
        return data[:at] + xml.encode() + data[at:]

    return altered((_RELS, relate), (_MAIN, put), ("[Content_Types].xml", _typed), more=more)


def _typed(data: bytes) -> bytes:
    kinds = "".join(
        f'<Default Extension="{ending}" ContentType="application/octet-stream"/>'
        for ending in ("bin", "html")
    )
    return data.replace(b"</Types>", kinds.encode() + b"</Types>")


def _containers() -> Iterator[_Row]:
    yield "01-empty-zip", lambda: b"PK\x05\x06" + bytes(18), _BROKEN
    for tenth in range(1, 10):
        make = lambda tenth=tenth: good()[: len(good()) * tenth // 10]  # noqa: E731
        yield f"02-cut-at-{tenth}0-percent", make, _BROKEN
    yield "03-text-in-disguise", lambda: "\n".join(NOTICE).encode(), Refused("不是 Word 文件")
    yield "03-picture-in-disguise", lambda: b"\xff\xd8\xff\xe0" + bytes(500), Refused("不是 Word")
    yield "04-encrypted-package", lambda: _OLE + bytes(4000), Refused("密码")
    yield "04-encrypted-entry", _encrypted_entry, Refused("密码")


def _encrypted_entry() -> bytes:
    """Every entry says that it is encrypted, in its header and in the directory."""
    data = bytearray(good())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _archives() -> Iterator[_Row]:
    yield "05-lying-size", _lying_size, Refused("Word 文件")
    yield "06-ratio-of-a-thousand", lambda: _packed([(_MAIN, bytes(30_000_000))]), _ODD
    yield "07-overlapping-entries", _overlapping, _ODD
    yield "08-twin-document", _twins, _ODD
    yield "08-twin-of-other-case", lambda: altered(more=(("Word/Document.xml", b"<a/>"),)), _ODD
    names = ("../../outside.xml", "/etc/outside.xml", "word\\..\\..\\outside.xml", "c:outside.xml")
    for number, name in enumerate(names, 1):
        yield f"09-name-{number}", lambda name=name: altered(more=((name, b"<a/>"),)), _ODD
    yield "10-link", _link, _ODD


def _packed(entries: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return stream.getvalue()


def _lying_size() -> bytes:
    """The directory and the header declare 1,000 bytes, 50 MB come out."""
    data = bytearray(_packed([(_MAIN, b"<w:p>" * 10_000_000)]))
    struct.pack_into("<I", data, data.index(b"PK\x03\x04") + 22, 1000)
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 1000)
    return bytes(data)


def _overlapping() -> bytes:
    """1,000 directory entries that all point at the same megabyte."""
    data = _packed([("a.xml", bytes(1_000_000))])
    directory = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[directory:end]
    entries = b"".join(entry.replace(b"a.xml", b"%05d" % number) for number in range(1000))
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 1000, 1000, len(entries))
    return data[:directory] + entries + bytes(tail)


def _twins() -> bytes:
    """Two main parts of the same name: one reader takes the first, another the last."""
    other = altered((_MAIN, lambda data: data.replace(FIRST.encode(), "另一份文件".encode())))
    with zipfile.ZipFile(io.BytesIO(other)) as package:
        twin = package.read(_MAIN)
    name = _MAIN.replace("document", "documenT")
    return altered(more=((name, twin),)).replace(name.encode(), _MAIN.encode())


def _link() -> bytes:
    entry = zipfile.ZipInfo("word/media/image1.png")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def _declarations() -> Iterator[_Row]:
    kinds = {
        "internal": '<!DOCTYPE w [<!ENTITY a "x">]>',
        "external": '<!DOCTYPE w SYSTEM "file:///etc/passwd">',
        "parameter": '<!DOCTYPE w [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>',
        "laughs": '<!DOCTYPE w [<!ENTITY a "ha">'
        + "".join(
            f'<!ENTITY {name} "{f"&{before};" * 10}">'
            for before, name in zip("abcdefghi", "bcdefghij", strict=True)
        )
        + "]>",
    }
    for kind, declaration in kinds.items():
        number = "12" if kind == "laughs" else "11"
        for encoding in ("utf-8", "utf-16", "utf-7"):
            make = lambda d=declaration, e=encoding: _declared(d, e)  # noqa: E731
            yield f"{number}-{kind}-in-{encoding}", make, _ODD
    yield (
        "11-in-another-part",
        lambda: altered(
            (
                "word/styles.xml",
                lambda data: data.replace(b"<w:styles", b"<!DOCTYPE x []><w:styles", 1),
            )
        ),
        _ODD,
    )


def _declared(declaration: str, encoding: str) -> bytes:
    def change(data: bytes) -> bytes:
        body = data.decode().split("?>", 1)[1]
        return f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{body}'.encode(encoding)

    return altered((_MAIN, change))


def _sizes() -> Iterator[_Row]:
    many = "".join(f"<w:p><w:r><w:t>第{n}段</w:t></w:r></w:p>" for n in range(100_000))
    yield "13-hundred-thousand-paragraphs", lambda: with_body(many), Refused("50 万字")
    fewer = "".join(f"<w:p><w:r><w:t>{n}段</w:t></w:r></w:p>" for n in range(50_000))
    yield "13-fifty-thousand-paragraphs", lambda: with_body(fewer), READ
    table = "<w:tbl><w:tr><w:tc>" * 10_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 10_000
    yield "14-tables-ten-thousand-deep", lambda: with_body(table), _BROKEN


def _field(order: str) -> str:
    def run(inside: str) -> str:
        return f"<w:r>{inside}</w:r>"

    return (
        "<w:p>"
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run(f'<w:instrText xml:space="preserve"> {order} </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>旧的结果</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + "</w:p>"
    )


def _actives() -> Iterator[_Row]:
    """Things that Word would fetch, start or run; case.ADDRESS hears of it."""
    address = f"http://{case.ADDRESS}"
    picture = (
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' xmlns:r="{_R}" r:link="rId99"/></w:drawing></w:r></w:p>'
    )
    embedded = (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:r="{_R}" Type="Embed" ProgID="Package" r:id="rId99"/></w:object></w:r></w:p>'
    )
    chunk = f'<w:altChunk xmlns:r="{_R}" r:id="rId99"/>'
    ole = ("word/embeddings/oleObject1.bin", _OLE + bytes(600))
    html = ("word/part.html", "<p>另一部分正文</p>".encode())
    macro = ("word/vbaProject.bin", _OLE + bytes(600))
    yield "15-picture", lambda: with_relation("image", f"{address}/a.png", picture), READ
    template = "attachedTemplate"
    yield "15-template", lambda: with_relation(template, f"{address}/a.dotm", ""), READ
    left_out = Read(doubts=("left_out",))
    yield (
        "15-object",
        lambda: with_relation("oleObject", "embeddings/oleObject1.bin", embedded, ole),
        left_out,
    )
    yield "15-chunk", lambda: with_relation("aFChunk", "part.html", chunk, html), left_out
    yield "15-chunk-outside", lambda: with_relation("aFChunk", f"{address}/a.html", chunk), left_out
    for number, order in enumerate(
        (
            'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"',
            f'INCLUDETEXT "{address}/a.docx"',
            f'INCLUDEPICTURE "{address}/a.png"',
        ),
        1,
    ):
        without = Read(without=("INCLUDE", "DDEAUTO"))
        yield f"15-field-{number}", lambda order=order: with_body(_field(order)), without
    kind = "vbaProject"
    yield "15-macro", lambda: with_relation(kind, "vbaProject.bin", "", macro), READ


def _ordinary() -> Iterator[_Row]:
    author = 'w:id="1" w:author="a" w:date="2024-05-01T00:00:00Z"'
    deleted = f"<w:p><w:del {author}><w:r><w:delText>删去的话</w:delText></w:r></w:del></w:p>"
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐去的话</w:t></w:r></w:p>"
    shown_as_such = Read(doubts=("hidden_text",), without=("删去的话", "隐去的话"))
    yield "16-deleted", lambda: with_body(deleted), shown_as_such
    yield "16-hidden", lambda: with_body(hidden), shown_as_such
    yield (
        "17-numbers-restart",
        _restarting,
        Read((FIRST, "（一）甲", "（二）乙", "（一）丙", "（二）丁", LAST)),
    )
    yield "18-only-pictures", _pictures, Refused("只有图片")


def _restarting() -> bytes:
    lines = [*NOTICE[:4], "（一）甲", "（二）乙", NOTICE[5], "（一）丙", "（二）丁", *NOTICE[8:]]
    return good(tuple(lines))


def _pictures() -> bytes:
    def empty(data: bytes) -> bytes:
        start, end = data.index(b"<w:p>"), data.rindex(b"</w:p>") + len(b"</w:p>")
        return data[:start] + b"<w:p><w:r><w:drawing/></w:r></w:p>" + data[end:]

    return altered((_MAIN, empty), more=(("word/media/image1.png", b"\x89PNG" + bytes(500)),))
