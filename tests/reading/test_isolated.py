import os
import subprocess
import sys

import pytest

from anyue.reading import Unreadable, isolated, read
from anyue.reading.isolated import read_isolated
from anyue.reading.model import Reading
from anyue.reading.source import MAX_BYTES

NOTICE = (
    "关于做好防火工作的通知\n一、检查\n6月底前完成《防火手册》自查一次。\n二、整改\n好。\n".encode()
)


def test_the_child_reads_the_same_as_this_process() -> None:
    assert read_isolated(NOTICE, "通知.txt") == read(NOTICE, "通知.txt")


def test_the_refusal_of_the_child_arrives_with_its_sentence() -> None:
    with pytest.raises(Unreadable, match="另存为"):
        read_isolated(b"x", "通知.doc")


def test_a_file_over_the_limit_starts_no_child() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        read_isolated(b"a" * (MAX_BYTES + 1), "通知.txt")


def test_a_child_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "WALL_SECONDS", 0.01)
    with pytest.raises(Unreadable, match="时间太长"):
        read_isolated(NOTICE, "通知.txt")


def test_an_answer_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "MAX_OUTPUT_BYTES", 100)
    with pytest.raises(Unreadable, match="时间太长或占用内存太多"):
        read_isolated(NOTICE, "通知.txt")


def test_the_child_sees_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANYUE_SECRET_KEY", "never")
    seen: dict[str, str] = {}
    run = subprocess.run

    def watching(*args: object, **kwargs: object) -> object:
        seen.update(kwargs["env"])  # type: ignore[call-overload]
        return run(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watching)
    read_isolated(NOTICE, "通知.txt")
    assert seen and "ANYUE_SECRET_KEY" not in seen and "DATABASE_URL" not in seen


def test_memory_is_limited_inside_the_child() -> None:
    code = (
        "from anyue.reading.isolated import limit_this_process\n"
        "limit_this_process()\n"
        "try:\n    bytearray(900 * 1024 * 1024)\nexcept MemoryError:\n    print('refused')\n"
    )
    environment = {**os.environ, "PYTHONPATH": isolated._PACKAGES}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "refused"


def test_a_reading_survives_the_trip_through_json() -> None:
    found = read(NOTICE, "通知.txt")
    assert Reading.from_dict(found.to_dict()) == found
