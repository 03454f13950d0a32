"""The child of :mod:`anyue.reading.isolated`: a file on standard input, JSON on standard output."""

import json
import sys

from anyue.reading import Unreadable, read
from anyue.reading.isolated import REFUSED, handed_words, limit_this_process


def main() -> int:
    """Read one file; exit 0 with JSON, or REFUSED with a Chinese sentence."""
    limit_this_process()
    try:
        found = read(sys.stdin.buffer.read(), sys.argv[-1], handed_words())
    except Unreadable as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    except MemoryError:
        sys.stdout.buffer.write(
            "这份文件占用内存太多，已停止。请拆成小文件，或者粘贴正文。".encode()
        )
        return REFUSED
    sys.stdout.buffer.write(json.dumps(found.to_dict(), ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
