import datetime

import pytest

from anyue.reading.deadlines import Anchor, find_deadlines, find_happenings
from tests.reading.making import reading_of

ANCHOR = Anchor(2023, datetime.date(2023, 5, 29))


def dues_of(text: str, anchor: Anchor = ANCHOR) -> list[tuple[str, list[str]]]:
    return [
        (text[due.start : due.end], [day.isoformat() for day in due.days])
        for due in find_deadlines(text, anchor, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("各科室要在6月底前完成整改", "6月底前", "2023-06-30"),
        ("2024年底前建成平台", "2024年底前", "2024-12-31"),
        ("请于6月28日（星期三）下午5点前报送", "6月28日（星期三）下午5点前", "2023-06-28"),
        ("请于6月10日报送名单", "6月10日", "2023-06-10"),
        ("报名截至6月5日", "6月5日", "2023-06-05"),
        ("到2025年底，全部达标", "2025年底", "2025-12-31"),
        ("6月中旬前完成", "6月中旬前", "2023-06-20"),
        ("本月底前上报", "本月底前", "2023-05-31"),
        ("下周五前上报", "下周五前", "2023-06-09"),
        ("年底前完成验收", "年底前", "2023-12-31"),
        ("从即日起至6月30日前，开展检查", "从即日起至6月30日前", "2023-06-30"),
    ],
)
def test_a_limit_is_pinned_to_its_last_day(text: str, words: str, day: str) -> None:
    assert dues_of(text) == [(words, [day])]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("春节前完成检查", "春节前"),
        ("2025年之前实现达标", "2025年之前"),
        ("每月5日前报送总结", "每月5日前"),
        ("从即日起至春节期间，开展检查", "从即日起至春节期间"),
        ("接到通知后3个工作日内报送", "接到通知后3个工作日内"),
    ],
)
def test_a_limit_that_cannot_be_pinned_down_says_why(text: str, words: str) -> None:
    (due,) = find_deadlines(text, ANCHOR, 0, len(text))
    assert (text[due.start : due.end], due.days) == (words, ())
    assert due.reason


@pytest.mark.parametrize(
    "text",
    [
        "2024年重点开展培训",
        "力争到2025年，培育50家企业",
        "三年内，结合培训班开展轮训",
        "消除2023年及以前发现的隐患",
        "2022年8月13日，某厂发生火灾",
        "每天下午5点前填写日报",
        "1分钟内到达现场",
        "学习《2024年底前工作要点》",
        "前期已经部署",
    ],
)
def test_other_dates_set_no_limit(text: str) -> None:
    assert dues_of(text) == []


def test_one_phrase_may_set_several_limits() -> None:
    assert dues_of("请分别于2024年、2025年、2026年11月底前报送") == [
        ("2024年、2025年、2026年11月底前", ["2024-11-30", "2025-11-30", "2026-11-30"])
    ]


def test_a_limit_long_before_the_notice_means_the_next_year() -> None:
    winter = Anchor(2023, datetime.date(2023, 12, 20))
    assert dues_of("1月30日前上报", winter) == [("1月30日前", ["2024-01-30"])]
    assert dues_of("2023年1月15日前上报", winter) == [("2023年1月15日前", ["2023-01-15"])]


def test_a_day_on_which_something_is_held_is_a_happening_and_no_limit() -> None:
    text = "6月16日，在广场开展咨询活动。6月1日至5日举办展览。2022年3月1日发生事故。"
    found = find_happenings(text, ANCHOR, 0, len(text), [])
    assert [(str(item.first), str(item.last)) for item in found] == [
        ("2023-06-16", "2023-06-16"), ("2023-06-01", "2023-06-05"),
    ]  # fmt: skip


def test_a_weekday_and_an_hour_may_stand_between_day_and_limit() -> None:
    found = reading_of("2017年检查方案\n请于3月15日（下周三）15:00之前上交登记表。\n").deadlines
    assert [(due.text, due.date) for due in found] == [("3月15日（下周三）15:00之前", "2017-03-15")]
