"""How visible is a file, where does a picture come from, and what do its bytes say it is?"""

from __future__ import annotations

import io
import zipfile

from django.db.models import TextChoices


class Visibility(TextChoices):
    """Who beyond the unit and its supervisors may see it."""

    INTERNAL = "internal", "内部"
    ENTERPRISE = "enterprise", "企业"
    PUBLIC = "public", "公开"


class Origin(TextChoices):
    """How the person says the picture came about."""

    CAMERA = "camera", "现场拍摄"
    ALBUM = "album", "相册"
    UNKNOWN = "unknown", "未说明"


JPEG = "image/jpeg"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT_TYPES = {PDF: "PDF", DOCX: "Word（.docx）", XLSX: "Excel（.xlsx）"}
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def objection_to_picture(data: bytes) -> str | None:
    """Why these bytes cannot be a photo here, in a sentence with advice; None when they may."""
    if data.startswith(PICTURE_STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return None
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return (
            "这张照片是 HEIC 格式，没有保存。请在手机“设置”的“相机 - 格式”里选“兼容性最佳”"
            "后重拍，或把照片截屏后再传。"
        )
    return "这个文件不是 JPG、PNG 或 WebP 照片，没有保存。请重新拍摄，或换一张照片。"


def document_type(data: bytes) -> str | None:
    """The content type that the bytes themselves show, or None for anything not on the list.

    Office files with macros count as something else.
    """
    if data.startswith(b"%PDF-"):
        return PDF
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    return found[0] if len(found) == 1 and "[Content_Types].xml" in names else None
