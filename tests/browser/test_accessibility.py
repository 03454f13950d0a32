"""Every page people meet most: accessible at desk and phone width, never wider than the screen."""

import re

import pytest

from tests.browser.surfing import SIDEWAYS, violations

pytestmark = pytest.mark.browser

DESK = (
    "/desk/",
    "/desk/plan/",
    "/desk/plan/import/",
    "/desk/plan/1/",
    "/desk/plan/1/fields/",
    "/desk/plan/1/activities/",
    "/desk/plan/1/schedule/",
    "/desk/plan/1/check/",
    "/desk/plan/1/comparisons/",
    "/desk/plan/1/comparisons/1/",
    "/desk/tasks/",
    "/desk/tasks/?q=没有这样的企业",
    "/desk/tasks/new/",
    "/desk/tasks/assign/",
    "/desk/tasks/batches/",
    "/desk/review/",
    "/desk/orgs/",
    "/desk/words/",
    "/desk/words/?tab=sections",
    "/desk/words/remembered/",
    "/desk/words/changes/",
    "/desk/words/import/",
)
FIRM = ("/e/", "/account/")
PUBLIC = ("/", "/plans/1/", "/plans/1/print/", "/plans/1/progress/", "/sign-in/", "/invite/")
FIRST_OF = {
    "/desk/plan/1/activities/": r"/desk/plan/1/activities/\d+/",
    "/desk/plan/1/comparisons/1/": r"/desk/plan/1/comparisons/1/points/\w+/",
    "/desk/tasks/": r"/desk/tasks/\d+/",
    "/desk/review/": r"/desk/review/\d+/",
    "/desk/orgs/": r"/desk/orgs/\d+/",
    "/e/": r"/e/t/\d+/",
}


def faults_of(page, path):
    """What is wrong with one page at the width the page has, then at 320."""
    answer = page.goto(path)
    width = page.viewport_size["width"]
    wrong = [(path, width, fault) for fault in violations(page)]
    if answer.status != 200:
        wrong.append((path, width, answer.status))
    if page.locator("h1").count() != 1:
        wrong.append((path, width, "h1"))
    followed = FIRST_OF.get(path)
    found = re.search(followed, page.content()) if followed else None
    page.set_viewport_size({"width": 320, "height": 700})
    if page.evaluate(SIDEWAYS):
        wrong.append((path, 320, "sideways"))
    page.set_viewport_size({"width": width, "height": 800})
    return wrong + (faults_of(page, found[0]) if found else [])


@pytest.mark.parametrize("phone", [False, True], ids=["1366", "390"])
@pytest.mark.parametrize(
    ("who", "paths"),
    [("guzhang", DESK), ("qiye", FIRM), (None, PUBLIC)],
    ids=["desk", "firm", "public"],
)
def test_pages_are_accessible_and_fit(sit_down, who, paths, phone):
    page = sit_down(who, phone=phone)

    wrong = [fault for path in paths for fault in faults_of(page, path)]

    assert wrong == []
    assert page.faults == []
