"""What is to be done, in sentences of our own: kinds, who acts, how much."""

import pytest

from anyue.reading.model import Activity
from tests.reading.making import reading_of


def activity(sentence: str) -> Activity:
    text = (
        "关于开展安全生产月活动的通知\n各企业：\n一、活动内容\n（一）第一部分\n"
        f"1.{sentence}\n2.其他事项。组织一次学习。\n二、要求\n好。\n"
    )
    return reading_of(text).activities[0]


@pytest.mark.parametrize(
    ("sentence", "kinds", "audience"),
    [
        ("各工业企业都组织开展一次综合应急演练。", "drill", "enterprise"),
        ("有限空间作业企业开展中毒窒息专项演练。", "drill", "enterprise"),
        ("充分利用电子显示屏等平台滚动播放安全宣传标语。", "publicity", "bureau"),
        ("各乡镇开展安全宣传“五进”活动，发放宣传资料。", "publicity", "bureau"),
        ("对民爆企业开展联合执法检查，抽查不少于5家。", "inspection", "bureau"),
        ("聘请专家对高危企业开展一次安全诊断服务。", "inspection", "bureau"),
        ("各企业对照判定标准开展自查自改，逐条登记。", "inspection", "enterprise"),
        ("企业主要负责人带头签订安全生产承诺书。", "pledge principal_leads", "enterprise"),
        ("对外包外租单位开展一次安全检查，建立台账。", "contractor_check inspection", "bureau"),
        ("鼓励群众举报身边隐患，公布12350电话。", "tip_off", "bureau public"),
        ("开展“公众开放日”活动，邀请市民走进车间。", "publicity", "bureau public"),
        ("各矿山企业举办安全生产大讲堂。", "training", "enterprise"),
        ("6月16日，设置咨询台，面向市民讲解。", "consultation_day", "bureau public"),
    ],
)
def test_kinds_and_who_it_is_for(sentence: str, kinds: str, audience: str) -> None:
    found = activity(sentence)
    assert set(found.kinds) == set(kinds.split())
    assert set(found.audience) == set(audience.split())


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("发放宣传资料不少于1000份。做好登记。", [("1000份", "宣传资料", "bureau")]),
        ("各企业观看警示教育片不少于2部，写好观后感。", [("2部", "警示教育片", "enterprise")]),
        ("组织全员培训，培训覆盖率达到100%。", [("100%", "培训覆盖率", "bureau")]),
        ("办好评比，评选先进单位10家。", [("10家", "先进单位", "bureau")]),
        ("举办竞赛，每单位选派3名选手参加。", [("3名", "选手", "bureau")]),
        ("张贴宣传标语，每企业不少于5条。", [("5条", "宣传标语", "enterprise")]),
        ("开展隐患随手拍，每名员工至少查找1处身边隐患。", [("1处", "身边隐患", "enterprise")]),
        ("开展疏散演练，每半年不少于1次。", [("1次", "疏散演练", "bureau")]),
        ("学习《安全生产法》第21条，检查2024年台账。", []),
    ],
)
def test_how_much_of_what_and_who_owes_it(
    sentence: str, amounts: list[tuple[str, str, str]]
) -> None:
    found = activity(sentence)
    assert [(one.n, one.of, one.per) for one in found.quantities] == amounts


def test_an_amount_knows_its_place() -> None:
    text = (
        "一、活动内容\n1.发放资料。各企业发放宣传手册不少于200册，做好登记。\n"
        "2.其他。组织一次学习。\n二、要求\n好。\n"
    )
    found = reading_of(text)
    (amount,) = found.activities[0].quantities
    assert found.text[amount.start : amount.end] == "宣传手册不少于200册"


def test_an_item_that_begins_with_a_day_is_no_decimal() -> None:
    found = activity("6月16日，设置咨询台。")
    assert (found.number, found.deadline) == ("1.", None)
    assert found.text.startswith("6月16日") or (found.title or "").startswith("6月16日")
