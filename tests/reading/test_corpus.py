"""Every hostile or broken document ends in its text or in a refusal, and leaves nothing behind."""

import os
import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from anyue.reading import Reading, Unreadable
from anyue.reading.isolated import read_isolated
from tests.reading.corpus import case as cases
from tests.reading.corpus.all import every_case
from tests.reading.corpus.case import Case, Read, Refused

KEYS = [case.key for case in every_case()]
MEGABYTES = 1024 * 1024


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    """Listens where the active documents call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def corpus(server: socket.socket) -> Iterator[dict[str, Case]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "ADDRESS", "{}:{}".format(*server.getsockname()))
        yield {case.key: case for case in every_case()}


@pytest.mark.parametrize("key", KEYS)
def test_a_document_of_the_corpus_ends_as_expected(
    key: str,
    corpus: dict[str, Case],
    server: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    case = corpus[key]
    data = case.make()
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # begins the peak of memory anew

    end = read_or_sentence(data, case.name)

    assert memory("VmHWM") - before <= 20 * MEGABYTES
    check(case, end)
    with pytest.raises(BlockingIOError):
        server.accept()
    assert list(tmp_path.iterdir()) == []
    assert children() == []


def read_or_sentence(data: bytes, name: str) -> Reading | str:
    try:
        return read_isolated(data, name)
    except Unreadable as error:
        return str(error)


def check(case: Case, end: Reading | str) -> None:
    if isinstance(case.ends, Refused):
        assert isinstance(end, str) and case.ends.word in end
        return
    assert isinstance(end, Reading), end
    places = [end.text.find(canary) for canary in case.ends.canaries]
    assert -1 not in places and places == sorted(places)
    assert [word for word in case.ends.without if word in end.text] == []
    assert "\0" not in end.text
    codes = {doubt.code for doubt in end.doubts}
    assert not case.ends.doubts or codes & set(case.ends.doubts)


def memory(entry: str) -> int:
    """VmRSS (now) or VmHWM (the most so far) of this process in bytes."""
    status = Path("/proc/self/status").read_text()
    found = re.search(rf"^{entry}:\s+(\d+) kB", status, re.M)
    assert found
    return int(found[1]) * 1024


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_the_corpus_has_every_kind_of_the_list() -> None:
    kinds = {tuple(re.match(r"(\w+)/(\d+)", key).groups()) for key in KEYS}  # type: ignore[union-attr]
    count = {group: len({n for g, n in kinds if g == group}) for group, _ in kinds}
    assert count == {"docx": 18, "pdf": 16, "html": 14, "text": 8}
    assert len(KEYS) == len(set(KEYS))


def test_every_read_case_says_what_must_be_there() -> None:
    for case in every_case():
        if isinstance(case.ends, Read):
            assert case.ends.canaries or case.ends.doubts, case.key
