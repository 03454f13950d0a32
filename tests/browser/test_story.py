"""The main job with a real notice, from the upload to the public page, by real browsers.

A clerk imports 景工信发〔2023〕52号, settles it, publishes it, assigns it; a firm reports from a
phone with photos; the bureau sends it back once, then closes it; public page and ledger show it.
With SCREENSHOTS=folder the pictures of the README are made on the way.
"""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from anyue.samples.pictures import photo

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DOCUMENTS = Path(os.environ.get("ANYUE_DOCUMENTS", ROOT / "../shared/reading/documents"))
NOTICE = DOCUMENTS / "000-jingtai-gxj-2023.txt"
SUMMARY = (
    "组织全体班组在生产区开展火灾应急演练，演练报警、疏散、清点人数和初起火灾扑救，"
    "用时十一分钟，演练后现场讲评，指出一处疏散通道被占用，当场清理完毕。"
)


def shot(page, name):
    """Keep a picture for the README when a folder is named."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png")


def picture(number):
    """A photo of a drill as a phone's camera gives it, EXIF included."""
    image = Image.open(io.BytesIO(photo("drill", number)))
    exif = image.getexif()
    exif[0x0110] = "测试手机"
    exif.get_ifd(0x8769)[0x9003] = "2023:06:16 09:30:00"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def clerk_imports(page):
    """Flow F1, first half; returns the address of the plan on the desk, such as /desk/plan/2/."""
    page.goto("/desk/plan/import/")
    page.set_input_files("input[type=file]", str(NOTICE))
    page.get_by_role("button", name="开始识别").click()
    page.wait_for_url(re.compile(r"/desk/plan/\d+/fields/"))
    plan = re.search(r"/desk/plan/\d+/", page.url)[0]
    assert page.get_by_label("文号").input_value() == "景工信发〔2023〕52号"
    assert page.locator("[name=theme]").input_value() == "人人讲安全、个个会应急"
    assert page.locator("[name=period_start]").input_value() == "2023-06-01"
    assert page.locator("[name=period_end]").input_value() == "2023-06-30"
    assert page.locator(".pane-source mark").count() > 3
    page.get_by_role("button", name="保存，去核对任务").click()
    page.wait_for_url(re.compile(r"activities/$"))
    return plan


def clerk_judges(page, plan):
    """The seventeen activities: one by key, the rest together."""
    assert "共 17 项" in page.inner_text("main")
    page.get_by_role("link", name="逐项核对").click()
    page.wait_for_url(re.compile(r"activities/\d+/$"))
    first = page.url
    page.keyboard.press("a")
    page.wait_for_url(lambda url: url != first)
    page.goto(f"{plan}activities/")
    page.get_by_role("link", name="12.开展应急演练活动", exact=True).click()
    page.get_by_role("button", name=re.compile("^采纳")).wait_for()
    shot(page, "plan")
    page.goto(f"{plan}activities/")
    page.get_by_role("link", name=re.compile("全部采纳其余 16 项")).click()
    page.get_by_role("button", name="采纳这 16 项").click()
    page.wait_for_url(re.compile(r"activities/$"))


def clerk_publishes(page, plan):
    """Doubts first, then dates, then the first version."""
    page.goto(f"{plan}check/")
    assert page.get_by_role("button", name="发布").is_disabled()
    while page.locator("#doubts").get_by_role("button", name=re.compile("^已知悉")).count():
        button = page.locator("#doubts").get_by_role("button", name=re.compile("^已知悉")).first
        with page.expect_navigation():
            button.click()
    page.goto(f"{plan}schedule/")
    assert page.locator("[name$=due_date]").count() > 17
    page.get_by_role("button", name="保存，去发布").click()
    page.wait_for_url(re.compile(r"check/$"))
    page.get_by_role("button", name="发布").click()
    page.wait_for_url(re.compile(r"published/1/$"))


def clerk_assigns(page, plan):
    """Flow F2: item 12 (drill) to the key firms, by the real background worker."""
    page.goto("/desk/tasks/assign/")
    number = re.search(r"\d+", plan)[0]
    page.goto(f"/desk/tasks/assign/?campaign={number}")
    for box in page.locator("input[name=activities]").all():
        box.uncheck()
    page.get_by_label("选择 开展应急演练活动").check()
    page.get_by_role("button", name="下一步：选单位").click()
    page.get_by_label(re.compile("全部")).first.check()
    page.get_by_role("button", name="下一步：定时限").click()
    page.locator("[name=due_date]").fill("2027-06-30")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="分派 12 条").click()
    page.wait_for_url(re.compile(r"batches/\d+/$"))
    page.get_by_text("分派完成").wait_for()
    assert "成功 12 条" in page.inner_text("#state")


