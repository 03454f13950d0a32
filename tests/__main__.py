"""Runs every test this machine can run, on SQLite and on PostgreSQL, and says what was left out.

`python -m tests [pytest arguments]`. Exit code 0: nothing failed. With CI=true anything left
out is a failure too.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/anyue")


def postgres_answers() -> bool:
    """Does a server listen where TEST_DATABASE_URL points?"""
    address = re.search(r"@([^:/]+):(\d+)", POSTGRES)
    if address is None:
        return False
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((address[1], int(address[2]))) == 0


def run(name: str, arguments: list[str], **environment: str) -> tuple[int, list[str]]:
    """Run pytest once; returns its exit code and a line for each test it left out."""
    sys.stdout.write(f"\n== {name} ==\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", *arguments]
    env = {**os.environ, **environment}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    left_out = []
    for line in process.stdout or []:
        sys.stdout.write(line)
        sys.stdout.flush()
        if line.startswith("SKIPPED"):
            left_out.append(f"{name}: {line.strip()}")
    return process.wait(), left_out


def main() -> int:
    """All runs; returns the exit code."""
    arguments = sys.argv[1:]
    parallel = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
    left_out: list[str] = []
    browser = Path(CHROMIUM).exists()
    if not browser:
        left_out.append(f"浏览器测试：没有 {CHROMIUM}（apt install chromium fonts-noto-cjk）")
    if shutil.which("soffice") is None:
        left_out.append(
            "LibreOffice 打开导出文件的测试：没有 soffice（apt install libreoffice-calc）"
        )
    codes = []
    code, skipped = run("SQLite", [*parallel, "-m", "not browser", *arguments])
    codes.append(code)
    left_out += skipped
    if postgres_answers():
        code, skipped = run(
            "PostgreSQL", [*parallel, "-m", "not browser", *arguments], DATABASE_URL=POSTGRES
        )
        codes.append(code)
        left_out += skipped
    else:
        left_out.append(f"PostgreSQL 上的全部测试：{POSTGRES.split('@')[-1]} 没有服务器应答")
    if browser:
        code, skipped = run("浏览器", ["-m", "browser", *arguments])
        # 5: nothing selected, as when one file was asked for.
        codes.append(0 if code == 5 and arguments else code)
        left_out += skipped
    if left_out:
        sys.stdout.write(
            "\n没有运行的测试：\n" + "\n".join(f"- {line}" for line in left_out) + "\n"
        )
    else:
        sys.stdout.write("\n全部测试都运行了，没有遗漏。\n")
    if any(codes):
        return 1
    return 1 if left_out and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
