"""The built-in words, an office's words behind them, and the way into the child process."""

import subprocess
import threading

import pytest

from anyue.reading import kinds, lexicon, own_words, read
from anyue.reading.errors import BadWords
from anyue.reading.isolated import read_isolated
from anyue.reading.own_words import checked, examples, from_toml, objection, to_json, to_toml

NOTICE = (
    "关于开展安全活动的通知\n一、主要任务\n"
    "1.开工第一课。各网格员要到店里讲安全。\n2.组织应急演练。企业要组织一次演练。\n"
    "二、几点嘱托\n1.加强领导。压实责任。\n"
).encode()
OWN = {
    "kinds": {"training": {"title": ["开工第一课"], "evidence": ["签到表"]}},
    "audience": {"public": {"acts": ["到店里"]}},
    "who": {"words": ["网格员"]},
    "sections": {"measures": ["嘱托"]},
}


def test_own_words_are_found_beside_the_built_in_ones() -> None:
    before = read(NOTICE, "通知.txt")
    after = read(NOTICE, "通知.txt", lexicon.extended(OWN))

    assert [a.kinds for a in before.activities][:2] == [(), ("drill",)]
    assert [a.kinds for a in after.activities] == [("training",), ("drill",)]
    assert "public" not in before.activities[0].audience
    assert "public" in after.activities[0].audience
    assert "签到表" in after.activities[0].evidence
    assert any("网格员" in name for name in after.activities[0].who)


def test_an_own_section_word_decides_the_part() -> None:
    before = read(NOTICE, "通知.txt")
    after = read(NOTICE, "通知.txt", lexicon.extended(OWN))

    assert (len(before.activities), len(before.measures)) == (3, 0)
    assert (len(after.activities), len(after.measures)) == (2, 1)


def test_what_one_office_adds_is_not_seen_by_the_next() -> None:
    first = read(NOTICE, "通知.txt")
    read(NOTICE, "通知.txt", lexicon.extended(OWN))

    assert read(NOTICE, "通知.txt") == first
    assert lexicon.extended({}) is lexicon.built_in()


