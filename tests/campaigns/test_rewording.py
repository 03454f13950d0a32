from anyue.campaigns.rewording import (
    Rewording,
    proposed,
    put_right,
    reworded_outline,
    reworded_slice,
)

SOURCE = "一、甲\n动员本乡镇\n职工，再请本乡镇参加。\n二、乙\n好。"


def at(words: str, new: str, nth: int = 0) -> Rewording:
    start = -1
    for _ in range(nth + 1):
        start = SOURCE.index(words, start + 1)
    return Rewording(start, start + len(words), new)


def test_the_place_meant_is_put_right_and_not_its_twin():
    read = "动员本乡镇职工，再请本乡镇参加。"

    first = put_right(read, SOURCE, at("本乡镇", "本单位"))
    second = put_right(read, SOURCE, at("本乡镇", "本单位", nth=1))

    assert first == "动员本单位职工，再请本乡镇参加。"
    assert second == "动员本乡镇职工，再请本单位参加。"
    assert put_right(second, SOURCE, at("本乡镇", "本单位", nth=1), back=True) == read
    assert put_right("别的话。", SOURCE, at("本乡镇", "本单位")) == "别的话。"


def test_words_are_put_in_behind_those_before_them():
    place = SOURCE.index("\n二、")

    text = put_right(
        "动员本乡镇职工，再请本乡镇参加。", SOURCE, Rewording(place, place, "\n补上。\n")
    )

    assert text.endswith("参加。\n补上。\n")


def test_numbers_titles_and_text_of_headings_are_put_right():
    second = SOURCE.index("二、")
    outline = [
        {"start": 0, "number": "一、", "title": "甲", "title_start": 2, "title_end": 3,
         "text": "动员本乡镇职工，再请本乡镇参加。"},
        {"start": second, "number": "二、", "title": "乙", "title_start": second + 2,
         "title_end": second + 3, "text": "好。"},
    ]  # fmt: skip
    rewordings = [at("甲", "丙"), at("本乡镇", "", nth=1), at("二、", "三、"), at("好", "很好")]

    found = reworded_outline(SOURCE, outline, rewordings)

    assert [(h["number"], h["title"], h["text"]) for h in found] == [
        ("一、", "丙", "动员本乡镇职工，再请参加。"),
        ("三、", "乙", "很好。"),
    ]


def test_a_slice_takes_only_its_own_corrections():
    rewordings = sorted([at("甲", "丙"), at("本乡镇", "本单位"), at("好", "坏")])

    assert reworded_slice(SOURCE, 0, 10, rewordings) == "一、丙\n动员本单位\n"


def test_a_proposal_without_words_corrects_nothing():
    assert proposed({"action": "replace", "text": None}, (1, 2), " ") == []
    assert proposed({"action": "replace", "text": None}, (1, 2), "对") == [Rewording(1, 2, "对")]
    assert proposed({"action": "check"}, (1, 2), "对") == []