def firm_reports(page):
    """Flow F3 on the phone; returns the address of the task."""
    page.goto("/e/")
    page.get_by_role("link", name=re.compile("开展应急演练活动")).click()
    task = re.search(r"/e/t/\d+/", page.url)[0]
    page.get_by_role("button", name="签收").click()
    page.get_by_text("签收").first.wait_for()
    page.get_by_role("link", name="上报", exact=True).click()
    page.locator("[name=held_on]").fill("2023-06-16")
    page.locator("[name=place]").fill("生产区一号车间")
    for place, figure in enumerate(page.locator("input[inputmode=numeric]").all()):
        figure.fill(["1", "86"][place])
    page.locator("[name=summary]").fill(SUMMARY)
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url(re.compile("photos"))
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture(n)} for n in (1, 2)]
    page.set_input_files("#id_album", files)
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="上传，下一步").click()
    page.wait_for_url(re.compile("report/(check|photos)/"))
    page.goto(f"{task}report/photos/")
    page.locator("input[name^=caption-]").first.fill("疏散到集合点后清点人数")
    page.get_by_role("button", name="下一步，核对").click()
    page.wait_for_url(re.compile("check"))
    shot(page, "report")
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_url(re.compile("receipt"))
    assert re.search(r"HZ-\d{4}-\d+", page.inner_text("main"))
    return task


def open_review(page, firm="青石民爆"):
    """The reviewer opens the firm's report from the queue."""
    page.goto("/desk/review/")
    row = page.locator("tr", has_text=firm).filter(has_text="开展应急演练活动")
    row.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/desk/review/\d+/"))


def reviewer_sends_back(page):
    """Flow F4: coded reason, the fields to mend, a note."""
    open_review(page)
    shot(page, "review")
    page.locator("#send-back summary").click()
    page.get_by_text("情况写得太简单").click()
    page.locator("label", has_text="情况说明").click()
    page.locator("#send-back textarea").fill("请写明参加的班组。")
    page.get_by_role("button", name="退回企业").click()
    page.wait_for_load_state()


def firm_mends(page, task):
    """Only the marked field is open; the rest stays as it was."""
    page.goto(task)
    assert "请写明参加的班组" in page.inner_text("main")
    page.get_by_role("link", name="去补正").click()
    assert page.locator("[name=place]").count() == 0
    page.locator("[name=summary]").fill(SUMMARY + "参加的有甲乙丙三个班组。")
    page.get_by_role("button", name="保存，下一步").click()
    page.goto(f"{task}report/check/")
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_url(re.compile("receipt"))


@pytest.mark.skipif(not NOTICE.exists(), reason="ANYUE_DOCUMENTS: no folder with the notice")
def test_a_real_notice_is_carried_to_its_end(sit_down):
    clerk = sit_down("guzhang")
    plan = clerk_imports(clerk)
    clerk_judges(clerk, plan)
    clerk_publishes(clerk, plan)
    clerk_assigns(clerk, plan)
    firm = sit_down("qiye", phone=True)
    task = firm_reports(firm)
    reviewer = sit_down("jianguan")
    reviewer_sends_back(reviewer)
    firm_mends(firm, task)
    open_review(reviewer)
    reviewer.keyboard.press("a")
    reviewer.get_by_text(re.compile("销号")).first.wait_for()

    clerk.goto("/desk/tasks/?status=closed&q=青石民爆")
    ledger = clerk.inner_text("main")
    assert "开展应急演练活动" in ledger
    public = sit_down(phone=True)
    number = re.search(r"\d+", plan)[0]
    public.goto(f"/plans/{number}/")
    text = public.inner_text("main")
    assert "1262042378404828X7/2023-00011" in text
    assert text.count("鼓励问题隐患举报") >= 2
    public.get_by_role("link", name="办理进展").click()
    row = public.locator("tr", has_text="开展应急演练活动").inner_text()
    assert re.sub(r"\D+", " ", row).split()[-2:] == ["1", "12"]
    firm.goto(task)
    assert "已销号" in firm.inner_text("body")
    assert [page.faults for page in (clerk, firm, reviewer, public)] == [[], [], [], []]