def test_threads_read_with_their_own_words_at_the_same_time() -> None:
    wanted = {name: read(NOTICE, "通知.txt", lexicon.extended(own)) for name, own in WORDS.items()}
    wrong = []

    def work(name: str) -> None:
        for _ in range(20):
            if read(NOTICE, "通知.txt", lexicon.extended(WORDS[name])) != wanted[name]:
                wrong.append(name)

    threads = [threading.Thread(target=work, args=[name]) for name in WORDS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert wanted["none"] != wanted["own"]


WORDS: dict[str, dict[str, object]] = {"none": {}, "own": OWN}


def test_the_child_reads_with_the_words_of_its_parent() -> None:
    found = read_isolated(NOTICE, "通知.txt", OWN)

    assert found == read(NOTICE, "通知.txt", lexicon.extended(OWN))
    assert found != read_isolated(NOTICE, "通知.txt")


def test_bad_words_start_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(subprocess, "run")

    with pytest.raises(BadWords, match="太短"):
        read_isolated(NOTICE, "通知.txt", {"who": {"words": ["网"]}})


def test_as_many_words_as_allowed_fit_into_the_channel() -> None:
    words = [
        f"{n:03}".translate(str.maketrans("0123456789", "零一二三四五六七八九")) * 10
        for n in range(300)
    ]
    own = {"who": {"words": words, "examples": ["例" * 120] * 300}}

    assert len(to_json(own)) < own_words.MAX_BYTES
    assert read_isolated(NOTICE, "通知.txt", own) == read(NOTICE, "通知.txt")
    with pytest.raises(BadWords, match="最多能加 300"):
        checked({"who": {"words": [*words, "多一个"]}})


@pytest.mark.parametrize(
    "tables",
    [
        [],
        "开展",
        {"kinds": {"nothing": {"title": ["开工第一课"]}}},
        {"kinds": {"drill": {"unless": ["开工第一课"]}}},
        {"kinds": {"drill": {"title": "开工第一课"}}},
        {"kinds": {"drill": {"title": [1]}}},
        {"kinds": {"drill": {"title": {"deeper": ["开工第一课"]}}}},
        {"kinds": {"drill": {"title": ["开工\n第一课"]}}},
        {"who": {"words": ["甲……乙……丙"]}},
        {"sections": {"examples": ["一句"]}},
        {"who": {"examples": ["长" * 121]}},
    ],
)
def test_tables_of_another_shape_are_refused(tables: object) -> None:
    with pytest.raises(BadWords):
        checked(tables)


@pytest.mark.parametrize(
    ("place", "phrase", "reason"),
    [
        ("kinds.drill.title", "演", "太短"),
        ("kinds.drill.title", "演…", "太短"),
        ("kinds.drill.title", "拉" * 31, "太长"),
        ("kinds.drill.text", "紧急 拉动", "空格"),
        ("kinds.drill.text", "…拉动演习", "夹在两段字中间"),
        ("kinds.drill.text", "紧急…拉动…演习", "只能用一个"),
        ("sections.measures", "工作…要求", "这里不能用"),
        ("kinds.drill.title", "演练", "系统自带的词里已经有了"),
        ("kinds.drill.text", "开展综合演练", "有“开展…演练”就已经能认出"),
        ("kinds.drill.title", "紧急拉动", "已经在本单位的词里"),
        ("kinds.drill.text", "安全", "太笼统"),
        ("sections.background", "工作措施", "已经归到“措施和要求”"),
        ("kinds.drill.unless", "紧急拉动", "没有这一类词"),
    ],
)
def test_a_refusal_names_its_reason(place: str, phrase: str, reason: str) -> None:
    assert reason in (objection(place, phrase, ["紧急拉动"]) or "")


def test_examples_of_its_own_kind_make_a_phrase_no_more_general(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own_words, "GENERAL_SHARE", 0)

    assert objection("kinds.evacuation_map.text", "每个车间") is None
    assert "太笼统" in (objection("kinds.drill.text", "每个车间") or "")


def test_a_good_phrase_is_not_refused() -> None:
    assert objection("kinds.drill.title", "紧急拉动") is None
    assert objection("kinds.drill.text", "紧急…拉动", ["紧急集合"]) is None
    assert objection("kinds.training.evidence", "签到表") is None
    assert objection("sections.measures", "几点嘱托") is None


def test_signs_of_a_pattern_are_plain_letters_in_a_phrase() -> None:
    words = lexicon.extended({"who": {"words": ["(网格)+员", "甲.乙"]}})

    assert words.actors.search("网格网格员 甲和乙") is None
    assert words.actors.search("请(网格)+员到场") is not None


def test_every_place_has_built_in_words_and_a_label() -> None:
    assert len(own_words.places()) == 3 * len(kinds()) + 4 + 1 + 3
    for place, label in own_words.places().items():
        assert own_words.built_in_words(place), place
        assert label


def test_the_toml_file_comes_back_as_it_went() -> None:
    own = {**OWN, "who": {"words": ["网格“员”", "反斜\\线"], "examples": ["请网格“员”到场。"]}}

    assert from_toml(to_toml(own)) == own
    assert examples(own) == {"who": ["请网格“员”到场。"]}
    assert from_toml(to_toml({})) == {}


@pytest.mark.parametrize("text", ["[kinds", "x = 1", "a = " + "[" * 9000, "# " + "长" * 30000])
def test_a_file_that_is_no_list_of_words_is_refused(text: str) -> None:
    with pytest.raises(BadWords, match=r"没有导入|不是可以补充"):
        from_toml(text)


def test_words_whose_place_is_gone_are_left_out() -> None:
    rows = [
        ("kinds.drill.title", "紧急拉动"),
        ("kinds.gone.title", "旧词"),
        ("gone.examples", "句"),
    ]

    assert own_words.tables(rows) == {"kinds": {"drill": {"title": ["紧急拉动"]}}}
