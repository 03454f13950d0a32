"""How right and how fast the notice reader is, beside what a user would pick instead.

    ANYUE_DOCUMENTS=…/documents ANYUE_SCORE=…/score python benchmarks/read.py [--json] [--record]

Four tables: the figures of the score program with what is asked of each, and how far a reader can
come that only says what a file prints (some forms of a document print another name or number than
the one its gold was made of); the reading time of every
document inside the process beside a floor (decoding its bytes, a PDF's bare text); the time over
the length of a text up to 1 MB in five shapes; a PDF of 20 pages and the command line beside their
floors. Then other tools that turn documents into outlines, on the same files, as far as they are
installed.

With --json the last line is one JSON object: `notice_000_ms`, `pdf_20_pages_s`, `cli_s`,
`growth_exponent` (the worst slope of log(time) over log(length) from 60 KB to 1 MB), the score and
the peers. --record adds a line to docs/figures/reading.tsv. Times are medians of five.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import _peers
import _printed
import pypdfium2

from anyue.reading import read
from anyue.reading.isolated import read_isolated

ROOT = Path(__file__).resolve().parents[1]
HISTORY = ROOT / "docs" / "figures" / "reading.tsv"
DOCUMENTS = Path(
    os.environ.get("ANYUE_DOCUMENTS", ROOT.parent / "shared" / "reading" / "documents")
)
SCORE = Path(os.environ.get("ANYUE_SCORE", DOCUMENTS.parent / "score"))
ASKED = {
    **dict.fromkeys(("title", "doc_number", "index_number", "issuer", "issued_on"), 0.97),
    **dict.fromkeys(("theme", "period", "citations", "phones"), 0.97),
    "outline": 0.98,
    "deadlines": 0.93,
}
LIMITS = {"notice_000_ms": 30, "pdf_20_pages_s": 0.6, "cli_s": 0.7, "growth_exponent": 1.1}
SHAPES = {
    "items": "{n}.加强检查。各车间要在6月底前完成一次自查，按照《防火办法》要求逐条登记。\n",
    "prose": "各单位于2026年{m}月{d}日前完成第{n}轮自查，{m}月底前报送总结，电话0900-5550{n:03}；"
    "每月5日前按照《检查办法（{n}）》（示安办〔2026〕{n}号）报送台账。\n",
    "table": "{n} | 组织应急演练 | 各工业企业 | 6月{d}日前完成并报送小结 | 安全股 | 不少于一次\n",
    "one line": "{n}.组织第{n}次演练，6月{d}日前报送；",
    "nested": "{c}、抓好落实\n（一）抓培训。各企业组织一次培训。\n1.讲一堂课。6月{d}日前讲完。\n",
}
SIZES = (60_000, 250_000, 1_000_000)
NUMERALS = "一二三四五六七八九"
ROUNDS = 5


def documents() -> list[Path]:
    """Return the real documents, or none when their folder is missing."""
    return sorted(path for path in DOCUMENTS.glob("*") if path.suffix != ".json")


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of ``work``, after once that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def score() -> dict[str, float]:
    """Run the score program and return its figures; empty when there is none."""
    if not SCORE.exists():
        print("Left out: ANYUE_SCORE names no score program, so nothing is said of correctness.")
        return {}
    command = shlex.join([sys.executable, "-m", "anyue"])
    environment = {**os.environ, "ANYUE": command, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(
        [SCORE, "--json", DOCUMENTS], env=environment, capture_output=True, text=True, check=True
    )
    figures: dict[str, float] = json.loads(ran.stdout.strip().splitlines()[-1])
    most = _printed.most_to_reach(documents())
    readings = figures.pop("documents")
    print(f"\n{'figure':14}{'F1':>8}{'asked':>8}{'printed':>9}   over {readings} readings")
    for name, value in figures.items():
        note = "" if value >= ASKED[name] else "   below"
        shown = f"{most[name]:9.4f}" if name in most else " " * 9
        print(f"{name:14}{value:8.4f}{ASKED[name]:8.2f}{shown}{note}")
    return figures


def every_document(files: list[Path]) -> dict[str, float]:
    """Print the time of each document beside decoding its bytes; return that of notice 000."""
    found = {}
    print(f"\n{'document':52}{'ms':>8}{'floor':>8}")
    for path in files:
        data = path.read_bytes()
        took = seconds(lambda data=data, path=path: read(data, path.name))
        bare = bare_text if path.suffix == ".pdf" else _decoded
        floor = seconds(lambda data=data, bare=bare: bare(data))
        print(f"{path.name:52}{took * 1000:8.1f}{floor * 1000:8.3f}")
        if path.name.startswith("000"):
            found["notice_000_ms"] = round(took * 1000, 1)
    return found


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def text_of(shape: str, size: int) -> bytes:
    """Make about ``size`` bytes of one shape."""
    lines = []
    length = number = 0
    while length < size:
        places = {"n": number % 90 + 1, "m": number % 9 + 1, "d": number % 28 + 1}
        line = SHAPES[shape].format(**places, c=NUMERALS[number % 9])
        lines.append(line)
        length += len(line.encode())
        number += 1
    return "".join(lines).encode()


def growth() -> float:
    """Print time over length for every shape and return the worst exponent."""
    worst = 0.0
    heads = "".join(f"{size // 1000:>7} KB" for size in SIZES)
    print(f"\n{'shape':10}{heads}{'exponent':>10}   milliseconds")
    for shape in SHAPES:
        times = []
        for size in SIZES:
            data = text_of(shape, size)
            times.append(seconds(lambda data=data: read(data, "plan.txt"), 3))
        exponent = math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0])
        shown = "".join(f"{took * 1000:10.1f}" for took in times)
        print(f"{shape:10}{shown}{exponent:10.2f}")
        worst = max(worst, exponent)
    return worst


def twenty_pages(folder: Path) -> Path | None:
    """Let LibreOffice print a plan of 20 pages; None where there is no LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        return None
    breaks = '<p style="page-break-before: always">'
    pages = []
    for page in range(20):
        lines = text_of("items", 2_500).decode().splitlines()
        pages.append("<p>".join([f"{NUMERALS[page % 9]}、第{page + 1}部分", *lines]))
    html = f"<html><meta charset=utf-8><body><p>{breaks.join(pages)}</body></html>"
    (folder / "plan.html").write_text(html, encoding="utf-8")
    command = [office, "--headless", f"-env:UserInstallation=file://{folder}/office"]
    subprocess.run(
        [*command, "--convert-to", "pdf:writer_web_pdf_Export", "plan.html"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "plan.pdf"


def bare_text(data: bytes) -> str:
    """What the PDF library alone gives: the floor of a PDF."""
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def whole(arguments: list[str | Path]) -> float:
    """Return the time of a whole process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return seconds(
        lambda: subprocess.run(arguments, env=environment, check=True, capture_output=True)
    )


def pdf_and_command_line(files: list[Path]) -> dict[str, float]:
    """Print both beside their floors."""
    found = {}
    print(f"\n{'':44}{'s':>8}{'floor':>8}")
    with tempfile.TemporaryDirectory() as name:
        path = twenty_pages(Path(name))
        if path is None:
            print("Left out: no LibreOffice to print a PDF of 20 pages.")
        else:
            data = path.read_bytes()
            pages = len(pypdfium2.PdfDocument(data))
            took, floor = seconds(lambda: read(data, "plan.pdf")), seconds(lambda: bare_text(data))
            print(f"{f'PDF of {pages} pages (bare text)':44}{took:8.3f}{floor:8.3f}")
            child = seconds(lambda: read_isolated(data, "plan.pdf"))
            print(f"{'the same in the locked child process':44}{child:8.3f}")
            found["pdf_20_pages_s"] = round(took, 3)
    notice = next((path for path in files if path.name.startswith("000")), None)
    if notice is not None:
        took = whole([sys.executable, "-m", "anyue", "notice", "read", notice])
        floor = whole([sys.executable, "-c", "pass"])
        print(f"{'command line, notice 000 (bare Python)':44}{took:8.3f}{floor:8.3f}")
        found["cli_s"] = round(took, 3)
    return found


def record(result: dict[str, Any]) -> None:
    """Add one line to the history."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    names = [*LIMITS, *ASKED]
    values = [str(result.get(name, result["score"].get(name, ""))) for name in names]
    if not HISTORY.exists():
        HISTORY.parent.mkdir(exist_ok=True)
        HISTORY.write_text("\t".join(["date", "commit", *names]) + "\n", encoding="utf-8")
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write("\t".join([datetime.now(tz=UTC).date().isoformat(), commit, *values]) + "\n")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    files = documents()
    if not files:
        print("Left out: ANYUE_DOCUMENTS names no folder with documents.")
    result: dict[str, Any] = {"score": score() if files else {}}
    result |= every_document(files)
    result["growth_exponent"] = round(growth(), 2)
    result |= pdf_and_command_line(files)
    print()
    for name, most in LIMITS.items():
        print(f"{name:18}{result.get(name, 'left out'):>10}   at most {most}")
    result["peers"] = _peers.table(files)
    if args.record:
        record(result)
    if args.json:
        print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
