"""2,000 good files with flipped bits: each ends in its text, a doubt, or a refusal in Chinese."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from anyue.reading import Reading, Unreadable
from anyue.reading.isolated import read_isolated
from tests.reading.corpus.mutate import MANY, flipped, good_files, mutations

ROOT = Path(__file__).parents[2]
BATCH = 250
SAMPLE = 24
# Doubts that tell a clerk that something is wrong with the file.
DAMAGE = {
    "garbled_text",
    "damaged_file",
    "empty_page",
    "text_routes_differ",
    "hidden_characters",
    "hidden_text",
    "left_out",
}


@pytest.mark.parametrize("first", range(0, MANY, BATCH))
def test_flipped_bits_end_in_text_or_in_a_refusal(first: int, tmp_path: Path) -> None:
    verdicts = verdicts_from(first, first + BATCH, tmp_path)

    assert len(verdicts) == BATCH
    assert {name: end for name, end in verdicts.items() if not is_fine(end)} == {}


def verdicts_from(first: int, stop: int, folder: Path) -> dict[str, dict[str, object]]:
    """Run the batch; a mutation that ends its process is noted, the rest follow in another."""
    found: dict[str, dict[str, object]] = {}
    while len(found) < stop - first:
        arguments = [str(number) for number in (first + len(found), stop, MANY)]
        ran = subprocess.run(
            [sys.executable, "-m", "tests.reading.corpus.batch", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{ROOT}/src:{ROOT}"},
            stdout=subprocess.PIPE,
            check=False,
        )
        lines = [json.loads(line) for line in ran.stdout.splitlines()]
        assert lines, "the process died before its first mutation"
        names = [line["name"] for line in lines[::2]]
        ends = lines[1::2] + [{"end": "killed"}] * (len(lines) % 2)
        found.update(zip(names, ends, strict=True))
    return found


def is_fine(end: dict[str, object]) -> bool:
    if end["end"] == "refused":
        return bool(re.search(r"[\u4e00-\u9fff].*请.*。", str(end["sentence"])))
    # A flipped bit in plain text is another letter, which nobody can notice; a lost line is seen.
    return end["end"] == "read" and (
        float(str(end["kept"])) > 0.95 or bool(DAMAGE & set(end["doubts"]))  # type: ignore[call-overload]
    )


def test_a_sample_ends_the_same_through_the_real_child() -> None:
    every = list(mutations())
    ends = [end_of(data, name) for name, data in every[:: MANY // SAMPLE + 1]]
    assert len(ends) >= SAMPLE - 1
    assert [end for end in ends if not isinstance(end, Reading) and "请" not in end] == []


def end_of(data: bytes, name: str) -> Reading | str:
    try:
        return read_isolated(data, name)
    except Unreadable as error:
        return str(error)


def test_the_mutations_are_the_same_every_time_and_really_differ() -> None:
    assert list(mutations(40)) == list(mutations(40))
    good = dict(good_files())
    assert all(data != good[name[5:]] for name, data in mutations(40))
    data = good_files()[0][1]
    changed = flipped(data, 0.01, 7)
    assert len(changed) == len(data)
    differing = sum((a ^ b).bit_count() for a, b in zip(data, changed, strict=True))
    assert differing == pytest.approx(len(data) * 8 * 0.01, rel=0.1)
