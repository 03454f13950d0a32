"""What a real browser says: accessibility, reflow, weight of a first view, and the page scripts."""

import io
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import sync_playwright

from anyue.styleguide.views import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = next(Path(__file__).parents[1].glob("vendor/axe-*/axe.min.js"))
RULES = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } },
  });
  return found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`);
}"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ADDRESS = reverse("styleguide:index")


@pytest.fixture
def surf(live_server, client, officer):
    """Opens a page as the officer: surf(path, width, **cookies) -> Playwright page."""
    # The session is written before the browser's event loop starts; Django forbids it after.
    client.force_login(officer)
    name = settings.SESSION_COOKIE_NAME
    session = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)

        def opened(path, width=1366, wait_for=None, **cookies):
            context = browser.new_context(viewport={"width": width, "height": 800})
            extra = [
                {"name": key, "value": value, "url": live_server.url}
                for key, value in cookies.items()
            ]
            context.add_cookies([session, *extra])
            page = context.new_page()
            page.faults = []
            page.on("pageerror", lambda error: page.faults.append(str(error)))
            page.on(
                "console",
                lambda line: page.faults.append(line.text) if line.type == "error" else None,
            )
            if wait_for:
                page.route(f"{live_server.url}{path}", wait_for)
            page.goto(live_server.url + path)
            return page

        yield opened
        browser.close()


@pytest.mark.parametrize(
    ("width", "large"), [(1366, "0"), (390, "0"), (390, "1")], ids=["desk", "phone", "large"]
)
def test_no_sample_page_breaks_an_accessibility_rule(surf, width, large):
    for name in PAGES:
        page = surf(f"{ADDRESS}?page={name}", width, large_type=large)
        page.evaluate(AXE.read_text(encoding="utf-8"))

        assert (name, page.evaluate(RULES)) == (name, [])
        assert (name, page.faults) == (name, [])


def test_no_sample_page_scrolls_sideways(surf):
    root = "document.documentElement"
    for name in PAGES:
        page = surf(f"{ADDRESS}?page={name}")
        for width in (320, 390, 768, 1000, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            beyond = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
            assert (name, width, beyond) == (name, width, 0)


@pytest.mark.parametrize(
    ("name", "width", "kilobytes", "requests"),
    [("public", 390, 60, 6), ("enterprise", 390, 80, 8), ("", 1366, 200, 12)],
)
def test_a_first_view_is_light(surf, name, width, kilobytes, requests):
    page = surf("/health/", width)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(page.url.replace("/health/", f"{ADDRESS}?page={name}"), wait_until="networkidle")

    # Pictures of the content come on top and have their own limit.
    parts = [answer for answer in answers if "sample.svg" not in answer.url]
    weight = sum(len(brotli.compress(part.body())) for part in parts)

    assert 3 <= len(parts) <= requests
    assert weight <= kilobytes * 1024


@pytest.mark.parametrize(("large", "least"), [("0", 44), ("1", 60)])
def test_what_a_finger_must_hit_is_large_enough(surf, large, least):
    for name in ("enterprise", "confirmation"):
        page = surf(f"{ADDRESS}?page={name}", 390, large_type=large)
        heights = page.eval_on_selector_all(
            ".btn, .btn-bare, input:not([type=hidden]):not([type=radio]), .tick, .task, summary",
            "all => all.filter(e => e.offsetParent).map(e => [e.className, e.offsetHeight])",
        )

        assert heights
        assert [pair for pair in heights if pair[1] < least] == []


def test_a_short_desk_row_is_forty_pixels(surf):
    page = surf(ADDRESS)

    assert page.locator(".table tbody tr").first.bounding_box()["height"] == pytest.approx(
        40, abs=1
    )


def test_the_menu_and_the_focus_are_seen(surf):
    page = surf(ADDRESS)
    assert page.locator(".side").bounding_box()["width"] == 208

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    assert page.locator(".skip-link").bounding_box()["width"] > 40


def test_keys_walk_and_act_until_they_are_switched_off(surf):
    page = surf(ADDRESS)
    for _ in range(2):
        page.keyboard.press("j")
    assert page.locator(".is-here").count() == 1
    before = page.evaluate(
        "[...document.querySelectorAll('[data-nav]')].findIndex("
        "row => row.classList.contains('is-here'))"
    )
    page.keyboard.press("k")
    after = page.evaluate(
        "[...document.querySelectorAll('[data-nav]')].findIndex("
        "row => row.classList.contains('is-here'))"
    )
    assert after == before - 1

    page.get_by_role("button", name=re.compile("快捷键")).click()
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.textContent").startswith("快捷键：已关")


def test_keys_rest_while_somebody_types(surf):
    page = surf(ADDRESS)
    here = page.locator(".is-here").inner_text()

    page.locator("#f-unit").fill("")
    page.locator("#f-unit").press_sequentially("jkx")

    assert page.locator("#f-unit").input_value() == "jkx"
    assert page.locator(".is-here").inner_text() == here


def phone_photo():
    """A noisy picture of 4000 x 3000, stored lying on its side, with its capture time."""
    noise = Image.effect_noise((1000, 750), 90).resize((4000, 3000)).convert("RGB")
    facts = Image.Exif()
    facts[0x0112] = 6
    facts.get_ifd(0x8769)[0x9003] = "2026:06:12 09:40:00"
    data = io.BytesIO()
    noise.save(data, "JPEG", quality=95, exif=facts)
    return data.getvalue()


def test_a_photo_is_made_small_upright_and_keeps_its_facts(surf):
    page = surf(f"{ADDRESS}?page=enterprise", 390)
    original = phone_photo()
    assert len(original) > 1_000_000

    page.set_input_files(
        "input[type=file]", {"name": "a.jpeg", "mimeType": "image/jpeg", "buffer": original}
    )
    page.get_by_text("已选 1 张").wait_for()

    sent = bytes(
        page.evaluate(
            "async () => [...new Uint8Array("
            "await document.querySelector('input[type=file]').files[0].arrayBuffer())]"
        )
    )
    picture = Image.open(io.BytesIO(sent))
    assert len(sent) <= 350 * 1024 + 4096
    assert picture.height * 3 == picture.width * 4 <= 1600 * 3
    assert picture.getexif()[0x0112] == 1
    assert picture.getexif().get_ifd(0x8769)[0x9003] == "2026:06:12 09:40:00"

    page.get_by_role("button", name="去掉照片 a.jpg").click()

    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 0


def test_what_is_no_picture_travels_as_it_is(surf):
    page = surf(f"{ADDRESS}?page=enterprise", 390)

    page.set_input_files(
        "input[type=file]", {"name": "a.heic", "mimeType": "image/heic", "buffer": b"heic"}
    )
    page.get_by_text("会按原样上传").wait_for()

    assert page.evaluate("document.querySelector('input[type=file]').files[0].size") == 4


DRAFT = """<!doctype html><html lang="zh-CN"><title>a</title>
<form data-autosave-url="/draft-target" method="post"><input name="csrfmiddlewaretoken" value="t">
<input name="story" id="story"><input type="file" name="photo"></form>
<script type="module" src="/static/anyue/autosave.js"></script></html>"""


def test_a_draft_is_saved_when_a_field_is_left(surf):
    page = surf(
        "/draft-page",
        wait_for=lambda route: route.fulfill(body=DRAFT, content_type="text/html; charset=utf-8"),
    )
    seen = []

    def answer(route):
        seen.append((route.request.headers["x-csrftoken"], route.request.post_data))
        route.fulfill(status=200)

    page.route("**/draft-target", answer)
    page.fill("#story", "办了一次")
    page.press("#story", "Tab")
    page.get_by_text("草稿已保存").wait_for()

    assert [token for token, _ in seen] == ["t"]
    assert "办了一次" in seen[0][1]
    assert 'name="photo"' not in seen[0][1]


def test_a_draft_that_was_not_saved_says_so(surf):
    page = surf(
        "/draft-page",
        wait_for=lambda route: route.fulfill(body=DRAFT, content_type="text/html; charset=utf-8"),
    )
    page.route("**/draft-target", lambda route: route.abort())
    page.fill("#story", "办了一次")
    page.press("#story", "Tab")
    page.get_by_text("没有网络").wait_for()

    page.unroute("**/draft-target")
    page.route(
        "**/draft-target",
        lambda route: route.fulfill(
            status=422,
            content_type="application/json",
            body='{"message": "任务已经退回，请刷新。"}',
        ),
    )
    page.fill("#story", "又办了一次")
    page.press("#story", "Tab")

    page.get_by_text("任务已经退回，请刷新。").wait_for()
