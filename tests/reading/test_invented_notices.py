"""Whole notices in our own words: forms that the real documents do not happen to have."""

import pytest

from tests.reading.making import reading_of


def headings(text: str) -> list[tuple[int, str, str | None]]:
    return [(one.level, one.number, one.title) for one in reading_of(text).outline]


def test_numbers_of_one_sign_are_read() -> None:
    text = "⒈开展学习。组织一次学习：⑴讲课；⑵讨论。\n⒉开展演练。\n㈠甲组。\n㈡乙组。\n⒊总结。\n"
    assert [(level, number) for level, number, _ in headings(text)] == [
        (1, "⒈"),
        (2, "⑴"),
        (2, "⑵"),
        (1, "⒉"),
        (2, "㈠"),
        (2, "㈡"),
        (1, "⒊"),
    ]


def test_points_inside_an_item_do_not_take_its_level() -> None:
    text = (
        "一、检查方式\n1.企业自查；\n2.抽查；\n二、检查内容\n（1）通风。风量是否足够。\n"
        "（2）瓦斯。1.浓度是否超限；2.传感器是否标校。\n（3）防尘。\n（4）防灭火。\n"
    )
    assert [(level, number) for level, number, _ in headings(text)] == [
        (1, "一、"),
        (2, "1."),
        (2, "2."),
        (1, "二、"),
        (2, "（1）"),
        (2, "（2）"),
        (3, "1."),
        (3, "2."),
        (2, "（3）"),
        (2, "（4）"),
    ]


def test_numbers_that_run_on_across_sections_keep_their_level() -> None:
    text = "（一）学起来\n1.讲课。\n2.讨论。\n（二）练起来\n3.演练。\n4.竞赛。\n"
    assert [level for level, _, _ in headings(text)] == [1, 2, 2, 1, 2, 2]


def test_the_days_of_a_stage_belong_to_its_title() -> None:
    text = (
        "1.动员阶段（2024年11月20日前）。召开动员会。\n"
        "2.排查整治阶段（2024年11月21日至2025年2月28日）。全面排查，逐一登记。\n"
    )
    assert [title for _, _, title in headings(text)] == [
        "动员阶段（2024年11月20日前）",
        "排查整治阶段（2024年11月21日至2025年2月28日）",
    ]


def test_a_drawn_line_under_the_red_head_is_no_part_of_the_title() -> None:
    text = (
        "示例区工业和信息化局文件\n示工信安〔2024〕5号\n────────\n"
        "关于开展专项治理的通知\n\n各企业：\n一、自查\n"
    )
    found = reading_of(text)
    assert found.title == "关于开展专项治理的通知"
    assert found.doc_number == "示工信安〔2024〕5号"


def test_letters_that_recognition_printed_apart_are_words_again() -> None:
    text = (
        "关 于 印 发 《 2 0 2 4 年 整 治 方 案 》 的 通 知\n各 企 业 ：\n"
        "一 、 检 测 。 2 0 2 4 年 8 月 3 1 日 前 完 成 。\n二 、 总 结 。\n"
        "示 例 县 应 急 管 理 局\n2 0 2 4 年 6 月 3 日\n"
    )
    found = reading_of(text)
    assert found.title == "关于印发《2024年整治方案》的通知"
    assert [one.date for one in found.deadlines] == ["2024-08-31"]
    assert (found.issuer, found.issued_on) == ("示例县应急管理局", "2024-06-03")
    start, end = found.sources["issued_on"]
    assert found.text[start:end] == "2 0 2 4 年 6 月 3 日"


def test_a_row_of_numbers_stays_apart() -> None:
    assert reading_of("人数 1 2 3 4 5 6\n一、甲\n").text.startswith("人数 1 2 3 4 5 6")


@pytest.mark.parametrize(
    ("foot", "issuer", "day"),
    [
        ("办公室\n2024年9月20日\n", "办公室", "2024-09-20"),
        ("2024年9月20日\n", None, "2024-09-20"),
        ("2024年9月20日\n（此件公开发布）\n", None, "2024-09-20"),
        ("事故发生在\n2024年9月20日\n当天值班的人要写明经过。\n", None, None),
    ],
)
def test_the_day_at_the_foot_counts_without_a_readable_name(
    foot: str, issuer: str | None, day: str | None
) -> None:
    found = reading_of(f"关于开展检查的通知\n各科室：\n一、检查用电。\n二、检查车辆。\n{foot}")
    assert (found.issuer, found.issued_on) == (issuer, day)


def test_the_subject_of_a_letter_is_its_title_and_no_theme() -> None:
    found = reading_of(
        "安全环保部\n主题：关于开展讲安全活动的通知\n一、目的\n增强意识。\n二、要求\n好。\n"
    )
    assert found.title == "关于开展讲安全活动的通知"
    assert found.theme is None


@pytest.mark.parametrize("verb", ["围绕", "聚焦", "紧扣", "以"])
def test_the_theme_that_a_plan_keeps_to(verb: str) -> None:
    tail = "为主题" if verb == "以" else "主题"
    assert reading_of(f"{verb}“生命至上”{tail}，开展活动。\n一、甲\n二、乙\n").theme == "生命至上"


def test_a_plan_says_from_when_to_when_it_runs() -> None:
    found = reading_of(
        "2024年专项行动方案\n第一条 本方案所称百日，自9月10日起至12月18日止。\n第二条 其他事项。\n"
    )
    assert found.period and (found.period.start, found.period.end) == ("2024-09-10", "2024-12-18")
    held = reading_of("2024年方案\n一、值班。自9月10日起至9月18日止安排专人值班。\n二、其他。\n")
    assert held.period is None


def test_a_table_of_arrangements_has_a_title_and_a_year() -> None:
    found = reading_of(
        "2024年“安全生产月”活动安排表\n| 序号 | 内容 | 时限 |\n| --- | --- | --- |\n"
        "| 1 | 观看警示教育片 | 6月10日前 |\n"
    )
    assert found.title == "2024年“安全生产月”活动安排表"
    assert [one.date for one in found.deadlines] == ["2024-06-10"]
