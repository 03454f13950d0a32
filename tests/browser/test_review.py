"""Reviewing a notice: with the keyboard alone, from field to words, and on a small screen."""

import re
import sys

import pytest

from tests.browser.notices import seventeen
from tests.browser.surfing import SIDEWAYS

pytestmark = pytest.mark.browser

KEY, THINKING = 0.28, 1.35
"""Seconds a key takes, and seconds to look and decide (keystroke-level model, Card et al.)."""
ACTIVITIES = 17
MOST_KEYS = 30
FOCUS = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  return {
    name: at.textContent.trim(),
    ring: at !== document.body && at.matches(":focus-visible") && style.outlineStyle !== "none"
      && parseFloat(style.outlineWidth) > 0,
    seen: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight
      && at.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)),
    told: (at.getAttribute("aria-describedby") || "").split(" ").filter(Boolean)
      .map((id) => document.getElementById(id).textContent.trim()).join(" "),
    status: [...document.querySelectorAll("[role=status]")].map((line) => line.textContent.trim())
      .join(" "),
  };
}"""
JUMPED = """(id) => {
  const mark = document.getElementById(id);
  const pane = mark.closest(".pane-source");
  const first = mark.getClientRects()[0];
  const frame = pane.getBoundingClientRect();
  const inside = first.top >= Math.max(0, frame.top)
    && first.bottom <= Math.min(innerHeight, frame.bottom);
  const top = document.elementFromPoint(first.x + first.width / 2, first.y + first.height / 2);
  return {
    words: mark.textContent, inside, clear: Boolean(top && mark.contains(top)),
    marked: mark.matches(":target") && getComputedStyle(mark).outlineStyle !== "none",
    tag: mark.tagName,
  };
}"""


def imported(page, text):
    """Paste the notice; returns the address of its plan, such as /desk/plan/2/."""
    page.goto("/desk/plan/import/")
    page.locator("[name=text]").fill(text)
    page.get_by_role("button", name="开始识别").click()
    page.wait_for_url(re.compile(r"/desk/plan/\d+/fields/"))
    return re.search(r"/desk/plan/\d+/", page.url)[0]


class Typist:
    """Presses keys, counts them, and looks after each whether the focus can be seen."""

    def __init__(self, page):
        self.page, self.keys, self.steps = page, 0, 0

    def press(self, key):
        """One key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_load_state()
        self.keys += 1
        self.steps += 1
        self.page.wait_for_timeout(250)
        focus = self.page.evaluate(FOCUS)
        assert focus["ring"] and focus["seen"], (self.page.url, focus)
        return focus

    @property
    def seconds(self):
        """What the keys and a look before each of them cost."""
        return self.keys * KEY + self.steps * THINKING


def test_seventeen_activities_are_agreed_to_with_the_keyboard_alone(sit_down):
    page = sit_down("guzhang")
    imported(page, seventeen(101))
    clerk = Typist(page)

    assert "逐项核对" in clerk.press("n")["name"]
    seen = clerk.press("n")
    for left in range(ACTIVITIES, 0, -1):
        place = ACTIVITIES - left + 1
        assert f"第 {place} 项" in seen["status"] and f"还有 {left} 项待核对" in seen["status"]
        assert seen["name"].startswith("采纳") and f"{place}." in seen["told"]
        seen = clerk.press("a")
    doubts = int(re.search(r"还有 (\d+) 处疑点", seen["status"])[1])
    clerk.press("n")
    for _ in range(doubts):
        seen = clerk.press("d")

    assert doubts == 4
    assert "共 18 项，2 项待核对" in seen["status"]
    for key in "naa":
        seen = clerk.press(key)
    assert "全部核对完" in seen["status"]
    sys.stdout.write(
        f"\n{clerk.keys} 个键，{clerk.seconds:.0f} 秒（{KEY} 秒一键，{THINKING} 秒一步）\n"
    )
    assert clerk.keys <= MOST_KEYS
    assert clerk.seconds < 120
    assert page.faults == []


def press_enter(page):
    """Enter on whatever the page put the focus on."""
    page.wait_for_timeout(300)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_without_scripts_one_key_does_the_same(sit_down):
    page = sit_down("guzhang", script=False)
    plan = imported(page, seventeen(102))

    for _ in range(2 + ACTIVITIES):
        press_enter(page)

    assert page.url.endswith(f"{plan}activities/")
    assert "都已核对" in page.inner_text("main")
    press_enter(page)
    press_enter(page)
    assert "已照办" in page.inner_text("main")


