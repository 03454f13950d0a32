"""How does a kept file leave the house? Inert, checked by the caller, never as a page."""

from __future__ import annotations

import io
import logging
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from PIL import Image

from . import storage
from .models import StoredFile
from .rules import DOCUMENT_TYPES, JPEG

ANYTHING = "application/octet-stream"
INERT = "default-src 'none'; sandbox"
TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Degrees clockwise, as people turn a picture; Pillow counts the other way."""

logger = logging.getLogger(__name__)


def file_response(
    request: HttpRequest, stored: StoredFile, *, name: str, turn: int = 0
) -> HttpResponseBase:
    """Answer with the bytes of `stored`; the caller has checked that the person may have them.

    Our own JPEGs show in the browser, turned clockwise by `turn` (0, 90, 180, 270) degrees;
    everything else comes as an attachment called `name`, and only PDF and Office files with
    their own type, so that no browser ever reads one as a page. The browser may keep a copy
    for this person but asks each time, so the permission is checked each time.

    Raises:
        Http404: the bytes are gone; it stands in the log.
    """
    etag = f'"{stored.sha256}-{turn}"'
    if request.headers.get("If-None-Match") == etag:
        return _sealed(HttpResponseNotModified(), etag)
    try:
        file: IO[bytes] = storage.path_of(stored.sha256).open("rb")
    except FileNotFoundError as error:
        logger.error("the bytes of file %s are missing", stored.sha256)
        raise Http404 from error
    if stored.content_type == JPEG:
        if turn:
            with file:
                file = io.BytesIO(_turned(file.read(), turn))
        filename = f"{name.rsplit('.', 1)[0]}.jpg"
        return _sealed(FileResponse(file, content_type=JPEG, filename=filename), etag)
    known = stored.content_type if stored.content_type in DOCUMENT_TYPES else ANYTHING
    response = FileResponse(file, content_type=known, as_attachment=True, filename=name)
    return _sealed(response, etag)


def _sealed(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _turned(data: bytes, turn: int) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        image.transpose(TURNS[turn]).save(out, "JPEG", quality=85)
    return out.getvalue()
