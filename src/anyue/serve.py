"""Starts all of Anyue with one command: database, sample county, web server, worker.

`python -m anyue.serve` migrates, collects the static files, loads the sample county into an
empty demo database, then runs the web server and the background worker until Ctrl-C. A child
that dies is started again; one that dies five times within a minute stops everything.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

from anyue.core import env

RESTARTS = 5
WITHIN_SECONDS = 60


@dataclass
class Child:
    """A process that is kept running."""

    label: str
    command: list[str]
    catch_up: Sequence[str] = ()
    """Run to its end before the process starts again: what its sudden end left undone."""
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only the parent."""
        self.starts.append(time.monotonic())
        # The command is made below from constants and checked numbers.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603

    def start_again(self) -> None:
        """Start after an unforeseen end."""
        if self.catch_up:
            subprocess.run(self.catch_up, check=False)  # noqa: S603 - made below as well
        self.start()

    def has_ended(self) -> bool:
        """True when it was started and no longer runs."""
        return self.process is not None and self.process.poll() is not None

    def dies_too_often(self) -> bool:
        """True after RESTARTS starts within WITHIN_SECONDS."""
        full = len(self.starts) == RESTARTS
        return full and self.starts[-1] - self.starts[0] < WITHIN_SECONDS

    def stop(self, seconds: float = 10) -> None:
        """Ask it to end, then insist."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def web_command(host: str, port: int, workers: int) -> list[str]:
    """The web server: WSGI with blocking threads, the fastest of those measured."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "4",
        "--log-level": "warning",
    }
    flat = [word for pair in options.items() for word in pair]
    return [
        sys.executable,
        "-m",
        "granian",
        *flat,
        "--respawn-failed-workers",
        "anyue.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The background worker."""
    return [sys.executable, "-m", "django", "db_worker", "--interval", "1", "--no-startup-delay"]


def catch_up_command() -> list[str]:
    """Queues again what a killed worker had in its hands; nobody else would."""
    return [sys.executable, "-m", "django", "run_due_jobs", "--verbosity", "0"]


def refuse_taken_port(host: str, port: int) -> None:
    """Raise a readable error when something else listens already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ImproperlyConfigured(
                f"端口 {port} 用不了（{error.strerror}）：请换一个，例如 PORT={port + 1} make run。"
            ) from error


def prepare() -> list[str]:
    """Bring database and files up to date; returns the lines that tell the demo sign-ins."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("check", databases=["default"], stdout=io.StringIO())
    call_command("run_due_jobs", verbosity=0)
    if not settings.DEMO:
        return []
    call_command("load_sample", stdout=io.StringIO())
    # The sample county imports models, which only works after django.setup().
    samples = __import__("anyue.samples.county", fromlist=["SIGN_INS"])
    return [
        # A Chinese character is as wide as two letters; the full-width space keeps columns true.
        f"  {who.ljust(6, chr(0x3000))}  登录名 {name:<10}密码 {samples.PASSWORD}"
        for who, name in samples.SIGN_INS
    ]


def heed_signals() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set; asked for before the first child, lest one stays."""
    stopping = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return stopping


def wait_until_answering(
    host: str, port: int, stopping: threading.Event, seconds: float = 30
) -> None:
    """Return when the web server takes connections, or after `seconds` all the same."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopping.is_set():
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)


def keep_running(children: list[Child], stopping: threading.Event) -> int:
    """Run until a signal arrives; returns the exit code."""
    failed = 0
    while not stopping.is_set() and not failed:
        for child in children:
            if not child.has_ended():
                continue
            if child.dies_too_often():
                say(f"{child.label}接连退出 {RESTARTS} 次，已停止。请看上面的错误信息。")
                failed = 1
                break
            say(f"{child.label}意外退出，正在重新启动。")
            child.start_again()
        stopping.wait(0.2)
    for child in children:
        child.stop()
    return failed


def say(text: str) -> None:
    """One line for the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Prepare, start, tell the address, wait. Returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anyue.settings")
    try:
        port = env.number("PORT", default=8000, least=1, most=65535)
        host = os.environ.get("HOST", "127.0.0.1")
        workers = env.number("WEB_WORKERS", default=2, least=1, most=32)
        refuse_taken_port(host, port)
        django.setup()
        sign_ins = prepare()
    except (ImproperlyConfigured, CommandError) as error:
        say(str(error))
        return 2
    except OperationalError as error:
        say(f"数据库打不开，请检查 DATABASE_URL 和数据库服务。数据库的原话：{error}")
        return 2
    children = [
        Child("网页服务", web_command(host, port, workers)),
        Child("后台任务", worker_command(), catch_up=catch_up_command()),
    ]
    stopping = heed_signals()
    for child in children:
        child.start()
    wait_until_answering("127.0.0.1" if host == "0.0.0.0" else host, port, stopping)  # noqa: S104
    say(f"\n安月已启动：http://{host}:{port}/   （按 Ctrl-C 停止）")
    if sign_ins:
        say("示例县演示账号：\n" + "\n".join(sign_ins))
    code = keep_running(children, stopping)
    say("安月已停止。")
    return code


if __name__ == "__main__":
    sys.exit(main())
