"""Looks at the structure of a ZIP package before any library opens it.

Sizes are counted on bytes really unpacked, never on what the directory declares.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from itertools import pairwise

from anyue.reading.errors import Unreadable

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
_CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_BROKEN = "Word 文件已损坏。请用 Word 或 WPS 打开，重新另存为 .docx，或者粘贴正文。"
_SUSPECT = "Word 文件内部结构不正常，已停止读取。请用 Word 或 WPS 重新另存为 .docx，或者粘贴正文。"
_DTD = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.I)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the unpacked entries of ``data`` by name; raise Unreadable for anything odd."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_directory(entries)
            _check_overlaps(data, entries)
            return _unpack(package, entries)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        struct.error,
    ) as error:
        raise Unreadable(_BROKEN) from error
    except RuntimeError as error:  # zipfile's word for an encrypted entry
        raise Unreadable("Word 文件加了密码。请去掉密码后再导入，或者粘贴正文。") from error


def refuse_dtd(xml: bytes) -> None:
    """Raise Unreadable when an XML part declares a document type, in whatever encoding."""
    for encoding in ("latin-1", "utf-16-le", "utf-16-be", "utf-7"):
        if _DTD.search(xml.decode(encoding, errors="ignore")):
            raise Unreadable(_SUSPECT)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or len({name.lower() for name in names}) != len(names):
        raise Unreadable(_SUSPECT)
    for entry in entries:
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        steps = re.split(r"[/\\]", entry.filename)
        if is_link or ".." in steps or not steps[0] or ":" in entry.filename:
            raise Unreadable(_SUSPECT)


def _check_overlaps(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Every entry must own its bytes: a small file cannot then pretend to be a huge one."""
    taken = []
    for entry in entries:
        head = _LOCAL_HEADER.unpack_from(data, entry.header_offset)
        begin = entry.header_offset
        end = begin + _LOCAL_HEADER.size + head[9] + head[10] + entry.compress_size
        if head[0] != b"PK\x03\x04" or end > len(data):
            raise Unreadable(_BROKEN)
        taken.append((begin, end))
    taken.sort()
    if any(first[1] > second[0] for first, second in pairwise(taken)):
        raise Unreadable(_SUSPECT)


def _unpack(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        pieces = []
        size = 0
        with package.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                total += len(piece)
                if total > MAX_UNPACKED or size > _CHUNK * 16 + MAX_RATIO * entry.compress_size:
                    raise Unreadable(_SUSPECT)
                pieces.append(piece)
        contents[entry.filename] = b"".join(pieces)
    return contents
