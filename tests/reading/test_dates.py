import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyue.reading.dates import find_days, find_ranges, iso_date, month_end

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2098, 11, 30))


@given(DAYS)
def test_a_full_date_is_read_back(day: datetime.date) -> None:
    text = f"请于{day.year}年{day.month}月{day.day}日参加"
    (found,) = find_days(text, None)
    assert (found.first, found.last, found.exact) == (day, day, True)
    assert text[found.start : found.end] == f"{day.year}年{day.month}月{day.day}日"


@given(DAYS)
def test_a_date_without_a_year_leans_on_the_year_of_the_document(day: datetime.date) -> None:
    found = list(find_days(f"请于{day.month:02d}月{day.day:02d}日参加", day.year))
    assert [item.first for item in found] == [day]


@given(DAYS, st.integers(0, 400))
def test_a_range_is_read_back_with_both_ends(day: datetime.date, length: int) -> None:
    last = day + datetime.timedelta(days=length)
    text = f"{day.year}年{day.month}月{day.day}日至{last.year}年{last.month}月{last.day}日"
    (found,) = find_ranges(text, None)
    assert (found.first.first, found.last.last) == (day, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024年6月1日至6月30日", "2024-06-01", "2024-06-30"),
        ("2024年6月1日至30日", "2024-06-01", "2024-06-30"),
        ("2024年12月2-3日（周一、周二）", "2024-12-02", "2024-12-03"),
        ("2024年7月11日—8月20日", "2024-07-11", "2024-08-20"),
        ("2024年7月1日（星期一）起至8月31日", "2024-07-01", "2024-08-31"),
        ("2024年1月至3月", "2024-01-01", "2024-03-31"),
    ],
)
def test_ranges_in_every_printing(text: str, first: str, last: str) -> None:
    (found,) = find_ranges(text, None)
    assert (str(found.first.first), str(found.last.last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2024年2月底", "2024-02-29"), ("2024年底", "2024-12-31"), ("6月中旬", "2023-06-20"),
        ("6月份", "2023-06-30"), ("明年3月底", "2024-03-31"),
    ],
)  # fmt: skip
def test_the_end_of_a_part_is_its_last_day(text: str, last: str) -> None:
    (found,) = find_days(text, 2023)
    assert str(found.last) == last


def test_a_year_governs_later_dates_of_its_sentence_only() -> None:
    text = "2022年5月1日动员，6月1日总结。7月1日复查。"
    assert [day.first.year for day in find_days(text, 2023) if day.first] == [2022, 2022, 2023]


@pytest.mark.parametrize(
    "text", ["13月1日", "2月30日", "每班12人", "10年以上", "3月儿歌".replace("月", "个")]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert [day for day in find_days(text, 2023) if day.exact] == []


def test_a_catalogue_date_is_read_in_every_printing() -> None:
    for text in ("2023-05-30 15:03", "2023年05月30日", "2023/5/30", "2023.5.30"):
        assert iso_date(text) == "2023-05-30"
    assert iso_date("2023-13-30") is None


def test_month_ends_know_leap_years() -> None:
    assert month_end(2024, 2).day == 29
    assert month_end(2023, 2).day == 28
