"""Word files: a walk over the paragraphs, checked by a second route (see docx_scan)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from anyue.reading.errors import Unreadable
from anyue.reading.formats import plain
from anyue.reading.formats.docx_numbers import Numbering, W
from anyue.reading.formats.docx_scan import letters
from anyue.reading.source import LEFT_OUT, Remark, Source
from anyue.reading.zipcheck import parts, refuse_dtd

_DOCUMENT = "word/document.xml"
_BROKEN = "Word 文件已损坏。请用 Word 或 WPS 打开，重新另存为 .docx，或者粘贴正文。"
_SKIPPED = frozenset(W + tag for tag in ("del", "moveFrom", "instrText", "delText", "delInstrText"))
_ADDED = frozenset(W + tag for tag in ("ins", "moveTo"))
_NOTES = (W + "footnoteReference", W + "endnoteReference")
_CELL = " | "
_SHORT = 40
_FOOTNOTES = "文件里有脚注或尾注，没有当作正文。请打开原件，看看有没有要写进方案的内容。"
_TOLD = {
    "deleted": "这里有修订时删掉的文字“{}”，没有当作正文。请确认确实不要。",
    "hidden": "这里有隐藏文字“{}”，没有当作正文。请确认确实不要。",
    "added": "“{}”是修订时加上的，还没有接受，已当作正文。请确认确实要。",
}
_DIFFERS = "用两种方法读出的文字不一致。请对照原件逐段核对。"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def load(data: bytes) -> Source:
    """Read a .docx file: numbers written out, deleted and hidden text left out and told."""
    package = parts(data)
    if _DOCUMENT not in package:
        raise Unreadable(_BROKEN)
    for name, content in package.items():
        if name.endswith((".xml", ".rels")):
            refuse_dtd(content)
    walk = _Walk(
        Numbering.of(_xml(package, "word/numbering.xml"), _xml(package, "word/styles.xml"))
    )
    root = _xml(package, _DOCUMENT)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise Unreadable(_BROKEN)
    walk.blocks(body)
    text, remarks = plain.tidy("\n".join(walk.lines))
    if not text.strip() and any(name.startswith("word/media/") for name in package):
        raise Unreadable("这份 Word 文件里只有图片，没有文字。请粘贴正文。")
    return Source(
        text, "docx", (*remarks, *walk.remarks(), *_compare(package[_DOCUMENT], walk.every))
    )


def _xml(package: dict[str, bytes], name: str) -> etree._Element | None:
    if name not in package:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        # A comment inside a run would part its text in two.
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(package[name], parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_BROKEN) from error


@dataclass(frozen=True)
class _Piece:
    """Some text of a paragraph; ``kind`` is shown, added, deleted or hidden."""

    kind: str
    text: str


@dataclass
class _Walk:
    """Visits the body once, without recursion over nesting that a file could make endless."""

    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    every: list[str] = field(default_factory=list)
    marks: list[tuple[int, int, _Piece]] = field(default_factory=list)
    embeds: bool = False
    notes: bool = False
    _row: etree._Element | None = None

    def blocks(self, body: etree._Element) -> None:
        row: etree._Element | None = None
        self.embeds = next(body.iter(W + "altChunk", W + "object"), None) is not None
        self.notes = next(body.iter(*_NOTES), None) is not None
        for node in body.iter(W + "p", W + "tr"):
            if node.tag == W + "tr":
                row = node if next(node.iter(W + "tbl"), None) is None else row
                continue
            pieces = self._pieces(node)
            if not _inside(node, _SKIPPED, _FALLBACK):
                self._paragraph(node, row, pieces)

    def remarks(self) -> list[Remark]:
        found = []
        if self.embeds:
            found.append(Remark("left_out", LEFT_OUT))
        if self.notes:
            found.append(Remark("left_out", _FOOTNOTES))
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(plain.tidy(line)[0]) + 1)
        for row, column, piece in self.marks:
            place = starts[row] + len(plain.tidy(self.lines[row][:column])[0])
            found.append(_tracked(piece, place))
        return found

    def _paragraph(
        self, node: etree._Element, row: etree._Element | None, pieces: list[_Piece]
    ) -> None:
        line = self.numbering.label(node)
        marks = []
        for kind, group in groupby(pieces, key=lambda piece: piece.kind):
            text = "".join(piece.text for piece in group)
            if kind != "shown" and text.strip():
                marks.append((len(line), _Piece(kind, text)))
            line += text if kind in ("shown", "added") else ""
        before = 0
        in_row = row is not None and next(node.iterancestors(W + "tr"), None) is row
        if in_row and row is self._row:
            before = len(self.lines[-1]) + len(_CELL)
            self.lines[-1] += _CELL + line
        else:
            self.lines.append(line)
            self._row = row if in_row else self._row
        self.marks += [(len(self.lines) - 1, before + at, piece) for at, piece in marks]

    def _pieces(self, paragraph: etree._Element) -> list[_Piece]:
        pieces = []
        for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr", W + "delText"):
            if next(node.iterancestors(W + "p"), None) is not paragraph:
                continue
            if node.tag == W + "t":
                self.every.append(node.text or "")
            if node.tag == W + "delText" or _inside(node, _SKIPPED):
                pieces.append(_Piece("deleted", node.text or ""))
            elif node.tag == W + "t":
                pieces.append(_Piece(_kind(node), node.text or ""))
            elif next(node.iterancestors(W + "r"), None) is not None:
                pieces.append(_Piece("shown", " " if node.tag == W + "tab" else "\n"))
        return pieces


def _inside(node: etree._Element, tags: frozenset[str], *more: str) -> bool:
    return any(True for _ in node.iterancestors(*tags, *more))


def _kind(node: etree._Element) -> str:
    run = next(node.iterancestors(W + "r"), None)
    mark = None if run is None else run.find(f"{W}rPr/{W}vanish")
    if mark is not None and mark.get(W + "val") not in ("0", "false"):
        return "hidden"
    return "added" if _inside(node, _ADDED) else "shown"


def _tracked(piece: _Piece, place: int) -> Remark:
    """Say what a tracked change or hidden text is, at its place."""
    words = piece.text.strip()
    short = words if len(words) <= _SHORT else words[:_SHORT] + "……"
    end = place + len(plain.tidy(piece.text)[0]) if piece.kind == "added" else place
    return Remark("hidden_text", _TOLD[piece.kind].format(short), place, end)


def _compare(document: bytes, walked: list[str]) -> Iterator[Remark]:
    """Both routes must give the same letters; where they do not, a person has to look."""
    scanned = letters(document)
    if scanned is None or _squeeze(scanned) != _squeeze("".join(walked)):
        yield Remark("text_routes_differ", _DIFFERS)


def _squeeze(text: str) -> str:
    return "".join(text.split())
