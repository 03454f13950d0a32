import pytest

from tests.reading.test_doubts import SIGNED, doubts_of, words_of

PERIOD = "一、活动时间\n2023年6月1日至6月30日。\n"


def notice(*sentences: str, head: str = "青河县工业局关于安全生产月的通知\n") -> str:
    body = "".join(f"{number}、工作\n{s}\n" for number, s in zip("二三四", sentences, strict=False))
    return f"{head}{PERIOD}{body}{SIGNED}"


@pytest.mark.parametrize(
    ("sentence", "words", "severity", "date"),
    [
        ("春节前完成检查。", "春节前", "block", None),
        ("本月底前报送名单。", "本月底前", "warn", "2023-05-31"),
        ("收到通知后5个工作日内报送名单。", "收到通知后5个工作日内", "block", "2023-06-06"),
        ("各企业要尽快上报总结。", "尽快", "warn", "2023-06-30"),
        ("要及时报送工作情况。", "及时", "warn", "2023-06-30"),
        ("近期完成自查。", "近期", "warn", "2023-06-30"),
        ("3日内将名单报送县局。", "3日内", "block", "2023-06-02"),
    ],
)
def test_a_vague_limit_says_what_it_was_taken_for(
    sentence: str, words: str, severity: str, date: str | None
) -> None:
    text = notice(sentence)
    (doubt,) = doubts_of(text, "vague_deadline")
    assert text[doubt.start : doubt.end] == words
    assert (doubt.severity, doubt.proposal) == (severity, {"action": "set_date", "date": date})
    assert date is None or date in doubt.message


@pytest.mark.parametrize(
    "sentence",
    [
        "突发事件要及时上报。",
        "及时消除隐患，及时更换宣传内容。",
        "请于6月20日前及时报送总结。",
        "6月底前完成自查。",
        "对未能如期完成的及时下达督办通知。",
    ],
)
def test_pressing_words_alone_are_no_limit(sentence: str) -> None:
    assert not doubts_of(notice(sentence), "vague_deadline")


@pytest.mark.parametrize(
    ("sentence", "words", "better"),
    [
        ("6月16日（星期四）举办咨询日。", "6月16日（星期四）", "6月16日（星期五）"),
        ("6月16日周四举办咨询日。", "6月16日周四", "6月16日周五"),
        ("6月16日（星期五）举办咨询日。", None, None),
        ("6月16日举办咨询日，每周四检查。", None, None),
    ],
)
def test_a_weekday_must_fit(sentence: str, words: str | None, better: str | None) -> None:
    text = notice(sentence)
    assert words_of(text, "wrong_weekday") == ([words] if words else [])
    assert [d.proposal["text"] for d in doubts_of(text, "wrong_weekday")] == [better] * bool(words)


def test_a_january_in_a_december_notice_is_next_years() -> None:
    text = "一、甲\n1月5日（周三）集中学习。\n二、乙\n好。\n青河县工业局\n2021年12月20日\n"
    assert not doubts_of(text, "wrong_weekday")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("6月31日", True),
        ("2月29日", True),
        ("2023年2月29日", True),
        ("13月5日", True),
        ("6月30日", False),
    ],
)
def test_the_calendar_has_the_day(words: str, wrong: bool) -> None:
    text = notice(f"{words}集中学习。")
    assert words_of(text, "impossible_date") == [words] * wrong


def test_a_notice_older_than_what_it_tells_is_told() -> None:
    text = f"2023年6月9日，某厂发生火灾。\n一、甲\n好。\n二、乙\n好。\n{SIGNED}"
    assert words_of(text, "contradicting_dates") == ["2023年5月30日"]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("青河县工业局关于2021年安全生产月的通知\n", {"2023年5月30日", "2023年6月1日至6月30日"}),
        ("青工发〔2022〕5号\n青河县工业局关于安全生产月的通知\n", {"青工发〔2022〕5号"}),
        ("青工发〔2023〕5号\n青河县工业局关于2023年安全生产月的通知\n", set()),
        ("青河县工业局三年行动方案（2021—2023年）\n", set()),
    ],
)
def test_years_of_title_number_and_signature_belong_together(head: str, words: set[str]) -> None:
    assert set(words_of(notice("好。", head=head), "contradicting_dates")) == words


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2023年6月30日至2023年6月1日开展活动。", ["2023年6月30日至2023年6月1日"]),
        ("6月30日至6月10日开展活动。", ["6月30日至6月10日"]),
        ("11月1日至3月15日开展冬季检查。", []),
        ("6月10日至30日开展活动。", []),
    ],
)
def test_an_end_before_its_start_is_told_once(sentence: str, found: list[str]) -> None:
    text = notice(sentence)
    assert words_of(text, "end_before_start") == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("5月20日前报送方案。", ["5月20日前"]),
        ("2023年4月30日前已排查隐患20处。", []),
        ("6月20日前报送方案。", []),
    ],
)
def test_a_limit_before_the_notice_is_told(sentence: str, found: list[str]) -> None:
    assert words_of(notice(sentence), "deadline_before_issue") == found


@pytest.mark.parametrize(("day", "found"), [("7月16日", ["7月16日"]), ("6月16日", [])])
def test_an_event_outside_the_period_is_told(day: str, found: list[str]) -> None:
    text = notice(f"{day}举办宣传咨询日活动。")
    assert words_of(text, "outside_period") == found
