import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyue.reading.formats.docx_numbers import chinese
from anyue.reading.numbering import chinese_value, starts_with_number, tokens
from tests.reading.making import flow_of, outline_of


def printed(text: str) -> list[str]:
    return [token.printed for token in tokens(flow_of(text))]


@given(st.integers(1, 99))
def test_chinese_numerals_are_read_as_they_are_written(value: int) -> None:
    assert chinese_value(chinese(value)) == value


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、总则", "一、"), ("十二、附则", "十二、"), ("（三）检查", "（三）"),
        ("(三)检查", "(三)"),
        ("1.检查", "1."), ("1、检查", "1、"), ("１．检查", "1．"), ("（1）检查", "（1）"),
        ("(12)检查", "(12)"), ("3）检查", "3）"), ("③检查", "③"), ("Ⅱ、检查", "Ⅱ、"),
        ("第一章总则", "第一章"), ("第十条适用", "第十条"), ("1.2.3检查", "1.2.3"), ("1 总则", "1"),
    ],
)  # fmt: skip
def test_every_style_of_number_is_seen(line: str, number: str) -> None:
    assert printed(line + "\n") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "危险等级为1.1级工房。",
        "配合完成对二、三级医院的培训。",
        "这是第22个安全生产月。",
        "拨打12350、12345举报。",
        "按照第（二）项规定执行。",
        "见附件1.检查表。",
        "罚款54.2万元。",
        "学习《（一）号通知》和“1.典型案例”。",
        "总体要求…………1",
        "5、6月份完成。".replace("5", "于5"),
    ],
)
def test_ordinary_numbers_are_no_section_numbers(text: str) -> None:
    assert printed(text) == []


def test_a_line_beginning_with_a_decimal_may_continue_a_sentence() -> None:
    assert not starts_with_number("1.1级工房")
    assert starts_with_number("1.检查")
    assert starts_with_number("二、检查")


def test_the_place_of_a_token_is_told() -> None:
    found = list(tokens(flow_of("一、要求 （一）学习。（二）检查\n")))
    assert [token.place for token in found] == ["line", "gap", "sentence"]


def test_a_number_before_a_date_counts_at_the_beginning_of_a_line_only() -> None:
    text = "一、安排\n1、1月7日前自查。\n2、6月16日检查。\n3、总结，5、6月雨水多。\n"
    assert [number for _, number in outline_of(text)] == ["一、", "1、", "2、", "3、"]
