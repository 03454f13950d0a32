"""Each lock of the child by itself, and all of them against a parser that was taken over."""

import ctypes
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from anyue.reading import confinement
from tests.reading.hijack import in_a_fork, taken_over

SOMEBODY = 61234


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def callers(server: socket.socket) -> int:
    """How many connections wait at the server."""
    count = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def call(server: socket.socket) -> str:
    try:
        socket.create_connection(server.getsockname(), timeout=2).close()
    except OSError as error:
        return type(error).__name__
    return "connected"


def test_the_server_of_these_tests_notices_a_call(server: socket.socket) -> None:
    assert call(server) == "connected"
    assert callers(server) == 1


def test_a_parser_that_was_taken_over_reaches_no_server(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.getsockname()
    said = taken_over(
        monkeypatch,
        f"""
        ring = ctypes.create_string_buffer(256)
        library = ctypes.CDLL(None, use_errno=True)
        raise Unreadable("\\n".join([
            attempt(lambda: socket.create_connection({address!r}, timeout=2)),
            attempt(lambda: socket.socket(socket.AF_UNIX)),
            attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),
            attempt(lambda: socket.socketpair()),
            attempt(lambda: library.syscall(425, 8, ring)),
        ]))
        """,
    )
    assert said == [*["PermissionError"] * 4, "-1"]
    assert callers(server) == 0


def test_the_filter_alone_keeps_a_process_off_the_network(server: socket.socket) -> None:
    def act() -> str:
        assert confinement._filter_calls(ctypes.CDLL(None), programs=True)
        return call(server)

    assert in_a_fork(act) == "PermissionError"
    assert callers(server) == 0


def test_without_filter_and_namespace_the_process_refuses_to_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(confinement, "_MACHINES", {})
    monkeypatch.setattr(confinement, "_leave_network", lambda library: False)

    def act() -> str:
        return str(confinement.confine(Path.cwd(), ()))

    assert in_a_fork(act) == "Unconfined"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may write to: only Landlock can keep it shut."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


def test_an_ordinary_user_is_locked_in_as_well(server: socket.socket, open_folder: Path) -> None:
    secret = open_folder / "secret"
    secret.write_text("never")

    def act() -> str:
        job = open_folder / "job"
        job.mkdir()
        before = secret.read_text()
        held = confinement.confine(job, ())
        (job / "kept").write_text("x")
        return f"{before} {'seccomp' in held} {call(server)} {_read(secret)}"

    user = SOMEBODY if os.getuid() == 0 else None
    assert in_a_fork(act, user=user) == "never True PermissionError PermissionError"
    assert callers(server) == 0


def test_every_lock_that_the_machine_offers_is_closed(tmp_path: Path) -> None:
    def act() -> str:
        # Read from the process itself, not from what it says of itself.
        own = os.readlink("/proc/self/ns/net")
        held = confinement.confine(tmp_path, (Path("/proc"),))
        left = os.readlink("/proc/self/ns/net") != own
        return ",".join([*held, "left" if left else "stayed"])

    wanted = ["seccomp"]
    if offers_network():
        wanted.append("network")
    if offers_landlock():
        wanted.append("landlock")
    if os.getuid() == 0:
        wanted.append("user")
    wanted.append("left" if offers_network() else "stayed")
    assert in_a_fork(act).split(",") == wanted


def offers_landlock() -> bool:
    """Ask the kernel itself for its version of Landlock."""
    return ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) >= 1


def offers_network() -> bool:
    """Try the command that gives a program a network of its own."""
    command = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--net", "--user"]
    return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


def _read(secret: Path) -> str:
    """Where the kernel has no Landlock, only another user keeps files shut."""
    if not offers_landlock():
        return "PermissionError"
    try:
        return secret.read_text()
    except PermissionError:
        return "PermissionError"


def test_nothing_of_the_application_can_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "never")
    secret = tmp_path / "secret"
    secret.write_text("never")
    secret.chmod(0o600)
    said = taken_over(
        monkeypatch,
        f"""
        parent = os.getppid()
        raise Unreadable("\\n".join([
            attempt(lambda: open("/proc/%d/environ" % parent).read()),
            attempt(lambda: open("/proc/%d/mem" % parent, "rb")),
            attempt(lambda: open({str(secret)!r}).read()),
            attempt(lambda: os.kill(parent, 0)),
            ",".join(sorted(os.environ)),
        ]))
        """,
    )
    assert said[:4] == ["PermissionError"] * 4
    assert said[4] == "ANYUE_WORDS,HOME,LANG,PYTHONPATH,PYTHONUTF8,TMPDIR"


