"""Markdown as people write notices in it: marks, links, HTML and front matter are taken off."""

from __future__ import annotations

import html
import re

from anyue.reading.formats import plain
from anyue.reading.source import Source

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_INVISIBLE = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
_BLOCK = re.compile(r"<(?:/?(?:p|div|br|tr|table|h[1-6]|li|ul|ol|hr))\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?=[ \t]|$)[ \t]*", re.M)
_RULE = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.M)
_QUOTE = re.compile(r"^[ \t]{0,3}>[ \t]?", re.M)
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^\n]*?\S)\1")
_STAR = re.compile(r"^[ \t]*[*+](?![*+])", re.M)


def load(data: bytes) -> Source:
    """Read a .md file; what is left is the text a reader of the rendered page sees."""
    text, remarks = plain.tidy(plain.decode(data))
    return Source(strip(text), "md", remarks)


def strip(text: str) -> str:
    """Take the markup off ``text``."""
    text = _FRONT_MATTER.sub("", text)
    text = _COMMENT.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _BLOCK.sub("\n", text)
    text = _TAG.sub("", text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _BOLD.sub(r"\2", text)
    for pattern in (_HEADING, _RULE, _QUOTE, _STAR):
        text = pattern.sub("", text)
    return html.unescape(text)
