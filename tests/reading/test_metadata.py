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


def test_catalogue_rows_flattened_to_blanks_are_read_without_colons() -> None:
    found = reading_of(
        "标题 关于开展仓库安全检查的通知\n索引号 00712-B/2021-03 主题分类 安全监管\n"
        "成文日期 2021-03-04 发布日期 2021-03-05\n关于开展仓库安全检查的通知\n各单位：\n请自查。\n"
    )
    assert found.title == "关于开展仓库安全检查的通知"
    assert (found.index_number, found.issued_on) == ("00712-B/2021-03", "2021-03-04")
    assert found.catalogue.published_at == "2021-03-05"


def test_one_word_of_a_catalogue_before_a_blank_is_an_ordinary_word() -> None:
    found = reading_of("关于开展仓库安全检查的通知\n来源 复杂的物品要登记。\n")
    assert found.catalogue.source is None


def test_a_bullet_before_a_catalogue_row_is_passed_over() -> None:
    found = reading_of("• 索引号：00712-B/2021-03\n关于开展仓库安全检查的通知\n")
    assert found.index_number == "00712-B/2021-03"


def test_a_remark_in_brackets_is_no_part_of_the_title_below() -> None:
    found = reading_of("（此件主动公开）\n某某县仓库安全检查方案\n一、工作目标\n做好检查。\n")
    assert found.title == "某某县仓库安全检查方案"


def test_a_section_named_after_theme_and_time_does_not_hide_the_theme() -> None:
    found = reading_of(
        "安全活动方案\n一、活动时间和主题：\n活动时间：2022年5月。\n活动主题：平安进车间。\n"
    )
    assert found.theme == "平安进车间"


def test_whoever_made_the_plan_is_named_behind_a_half_width_comma() -> None:
    text = "仓库检查方案\n按照上级要求,某某市国资委结合工作实际制定本方案。\n一、目标\n安全。\n"
    assert reading_of(text).issuer == "某某市国资委"
    assert reading_of(text.replace("某某市国资委", "我市各部门")).issuer is None


def test_a_signature_day_may_be_printed_with_dashes_but_not_above_the_text() -> None:
    signed = reading_of("关于做好仓库检查的通知\n各班组：\n请自查。\n设备处\n2019-4-11\n")
    assert (signed.issuer, signed.issued_on) == ("设备处", "2019-04-11")
    above = reading_of("设备处\n2019-4-11\n关于做好仓库检查的通知\n各班组：\n请自查。\n")
    assert above.issued_on is None


def test_names_set_apart_by_blanks_sign_jointly_but_an_office_belongs_to_its_body() -> None:
    body = "关于做好仓库检查的通知\n各班组：\n请自查。\n{}\n2019年4月11日\n"
    three = reading_of(body.format("设备与仓库管理处 保卫处 后勤管理处"))
    assert three.issuer == "设备与仓库管理处、保卫处、后勤管理处"
    assert reading_of(body.format("某某县人民政府 安委会办公室")).issuer == (
        "某某县人民政府安委会办公室"
    )


def test_a_signature_may_end_in_brackets() -> None:
    found = reading_of(
        "关于做好仓库检查的通知\n各班组：\n请自查。\n设备处（检测中心）\n2019年4月11日\n"
    )
    assert found.issuer == "设备处（检测中心）"
