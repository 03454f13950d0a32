"""How right and how fast the notice reader is.

    ANYUE_DOCUMENTS=…/documents ANYUE_SCORE=…/score python benchmarks/reading.py [--json]

Prints the figures of the score program (when ANYUE_SCORE names one), and the reading time of every
document inside the process beside a floor: decoding its bytes and nothing else. With --json the
last line is one JSON object; times are milliseconds, `growth_exponent` is the slope of log(time)
over log(length) for one text repeated up to 300,000 characters.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anyue.reading import read

ROOT = Path(__file__).resolve().parents[1]
ITEM = "{0}.加强检查。各车间要在6月底前完成一次自查，按照《防火办法》要求逐条登记，限期整改到位。\n"
SIZES = (20_000, 80_000, 300_000)


def documents() -> list[Path]:
    """Return the real documents, or none when their folder is missing."""
    default = ROOT.parent / "shared" / "reading" / "documents"
    folder = Path(os.environ.get("ANYUE_DOCUMENTS", default))
    return sorted(path for path in folder.glob("*") if path.suffix != ".json")


def best_of(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the shortest time of ``work`` in milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def score() -> dict[str, Any]:
    """Run the score program and return its figures; empty when there is none."""
    program = os.environ.get("ANYUE_SCORE")
    if not program:
        return {}
    command = shlex.join([sys.executable, "-m", "anyue"])
    environment = {**os.environ, "ANYUE": command, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(
        [program, "--json"], env=environment, capture_output=True, text=True, check=True
    )
    figures: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return figures


def plan(characters: int) -> bytes:
    """Make a plan of about that many characters, ten items to a section."""
    lines = []
    size = number = 0
    while size < characters:
        number += 1
        line = ITEM.format((number - 1) % 90 + 1)
        lines.append(line)
        size += len(line)
    return "".join(lines).encode()


def growth() -> tuple[list[tuple[int, float]], float]:
    """Return (characters, milliseconds) points and the exponent between first and last."""
    points = []
    for size in SIZES:
        data = plan(size)
        points.append((size, best_of(lambda data=data: read(data, "plan.txt"), 2)))
    (n1, t1), (n2, t2) = points[0], points[-1]
    return points, math.log(t2 / t1) / math.log(n2 / n1)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    result: dict[str, Any] = {}
    files = documents()
    if not files:
        print("Left out: ANYUE_DOCUMENTS names no folder with documents.")
    for path in files:
        data = path.read_bytes()
        took = best_of(lambda data=data, path=path: read(data, path.name))
        floor = best_of(lambda data=data: data.decode("utf-8", errors="replace"))
        print(f"{path.name:48} {took:8.1f} ms   floor {floor:6.3f} ms")
        if path.name.startswith("000"):
            result["notice_000_ms"] = round(took, 1)
    points, exponent = growth()
    for size, took in points:
        print(f"{size:>9,} characters {took:10.1f} ms")
    print(f"growth exponent {exponent:.2f}")
    result["growth_exponent"] = round(exponent, 2)
    figures = score()
    if not figures:
        print("Left out: ANYUE_SCORE names no score program, so nothing is said about correctness.")
    for name, value in figures.items():
        print(f"{name:16} {value}")
    result["score"] = figures
    if args.json:
        print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
