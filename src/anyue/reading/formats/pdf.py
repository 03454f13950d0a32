"""PDF files that carry text; pictures of text are recognised as such."""

from __future__ import annotations

import pypdfium2

from anyue.reading.errors import Unreadable
from anyue.reading.formats import plain
from anyue.reading.formats.pdf_damage import is_damaged
from anyue.reading.source import DAMAGED, LEFT_OUT, Remark, Source

MAX_PAGES = 300
_XFA = (pypdfium2.raw.FORMTYPE_XFA_FULL, pypdfium2.raw.FORMTYPE_XFA_FOREGROUND)


def load(data: bytes) -> Source:
    """Read a .pdf file page by page; a page without text becomes a remark."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            "这份 PDF 打不开：可能加了密码或者已损坏。请去掉密码重新导出，或者粘贴正文。"
        ) from error
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable(f"这份 PDF 超过 {MAX_PAGES} 页。请只导出通知部分，或者粘贴正文。")
        pages = [_page_text(document, number) for number in range(len(document))]
        notes = _notes(data, document)
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise Unreadable("这份 PDF 是扫描的图片，里面没有文字。请粘贴正文。")
    return _assemble(pages, notes)


def _notes(data: bytes, document: pypdfium2.PdfDocument) -> list[Remark]:
    """What the file holds beside its pages, and whether it arrived whole."""
    notes = []
    if is_damaged(data):
        notes.append(Remark("damaged_file", DAMAGED))
    if document.count_attachments() or document.get_formtype() in _XFA:
        notes.append(Remark("left_out", LEFT_OUT))
    return notes


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""
    return text.replace("\ufffe", "")


def _assemble(pages: list[str], remarks: list[Remark]) -> Source:
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for number, raw in enumerate(pages, 1):
        text, found = plain.tidy(raw.strip("\r\n") + "\n")
        starts.append(at)
        remarks.extend(Remark(r.code, r.message, at + r.start, at + r.end) for r in found)
        if not text.strip():
            remarks.append(
                Remark(
                    "empty_page",
                    f"第 {number} 页没有文字，可能是图片。请对照原件看看有没有漏掉内容。",
                    at,
                    at,
                )
            )
        parts.append(text)
        at += len(text)
    return Source("".join(parts), "pdf", tuple(remarks), tuple(starts))
