import pytest

from anyue.reading.organs import is_organ, split_joint
from tests.reading.making import reading_of

NOTICE = """\
青河市应急管理局
关于开展2024年“安全生产月”活动的通知
青应急〔2024〕31号

各县安委会：
根据《某某办法》（省安委办〔2024〕12号），现通知如下。
一、活动主题
人人讲安全。
二、活动时间
2024年6月1日至30日。
三、主要活动
（一）组织宣传。各单位要张贴标语。

青河市应急管理局
2024年5月18日
抄送：市政府办公室。
市应急局办公室 2024年5月19日印发
"""


def test_a_plain_notice_gives_up_all_its_facts_with_their_places() -> None:
    found = reading_of(NOTICE)
    assert found.title == "青河市应急管理局关于开展2024年“安全生产月”活动的通知"
    assert found.doc_number == "青应急〔2024〕31号"
    assert found.issuer == "青河市应急管理局"
    assert found.issued_on == "2024-05-18"
    assert found.theme == "人人讲安全"
    assert found.period and (found.period.start, found.period.end) == ("2024-06-01", "2024-06-30")
    for field in ("doc_number", "issuer", "theme"):
        start, end = found.sources[field]
        assert found.text[start:end] == getattr(found, field)


def test_facts_that_are_not_printed_are_none_and_low() -> None:
    found = reading_of("各单位：\n请注意防火。\n")
    assert (found.title, found.issuer, found.issued_on, found.theme) == (None,) * 4
    assert set(found.confidence.values()) == {"low"}
    assert found.sources == {}


def test_catalogue_rows_are_read_by_label() -> None:
    found = reading_of(
        "索 引 号: | 00112/2023-0001 | 生成日期: | 2023-05-30 |\n"
        "文 号: | 青工信〔2023〕5号 | 关键字: | 安全,生产 |\n"
        "所属机构: | 青河县政府办 | 发布机构: |\n"
        "青河县工业局关于印发《安全活动方案》的通知 | |\n信息来源:青河县政府\n"
        "发布时间:2023-05-30 15:03\n2023年安全活动方案\n一、目标 安全。 二、任务 检查。\n"
    )
    catalogue = found.catalogue
    assert catalogue.index_number == "00112/2023-0001"
    assert catalogue.generated_on == "2023-05-30"
    assert catalogue.published_at == "2023-05-30 15:03"
    assert catalogue.keywords == ("安全", "生产")
    assert (catalogue.affiliated_to, catalogue.publisher) == ("青河县政府办", None)
    assert catalogue.source == "青河县政府"
    assert catalogue.plan_title == "2023年安全活动方案"
    assert found.issuer == "青河县工业局"
    assert found.issued_on == "2023-05-30"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某某系统安全生产\n三年行动方案（2024年）\n", "某某系统安全生产三年行动方案（2024年）"),
        ("某某公司文件\n某安〔2024〕1号\n关于做好防火工作的通知\n", "关于做好防火工作的通知"),
        ("关于举办运动会的通知各单位：为了健康，", "关于举办运动会的通知"),
    ],
)  # fmt: skip
def test_titles_over_several_lines_or_glued_to_the_address(head: str, title: str) -> None:
    assert reading_of(head + "现通知如下：\n一、时间\n待定。\n二、地点\n待定。\n").title == title


def test_two_joint_signatures_printed_together_are_told_apart() -> None:
    found = reading_of(
        "一、甲\n好。\n二、乙\n好。青河学院党委办公室青河学院校长办公室2021年11月30日\n"
    )
    assert found.issuer == "青河学院党委办公室、青河学院校长办公室"
    assert split_joint("青河县公安局") == ["青河县公安局"]


def test_the_printing_line_below_the_copies_is_no_signature() -> None:
    text = (
        "一、甲\n好。\n青河县应急局\n2024年5月18日\n"
        "抄送：县政府。\n青河县应急局办公室2024年5月20日\n"
    )
    found = reading_of(text)
    assert (found.issuer, found.issued_on) == ("青河县应急局", "2024-05-18")


def test_a_date_in_chinese_numerals_is_a_signature_too() -> None:
    assert (
        reading_of("一、甲\n好。\n青河镇人民政府\n二〇二四年六月二十八日\n").issued_on
        == "2024-06-28"
    )


def test_a_theme_stands_in_a_label_or_in_the_lead() -> None:
    assert reading_of("一、总则\n活动主题：“安全第一”\n二、乙\n").theme == "安全第一"
    assert reading_of("开展以“生命至上”为主题的活动。\n一、甲\n二、乙\n").theme == "生命至上"
    assert reading_of("围绕“生命至上”的主题和目标。\n一、甲\n二、乙\n").theme is None


def test_a_period_may_have_an_open_end() -> None:
    found = reading_of("二、甲\n会议期间（2024年3月4日起至会议结束）每天报告。\n")
    assert found.period and (found.period.start, found.period.end) == ("2024-03-04", None)


def test_names_of_bodies_are_known_by_their_shape() -> None:
    assert is_organ("青河县应急管理局")
    assert is_organ("某某商业管理有限公司")
    assert not is_organ("关于做好工作的通知")
    assert not is_organ("各车间要认真落实，做好检查")


def test_an_annexed_plan_is_the_body_and_later_annexes_are_not() -> None:
    text = (
        "关于印发《安全月方案》的通知\n各车间：\n现印发给你们。\n附件：1.方案\n2.表格\n"
        "某某公司\n2024年5月1日\n附件1\n安全月方案\n一、目标\n安全。\n二、任务\n检查。\n"
        "附件2\n表格\n一、填表说明\n"
    )
    assert [heading.title for heading in reading_of(text).outline] == ["目标", "任务"]
