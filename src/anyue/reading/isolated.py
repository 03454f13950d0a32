"""Reads a foreign file in a child process that cannot hang, fill memory, see secrets or call out.

The limits stand here, the locks in :mod:`anyue.reading.confinement`.
"""

from __future__ import annotations

import codecs
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anyue.reading import confinement, lexicon
from anyue.reading.errors import Unreadable
from anyue.reading.model import Reading
from anyue.reading.own_words import checked, to_json
from anyue.reading.source import MAX_BYTES

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 30
MAX_OUTPUT_BYTES = 5 * 1024 * 1024
MAX_OPEN_FILES = 64
REFUSED, UNCONFINED = 3, 4
_WORDS, _RECOGNISE = "ANYUE_WORDS", "ANYUE_RECOGNISE"
# All that the reader decodes; ZIP names are in cp437.
_ENCODINGS = (
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"),
    *("gb18030", "big5hkscs", "latin-1", "ascii", "cp437"),
)

_PACKAGES = Path(__file__).resolve().parents[2]
_PROGRAM = ("-m", "anyue.reading")
_TOO_HEAVY = "这份文件读取时间太长或占用内存太多，已停止。请拆成小文件，或者粘贴正文。"
_FAILED = "这份文件的内部结构不正常，没有读出来。请重新另存一份，或者粘贴正文。"
_NO_LOCKS = (
    "这台服务器没有办法把读取文件的进程与网络隔开，所以没有读取。"
    "请联系系统管理员（运行手册“读取外来文件”），或者先手工录入。"
)


def read_isolated(
    data: bytes, name: str, own: Mapping[str, Any] | None = None, *, recognise: bool = False
) -> Reading:
    """Read ``data`` in a child process; raise Unreadable with a Chinese sentence when it fails.

    The child gets the bytes on its standard input, an almost empty environment, a job folder of its
    own that disappears with it, and the limits and locks of ``lock_this_process``. ``own`` are an
    office's words (see own_words); they go along in the environment, which no other program reads.
    With ``recognise`` the child may start tesseract for pages that are pictures; the locks hold for
    it as well. Raises BadWords when they are not in order.
    """
    words = to_json(own or {})
    if len(data) > MAX_BYTES:
        raise Unreadable("文件超过 20 MB。请拆成几个文件，或者粘贴正文。")
    with (
        tempfile.TemporaryDirectory(prefix="anyue-reading-") as folder,
        tempfile.TemporaryFile(dir=folder) as given,
        tempfile.TemporaryFile(dir=folder) as answer,
    ):
        if os.geteuid() == 0:
            os.chown(folder, confinement.NOBODY, confinement.NOBODY)
        given.write(data)
        given.seek(0)
        code = _run(name, given, answer, folder, words, recognise)
        answer.seek(0)
        written = answer.read(MAX_OUTPUT_BYTES + 1)
    return _result(code, written)


def handed_words() -> lexicon.Lexicon:
    """Return, in the child, the words that the parent handed over."""
    return lexicon.extended(checked(json.loads(os.environ.get(_WORDS, "{}"))))


def may_recognise() -> bool:
    """Say, in the child, whether the parent lets it start a program that recognises pictures."""
    return _RECOGNISE in os.environ


def lock_this_process(folder: Path, *, programs: bool = False) -> tuple[str, ...]:
    """Put limits and locks on the calling process; the child does so before it sees the file.

    ``folder`` is its job folder; ``programs`` lets it start others. Returns the locks that hold.
    Raises confinement.Unconfined.
    """
    # Whoever the process becomes may not reach the standard library any more.
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT_BYTES + 1),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    return confinement.confine(folder, (_PACKAGES / "anyue",), programs=programs)


def _run(
    name: str, given: Any, answer: Any, folder: str, words: str, recognise: bool
) -> int | None:
    """Return the exit code, or None when the wall time ran out."""
    environment = {
        "PYTHONPATH": str(_PACKAGES),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        _WORDS: words,
        **({_RECOGNISE: "true"} if recognise else {}),
    }
    alive, held = os.pipe()
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, the name is one argument
            [sys.executable, *_PROGRAM, "--", name],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            pass_fds=(held,),
            start_new_session=True,
        )
    except BaseException:
        os.close(alive)
        raise
    finally:
        os.close(held)
    try:
        # The pipe ends with the child; waiting for that, unlike Popen.wait, loses no time.
        end = select.poll()
        end.register(alive, select.POLLIN)
        ended = end.poll(WALL_SECONDS * 1000)
    finally:
        os.close(alive)
        # Not reaped yet, so the group is still its own. What the child started ends with it.
        os.killpg(child.pid, signal.SIGKILL)
        code = child.wait()
    return code if ended else None


def _result(code: int | None, written: bytes) -> Reading:
    if code is None or len(written) > MAX_OUTPUT_BYTES:
        raise Unreadable(_TOO_HEAVY)
    if code == REFUSED:
        raise Unreadable(written.decode("utf-8", errors="replace"))
    if code == UNCONFINED:
        raise Unreadable(_NO_LOCKS)
    if code != 0:
        # A negative code is the signal of a broken limit: processor time or file size.
        raise Unreadable(_TOO_HEAVY if code < 0 else _FAILED)
    try:
        return Reading.from_dict(json.loads(written))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # Only a child that was taken over answers like this.
        raise Unreadable(_FAILED) from error
