"""Reads a foreign file in a child process that cannot hang, fill memory or see secrets."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anyue.reading import lexicon
from anyue.reading.errors import Unreadable
from anyue.reading.model import Reading
from anyue.reading.own_words import checked, to_json
from anyue.reading.source import MAX_BYTES

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 30
MAX_OUTPUT_BYTES = 5 * 1024 * 1024
REFUSED = 3
_WORDS = "ANYUE_WORDS"

_PACKAGES = str(Path(__file__).resolve().parents[2])
_TOO_HEAVY = "这份文件读取时间太长或占用内存太多，已停止。请拆成小文件，或者粘贴正文。"
_FAILED = "这份文件的内部结构不正常，没有读出来。请重新另存一份，或者粘贴正文。"


def read_isolated(data: bytes, name: str, own: Mapping[str, Any] | None = None) -> Reading:
    """Read ``data`` in a child process; raise Unreadable with a Chinese sentence when it fails.

    The child gets the bytes on its standard input, an almost empty environment, a working directory
    of its own, and limits on memory, processor time, wall time and output. ``own`` are an office's
    words (see own_words); they go along in the environment, which no other program reads.
    Raises BadWords when they are not in order.
    """
    words = to_json(own or {})
    if len(data) > MAX_BYTES:
        raise Unreadable("文件超过 20 MB。请拆成几个文件，或者粘贴正文。")
    with (
        tempfile.TemporaryDirectory(prefix="anyue-reading-") as folder,
        tempfile.TemporaryFile(dir=folder) as given,
        tempfile.TemporaryFile(dir=folder) as answer,
    ):
        given.write(data)
        given.seek(0)
        code = _run(name, given, answer, folder, words)
        answer.seek(0)
        written = answer.read(MAX_OUTPUT_BYTES + 1)
    return _result(code, written)


def handed_words() -> lexicon.Lexicon:
    """Return, in the child, the words that the parent handed over."""
    return lexicon.extended(checked(json.loads(os.environ.get(_WORDS, "{}"))))


def limit_this_process() -> None:
    """Put the limits on the calling process; the child calls this before it looks at the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT_BYTES + 1, MAX_OUTPUT_BYTES + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(name: str, given: Any, answer: Any, folder: str, words: str) -> int | None:
    """Return the exit code, or None when the wall time ran out."""
    environment = {"PYTHONPATH": _PACKAGES, "PYTHONUTF8": "1", "LANG": "C.UTF-8", "HOME": folder}
    environment[_WORDS] = words
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter, the name is one argument
            [sys.executable, "-m", "anyue.reading", "--", name],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            close_fds=True,
            start_new_session=True,
            timeout=WALL_SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return None


def _result(code: int | None, written: bytes) -> Reading:
    if code is None or len(written) > MAX_OUTPUT_BYTES:
        raise Unreadable(_TOO_HEAVY)
    if code == REFUSED:
        raise Unreadable(written.decode("utf-8"))
    if code != 0:
        # A negative code is the signal of a broken limit: processor time or file size.
        raise Unreadable(_TOO_HEAVY if code < 0 else _FAILED)
    return Reading.from_dict(json.loads(written))
