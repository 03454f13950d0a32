"""Optional reading of pictures of text by tesseract, a program of its own in the locked child.

What it gives is never certain; whoever uses it marks its pages for a person (see formats.pdf).
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

PROGRAM = Path("/usr/bin/tesseract")
LANGUAGE = "chi_sim"
DOTS_PER_INCH = 200
SECONDS = 20
"""For all pages of a file together; the child has 30 s, and reading the text comes after it."""

Recognise = Callable[[bytes], str | None]
"""Takes a picture (PGM) of one page; gives its text, None when there is no time or no luck."""

_WORDS = ("stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "--dpi", str(DOTS_PER_INCH))
# Between digits a long stroke is the sign for "to", not the number one: 2024一2026.
_STROKE = re.compile(r"(?<=\d)\s*一\s*(?=\d)")
_LEAST_SECONDS = 1.0


def missing() -> str:
    """Return what this machine lacks to recognise Chinese text; "" when it lacks nothing."""
    if not PROGRAM.exists():
        return "tesseract-ocr"
    listed = subprocess.run(  # noqa: S603 - a fixed path and fixed words
        [PROGRAM, "--list-langs"], capture_output=True, text=True, check=False, timeout=SECONDS
    )
    return "" if LANGUAGE in listed.stdout.split() else "tesseract-ocr-chi-sim"


class Recogniser:
    """Recognises pages until its seconds are used up."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Start counting at the first page."""
        self._left = seconds

    def __call__(self, picture: bytes) -> str | None:
        """Return the text of one page; see Recognise."""
        if self._left < _LEAST_SECONDS:
            return None
        began = time.monotonic()
        try:
            ran = subprocess.run(  # noqa: S603 - a fixed path and fixed words
                [PROGRAM, *_WORDS],
                input=picture,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
                timeout=self._left,
                check=True,
            )
        except (subprocess.SubprocessError, OSError):
            return None
        finally:
            self._left -= time.monotonic() - began
        return _STROKE.sub("—", ran.stdout.decode("utf-8", errors="replace").replace("\f", ""))
