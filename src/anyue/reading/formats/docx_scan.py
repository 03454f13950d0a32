"""The letters of a Word document by a second route: no tree, only the marks around each run.

It shares nothing with the walk over the tree but the file; where both disagree, one of them lost
or doubled something.
"""

from __future__ import annotations

import html
import re

_NAMESPACE = rb"http://schemas\.openxmlformats\.org/wordprocessingml/2006/main"
_PREFIX = re.compile(rb"xmlns(?::([\w.-]+))?\s*=\s*[\"']" + _NAMESPACE + rb"[\"']")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)[\"']")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def letters(document: bytes) -> str | None:
    """Return the text of all runs of ``document`` (word/document.xml), deleted ones left out.

    None where the file is written in a way that this route does not understand.
    """
    declared = _DECLARED.match(document.removeprefix(b"\xef\xbb\xbf"))
    try:
        name = declared[1].decode() if declared else "utf-8"
        page = document.decode(name).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None
    prefixes = {match[1] or b"" for match in _PREFIX.finditer(page.encode())}
    if len(prefixes) != 1:
        return None
    prefix = prefixes.pop().decode()
    tag = f"{prefix}:t" if prefix else "t"
    run = re.compile(rf"<{re.escape(tag)}(?:\s[^<>]*)?(?:/>|>(.*?)</{re.escape(tag)}\s*>)", re.S)
    return "".join(_plain(found) for found in run.findall(_COMMENT.sub("", page)))


def _plain(run: str) -> str:
    pieces = _CDATA.split(run)
    # Every second piece stood in CDATA, where nothing is escaped.
    return "".join(
        piece if index % 2 else html.unescape(piece) for index, piece in enumerate(pieces)
    )
