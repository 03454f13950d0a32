import tempfile
import time
from pathlib import Path

import pytest

from anyue.reading import Unreadable, isolated, read
from anyue.reading.isolated import read_isolated
from anyue.reading.model import Reading
from anyue.reading.source import MAX_BYTES
from tests.reading.hijack import taken_over

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


@pytest.mark.parametrize("then", ["time.sleep(60)", "pass"])
def test_what_the_child_started_ends_with_it(
    then: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    code = (
        "import pathlib, subprocess, time\n"
        f"pathlib.Path({str(note)!r}).write_text(str(subprocess.Popen(['sleep', '60']).pid))\n"
        f"{then}"
    )
    monkeypatch.setattr(isolated, "_PROGRAM", ("-c", code))
    monkeypatch.setattr(isolated, "WALL_SECONDS", 2)
    with pytest.raises(Unreadable):
        read_isolated(NOTICE, "通知.txt")
    assert _ended(int(note.read_text()))


def _ended(pid: int) -> bool:
    """Say whether a process that was killed is gone within ten seconds; a zombie is."""
    stat = Path(f"/proc/{pid}/stat")
    for _ in range(1000):
        try:
            state = stat.read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.01)
    return False


def test_the_job_folder_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = taken_over(monkeypatch, "open('left', 'w').write('x'); raise Unreadable(os.getcwd())")
    assert Path(said[0]).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "attack",
    [
        "return bytearray(600 * 1024 * 1024)",
        "os.write(1, b'x' * 6_000_000)",
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os.execv('/bin/true', ['true'])",
        "os._exit(0)",
        "os.write(1, b'[]'); os._exit(0)",
        "os.write(1, b'[' * 1_000_000); os._exit(0)",
        "os.write(1, bytes(range(256))); os._exit(3)",
        "os.write(1, b'{}'); os._exit(0)",
        "os.close(3); time.sleep(60)",
    ],
)
def test_whatever_a_taken_over_child_does_ends_in_a_refusal(
    attack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "WALL_SECONDS", 3)
    assert taken_over(monkeypatch, attack)


def test_memory_is_limited_inside_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken_over(monkeypatch, "raise Unreadable(str(len(bytearray(300 * 1024 * 1024))))") == [
        str(300 * 1024 * 1024)
    ]
    assert "内存太多" in taken_over(monkeypatch, "bytearray(513 * 1024 * 1024)")[0]


def test_processor_time_is_limited_inside_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = "import resource; raise Unreadable(str(resource.getrlimit(resource.RLIMIT_CPU)))"
    assert taken_over(monkeypatch, limits) == [f"({isolated.CPU_SECONDS}, {isolated.CPU_SECONDS})"]


def test_a_reading_survives_the_trip_through_json() -> None:
    found = read(NOTICE, "通知.txt")
    assert Reading.from_dict(found.to_dict()) == found
