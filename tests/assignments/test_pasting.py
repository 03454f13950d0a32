"""Lines pasted from a spreadsheet: what they name, and what is said about the rest."""

from datetime import date

import pytest

from anyue.assignments.forms.pasting import day_in, exceptions_in, units_in
from anyue.organisations.models import Unit

FIRM = Unit(pk=1, name="青石化工有限公司", short_name="青石化工", credit_code="91620423MA00000015")
MILL = Unit(pk=2, name="东河水泥（集团）公司")
TWINS = [Unit(pk=3, name="红柳建材"), Unit(pk=4, name="红柳建材")]
ALL = [FIRM, MILL, *TWINS]


@pytest.mark.parametrize(
    "line",
    [
        "青石化工有限公司",
        "  青石化工 有限公司 ",
        "青石化工",
        "91620423ma00000015",
        "９１６２０４２３MA00000015",
        "青石化工有限公司\t园区路1号\t陈工",
    ],
)
def test_a_unit_is_found_by_name_short_name_or_code(line):
    assert units_in(line, ALL) == ([FIRM], [])


def test_full_and_half_width_brackets_are_the_same():
    assert units_in("东河水泥(集团)公司", ALL) == ([MILL], [])


def test_each_line_that_names_no_unit_is_told_with_its_number():
    found, wrong = units_in("青石化工\n\n不存在的厂\n红柳建材\n青石化工有限公司\n", ALL)

    assert found == [FIRM]
    assert wrong == [
        "第 3 行：“不存在的厂”不在名册里，请核对名称或统一社会信用代码。",
        "第 4 行：“红柳建材”有 2 家同名，请改写统一社会信用代码。",
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-16", date(2026, 6, 16)),
        ("2026/6/16", date(2026, 6, 16)),
        ("2026.6.16", date(2026, 6, 16)),
        ("2026年6月16日", date(2026, 6, 16)),
        ("6月16日", date(2027, 6, 16)),
        (" ６月１６日 ", date(2027, 6, 16)),
        ("2026-02-30", None),
        ("6月底", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text, day):
    assert day_in(text, year=2027) == day


@pytest.mark.parametrize("gap", ["\t", " ", ",", "，", "\t \t"])
def test_unit_and_day_stand_on_a_line(gap):
    assert exceptions_in(f"青石化工{gap}6月16日", ALL, year=2026) == ({1: date(2026, 6, 16)}, [])


def test_a_wrong_line_of_exceptions_says_what_is_wrong():
    found, wrong = exceptions_in(
        "青石化工\t月底\n没有的厂\t6月1日\n东河水泥（集团）公司\t2026-07-01", ALL, year=2026
    )

    assert found == {2: date(2026, 7, 1)}
    assert wrong == [
        "第 1 行：“月底”不是日期，请写成 2026-06-16 或 6月16日。",
        "第 2 行：“没有的厂”不在名册里，请核对名称或统一社会信用代码。",
    ]
