import pytest

from tests.reading.making import items_of


def titles_of(text: str) -> list[str]:
    flow, items = items_of(text)
    return [flow.text[item.title_start : item.title_end] for item in items]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("一、加强检查。各车间要每天检查。\n", ["加强检查"]),
        ("一、加强检查\n各车间要每天检查。\n", ["加强检查"]),
        ("一、加强检查，落实责任。\n各车间要每天检查。\n", ["加强检查，落实责任"]),
        ("一、主要任务\n（一）宣传。张贴标语。\n", ["主要任务", "宣传"]),
        ("1.进车间：悬挂横幅，发放手册，组织观看展板，讲解要点。\n", ["进车间"]),
        ("1、电工2人（负责断电、送电）；\n2、钳工1人（负责检修）。\n", ["电工2人", "钳工1人"]),
    ],
)
def test_titles_end_where_a_reader_ends_them(text: str, titles: list[str]) -> None:
    assert titles_of(text) == titles


def test_an_item_that_starts_with_its_duty_has_no_title() -> None:
    text = (
        "1.各车间要按照统一安排，组织职工开展自查，对查出的问题逐条登记，限期整改。\n"
        "2.各班组要在班前会上讲清当天的危险点，做好交底，并由职工签字确认。\n"
    )
    assert titles_of(text) == ["", ""]


def test_flattened_text_ends_its_titles_at_a_gap() -> None:
    text = (
        "一、总体要求 坚持安全第一，做好各项工作。 二、活动主题 人人都是安全员。 "
        "三、工作任务 （一）全面开展学习 1.组织读书。各班组要读书。 2.组织宣讲。各班组要宣讲。"
    )
    assert titles_of(text) == [
        "总体要求", "活动主题", "工作任务", "全面开展学习", "组织读书", "组织宣讲",
    ]  # fmt: skip


def test_a_common_section_name_is_a_title_even_without_any_mark() -> None:
    text = "现通知如下：一、时间安排2024年7月1日上午开会，请准时参加。二、注意事项1.各车间要守时。"
    assert titles_of(text)[:2] == ["时间安排", "注意事项"]


def test_among_items_without_titles_a_long_first_sentence_is_none_either() -> None:
    duty = "各车间要结合自身实际认真研究，制定具体办法，明确责任，抓好落实，按时报告进展情况。\n"
    text = (
        "".join(f"{n}.{duty}" for n in range(1, 5)) + "5.抓好隐患整改，强化培训教育。定期考核。\n"
    )
    assert titles_of(text) == [""] * 5


def test_a_long_sentence_with_a_comma_on_its_own_line_is_no_title() -> None:
    sentence = (
        "设备处将于近期组织有关科室和部分安全管理人员组成专项检查组，对全部仓库的安全情况进行检查"
    )
    _, items = items_of(f"1、{sentence}。\n各班组要重视。\n")
    assert items[0].title_end == items[0].title_start
