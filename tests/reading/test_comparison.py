"""Two invented plans side by side: states, one-to-many, differences, corrections, bounds."""

import json

import pytest

from anyue.reading import Reading, Unreadable, read
from anyue.reading.comparison import SENTENCE, Comparison, compare, describe_pair, nearest, settled
from anyue.reading.comparison_points import label, points_of
from anyue.reading.wording_weights import Weights, grams, similarities

UPPER = """示例市关于开展2026年安全生产月活动的通知
各县：
一、指导思想
坚持人民至上，生命至上。
二、活动内容
（一）组织应急演练。各企业每季度至少开展1次有限空间应急救援演练，6月20日前完成。
（二）开展宣传咨询。在中心广场设置展台，发放宣传手册，接受群众咨询。
（三）排查整治隐患。对粉尘涉爆车间的除尘系统逐台检查，建立台账，闭环整改。
（四）评选安全卫士。由工会推荐，评选十名安全卫士并予以表彰。
三、工作目标
粉尘涉爆车间的除尘系统全部合格。
2026年5月20日
"""
TWELVE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
LOCAL = """示例县关于开展2026年安全生产月活动的通知
各企业：
一、主要任务
1.宣传咨询活动。6月16日在中心广场设置展台，发放宣传手册，接受群众咨询。
2.应急演练。各企业每半年至少开展1次有限空间应急救援演练，6月25日前完成。
3.除尘系统检查。对粉尘涉爆车间的除尘系统逐台检查。
4.建立台账。除尘系统的问题建立台账，闭环整改，逐台销号。
5.知识竞赛。组织职工答题，前三名给予奖励。
2026年5月28日
"""


def reading(text: str) -> Reading:
    return read(text.encode(), "通知.txt")


@pytest.fixture(scope="module")
def upper() -> Reading:
    return reading(UPPER)


@pytest.fixture(scope="module")
def local() -> Reading:
    return reading(LOCAL)


@pytest.fixture(scope="module")
def result(upper: Reading, local: Reading) -> Comparison:
    return compare(upper, local)


def row(result: Comparison, title: str):
    return next(one for one in settled(result) if one.point.title == title)


def partners(result: Comparison, title: str) -> list[str]:
    return [result.local[pair.local].title for pair in row(result, title).pairs]


def test_points_are_the_items_without_sub_items_and_without_guiding_thoughts(upper) -> None:
    points = points_of(upper)

    assert [point.title for point in points] == [
        "组织应急演练", "开展宣传咨询", "排查整治隐患", "评选安全卫士", "工作目标",
    ]  # fmt: skip
    assert points[0].part == "二、活动内容"
    assert [point.goal for point in points] == [False, False, False, False, True]


def test_what_is_asked_again_is_covered_however_it_is_numbered(result) -> None:
    assert row(result, "开展宣传咨询").state == "covered"
    assert partners(result, "开展宣传咨询") == ["宣传咨询活动"]


def test_what_nobody_takes_up_is_left_out_and_what_nobody_asked_is_added(result) -> None:
    states = {one.point.title: one.state for one in settled(result)}

    assert states["评选安全卫士"] == "left_out"
    assert [title for title, state in states.items() if state == "added"] == ["知识竞赛"]


def test_one_point_may_be_taken_up_by_several(result) -> None:
    assert set(partners(result, "排查整治隐患")) == {"除尘系统检查", "建立台账"}


def test_a_goal_is_no_answer_to_a_duty(upper, result) -> None:
    """The goal names the same workshop; only a goal could answer it, and there is none."""
    assert row(result, "工作目标").state == "left_out"


def test_fewer_times_and_a_later_day_are_differences_and_make_it_partly(result) -> None:
    drill = row(result, "组织应急演练")
    notes = [one.note for one in drill.pairs[0].differences]

    assert drill.state == "partly"
    assert notes == [
        "上级每季度1次，本级每半年1次（本级更少）",
        "上级6月20日前，本级6月25日前（本级更晚）",
    ]


