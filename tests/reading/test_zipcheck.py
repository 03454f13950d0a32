import io
import stat
import struct
import zipfile

import pytest

from anyue.reading import Unreadable
from anyue.reading.zipcheck import parts, refuse_dtd


def packed(
    entries: list[tuple[str | zipfile.ZipInfo, bytes]], how: int = zipfile.ZIP_STORED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as package:
        for name, data in entries:
            package.writestr(name, data)
    return stream.getvalue()


def test_a_good_package_is_unpacked() -> None:
    assert parts(packed([("a.xml", b"one"), ("b/c.xml", b"two")])) == {
        "a.xml": b"one",
        "b/c.xml": b"two",
    }


@pytest.mark.parametrize("name", ["../a.xml", "/etc/a.xml", "b/../../a.xml", "c:a.xml"])
def test_names_that_leave_the_package_are_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="不正常"):
        parts(packed([(name, b"x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_the_same_name_are_refused() -> None:
    with pytest.raises(Unreadable, match="不正常"):
        parts(packed([("word/document.xml", b"1"), ("word/document.xml", b"2")]))


def test_a_link_inside_the_package_is_refused() -> None:
    link = zipfile.ZipInfo("word/document.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(Unreadable, match="不正常"):
        parts(packed([(link, b"/etc/passwd")]))


def test_content_that_swells_two_hundredfold_is_refused() -> None:
    with pytest.raises(Unreadable, match="不正常"):
        parts(packed([("a.xml", b"\0" * 20_000_000)], zipfile.ZIP_DEFLATED))


def test_entries_that_share_their_bytes_are_refused() -> None:
    whole = packed([("a.xml", b"x" * 100), ("b.xml", b"y" * 100)])
    directory = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 1)
    shared = bytearray(whole)
    struct.pack_into("<I", shared, directory + 42, 0)
    with pytest.raises(Unreadable, match="不正常"):
        parts(bytes(shared))


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(Unreadable, match="不正常"):
        parts(packed([(f"{n}.xml", b"") for n in range(2_001)]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-7"])
def test_a_doctype_is_found_in_every_encoding(encoding: str) -> None:
    with pytest.raises(Unreadable):
        refuse_dtd('<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://x/">'.encode(encoding))


def test_plain_xml_passes() -> None:
    refuse_dtd("<a>安全</a>".encode())
