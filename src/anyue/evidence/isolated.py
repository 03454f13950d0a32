"""Has a child process make a foreign picture anew; its answer is checked before it is used."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anyue.core.errors import Refused

SOURCE_ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 30
ANSWER_BYTES_MOST = 20 * 1024 * 1024
UNREADABLE = "这张照片处理不了，没有保存。请重新拍摄，或换一张照片。"
JPEG_START, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Remade:
    """Two fresh JPEGs, their sizes in pixels, and what the original said about itself."""

    picture: bytes
    width: int
    height: int
    thumbnail: bytes
    thumbnail_size: tuple[int, int]
    told: dict[str, Any]


def remake(data: bytes) -> Remade:
    """`data` as fresh JPEGs without metadata; takes about 0.2 s plus the decoding.

    Raises:
        Refused: the child refused the picture, died on it, or ran out of time or memory.
    """
    # No environment: the child needs none, and the parent's holds the secret key.
    command = [sys.executable, "-I", "-c", _PROGRAM, str(SOURCE_ROOT)]
    try:
        answer = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=WALL_SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(UNREADABLE) from error
    if answer.returncode != 0:
        logger.warning("the picture process ended with %s", answer.returncode)
        raise Refused(UNREADABLE)
    return _checked(answer.stdout)


_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); sys.argv[1:] = []; "
    "import runpy; runpy.run_module('anyue.evidence.picture', run_name='__main__')"
)
"""`python -I` leaves the current folder and PYTHONPATH out, so the root is put in by hand."""


def _checked(answer: bytes) -> Remade:
    line, _, rest = answer.partition(b"\n")
    if len(answer) > ANSWER_BYTES_MOST:
        raise Refused(UNREADABLE)
    try:
        head = json.loads(line)
        if refusal := head.get("refusal"):
            raise Refused(str(refusal))
        first, second = (int(size) for size in head["sizes"])
        (width, height), (small_width, small_height) = head["pictures"]
        told = dict(head["told"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(UNREADABLE) from error
    picture, thumbnail = rest[:first], rest[first:]
    whole = all(
        part.startswith(JPEG_START) and part.endswith(JPEG_END) for part in (picture, thumbnail)
    )
    if len(thumbnail) != second or not whole:
        raise Refused(UNREADABLE)
    return Remade(
        picture, int(width), int(height), thumbnail, (int(small_width), int(small_height)), told
    )