@pytest.mark.parametrize(
    ("asked", "given", "note", "less"),
    [
        ("每家企业组织一次", "每家企业组织两次", "上级一次，本级两次（本级更多）", False),
        ("每家企业组织两次", "每家企业组织一次", "上级两次，本级一次（本级更少）", True),
        ("每年组织十二次", "每月组织2次", "上级每年十二次，本级每月2次（本级更多）", False),
        ("每月组织1次", "组织1次", "上级每月1次，本级1次（本级没有写频次）", True),
    ],
)
def test_quantities_are_compared_by_what_they_come_to(asked, given, note, less) -> None:
    text = "示例通知\n一、演练。{}有限空间应急救援演练。\n二、其他。张贴宣传画。\n"
    result = compare(reading(text.format(asked)), reading(text.format(given)))
    found = [one for pair in result.pairs for one in pair.differences]

    assert [(one.note, one.less) for one in found] == [(note, less)]


def test_an_earlier_day_is_shown_but_is_not_less() -> None:
    text = "示例通知\n一、总结。请于2026年7月{}日前报送活动总结和统计表。\n二、其他。张贴宣传画。\n"
    result = compare(reading(text.format(10)), reading(text.format(5)))
    found = [one for pair in result.pairs for one in pair.differences]

    assert [one.note for one in found] == ["上级2026年7月10日前，本级2026年7月5日前（本级更早）"]
    assert settled(result)[0].state == "covered"


def test_a_deadline_that_was_dropped_is_less() -> None:
    text = "示例通知\n一、总结。{}报送安全生产月活动总结和统计表。\n二、其他。张贴宣传画。\n"
    result = compare(reading(text.format("2026年7月10日前")), reading(text.format("及时")))
    found = [one for pair in result.pairs for one in pair.differences]

    assert [(one.note, one.less) for one in found] == [
        ("上级2026年7月10日前，本级没有写明日期", True)
    ]


def test_the_same_figures_are_no_difference(upper) -> None:
    assert all(not pair.differences for pair in compare(upper, upper).pairs)


def test_a_plan_beside_itself_is_covered_point_by_point(upper) -> None:
    result = compare(upper, upper)

    assert [(pair.upper, pair.local) for pair in result.pairs] == [(n, n) for n in range(5)]
    assert {one.state for one in settled(result)} == {"covered"}


def test_marks_and_words_are_printed_on_both_sides(result) -> None:
    for pair in result.pairs:
        above, below = result.upper[pair.upper].text, result.local[pair.local].text
        assert pair.words
        assert all(word in above and word in below for word in pair.words)
        assert all(0 <= a < b <= len(above) for a, b in pair.upper_marks)
        assert all(0 <= a < b <= len(below) for a, b in pair.local_marks)
    consultation = row(result, "开展宣传咨询").pairs[0]
    assert "发放宣传手册" in consultation.words


def test_words_of_every_point_do_not_join_two_points() -> None:
    """要认真组织开展 stands everywhere; only the rest says what a point is about."""
    shared = "各单位要高度重视认真组织开展各项工作确保取得实效"
    above = reading(f"示例通知\n一、植树。{shared}，栽种侧柏。\n二、防汛。{shared}，清淤沟渠。\n")
    below = reading(f"示例方案\n一、节水。{shared}，更换阀门。\n二、清渠。{shared}，清淤沟渠。\n")

    result = compare(above, below)

    assert [(pair.upper, pair.local) for pair in result.pairs] == [(1, 1)]


def test_a_pair_that_a_person_makes_has_words_marks_and_a_place(upper, local, result) -> None:
    titles = [point.title for point in result.upper], [point.title for point in result.local]
    a, b = titles[0].index("评选安全卫士"), titles[1].index("知识竞赛")
    pair = describe_pair(upper, local, result, a, b)

    rows = settled(result, [*result.pairs, pair], frozenset({a}))

    assert rows[a].state == "covered"
    assert not [one for one in rows if one.state == "added"]