def squeezed(text):
    """The words without marks and spaces: a link and its place may differ in these."""
    return re.sub(r"[\s“”\"《》（）()，。：:、]", "", text)


def landed(page, target):
    """How the place looks once the jump is over; the browser takes a moment to scroll."""
    for _ in range(20):
        jumped = page.evaluate(JUMPED, target)
        if jumped["inside"] and jumped["clear"] and jumped["marked"]:
            break
        page.wait_for_timeout(100)
    return jumped


def jumps(page):
    """Follow every link into the source of this page; returns {id: (words of link, of place)}."""
    found = {}
    links = page.locator("main a[href^='#']:not(.back)")
    for count in range(links.count()):
        link = links.nth(count)
        target = link.get_attribute("href")[1:]
        if target in ("doubts", "main"):
            continue
        link.scroll_into_view_if_needed()
        link.click()
        jumped = landed(page, target)
        words = link.text_content()
        assert jumped["tag"] == "MARK" and jumped["marked"], (page.url, target, jumped)
        assert jumped["inside"] and jumped["clear"], (page.url, target, jumped)
        assert squeezed(jumped["words"]), (page.url, target)
        found[target] = (words, jumped["words"])
    return found


@pytest.mark.parametrize("phone", [False, True], ids=["1366", "390"])
def test_every_field_jumps_to_its_words(sit_down, phone):
    page = sit_down("guzhang", phone=phone)
    plan = imported(page, seventeen(103 + phone))

    fields = jumps(page)
    assert set(fields) >= {"s-title", "s-doc_number", "s-issuer", "s-issued_on", "s-theme",
                           "s-period", "s-key_sector"}  # fmt: skip
    assert "人人讲安全" in fields["s-theme"][1] and "6月1日至6月30日" in fields["s-period"][1]
    page.goto(f"{plan}activities/")
    addresses = page.evaluate(
        "() => [...document.querySelectorAll('tbody th a')].map((a) => a.pathname)"
    )
    seen = {}
    for address in addresses:
        page.goto(address)
        assert page.evaluate(SIDEWAYS) == 0
        seen |= {f"{address}{name}": pair for name, pair in jumps(page).items()}
    kinds = {name.rsplit("/", 1)[-1].rsplit("-", 1)[0] for name in seen}
    assert kinds >= {"f-kinds", "f-audience", "f-who", "f-quantities", "f-due_date", "f-cadence",
                     "f-programmes", "citations", "phones"}  # fmt: skip
    exact = ("f-who", "f-programmes", "f-quantities", "citations", "phones")
    for name, (words, place) in seen.items():
        if name.rsplit("/", 1)[-1].startswith(exact):
            told = squeezed(words.split("，看原文")[0])
            assert squeezed(place) in told or told in squeezed(place), (name, words, place)
    page.goto(plan)
    whole = jumps(page)
    assert {name.rsplit("-", 1)[0] for name in whole} >= {"deadlines", "citations", "phones"}
    assert page.faults == []


def test_every_doubt_jumps_to_its_words(sit_down):
    page = sit_down("guzhang")
    plan = imported(page, seventeen(105))
    page.goto(f"{plan}check/")
    links = page.get_by_role("link", name=re.compile("^看原文位置"))
    addresses = [link.get_attribute("href") for link in links.all()]
    places = [place.inner_text() for place in page.locator("#doubts mark").all()]

    assert len(addresses) == len(places) == 4
    for address, words in zip(addresses, places, strict=True):
        page.goto(address)
        jumped = landed(page, address.split("#")[1])
        assert jumped["words"] == words
        assert jumped["inside"] and jumped["marked"]


def test_a_small_screen_shows_the_task_first_and_the_source_as_a_view_of_its_own(sit_down):
    page = sit_down("guzhang", phone=True)
    plan = imported(page, seventeen(106))
    page.goto(f"{plan}activities/")
    page.get_by_role("link", name=re.compile("逐项核对")).click()
    page.wait_for_url(re.compile(r"activities/\d+/$"))
    page.get_by_role("button", name=re.compile("^采纳")).wait_for()

    page.get_by_role("link", name="看原文", exact=True).first.click()
    page.wait_for_timeout(500)
    top = page.evaluate("document.querySelector('#source').getBoundingClientRect().top")
    tall = page.evaluate("document.querySelector('#source').getBoundingClientRect().height")
    assert abs(top) < 130 and tall > 0.7 * 844
    page.get_by_role("link", name="返回任务").click()
    page.wait_for_timeout(500)
    assert abs(page.evaluate("document.querySelector('#task').getBoundingClientRect().top")) < 130
