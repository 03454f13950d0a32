"""Can the reader do what the settings ask of it?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from anyue.reading import recognition


@register
def recognition_is_installed(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to start where pictures are to be recognised and the program for it is missing."""
    package = recognition.missing() if settings.OCR else ""
    if not package:
        return []
    return [
        Error(
            f"设置了 OCR=true，但这台服务器没有装 {package}，图片里的文字识别不了。",
            hint=f"请安装（apt install {package}），或者不要设置 OCR。",
            id="campaigns.E001",
        )
    ]
