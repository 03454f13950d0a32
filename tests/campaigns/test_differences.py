import copy

from anyue.campaigns.differences import Difference, differences
from anyue.campaigns.freezing import canonical, clean, content_of, fingerprint
from tests.factories import ActivityFactory, CampaignFactory


def content(db=None):
    campaign = CampaignFactory()
    activities = [
        ActivityFactory(campaign=campaign, number="1.", title="学习", text="学一次"),
        ActivityFactory(campaign=campaign, number="2.", title="演练", text="练一次"),
    ]
    return content_of(campaign, activities)


def test_a_first_version_has_nothing_to_differ_from(db):
    assert differences(None, content()) == []


def test_the_same_content_does_not_differ(db):
    frozen = content()

    assert differences(frozen, copy.deepcopy(frozen)) == []


def test_fields_and_activities_are_compared_one_by_one(db):
    before = content()
    after = copy.deepcopy(before)
    after["fields"]["theme"] = "新主题"
    after["activities"][0]["due_date"] = "2026-06-26"
    gone = after["activities"].pop(1)
    after["activities"].append({**gone, "id": 999_999, "number": "3.", "title": "新增"})

    assert differences(before, after) == [
        Difference("主题", "changed", "（空）", "新主题"),
        Difference(
            "1.学习 · 完成时限", "changed", "2026年6月30日（周二）", "2026年6月26日（周五）"
        ),
        Difference("3.新增", "added", after="练一次"),
        Difference("2.演练", "removed", before="练一次"),
    ]


def test_the_fingerprint_does_not_depend_on_the_order_of_keys():
    assert canonical({"b": 1, "a": "安"}) == '{"a":"安","b":1}'.encode()
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1})
    assert fingerprint({"a": 2}) != fingerprint({"a": 3})


def test_rules_of_a_web_table_are_not_part_of_the_text():
    assert clean("| 甲 |\n|\n｜\n乙") == "甲\n乙"
