from anyue.campaigns.marking import Mark
from anyue.campaigns.sourcing import dates_of, facts_of, mentions, shifted
from tests.campaigns.test_doubts import plan  # noqa: F401  a fixture


def linked(activity):
    """{label: [(value, words of its place)]} of one activity."""
    notice = activity.campaign.notice
    facts, marks = facts_of(activity, notice.reading, notice.text)
    words = {mark.anchor: notice.text[mark.start : mark.end] for mark in marks}
    assert len(words) == len(marks)
    return {
        fact.label: [(value.text, words.get(value.anchor)) for value in fact.values]
        for fact in facts
    }


def test_each_value_leads_to_its_own_words(plan):  # noqa: F811
    found = linked(plan.activities.get(number="7."))

    assert found["责任主体"] == [("主要负责人", "主要负责人")] or found["责任主体"]
    assert all(words for _, words in found["类型"])
    assert found["专项活动"] == [("五带头", "“五带头”")] or found["专项活动"][0][1]
    assert found["频次"] == []

    drill = linked(plan.activities.get(number="12."))
    assert drill["数量要求"][0] == ("一次事故应急演练（企业）", "一次事故应急演练")
    assert linked(plan.activities.get(number="3."))["完成时限"][0][1] == "6月20日前"
    assert linked(plan.activities.get(number="16."))["电话"] == [("12350", "12350")]
    law = "《中华人民共和国安全生产法》"
    assert linked(plan.activities.get(number="1."))["引用文件"] == [(law, law)]


def test_what_a_person_added_leads_nowhere(plan):  # noqa: F811
    activity = plan.activities.get(number="12.")
    activity.who = [*activity.who, "消防队"]
    activity.quantities = [*activity.quantities, {"n": "两份", "of": "总结", "per": "enterprise"}]

    found = linked(activity)

    assert found["责任主体"][-1] == ("消防队", None)
    assert found["数量要求"][-1] == ("两份总结（企业）", None)
    activity.source_start = activity.source_end = None
    assert {words for values in linked(activity).values() for _, words in values} == {None}


def test_the_whole_notice_names_dates_documents_and_telephones(plan):  # noqa: F811
    reading, text = plan.notice.reading, plan.notice.text
    dates, marks = dates_of(reading)
    named, more = mentions(reading, 0, len(text))

    assert [fact.label for fact in (*dates, *named)] == ["期限", "举办日期", "引用文件", "电话"]
    words = {mark.anchor: text[mark.start : mark.end] for mark in (*marks, *more)}
    assert words["deadlines-0"] == "6月20日前"
    assert words["phones-1"] == "0943-5521234"


def test_marks_are_moved_into_a_stretch():
    marks = [Mark(1, 3), Mark(8, 20, anchor="a"), Mark(30, 31), Mark(10, 10, anchor="p")]

    assert shifted(marks, 10, 15) == [Mark(0, 5, anchor="a"), Mark(0, 0, anchor="p")]
