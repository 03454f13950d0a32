"""The exported ledger, read back: the rows of the filter, real dates, nothing that computes."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime

import pytest
from django.utils.timezone import localtime, now
from python_calamine import CalamineWorkbook

from anyue.assignments import exports
from anyue.assignments.models import Assignment
from anyue.assignments.rules import Status
from anyue.organisations.models import Sector, Unit
from tests.assignments.scenes import an_assignment
from tests.factories import AssignmentFactory, CampaignFactory

EXPORT = "/desk/tasks/export/"
HEADS = list(exports.COLUMNS)


@pytest.fixture
def bureau_client(client, officer):
    client.force_login(officer)
    return client


def sheet(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("任务台账")


def rows(content):
    """Data rows as dicts by head."""
    head, *data = sheet(content).to_python()[exports.HEADER_ROW :]
    assert head == HEADS
    return [dict(zip(head, row, strict=True)) for row in data]


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def test_the_export_holds_the_filter_in_its_order(bureau_client, firm, other_firm):
    for title, unit, kind, day in (
        ("甲", firm, "drill", 3),
        ("乙", firm, "drill", 1),
        ("丙", other_firm, "drill", 2),
        ("丁", firm, "study", 1),
    ):
        AssignmentFactory(
            title=title, responsible_unit=unit, kind=kind, due_date=date(2026, 6, day)
        )

    AssignmentFactory(
        title="戊", responsible_unit=firm, kind="drill", status=Status.CLOSED, due_date=date.max
    )

    response = bureau_client.get(f"{EXPORT}?kind=drill&status=assigned&sort=-due&size=20&page=7")

    assert [row["任务"] for row in rows(response.content)] == ["甲", "丙", "乙"]
    assert [row["序号"] for row in rows(response.content)] == [1, 2, 3]
    assert all(row["类型"] == "应急演练" for row in rows(response.content))


def test_the_export_is_not_cut_to_a_page(bureau_client, firm):
    AssignmentFactory.create_batch(120, responsible_unit=firm)

    assert len(rows(bureau_client.get(EXPORT).content)) == 120


def test_dates_are_dates_and_codes_are_text(bureau_client, cast, firm):
    Unit.objects.filter(pk=firm.pk).update(
        credit_code="91620423MA00000015", contact_phone="09435520001", contact_name="陈工"
    )
    firm.sectors.add(Sector.objects.create(code="mb", name="民用爆炸物品"))
    assignment = an_assignment(firm, cast, Status.CLOSED)

    (row,) = rows(bureau_client.get(EXPORT).content)

    assert row["完成时限"] == date(2026, 6, 30)
    assert row["下达日期"] == localtime(assignment.created_at).date()
    minute = localtime(assignment.reported_at).replace(tzinfo=None, second=0, microsecond=0)
    assert isinstance(row["上报时间"], datetime)
    assert abs((row["上报时间"] - minute).total_seconds()) < 1
    assert (row["统一社会信用代码"], row["联系电话"]) == ("91620423MA00000015", "09435520001")
    assert (row["行业"], row["状态"], row["当前情况"]) == ("民用爆炸物品", "已销号", "已销号")
    assert row["签收时间"] == ""


def test_the_head_names_unit_moment_person_and_filter(bureau_client, firm):
    AssignmentFactory(responsible_unit=firm, kind="drill")

    response = bureau_client.get(f"{EXPORT}?kind=drill&status=assigned")
    title, told, filters, _, *_ = sheet(response.content).to_python()

    assert title[0] == "示例县工业和信息化局 任务台账"
    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "此刻", told[0]).split() == [
        "填报单位：示例县工业和信息化局",
        "数据截止：此刻",
        "制表人：王丽",
        "共",
        "1",
        "条",
    ]
    assert filters[0] == "筛选条件：状态：待上报；类型：应急演练"


def test_the_head_calls_a_plan_by_its_name(bureau_client, firm, bureau):
    campaign = CampaignFactory(unit=bureau, name="安全生产月")
    AssignmentFactory(responsible_unit=firm, campaign=campaign)

    response = bureau_client.get(f"{EXPORT}?campaign={campaign.pk}")

    assert sheet(response.content).to_python()[2][0] == "筛选条件：方案：安全生产月"


NASTY = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a.b")']


def test_nothing_a_person_typed_is_ever_computed(bureau_client, firm):
    for words in NASTY:
        AssignmentFactory(title=words, responsible_unit=firm)
    Unit.objects.filter(pk=firm.pk).update(contact_name="=2+2")

    content = bureau_client.get(EXPORT).content

    assert sorted(row["任务"] for row in rows(content)) == sorted(NASTY)
    xml = part(content, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml and "<f " not in xml and "<hyperlink" not in xml
    assert 'formatCode="@"' in part(content, "xl/styles.xml") or 'numFmtId="49"' in part(
        content, "xl/styles.xml"
    )


def test_the_sheet_is_ready_for_screen_and_paper(bureau_client, firm):
    AssignmentFactory(responsible_unit=firm)

    content = bureau_client.get(EXPORT).content
    xml, book = part(content, "xl/worksheets/sheet1.xml"), part(content, "xl/workbook.xml")

    assert 'ySplit="4"' in xml and 'state="frozen"' in xml
    assert 'orientation="landscape"' in xml and 'paperSize="9"' in xml
    assert "任务台账!$A$1:$Q$5" in book
    assert "任务台账!$4:$4" in book


def test_an_empty_filter_still_gives_a_sheet_with_its_heads(bureau_client):
    response = bureau_client.get(f"{EXPORT}?q=无")

    cells = sheet(response.content).to_python()
    assert cells[exports.HEADER_ROW] == HEADS
    assert "共 0 条" in cells[1][0]
    assert all(cell == "" for row in cells[exports.HEADER_ROW + 1 :] for cell in row)


def test_the_file_is_named_for_unit_and_minute(bureau_client, officer):
    response = bureau_client.get(EXPORT)

    at = now()
    assert re.fullmatch(
        r"示例县工业和信息化局_任务台账_\d{8}_\d{4}\.xlsx", exports.ledger_name(officer, at)
    )
    assert f"{localtime(at):%Y%m%d_%H%M}" in exports.ledger_name(officer, at)
    assert "filename*=UTF-8''%E7%A4%BA%E4%BE%8B" in response["Content-Disposition"]
    assert response["Content-Type"] == exports.XLSX


def test_a_wrong_filter_exports_nothing(bureau_client):
    response = bureau_client.get(f"{EXPORT}?kind=nonsense")

    assert response.status_code == 422
    assert "没有导出" in response.text


def test_an_outsider_exports_nothing_of_ours(client, outsider, firm):
    AssignmentFactory(responsible_unit=firm)
    client.force_login(outsider)

    assert [row for row in rows(client.get(EXPORT).content) if row["任务"]] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not there")
def test_libreoffice_opens_it_and_computes_nothing(bureau_client, firm, tmp_path):
    for words in NASTY:
        AssignmentFactory(title=words, responsible_unit=firm, due_date=date(2026, 6, 16))
    (tmp_path / "ledger.xlsx").write_bytes(bureau_client.get(EXPORT).content)

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "ledger.xlsx")], check=True, capture_output=True, timeout=120
    )

    flat = (tmp_path / "ledger.fods").read_text(encoding="utf-8")
    assert "table:formula" not in flat
    assert flat.count('office:date-value="2026-06-16"') == len(NASTY)
    assert "=1+1" in flat
    assert Assignment.objects.count() == len(NASTY)
