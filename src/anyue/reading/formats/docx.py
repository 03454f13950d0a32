"""Word files: own walk over the paragraphs, checked against python-docx."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from anyue.reading.errors import Unreadable
from anyue.reading.formats import plain
from anyue.reading.formats.docx_numbers import Numbering, W
from anyue.reading.source import LEFT_OUT, Remark, Source
from anyue.reading.zipcheck import parts, refuse_dtd

_DOCUMENT = "word/document.xml"
_BROKEN = "Word 文件已损坏。请用 Word 或 WPS 打开，重新另存为 .docx，或者粘贴正文。"
_SKIPPED = frozenset(W + tag for tag in ("del", "moveFrom", "instrText", "delText", "delInstrText"))
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
    return Source(text, "docx", (*remarks, *walk.remarks(), *_compare(data, walk)))


def _xml(package: dict[str, bytes], name: str) -> etree._Element | None:
    if name not in package:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(package[name], parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_BROKEN) from error


@dataclass
class _Walk:
    """Visits the body once, without recursion over nesting that a file could make endless."""

    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    embeds: bool = False
    _row: etree._Element | None = None

    def blocks(self, body: etree._Element) -> None:
        row: etree._Element | None = None
        self.embeds = next(body.iter(W + "altChunk", W + "object"), None) is not None
        for node in body.iter(W + "p", W + "tr"):
            if node.tag == W + "tr":
                row = node if next(node.iter(W + "tbl"), None) is None else row
            elif not _inside(node, _SKIPPED, _FALLBACK):
                self._paragraph(node, row)

    def remarks(self) -> list[Remark]:
        found = []
        if self.embeds:
            found.append(Remark("left_out", LEFT_OUT))
        if any(piece.strip() for piece in self.deleted):
            found.append(_remark("hidden_text", "文件里有修订时删掉的文字", self.deleted))
        if any(piece.strip() for piece in self.hidden):
            found.append(_remark("hidden_text", "文件里有隐藏文字", self.hidden))
        return found

    def _paragraph(self, node: etree._Element, row: etree._Element | None) -> None:
        pieces = list(self._pieces(node))
        shown = "".join(pieces)
        self.raw.append(shown)
        line = self.numbering.label(node) + shown
        if row is None or next(node.iterancestors(W + "tr"), None) is not row:
            self.lines.append(line)
        elif row is self._row:
            self.lines[-1] += f" | {line}"
        else:
            self.lines.append(line)
            self._row = row

    def _pieces(self, paragraph: etree._Element) -> list[str]:
        pieces: list[str] = []
        for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr", W + "delText"):
            if next(node.iterancestors(W + "p"), None) is not paragraph:
                continue
            if node.tag == W + "delText" or _inside(node, _SKIPPED):
                self.deleted.append(node.text or "")
            elif node.tag == W + "t":
                (self.hidden if _vanished(node) else pieces).append(node.text or "")
            elif next(node.iterancestors(W + "r"), None) is not None:
                pieces.append(" " if node.tag == W + "tab" else "\n")
        return pieces


def _inside(node: etree._Element, tags: frozenset[str], *more: str) -> bool:
    return any(True for _ in node.iterancestors(*tags, *more))


def _vanished(node: etree._Element) -> bool:
    run = next(node.iterancestors(W + "r"), None)
    mark = None if run is None else run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val") not in ("0", "false")


def _remark(code: str, lead: str, pieces: list[str]) -> Remark:
    sample = "".join(pieces).strip()
    short = sample if len(sample) <= 40 else sample[:40] + "…"
    return Remark(code, f"{lead}，没有当作正文：“{short}”。请确认这些文字确实不要。")


def _compare(data: bytes, walk: _Walk) -> list[Remark]:
    """The library's text and ours must agree; where they do not, a person has to look."""
    try:
        document = docx.Document(io.BytesIO(data))
        library = "".join(node.text or "" for node in document.element.body.iter(W + "t"))
        direct = "".join(p.text for p in document.paragraphs)
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise Unreadable(_BROKEN) from error
    ours = _squeeze("".join(walk.raw))
    if _squeeze(library) == ours and (not document.tables or _squeeze(direct)):
        return []
    if _squeeze(library) == _squeeze(ours + "".join(walk.hidden)):
        return []
    return [
        Remark(
            "text_routes_differ",
            "用两种方法读出的文字不一致（可能有文本框、修订或隐藏内容）。请对照原件逐段核对。",
        )
    ]


def _squeeze(text: str) -> str:
    return "".join(text.split())
