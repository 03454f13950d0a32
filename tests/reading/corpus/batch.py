"""Reads many mutations in one process that is locked in like the child of the reader.

``python -m tests.reading.corpus.batch FIRST STOP COUNT`` prints a line of JSON for each mutation
from FIRST to STOP of COUNT, before it is read (its name) and after (how it ended).
"""

import json
import signal
import sys
from itertools import islice
from pathlib import Path

from anyue.reading import Reading, Unreadable, read, source
from anyue.reading.isolated import WALL_SECONDS, lock_this_process
from tests.reading.corpus.mutate import good_files, mutations


def main(first: int, stop: int, count: int) -> None:
    """Write the verdict on each mutation to standard output."""
    good = {name: read(data, name) for name, data in good_files()}
    for name, _ in good_files():
        source.prepare(name)
    wanted = list(islice(mutations(count), first, stop))
    lock_this_process(Path.cwd())
    for name, data in wanted:
        sys.stdout.write(json.dumps({"name": name}) + "\n")
        sys.stdout.flush()
        signal.alarm(WALL_SECONDS)
        verdict = _verdict(name, data, good[name[5:]])
        signal.alarm(0)
        sys.stdout.write(json.dumps(verdict) + "\n")
        sys.stdout.flush()


def _verdict(name: str, data: bytes, good: Reading) -> dict[str, object]:
    try:
        found = read(data, name)
    except Unreadable as error:
        return {"end": "refused", "sentence": str(error)}
    except Exception as error:  # noqa: BLE001 - exactly these are looked for
        return {"end": "crashed", "error": repr(error)}
    known = {doubt.code for doubt in good.doubts}
    return {
        "end": "read",
        "kept": len(found.text) / len(good.text),
        "doubts": sorted({doubt.code for doubt in found.doubts} - known),
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
