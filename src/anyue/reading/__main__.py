"""The child of :mod:`anyue.reading.isolated`: a file on standard input, JSON on standard output."""

import json
import sys
from pathlib import Path

from anyue.reading import Unreadable, read, source
from anyue.reading.confinement import Unconfined
from anyue.reading.isolated import (
    REFUSED,
    UNCONFINED,
    handed_words,
    lock_this_process,
    may_recognise,
)
from anyue.reading.lexicon import Lexicon
from anyue.reading.recognition import Recognise, Recogniser

_NO_MEMORY = "这份文件占用内存太多，已停止。请拆成小文件，或者粘贴正文。"


def main() -> int:
    """Read one file; exit 0 with JSON, REFUSED with a Chinese sentence, or UNCONFINED."""
    name = sys.argv[-1]
    words = handed_words()
    source.prepare(name)
    recognise = Recogniser() if may_recognise() else None
    try:
        lock_this_process(Path.cwd(), programs=recognise is not None)
    except Unconfined:
        return UNCONFINED
    try:
        answer, code = _answer(name, words, recognise)
    except MemoryError:
        answer, code = _NO_MEMORY, REFUSED
    sys.stdout.buffer.write(answer.encode())
    return code


def _answer(name: str, words: Lexicon, recognise: Recognise | None) -> tuple[str, int]:
    try:
        found = read(sys.stdin.buffer.read(), name, words, recognise)
    except Unreadable as error:
        return str(error), REFUSED
    return json.dumps(found.to_dict(), ensure_ascii=False), 0


if __name__ == "__main__":
    sys.exit(main())
