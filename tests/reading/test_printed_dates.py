"""Any day, printed in any style, is read back; what names no day stays open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyue.reading.dates import find_days, find_ranges, month_end
from tests.reading.making import reading_of
from tests.reading.test_numbering import chinese

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31))
ISSUED = datetime.date(2026, 5, 25)


def by_digit(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


WITH_YEAR = {
    "plain": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "padded": lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    "spoken": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "Chinese": lambda d: f"{by_digit(d.year)}年{chinese(d.month)}月{chinese(d.day)}日",
    "mixed": lambda d: f"{d.year}年{chinese(d.month)}月{chinese(d.day)}日",
    "dashes": lambda d: f"{d.year}-{d.month:02}-{d.day:02}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
}
LIMITS = ("前", "之前", "以前", "17:00前", "下午5点前", "下班前", "17时前", "24时之前")


@pytest.mark.parametrize("style", WITH_YEAR)
@given(day=DAYS)
def test_a_day_with_its_year(style: str, day: datetime.date) -> None:
    text = f"请于{WITH_YEAR[style](day)}报到"
    (found,) = find_days(text, None)
    assert (found.first, found.last, found.exact) == (day, day, True)
    assert text[found.start : found.end] == WITH_YEAR[style](day)


@given(day=DAYS, numerals=st.booleans())
def test_a_day_without_a_year(day: datetime.date, numerals: bool) -> None:
    printed = (
        f"{chinese(day.month)}月{chinese(day.day)}日" if numerals else f"{day.month}月{day.day}日"
    )
    (found,) = find_days(f"请于{printed}报到", day.year)
    assert (found.first, found.year_printed) == (day, False)


@given(day=DAYS, part=st.sampled_from(("底", "末", "上旬", "中旬", "下旬", "初", "")))
def test_a_part_of_a_month(day: datetime.date, part: str) -> None:
    (found,) = find_days(f"{day.year}年{day.month}月{part}完成", None)
    last = {"上旬": 10, "初": 10, "中旬": 20}.get(part, month_end(day.year, day.month).day)
    assert found.last == day.replace(day=last)
    assert not found.exact


@given(day=DAYS, length=st.integers(1, 27), sign=st.sampled_from(("至", "—", "-", "～", "到")))
def test_a_range_that_borrows_its_month(day: datetime.date, length: int, sign: str) -> None:
    first = day.replace(day=1)
    text = f"{day.year}年{day.month}月1日{sign}{length + 1}日"
    (found,) = find_ranges(text, None)
    assert (found.first.first, found.last.last) == (first, first.replace(day=length + 1))
    assert found.end == len(text)


@pytest.mark.parametrize("limit", LIMITS)
@given(day=st.dates(ISSUED, datetime.date(2026, 12, 31)), style=st.sampled_from(sorted(WITH_YEAR)))
def test_a_limit_keeps_its_day(limit: str, day: datetime.date, style: str) -> None:
    apart = " " if limit[0].isdigit() else ""
    found = limits(f"请于{WITH_YEAR[style](day)}{apart}{limit}报送总结。")
    assert found == [day.isoformat()]


def limits(sentence: str) -> list[str | None]:
    text = (
        f"关于开展检查的通知\n各企业：\n一、检查\n{sentence}\n二、其他\n好。\n"
        "示例县工业和信息化局\n2026年5月25日\n"
    )
    return [one.date for one in reading_of(text).deadlines]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("三季度末前完成。", "2026-09-30"),
        ("第1季度末之前完成。", "2026-03-31"),
        ("本月28日前报送。", "2026-05-28"),
        ("次年1月10日前报送总结。", "2027-01-10"),
        ("明年一月底前报送。", "2027-01-31"),
        ("年底前完成。", "2026-12-31"),
        ("1月10日前报送去冬今春总结。", "2026-01-10"),
        ("截至6月25日完成。", "2026-06-25"),
    ],
)
def test_a_limit_that_leans_on_the_day_of_issue(sentence: str, day: str) -> None:
    assert limits(sentence) == [day]


@pytest.mark.parametrize(
    "sentence",
    [
        "春节前完成检查。",
        "汛期前完成整改。",
        "主汛期前完成整改。",
        "入冬前完成检修。",
        "节后复工前完成培训。",
        "开学前完成检查。",
        "每月5日前报送报表。",
        "每周五前报送进展。",
        "收到通知后5个工作日内报送。",
        "限10日内完成整改。",
        "20日前报送。",
        "当月25日前报送。",
        "2026年之前完成。",
    ],
)
def test_a_limit_that_names_no_day_is_a_doubt_without_a_date(sentence: str) -> None:
    text = f"一、检查\n{sentence}\n二、其他\n好。\n示例县工业和信息化局\n2026年5月25日\n"
    found = reading_of(text)
    (due,) = found.deadlines
    assert due.date is None
    assert [(one.start, one.end) for one in found.doubts if one.code == "vague_deadline"] == [
        (due.start, due.end)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "截至2025年底，全县共有企业200家。",
        "2025年6月20日，某企业发生事故。",
        "落实一月一警示。",
        "全年不少于2次。",
        "仓库为1.1级，通风3.5米每秒。",
        "坚持做到三个月一检修。",
        "第三季度开展演练。",
    ],
)
def test_what_sets_no_limit(sentence: str) -> None:
    assert limits(sentence) == []


def test_the_29th_of_february_depends_on_the_year() -> None:
    text = "一、检查\n2月29日前完成。\n二、其他\n好。\n示例县工业和信息化局\n{}年1月25日\n"
    leap, other = reading_of(text.format(2028)), reading_of(text.format(2026))
    assert [one.date for one in leap.deadlines] == ["2028-02-29"]
    assert "impossible_date" not in {one.code for one in leap.doubts}
    assert other.deadlines == ()
    assert "impossible_date" in {one.code for one in other.doubts}
