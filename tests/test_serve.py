"""One command starts everything, keeps it running, stops it, and keeps the data."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager, suppress

import pytest

from anyue.serve import Child, refuse_taken_port

pytestmark = pytest.mark.xdist_group("serve")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder, port):
    """Anyue with its data in `folder`; yields (process, everything printed until it stood)."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "src",
        "DEMO": "true",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "WEB_WORKERS": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "anyue.serve"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed = ""
    try:
        for line in process.stdout:
            printed += line
            if "企业（机械）" in line:
                break
        yield process, printed
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)
        process.stdout.close()


def home(port):
    """The public home page, waited for at most 20 s."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            return answer.read().decode()
        time.sleep(0.2)
    raise AssertionError("the web server did not answer")


def children_of(pid):
    """Process ids whose parent is `pid`, with their command lines."""
    found = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            with open(f"/proc/{entry}/stat") as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
            if parent == pid:
                with open(f"/proc/{entry}/cmdline") as line:
                    found[int(entry)] = line.read().replace("\0", " ")
    return found


def leave_a_batch_unfinished(folder):
    """What a killed worker leaves: a batch at work of which nobody holds a job."""
    with closing(sqlite3.connect(folder / "anyue.sqlite3", timeout=20)) as database, database:
        database.execute(
            "INSERT INTO assignments_assignmentbatch"
            " (unit_id, created_by_id, created_at, due_date, note, state)"
            " SELECT unit_id, id, created_at, '2026-06-30', 'cut off', 'running'"
            " FROM organisations_user LIMIT 1"
        )


def batch_is_finished(folder):
    query = "SELECT state FROM assignments_assignmentbatch WHERE note = 'cut off'"
    until = time.monotonic() + 15
    with closing(sqlite3.connect(folder / "anyue.sqlite3", timeout=20)) as database:
        while time.monotonic() < until:
            if database.execute(query).fetchone() == ("finished",):
                return True
            time.sleep(0.2)
    return False


def test_one_command_runs_everything_and_a_second_start_keeps_the_data(tmp_path):
    port = free_port()
    with served(tmp_path, port) as (process, printed):
        assert f"http://127.0.0.1:{port}/" in printed
        assert re.search(r"登录名 guzhang\s+密码 \S+", printed)
        first = home(port)
        assert "示例县" in first
        before = children_of(process.pid)
        [worker] = [pid for pid, command in before.items() if "db_worker" in command]
        leave_a_batch_unfinished(tmp_path)
        os.kill(worker, signal.SIGKILL)
        until = time.monotonic() + 15
        while time.monotonic() < until:
            again = [pid for pid, c in children_of(process.pid).items() if "db_worker" in c]
            if again and again != [worker]:
                break
            time.sleep(0.2)
        assert again != [worker]
        assert len(again) == 1
        assert batch_is_finished(tmp_path)
    assert process.returncode == 0
    assert [pid for pid in before if os.path.exists(f"/proc/{pid}")] == []
    database = tmp_path / "anyue.sqlite3"
    size = database.stat().st_size

    with served(tmp_path, port) as (process, printed):
        assert re.findall(r"/plans/\d+/", home(port)) == re.findall(r"/plans/\d+/", first)
    assert abs(database.stat().st_size - size) < size / 10


def test_a_taken_port_is_said_in_plain_words():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Exception, match=f"端口 {port} 用不了"):
            refuse_taken_port("127.0.0.1", port)


def test_a_child_that_keeps_dying_is_given_up():
    child = Child("坏掉的", ["/bin/false"])

    for _ in range(4):
        child.start()
        child.process.wait()
        assert not child.dies_too_often()
    child.start()
    child.process.wait()

    assert child.has_ended()
    assert child.dies_too_often()


def test_a_child_that_ignores_the_request_is_ended_all_the_same():
    script = "trap '' TERM; echo ready; while :; do sleep 1; done"
    child = Child("不听的", ["/bin/sh", "-c", script])
    child.start()
    time.sleep(0.5)

    child.stop(seconds=0.5)

    assert child.has_ended()


def refused_start(folder, **environment):
    """(exit code, everything printed) of a start that does not get as far as the web server."""
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "DATA_DIR": str(folder)}
    known |= {"PORT": str(free_port())}
    ended = subprocess.run(
        [sys.executable, "-m", "anyue.serve"],
        env=known | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_a_database_that_does_not_answer_is_said_in_plain_words(tmp_path):
    address = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"

    code, printed = refused_start(tmp_path, DEMO="true", DATABASE_URL=address)

    assert code == 2
    assert "数据库打不开，请检查 DATABASE_URL" in printed
    assert "Traceback" not in printed


def test_ctrl_c_while_the_web_server_still_starts_leaves_no_child(tmp_path):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "DEMO": "true"}
    environment |= {"DATA_DIR": str(tmp_path), "PORT": str(free_port())}
    process = subprocess.Popen(
        [sys.executable, "-m", "anyue.serve"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        started = {}
        until = time.monotonic() + 60
        while not started and time.monotonic() < until:
            found = children_of(process.pid)
            started = {pid: line for pid, line in found.items() if "granian" in line}
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert started
    assert [pid for pid in started if os.path.exists(f"/proc/{pid}")] == []
