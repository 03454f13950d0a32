"""HTML pages: visible text in reading order, table cells kept apart, link lists left out."""

from __future__ import annotations

import re

from lxml import etree

from anyue.reading.errors import Unreadable
from anyue.reading.formats import plain
from anyue.reading.source import DAMAGED, Remark, Source

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template iframe object embed svg math head title select option "
        "button textarea input nav footer audio video canvas",
    )
)
# A page that forgets to close one of these holds the notice in it, and a browser shows it.
_UNCLOSED = frozenset(("nav", "footer", "svg", "math", "embed"))
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div br hr li ul ol dl dt dd table tbody thead tr h1 h2 h3 h4 h5 h6 section article "
        "header main aside form fieldset blockquote pre center body",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CELL = 100
_SPACES = re.compile(r"[ \t\r\n\f]+")


def load(data: bytes) -> Source:
    """Read a .html file. Scripts, hidden parts and lines of nothing but links are left out."""
    declared = _CHARSET.search(data[:4096])
    page, remarks = plain.tidy(plain.decode(data, declared.group(1).decode() if declared else None))
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    # libxml2 stops at 256 levels and would silently lose what comes after.
    too_deep = any("depth" in entry.message for entry in parser.error_log)
    if root is None or too_deep:
        raise Unreadable("网页内容损坏，无法识别文字。请打开网页后复制文字，粘贴正文。")
    if _is_cut(page) or _swallows_text(root):
        remarks = (*remarks, Remark("damaged_file", DAMAGED))
    writer = _Writer(_length(root))
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if isinstance(element.tag, str):
            writer.start(element) if event == "start" else writer.end(element)
    return Source(writer.text(), "html", remarks)


def _row(element: etree._Element) -> str | None:
    """A table row of short cells becomes one line with pipes; layout tables do not."""
    cells = [cell for cell in element if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(element.iter("table"), None) is not None:
        return None
    texts = [_SPACES.sub(" ", "".join(cell.itertext())).strip() for cell in cells]
    return " | ".join(texts) if all(len(text) <= _CELL for text in texts) else None


def _is_cut(page: str) -> bool:
    return "<html" in page.lower() and not re.search("</(?:html|body)", page, re.I)


def _swallows_text(root: etree._Element) -> bool:
    """A tag whose bracket is broken takes the words behind it for its attributes."""
    names = (
        name for element in root.iter(etree.Element) for name in (element.tag, *element.keys())
    )
    return not all(name.isascii() for name in names)


def _length(element: etree._Element) -> int:
    return sum(len(text) for text in element.itertext())


class _Writer:
    """Collects lines; remembers how much of a line was link text."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._lines: list[str] = []
        self._line: list[str] = []
        self._linked = 0
        self._links = 0
        self._skip: list[etree._Element] = []

    def start(self, element: etree._Element) -> None:
        if self._skip or self._is_left_out(element):
            self._skip.append(element)
            return
        row = _row(element) if element.tag == "tr" else None
        if row is not None:
            self._break()
            self._lines.append(row)
            self._skip.append(element)
            return
        if element.tag in _BLOCKS:
            self._break()
        elif element.tag == "a" and element.get("href"):
            self._links += 1
        self._add(element.text)

    def end(self, element: etree._Element) -> None:
        if self._skip:
            if self._skip[-1] is element:
                self._skip.pop()
                if not self._skip:
                    self._add(element.tail)
            return
        if element.tag in _BLOCKS:
            self._break()
        elif element.tag == "a" and element.get("href"):
            self._links -= 1
        self._add(element.tail)

    def _is_left_out(self, element: etree._Element) -> bool:
        if element.tag in _UNCLOSED and _length(element) * 2 > self._length:
            return False
        return element.tag in _SKIPPED or bool(_HIDDEN.search(element.get("style") or ""))

    def text(self) -> str:
        self._break()
        return "\n".join(self._lines)

    def _add(self, text: str | None) -> None:
        if text:
            piece = _SPACES.sub(" ", text)
            self._line.append(piece)
            if self._links:
                self._linked += len(piece.strip())

    def _break(self) -> None:
        line = "".join(self._line).strip(" ")
        only_links = self._linked > 0.8 * len(line) and "《" not in line
        if line and not only_links:
            self._lines.append(line)
        self._line, self._linked = [], 0
