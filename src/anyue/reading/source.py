"""From the bytes of a file to its text: the only place that knows about formats."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from anyue.reading.errors import Unreadable
from anyue.reading.recognition import Recognise

MAX_BYTES = 20 * 1024 * 1024
# 500,000 characters are about 700 printed pages; a longer file is a book, not a notice.
MAX_CHARACTERS = 500_000

_FORMATS = {
    ".txt": ("txt", "anyue.reading.formats.plain"),
    ".md": ("md", "anyue.reading.formats.markdown"),
    ".html": ("html", "anyue.reading.formats.html"),
    ".htm": ("html", "anyue.reading.formats.html"),
    ".docx": ("docx", "anyue.reading.formats.docx"),
    ".pdf": ("pdf", "anyue.reading.formats.pdf"),
}
_ADVICE = {
    ".doc": "这是旧版 Word 文件。请用 Word 或 WPS 打开，另存为 .docx 后再导入，或者粘贴正文。",
    ".wps": "这是 WPS 旧格式文件（.wps）。请用 WPS 打开，另存为 .docx 后再导入，或者粘贴正文。",
    ".ofd": "暂不能读取 OFD 版式文件。请用阅读器打开，复制文字后粘贴正文。",
    ".zip": "这是压缩包。请先解压，再逐个导入里面的文件。",
    ".7z": "这是压缩包。请先解压，再逐个导入里面的文件。",
    ".rar": "这是压缩包。请先解压，再逐个导入里面的文件。",
    ".svg": "这是图片文件，读不出文字。请粘贴正文。",
    ".jpg": "这是图片文件，读不出文字。请粘贴正文。",
    ".jpeg": "这是图片文件，读不出文字。请粘贴正文。",
    ".png": "这是图片文件，读不出文字。请粘贴正文。",
}
_OTHER = "只能读取 .txt、.md、.html、.docx 和 .pdf 文件。请转换格式，或者粘贴正文。"
DAMAGED = "文件有损坏，可能缺少内容。请重新下载或者另存一份；不行就对照原件逐段核对。"
LEFT_OUT = "文件里嵌有别的文件、附件或表单，里面的文字没有读取。请打开原件，看看有没有漏掉内容。"
_FOREIGN = "文字里几乎没有汉字，可能是编码或者字体有问题。请对照原件；不对就粘贴正文。"
_SHORT = 60
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_BINARY = (
    _ZIP,
    _EMPTY_ZIP,
    _OLE,
    _PDF,
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
)


@dataclass(frozen=True)
class Remark:
    """Something a format noticed about its text; it becomes a doubt."""

    code: str
    message: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Source:
    """Decoded text (line ends are ``\\n``) and what the format had to say about it.

    ``pages`` holds the offset at which each page begins; empty for formats without pages.
    """

    text: str
    format: str
    remarks: tuple[Remark, ...] = ()
    pages: tuple[int, ...] = field(default=())


def prepare(name: str) -> None:
    """Import what reads a file of this name, for a process that soon may not open any file."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _FORMATS:
        importlib.import_module(_FORMATS[suffix][1])


def advice(name: str) -> str:
    """Return what to do with a file whose name says that it cannot be read; "" for the others."""
    suffix = PurePath(name).suffix.lower()
    return "" if suffix in _FORMATS else _ADVICE.get(suffix, _OTHER)


def load(data: bytes, name: str, recognise: Recognise | None = None) -> Source:
    """Decode the file ``name`` with content ``data``; raise Unreadable with advice otherwise.

    ``recognise`` reads pages of a PDF that are pictures.
    """
    if told := advice(name):
        raise Unreadable(told)
    suffix = PurePath(name).suffix.lower()
    if len(data) > MAX_BYTES:
        raise Unreadable("文件超过 20 MB。请拆成几个文件，或者粘贴正文。")
    if not data.strip():
        raise Unreadable("文件是空的。请检查文件，或者粘贴正文。")
    kind, module = _FORMATS[suffix]
    _check_magic(data, kind)
    more = (recognise,) if kind == "pdf" else ()
    source: Source = importlib.import_module(module).load(data, *more)
    if len(source.text) > MAX_CHARACTERS:
        raise Unreadable("正文超过 50 万字，不像一份通知。请拆成几个文件再导入。")
    if not any(char.isalnum() for char in source.text):
        raise Unreadable("无法识别文字，请粘贴正文。")
    if _is_foreign(source.text):
        return replace(source, remarks=(*source.remarks, Remark("garbled_text", _FOREIGN)))
    return source


def _is_foreign(text: str) -> bool:
    """A wrong encoding, or a font without a table of characters, leaves hardly any Chinese."""
    letters = [char for char in text[:20_000] if not char.isspace()]
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in letters)
    return len(letters) > _SHORT and chinese * 5 < len(letters)


def _check_magic(data: bytes, kind: str) -> None:
    head = data[:8]
    if kind == "docx":
        if head.startswith(_OLE):
            raise Unreadable(
                "这份 Word 文件加了密码，或者其实是旧版 .doc。请去掉密码，另存为 .docx 后再导入。"
            )
        if not head.startswith((_ZIP, _EMPTY_ZIP)):
            raise Unreadable(
                "扩展名是 .docx，内容却不是 Word 文件。请重新另存为 .docx，或者粘贴正文。"
            )
    elif kind == "pdf":
        if _PDF not in data[:1024]:
            raise Unreadable("扩展名是 .pdf，内容却不是 PDF 文件。请重新导出，或者粘贴正文。")
    elif head.startswith(_BINARY):
        raise Unreadable("文件内容不是文字，扩展名与内容不符。请检查文件，或者粘贴正文。")
