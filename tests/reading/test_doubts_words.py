import pytest

from anyue.reading.doubts_text import hidden_findings
from tests.reading.test_doubts import doubts_of, words_of


def numbered(*lines: str) -> str:
    return "".join(f"{line}\n好。\n" for line in lines)


def test_a_skipped_number_is_told_with_its_place_and_mended_to_the_end() -> None:
    text = numbered("一、甲", "二、乙", "四、丁", "五、戊")
    (doubt,) = doubts_of(text, "missing_number")
    assert text[doubt.start : doubt.end] == "四、"
    changes = doubt.proposal["changes"]
    assert [(text[a:b], words) for a, b, words in changes] == [("四、", "三、"), ("五、", "四、")]


def test_a_series_that_does_not_begin_with_one_is_told() -> None:
    text = numbered("一、甲", "（二）乙", "（三）丙", "二、丁")
    assert words_of(text, "missing_number") == ["（二）"]


def test_a_repeated_number_is_told_and_mended() -> None:
    (doubt,) = doubts_of(numbered("一、甲", "二、乙", "二、丙"), "repeated_number")
    assert "重复" in doubt.message
    assert [words for _, _, words in doubt.proposal["changes"]] == ["三、"]


@pytest.mark.parametrize(
    ("last", "expected"),
    [(9, "九、"), (10, "十、"), (11, "十一、"), (20, "二十、"), (21, "二十一、")],
)
def test_chinese_numbers_are_written_as_people_do(last: int, expected: str) -> None:
    names = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
    names += [f"十{n}" for n in names[:9]] + ["二十", "二十一", "二十二"]
    lines = [f"{name}、甲" for name in [*names[: last - 1], names[last]]]
    (doubt,) = doubts_of(numbered(*lines), "missing_number")
    assert [words for _, _, words in doubt.proposal["changes"]] == [expected]


def test_numbers_that_run_on_or_restart_are_no_doubt() -> None:
    running = (
        "一、甲\n（一）乙\n1.丙。好。\n2.丁。好。\n（二）戊\n3.己。好。\n二、庚\n（一）辛。好。\n"
    )
    restarting = "一、甲\n1.乙。好。\n2.丙。好。\n二、丁\n1.戊。好。\n"
    for text in (running, restarting):
        assert not doubts_of(text, "missing_number") + doubts_of(text, "repeated_number")


@pytest.mark.parametrize(
    ("words", "better"),
    [
        ("5?23", None),
        ("锟斤拷锟斤拷", None),
        ("\ue123\ue124", None),
        ("2O23", "2023"),
        ("l0", "10"),
        ("ェ", "工"),
        ("⼯", "工"),
        ("#~^*#", None),
    ],
)
def test_garbled_words_are_told_with_what_they_should_read(words: str, better: str | None) -> None:
    sentence = {"2O23": "2O23年组织活动", "l0": "l0月组织活动"}.get(words, f"安全“{words}”生产")
    if words in ("ェ", "⼯"):
        sentence = f"安全{words}作"
    text = f"一、甲\n{sentence}。\n二、乙\n好。\n"
    (doubt,) = doubts_of(text, "garbled_text")
    assert (text[doubt.start : doubt.end], doubt.proposal["text"]) == (words, better)


@pytest.mark.parametrize(
    "sentence",
    [
        "吸取“5·23”事故教训，拨打12350。",
        "GB 2894-2008、AQ/T 9006和https://a.cn/?id=20",
        "采用PLC、O2传感器、A/B角，1.1级、Ⅰ级、I类场所。",
        "□ 是 □ 否　★重点▲一般",
        "填报人____，联系电话________。",
    ],
)
def test_ordinary_signs_are_not_garbled(sentence: str) -> None:
    text = f"一、甲\n{sentence}\n二、乙\n好。\n"
    assert not doubts_of(text, "garbled_text") + doubts_of(text, "hidden_characters")


def test_hidden_characters_are_told_where_they_stand() -> None:
    text = "6月\u200b30日前\u00ad上报\u202e\u2066总结\x08。✔\ufe0f"
    found = list(hidden_findings(text))
    hidden = [text[one.start : one.end] for one in found]
    assert hidden == ["\u200b", "\u00ad", "\u202e\u2066", "\x08"]
    assert found[0].proposal == {"action": "remove"}
    assert "U+200B" in found[0].message
    assert words_of("一、甲\n30日前\u00ad上报。\n二、乙\n好。\n", "hidden_characters") == ["\u00ad"]


def test_many_garbled_places_end_in_one_advice() -> None:
    text = "一、甲\n" + "好\ue123坏。" * 200 + "\n二、乙\n好。\n"
    found = doubts_of(text, "garbled_text")
    assert len(found) == 21
    assert "还有 180 处" in found[-1].message
