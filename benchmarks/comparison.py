"""How rightly and how fast two plans are put side by side, beside the likeness of plain diff tools.

    ANYUE_DOCUMENTS=…/documents python benchmarks/comparison.py [--json]

For each pair of real plans with hand-made gold (tests/reading/test_comparison_documents.py):
precision, recall and F1 of the pairs, F1 of what was left out; beside it the F1 that Python's
difflib reaches on the same points with the best threshold for that very pair, known afterwards.
Of the points wrongly called left out: how often the local point that the page shows as nearest is
the right one. Then the time for 002 → 005, beside its floor: cutting the same points into pairs of
characters once. With --json the last line is one JSON object: `pair_f1_standards`,
`pair_f1_three_years`, `pair_f1_kept_apart` (008 and 011 together), `nearest_right` (share),
`compare_ms`, `floor_ms`. Times are medians of nine. Without the documents it is left out.
"""

from __future__ import annotations

import argparse
import difflib
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from anyue.reading.comparison import compare, nearest  # noqa: E402
from anyue.reading.comparison_points import points_of  # noqa: E402
from anyue.reading.wording_weights import grams  # noqa: E402
from tests.reading import test_comparison_documents as gold  # noqa: E402

PLANS = {
    "standards": [gold.STANDARDS],
    "three_years": [gold.THREE_YEARS],
    "kept_apart": [gold.POST, gold.CUSTOMS],
}
ROUNDS = 9


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median time of ``work``, after once that is not counted."""
    work()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return round(statistics.median(times) * 1000, 1)


def by_difflib(one: gold.Gold) -> float:
    """Return the best F1 that a threshold on difflib's ratio reaches for this pair of plans."""
    asked, given = points_of(gold.load(one.upper)), points_of(gold.load(one.local))
    ratios = {
        (gold.name(a.path), gold.name(b.path)): difflib.SequenceMatcher(
            None, a.wording, b.wording, autojunk=False
        ).ratio()
        for a in asked
        for b in given
    }
    wanted = gold.pairs_wanted(one)
    return max(
        gold.scores({pair for pair, ratio in ratios.items() if ratio >= limit}, wanted)[2]
        for limit in set(ratios.values())
    )


def nearest_right(golds: list[gold.Gold]) -> tuple[int, int]:
    """Count the points wrongly left out, and those whose nearest local point is the right one."""
    wrong = right = 0
    for one in golds:
        result = gold.compared(one)
        found = {upper for upper, _ in gold.pairs_found(result)}
        names = [gold.name(point.path) for point in result.upper]
        missed = [n for n, name in enumerate(names) if one.pairs[name] and name not in found]
        for place, near in nearest(result, missed).items():
            wrong += 1
            first = gold.name(result.local[near[0]].path) if near else ""
            right += first in one.pairs[names[place]].split()
    return right, wrong


def correctness() -> dict[str, float]:
    """Print the table of figures and return those of the three groups."""
    print(f"{'plans':14}{'P':>7}{'R':>7}{'F1':>7}{'left out F1':>13}{'difflib F1':>12}")
    figures = {}
    for group, golds in PLANS.items():
        for one in golds:
            pairs = gold.scores(*gold.of_pairs(one, gold.compared(one)))
            left = gold.scores(*gold.of_left_out(one, gold.compared(one)))[2]
            shown = "".join(f"{value:7.3f}" for value in pairs)
            name = f"{one.upper} → {one.local}"
            print(f"{name:14}{shown}{left:13.3f}{by_difflib(one):12.3f}")
        together = gold.scores(*gold.joined(golds, gold.of_pairs))[2]
        figures[f"pair_f1_{group}"] = round(together, 3)
    right, wrong = nearest_right([one for golds in PLANS.values() for one in golds])
    print(f"\nWrongly called left out: {wrong}; the nearest shown is the right one for {right}.")
    return figures | {"nearest_right": round(right / max(1, wrong), 2)}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures: dict[str, float] = {}
    if not list(gold.FOLDER.glob("002-*.txt")):
        print("Left out: ANYUE_DOCUMENTS names no folder with the real documents.")
    else:
        figures = correctness()
        upper, local = gold.load("002"), gold.load("005")
        points = [*points_of(upper), *points_of(local)]
        figures["compare_ms"] = milliseconds(lambda: compare(upper, local))
        figures["floor_ms"] = milliseconds(lambda: [grams(point.wording) for point in points])
        took, floor = figures["compare_ms"], figures["floor_ms"]
        print(f"\n002 → 005: {took} ms; floor {floor} ms (cutting the points into pairs).")
    if asked.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