def test_what_comes_nearest_stands_first_and_goals_stay_among_themselves(result) -> None:
    titles = [point.title for point in result.upper]
    local = [point.title for point in result.local]
    drill, goal = titles.index("组织应急演练"), titles.index("工作目标")

    found = nearest(result, [drill, goal])

    assert local[found[drill][0]] == "应急演练"
    assert found[goal] == []


def test_one_sentence_taken_up_word_for_word_counts_beside_the_whole_points() -> None:
    duty = "每季度组织有限空间应急救援演练"
    asked = reading(
        f"示例通知\n一、演练。{duty}。清淤沟渠，更换阀门，粉刷围墙。\n二、节水。修水管。\n"
    )
    given = reading(
        f"示例方案\n一、任务。{duty}。登记车辆，张贴海报，修剪草坪。\n二、植树。栽柏。\n"
    )
    result = compare(asked, given)
    above, below = ([grams(one.wording) for one in side] for side in (result.upper, result.local))
    whole = similarities(above, below, Weights([*above, *below]), 1000)[0, 0]

    assert [(pair.upper, pair.local) for pair in result.pairs] == [(0, 0)]
    assert result.pairs[0].score == pytest.approx((1 - SENTENCE) * whole + SENTENCE, abs=1e-4)


def test_a_pair_taken_away_leaves_the_point_out(result) -> None:
    rows = settled(result, [pair for pair in result.pairs if pair.upper != 1])

    assert rows[1].state == "left_out"
    assert "宣传咨询活动" in {one.point.title for one in rows if one.state == "added"}


def test_the_key_of_a_point_outlives_its_number_and_its_layout(upper) -> None:
    text = UPPER.replace("（一）", "（一）公布电话。公布举报电话。\n（二）").replace(
        "（二）开展", "（三）开展"
    )
    moved = reading(text.replace("（三）排", "（四）排").replace("（四）评", "（五）评"))
    before = {point.title: point.key for point in points_of(upper)}
    after = {point.title: point.key for point in points_of(moved)}

    assert before["开展宣传咨询"] == after["开展宣传咨询"]
    assert len(set(before.values())) == len(before)


def test_two_items_of_the_same_words_have_keys_of_their_own() -> None:
    points = points_of(reading("示例通知\n一、演练。开展演练。\n二、演练。开展演练。\n"))

    assert len({point.key for point in points}) == 2


def test_it_comes_back_from_json(result) -> None:
    assert Comparison.from_dict(json.loads(json.dumps(result.to_dict()))) == result


def test_an_item_without_a_title_is_named_by_its_first_clause() -> None:
    text = "示例通知\n一、主要任务\n1.由示例县应急管理局会同有关部门开展检查，建立台账。\n"

    assert label(points_of(reading(text))[0]).startswith("1.由示例县应急管理局会同")


@pytest.mark.parametrize("text", ["", "示例通知\n请各单位做好安全生产月工作，按时报送总结。\n"])
def test_a_text_without_items_is_refused_with_a_sentence(text: str, upper) -> None:
    plain = reading(text or "示例通知\n")

    with pytest.raises(Unreadable, match="没有读出带序号的条目"):
        compare(plain, upper)


def test_more_points_than_can_be_shown_are_refused() -> None:
    items = "".join(f"{n}.检查第{n}处。\n" for n in range(1, 90))
    many = "示例通知\n" + "".join(f"{chinese}、任务\n{items}" for chinese in TWELVE)

    with pytest.raises(Unreadable, match="条目超过 1000 条"):
        points_of(reading(many))


def test_a_word_that_stands_everywhere_does_not_drown_hundreds_of_points() -> None:
    """Every point shares one phrase with every other; only the two own letters tell them apart."""
    own = iter(range(0x4E00, 0x4E00 + 2000))
    items = [
        f"{chinese}、任务\n"
        + "".join(f"{n}.落实责任，检查{chr(next(own))}{chr(next(own))}。\n" for n in range(1, 80))
        for chinese in TWELVE
    ]
    plan = reading("示例通知\n" + "".join(items))

    result = compare(plan, plan)

    assert [(pair.upper, pair.local) for pair in result.pairs] == [(n, n) for n in range(948)]
