from anyue.reading.cleaning import wrap_width
from anyue.reading.lines import cut_lines
from anyue.reading.source import Source
from tests.reading.making import flow_of

# Own sentences, wrapped at fourteen characters the way a PDF wraps them.
WRAPPED = (
    "为了做好夏季防火工作，保障职工\n生命安全，各车间要在六月底前完\n"
    "成一次全面的电气线路检查，对发\n现的问题逐条登记，限期整改到位\n"
    "，并把整改情况张贴在车间门口公\n示，接受全体职工监督。\n（一）加强检查。班组长每天上岗\n"
    "前检查一次。"
)


def test_wrapped_lines_are_joined_and_numbers_begin_a_paragraph() -> None:
    lines = flow_of(WRAPPED).text.strip().split("\n")
    assert lines[0].startswith("为了做好夏季防火工作，保障职工生命安全")
    assert lines[1:] == ["（一）加强检查。班组长每天上岗前检查一次。"]


def test_whole_paragraphs_are_not_taken_for_wrapped_ones() -> None:
    text = "一、目的\n为了安全。\n二、范围\n全体车间，包括外来施工单位和劳务派遣人员，都要参加。\n"
    assert wrap_width(cut_lines(Source(text, "txt"))) is None
    assert flow_of(text).text.count("\n") == 4


def test_a_page_number_inside_a_sentence_disappears() -> None:
    cut = WRAPPED.replace("限期整改到位\n", "限期整改到位\n—  5  —\n")
    assert flow_of(cut).text == flow_of(WRAPPED).text


def test_a_page_number_glued_to_a_section_number_disappears() -> None:
    assert flow_of("场地在东院\n-2-三、注意事项\n").text == "场地在东院\n三、注意事项\n"


def test_numbers_that_stand_on_lines_of_their_own_go_back_into_the_sentence() -> None:
    text = "按照安排，\n2022\n年\n7\n月\n1\n日起共检查企业\n12\n家。\n"
    assert flow_of(text).text == "按照安排，2022年7月1日起共检查企业12家。\n"


def test_a_table_printed_cell_by_cell_is_not_joined() -> None:
    text = "序号\n名称\n数量\n1\n口哨\n2\n2\n手电\n5\n3\n头盔\n6\n二、分组\n"
    flow = flow_of(text)
    assert "\n二、分组\n" in flow.text
    assert flow.in_cell(flow.text.index("口哨"))


def test_pipes_of_a_flattened_table_separate_cells() -> None:
    assert flow_of("索 引 号: | 0001/2023 | 生成日期: | 2023-05-30 |\n").text == (
        "索引号:\n0001/2023\n生成日期:\n2023-05-30\n"
    )


def test_page_chrome_is_left_out() -> None:
    text = "当前位置：首页>公告\n通知正文。\n【打印】\n关闭窗口\n扫一扫在手机打开当前页\n"
    assert flow_of(text).text == "通知正文。\n"


def test_spaces_inside_words_vanish_and_gaps_between_phrases_are_remembered() -> None:
    flow = flow_of("一、总体要求 坚持安全 第一，大 生 产 安 全。")
    assert flow.text.strip() == "一、总体要求坚持安全第一，大生产安全。"
    assert flow.has_gap(6)
    assert not flow.has_gap(flow.text.index("产"))


def test_every_place_leads_back_to_the_character_it_came_from() -> None:
    text = "一、甲乙 \n　 丙 丁　GB 50016，\n戊３己\n"
    flow = flow_of(text)
    for place, char in enumerate(flow.text):
        original = text[flow.at[place]]
        assert original == char or (char, original) == ("3", "３") or char == "\n"


def test_the_head_repeated_on_every_page_is_furniture() -> None:
    pages = [f"某局内部资料\n第{n}段文字。\n" for n in "一二三四"]
    starts = tuple(sum(len(page) for page in pages[:n]) for n in range(4))
    lines = cut_lines(Source("".join(pages), "pdf", pages=starts))
    assert [line.text for line in lines] == [f"第{n}段文字。" for n in "一二三四"]
