"""The whole system as `make run` starts it, with the sample county, and people at browsers."""

import os
import re
import signal
import socket
import subprocess
import sys

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.surfing import ARGUMENTS, CHROMIUM

PASSWORD = "anyue-demo-2026"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a freshly started Anyue with its worker and the sample county."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "src",
        "DEMO": "true",
        "DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "PORT": str(port),
    }
    log = tmp_path_factory.mktemp("log") / "serve.log"
    with log.open("wb") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "anyue.serve"], env=environment, stdout=printed, stderr=printed
        )
        try:
            _wait_for_start(process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _wait_for_start(process, log):
    """Until the sign-ins are printed; the sample county takes its time on a busy machine."""
    while "企业（机械）" not in log.read_text(encoding="utf-8"):
        if process.poll() is not None:
            raise AssertionError(log.read_text(encoding="utf-8"))
        try:
            process.wait(0.3)
        except subprocess.TimeoutExpired:
            continue


@pytest.fixture
def driver():
    """A Chromium of its own for each test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def sit_down(site, driver):
    """sit_down(user or None, phone=False, script=True) -> a page where that person signed in.

    `page.faults` collects what the browser complained about, policy violations included.
    """

    def opened(user=None, *, phone=False, script=True):
        size = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 768}
        context = driver.new_context(
            viewport=size, base_url=site, java_script_enabled=script, locale="zh-CN"
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "console",
            lambda line: page.faults.append(line.text) if line.type == "error" else None,
        )
        page.goto("/")
        for attempt in range(20):
            if page.title():
                break
            page.wait_for_timeout(100 * attempt)
        if user:
            page.goto("/sign-in/")
            page.get_by_label("登录名").fill(user)
            page.get_by_label("密码", exact=True).fill(PASSWORD)
            page.get_by_role("button", name=re.compile("登录")).click()
            page.wait_for_url(re.compile(r"/(desk|e)/$"))
        return page

    return opened
