"""PDF files that carry text; pages that are pictures are told, or recognised where that is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

from anyue.reading.errors import Unreadable
from anyue.reading.formats import plain
from anyue.reading.formats.pdf_columns import column_text
from anyue.reading.formats.pdf_damage import is_damaged
from anyue.reading.recognition import DOTS_PER_INCH, Recognise
from anyue.reading.source import DAMAGED, LEFT_OUT, Remark, Source

MAX_PAGES = 300
_XFA = (pypdfium2.raw.FORMTYPE_XFA_FULL, pypdfium2.raw.FORMTYPE_XFA_FOREGROUND)
_POINTS_PER_INCH = 72
# A scanner prints a page number or its maker's name over the picture; that is no text of the page.
_FEW = 30
_MOST_OF_PAGE = 0.5
_A3 = 842 * 1191
_SCAN = (
    "这份 PDF 是扫描的图片，里面没有文字。请找到原来的 Word 文件导入，或者粘贴正文；"
    "系统管理员也可以打开图片文字识别（运行手册“识别图片里的文字”）。"
)
_UNREAD = "这份 PDF 是扫描的图片，没有识别出文字。请换一份清楚的文件，或者粘贴正文。"


@dataclass
class _Page:
    """``made`` says that a machine recognised the text, ``picture`` that the page is one."""

    text: str
    picture: bool = False
    made: bool = False


def load(data: bytes, recognise: Recognise | None = None) -> Source:
    """Read a .pdf file page by page; a page without text becomes a remark.

    With ``recognise`` the pages that are pictures are read by it, and marked for a person.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            "这份 PDF 打不开：可能加了密码或者已损坏。请去掉密码重新导出，或者粘贴正文。"
        ) from error
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable(f"这份 PDF 超过 {MAX_PAGES} 页。请只导出通知部分，或者粘贴正文。")
        pages = [_page(document, number, recognise) for number in range(len(document))]
        notes = _notes(data, document)
    finally:
        document.close()
    if all(page.picture or not page.text.strip() for page in pages):
        raise Unreadable(_UNREAD if recognise else _SCAN)
    return _assemble(pages, notes)


def _notes(data: bytes, document: pypdfium2.PdfDocument) -> list[Remark]:
    """What the file holds beside its pages, and whether it arrived whole."""
    notes = []
    if is_damaged(data):
        notes.append(Remark("damaged_file", DAMAGED))
    if document.count_attachments() or document.get_formtype() in _XFA:
        notes.append(Remark("left_out", LEFT_OUT))
    return notes


def _page(document: pypdfium2.PdfDocument, number: int, recognise: Recognise | None) -> _Page:
    try:
        page = document[number]
        text = column_text(page)
        if not _is_picture(page, text):
            return _Page(text)
        made = recognise(_photograph(page)) if recognise else None
    except pypdfium2.PdfiumError:
        return _Page("")
    return _Page(made, made=True) if made and made.strip() else _Page(text, picture=True)


def _is_picture(page: pypdfium2.PdfPage, text: str) -> bool:
    """A page with hardly a letter of its own and a picture over most of it."""
    if len("".join(text.split())) >= _FEW:
        return False
    width, height = page.get_size()
    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= _MOST_OF_PAGE * width * height:
            return True
    return False


def _photograph(page: pypdfium2.PdfPage) -> bytes:
    """The page as a grey picture (PGM); huge pages are drawn as large as A3."""
    width, height = page.get_size()
    shrink = min(1.0, (_A3 / max(1.0, width * height)) ** 0.5)
    drawn = page.render(scale=DOTS_PER_INCH / _POINTS_PER_INCH * shrink, grayscale=True)
    dots = bytes(drawn.buffer)
    rows = (
        dots[row * drawn.stride : row * drawn.stride + drawn.width] for row in range(drawn.height)
    )
    return b"P5 %d %d 255\n" % (drawn.width, drawn.height) + b"".join(rows)


def _recognised(pages: Sequence[_Page], first: int, at: int) -> Remark:
    """One remark for pages in a row, at the beginning of the first."""
    last = first
    while last < len(pages) and pages[last].made:
        last += 1
    which = f"第 {first} 页" if first == last else f"第 {first}—{last} 页"
    message = f"{which}是图片，文字由机器识别，会有错字。请对照原件逐字核对。"
    return Remark("recognised", message, at, at)


def _assemble(pages: Sequence[_Page], remarks: list[Remark]) -> Source:
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for number, page in enumerate(pages, 1):
        text, found = plain.tidy(page.text.strip("\r\n") + "\n")
        starts.append(at)
        remarks.extend(Remark(r.code, r.message, at + r.start, at + r.end) for r in found)
        if page.made and not (number > 1 and pages[number - 2].made):
            remarks.append(_recognised(pages, number, at))
        if not page.made and (page.picture or not text.strip()):
            what = "是图片，里面的文字没有读出" if page.picture else "没有文字，可能是图片"
            message = f"第 {number} 页{what}。请对照原件看看有没有漏掉内容。"
            remarks.append(Remark("empty_page", message, at, at))
        parts.append(text)
        at += len(text)
    return Source("".join(parts), "pdf", tuple(remarks), tuple(starts))
