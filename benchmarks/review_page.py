"""Does a plan of sixty pages scroll smoothly in the browser, and how heavy are its pages?

    python benchmarks/review_page.py [--json]

Starts the site as `make run` does, imports an invented notice of about 60 pages with 204
activities, and scrolls every page of the plan in Chromium at 2,400 pixels a second, the processor
slowed four times as in an old office computer. Printed for each: server time (median of five, not
slowed), bytes of HTML, elements, median and 95th percentile of the time between two frames, the
longest task that kept the page busy. The floor is a page with the same text and nothing else. With
--json the last line is one JSON object. Without Chromium it is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.notices import sixty_pages  # noqa: E402
from tests.browser.surfing import ARGUMENTS, CHROMIUM  # noqa: E402

PASSWORD = "anyue-demo-2026"  # noqa: S105  the sample county's, printed by `make run`
DISTANCE, SPEED, SLOWER = 6_000, 2_400, 4
WATCH = """() => {
  window.frames_ = []; window.tasks_ = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.tasks_.push(entry.duration);
  }).observe({ type: "longtask" });
  let last = performance.now();
  const step = (now) => {
    window.frames_.push(now - last);
    last = now;
    window.going_ = requestAnimationFrame(step);
  };
  window.going_ = requestAnimationFrame(step);
}"""
RESULT = """() => {
  cancelAnimationFrame(window.going_);
  return { frames: window.frames_.slice(2), tasks: window.tasks_ };
}"""


@contextlib.contextmanager
def running_site() -> Iterator[str]:
    """The address of a fresh Anyue with the sample county."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "serve.log"
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DEMO": "true",
            "DATA_DIR": folder,
            "PORT": str(port),
        }
        with log.open("wb") as printed:
            command = [sys.executable, "-m", "anyue.serve"]
            process = subprocess.Popen(command, env=environment, stdout=printed, stderr=printed)
            try:
                while "企业（机械）" not in log.read_text(encoding="utf-8"):
                    if process.poll() is not None:
                        raise SystemExit(log.read_text(encoding="utf-8"))
                    time.sleep(0.3)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(30)


def signed_in(browser: Any, site: str) -> Any:
    """A page where the clerk of the sample county signed in."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=site)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("登录名").fill("guzhang")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("登录")).click()
    page.wait_for_url(re.compile(r"/desk/$"))
    return page


def imported(page: Any, text: str) -> str:
    """Import the notice; returns the path of its plan."""
    page.goto("/desk/plan/import/")
    page.locator("[name=text]").fill(text)
    page.get_by_role("button", name="开始识别").click()
    page.wait_for_url(re.compile(r"/desk/plan/\d+/fields/"))
    return re.search(r"/desk/plan/\d+/", page.url)[0]  # type: ignore[index]


def scrolled(page: Any, place: str) -> dict[str, float]:
    """Scroll `place` down and up; frame times and the longest task in milliseconds."""
    box = page.locator(place).first.bounding_box()
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    for way in (-1, 1):
        client.send(
            "Input.synthesizeScrollGesture",
            {
                "x": box["x"] + box["width"] / 2,
                "y": min(600, max(150, box["y"] + 100)),
                "yDistance": way * DISTANCE,
                "speed": SPEED,
            },
        )
    seen = page.evaluate(RESULT)
    frames = sorted(seen["frames"])
    return {
        "frame_median_ms": round(statistics.median(frames), 1),
        "frame_p95_ms": round(frames[int(0.95 * len(frames))], 1),
        "longest_task_ms": round(max(seen["tasks"], default=0)),
    }


def measured(page: Any, path: str, place: str) -> dict[str, float]:
    """Server time, weight and scrolling of one page."""
    times, size = [], 0
    for _ in range(5):
        began = time.perf_counter()
        size = len(page.request.get(path).body())
        times.append((time.perf_counter() - began) * 1000)
    page.goto(path)
    nodes = page.evaluate("document.getElementsByTagName('*').length")
    weight = {"server_ms": round(statistics.median(times)), "html_bytes": size, "nodes": nodes}
    return {**weight, **scrolled(page, place)}


def floor(page: Any, text: str) -> dict[str, float]:
    """The same text on a page with nothing else."""
    page.goto("about:blank")
    page.set_content("<body></body>")
    page.evaluate("(words) => { document.body.innerText = words; }", text)
    nodes = page.evaluate("document.getElementsByTagName('*').length")
    weight = {"server_ms": 0, "html_bytes": len(text.encode()), "nodes": nodes}
    return {**weight, **scrolled(page, "body")}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    result: dict[str, Any] = {}
    if not Path(CHROMIUM).exists():
        print(f"Left out: there is no {CHROMIUM} (apt install chromium).")
    else:
        result = measure()
    if args.json:
        print(json.dumps(result, ensure_ascii=False))


def measure() -> dict[str, Any]:
    """All pages, by name."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where there is a browser

    text = sixty_pages(60)
    result: dict[str, Any] = {"characters": len(text)}
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = signed_in(browser, site)
        plan = imported(page, text)
        page.goto(f"{plan}activities/")
        first = page.locator("tbody th a").nth(11).get_attribute("href")
        pages = {
            "source": (plan, ".pane-source"),
            "fields": (f"{plan}fields/", "main"),
            "activities": (f"{plan}activities/", "main"),
            "activity": (first, "main"),
            "schedule": (f"{plan}schedule/", "main"),
        }
        result["floor"] = floor(signed_in(browser, site), text)
        for name, (path, place) in pages.items():
            result[name] = measured(page, path, place)
        browser.close()
    for name, figures in result.items():
        if isinstance(figures, dict):
            told = "  ".join(f"{key} {value}" for key, value in figures.items())
            print(f"{name:11} {told}")
    return result


if __name__ == "__main__":
    main()
