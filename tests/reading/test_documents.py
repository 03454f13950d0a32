"""The real documents, which are not part of the project; the folder is named by ANYUE_DOCUMENTS."""

import os
from pathlib import Path

import pytest

from anyue.reading import Reading, read

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("ANYUE_DOCUMENTS", ROOT.parent / "shared" / "reading" / "documents"))
FILES = sorted(path for path in FOLDER.glob("*") if path.suffix != ".json")


@pytest.fixture(scope="module")
def notice() -> Reading:
    found = sorted(FOLDER.glob("000-*.txt"))
    if not found:
        pytest.skip("ANYUE_DOCUMENTS names no folder with the real documents")
    return read(found[0].read_bytes(), found[0].name)


def test_the_first_notice_gives_up_its_facts(notice: Reading) -> None:
    assert notice.title and notice.title.endswith("“安全生产月”活动方案》的通知")
    assert notice.doc_number == "景工信发〔2023〕52号"
    assert notice.index_number == "1262042378404828X7/2023-00011"
    assert notice.issuer == "景泰县工业和信息化局"
    assert notice.issued_on == "2023-05-30"
    assert notice.theme == "人人讲安全、个个会应急"
    assert notice.period and notice.period.start == "2023-06-01"
    assert notice.period.end == "2023-06-30"
    assert notice.catalogue.keywords == ("安全", "生产", "活动", "开展", "宣传")
    assert notice.catalogue.plan_title == "2023年工业和信息化局“安全生产月”活动方案"


def test_the_first_notice_has_thirty_headings_and_seventeen_activities(notice: Reading) -> None:
    assert len(notice.outline) == 30
    assert [h.number for h in notice.outline if h.level == 1] == [
        "一、", "二、", "三、", "四、", "六、",
    ]  # fmt: skip
    assert [a.number for a in notice.activities] == [f"{n}." for n in range(1, 18)]
    assert [m.number for m in notice.measures] == ["(一)", "(二)", "(三)"]
    assert all(a.title for a in notice.activities)


def test_the_first_notice_has_one_event_and_one_deadline(notice: Reading) -> None:
    assert [event.date for event in notice.events] == ["2023-06-16"]
    assert [(d.text, d.date) for d in notice.deadlines] == [("6月底前", "2023-06-30")]
    due = {a.number: a.deadline for a in notice.activities if a.deadline}
    assert due == {"10.": "2023-06-16", "15.": "2023-06-30"}
    monthly = [a.number for a in notice.activities if a.cadence]
    assert monthly == ["5.", "6.", "17."]


def test_the_first_notice_counts_what_is_owed(notice: Reading) -> None:
    owed = [(a.number, q.n, q.of, q.per) for a in notice.activities for q in a.quantities]
    assert owed == [
        ("3.", "一批", "调研成果", "bureau"),
        ("11.", "一张", "逃生路线图", "enterprise"),
        ("12.", "一次", "事故应急演练", "enterprise"),
        ("12.", "一次", "从业人员自救互救技能培训", "enterprise"),
        ("14.", "一批", "新媒体、融媒体作品", "bureau"),
        ("15.", "一批", "典型案例", "bureau"),
    ]


def test_the_first_notice_knows_kinds_and_audience(notice: Reading) -> None:
    found = {a.number: (set(a.kinds), set(a.audience)) for a in notice.activities}
    assert found["8."] == (
        {"pledge", "hot_work", "contractor_check", "training", "warning_education"},
        {"enterprise"},
    )
    assert found["10."] == ({"consultation_day"}, {"bureau", "enterprise", "public"})
    assert found["16."][0] == {"tip_off", "hazard_snap", "exposure"}


def test_the_first_notice_raises_its_two_known_doubts(notice: Reading) -> None:
    codes = [doubt.code for doubt in notice.doubts if doubt.severity != "note"]
    assert codes == ["missing_number", "foreign_unit"]


def test_every_document_is_read_and_every_place_lies_in_its_text() -> None:
    if not FILES:
        pytest.skip("ANYUE_DOCUMENTS names no folder with the real documents")
    for path in FILES:
        found = read(path.read_bytes(), path.name)
        assert found.title, path.name
        size = len(found.text)
        for part in (*found.outline, *found.activities, *found.deadlines, *found.doubts):
            assert 0 <= part.start <= part.end <= size, (path.name, part)
        for heading in found.outline:
            assert heading.title_start is None or (
                heading.start < heading.title_start < (heading.title_end or 0)
            )