def test_nothing_is_written_outside_of_the_job_folder(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path
) -> None:
    said = taken_over(
        monkeypatch,
        f"""
        raise Unreadable("\\n".join([
            attempt(lambda: open({str(open_folder / "left")!r}, "w")),
            attempt(lambda: open("/tmp/left-by-the-reader", "w")),
            attempt(lambda: open(child.__file__, "a")),
            attempt(lambda: open("inside", "w").write("x")),
            os.getcwd(),
        ]))
        """,
    )
    assert said[2:4] == ["PermissionError", "1"]
    # Where there is no Landlock, folders that everybody may write to stay open.
    if offers_landlock():
        assert said[:2] == ["PermissionError"] * 2
        assert list(open_folder.iterdir()) == []
    assert not Path(said[4]).exists()


def test_no_other_program_and_no_other_process_can_be_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = taken_over(
        monkeypatch,
        """
        raise Unreadable("\\n".join([
            attempt(lambda: os.fork()),
            attempt(lambda: os.posix_spawn("/bin/true", ["true"], {})),
            attempt(lambda: os.execv("/bin/true", ["true"])),
            attempt(lambda: os.setsid()),
            str(os.getuid()),
        ]))
        """,
    )
    assert said[:4] == ["PermissionError"] * 4
    assert said[4] == str(confinement.NOBODY if os.getuid() == 0 else os.getuid())


def test_a_program_that_may_be_started_is_locked_in_as_well(
    server: socket.socket, tmp_path: Path
) -> None:
    port = server.getsockname()[1]
    orders = f"echo runs; exec 3<>/dev/tcp/127.0.0.1/{port} && echo connected; cat /etc/shadow"

    def act() -> str:
        confinement.confine(tmp_path, (), programs=True)
        ours, theirs = os.pipe()
        outputs = [(os.POSIX_SPAWN_DUP2, theirs, place) for place in (1, 2)]
        child = os.posix_spawn("/bin/bash", ["bash", "-c", orders], {}, file_actions=outputs)
        os.waitpid(child, 0)
        return os.read(ours, 10_000).decode()

    said = in_a_fork(act)
    assert said.startswith("runs\n")
    assert "socket: Operation not permitted" in said
    assert "connected" not in said and "root:" not in said
    assert callers(server) == 0


ALLOWED, REFUSED, UNKNOWN = 0x7FFF0000, 0x50001, 0x50026
NEW_NETWORK, NEW_THREAD = 0x40000000, 0x3D0F00


@pytest.mark.parametrize(
    ("machine", "read", "connect", "setsid", "clone", "execve"),
    [
        ("x86_64", 0, 42, 112, 56, 59),
        ("aarch64", 63, 203, 157, 220, 221),
        ("riscv64", 63, 203, 157, 220, 221),
        ("loongarch64", 63, 203, 157, 220, 221),
    ],
)
def test_the_filter_answers_alike_on_every_machine(
    machine: str, read: int, connect: int, setsid: int, clone: int, execve: int
) -> None:
    architecture, column = confinement._MACHINES[machine]
    alone = confinement._filter(architecture, column, False)
    free = confinement._filter(architecture, column, True)
    for steps in (alone, free):
        assert verdict(steps, architecture, read) == ALLOWED
        assert verdict(steps, architecture, connect) == REFUSED
        assert verdict(steps, architecture, setsid) == REFUSED
        assert verdict(steps, architecture, clone, NEW_THREAD) == ALLOWED
        assert verdict(steps, architecture, clone, NEW_NETWORK) == REFUSED
        assert verdict(steps, architecture, 435) == UNKNOWN
        assert verdict(steps, architecture, read + 0x40000000) == REFUSED
        assert verdict(steps, 0x40000003, read) == REFUSED  # calls of a 32-bit program
    for number in (execve, clone):
        assert verdict(alone, architecture, number, 17) == REFUSED
        assert verdict(free, architecture, number, 17) == ALLOWED


def verdict(
    steps: list[tuple[int, int, int, int]], architecture: int, number: int, first: int = 0
) -> int:
    """What the kernel would answer to one system call: classic BPF, worked through by hand."""
    given = {0: number, 4: architecture, 16: first}
    held = place = 0
    while True:
        code, yes, no, value = steps[place]
        if code == 0x06:
            return value
        if code == 0x20:
            held = given[value]
        elif {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]:
            place += yes
        else:
            place += no
        place += 1
