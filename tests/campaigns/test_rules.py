from datetime import date

import pytest

from anyue.campaigns import rules
from anyue.campaigns.holidays import warning_about
from anyue.campaigns.rules import Readiness
from tests.factories import CampaignFactory


def complete(**changes) -> Readiness:
    facts = {
        "fields_checked": True,
        "missing_fields": [],
        "proposed": 0,
        "accepted": 3,
        "without_due_date": 0,
        "held_too_late": 0,
        "without_office": 0,
        "open_doubts": 0,
    }
    return Readiness(**{**facts, **changes})


def test_a_complete_plan_meets_no_objection():
    assert complete().objections == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fields_checked": False}, "核对要素：还没有核对"),
        ({"missing_fields": ["发文单位", "开始日期"]}, "核对要素：还缺：发文单位、开始日期"),
        ({"proposed": 2}, "核对任务：还有 2 项待核对"),
        ({"accepted": 0}, "核对任务：还没有采纳任何一项"),
        ({"without_due_date": 1}, "排期与责任：还有 1 项没有完成时限"),
        ({"held_too_late": 1}, "排期与责任：有 1 项的举办日期晚于完成时限"),
        ({"open_doubts": 4}, "疑点：还有 4 处疑点待处理"),
    ],
)
def test_each_gap_stands_in_the_way_with_a_sentence(changes, sentence):
    assert complete(**changes).objections == [sentence]


def test_a_missing_office_is_no_objection():
    assert complete(without_office=3).objections == []


def test_only_the_issuing_unit_works_on_a_plan(officer, outsider, leader, onlooker, worker):
    campaign = CampaignFactory(unit=officer.unit)

    assert rules.may_edit(officer, campaign)
    assert not rules.may_edit(outsider, campaign)
    assert not rules.may_edit(leader, campaign)
    assert not rules.may_edit(onlooker, campaign)
    assert not rules.may_edit(worker, campaign)


def test_publishing_is_a_right_of_its_own(officer, reviewer, leader, outsider):
    campaign = CampaignFactory(unit=officer.unit)

    assert rules.may_publish(officer, campaign)
    assert rules.may_publish(leader, campaign)
    assert not rules.may_publish(reviewer, campaign)
    assert not rules.may_publish(outsider, campaign)


def test_only_government_imports(officer, reviewer, leader, worker):
    assert rules.may_import(officer)
    assert rules.may_import(reviewer)
    assert not rules.may_import(leader)
    assert not rules.may_import(worker)


def test_an_event_after_its_deadline_is_refused_with_both_dates():
    sentence = rules.objection_to_dates(event_date=date(2026, 6, 17), due_date=date(2026, 6, 16))

    assert sentence == "举办日期 2026年6月17日 晚于完成时限 2026年6月16日，请改正其中一个。"
    assert (
        rules.objection_to_dates(event_date=date(2026, 6, 16), due_date=date(2026, 6, 16)) is None
    )


def test_a_period_may_last_one_day_but_not_less():
    day = date(2026, 6, 1)

    assert rules.objection_to_period(day, day) is None
    assert rules.objection_to_period(day, date(2026, 5, 31)) is not None


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        (date(2026, 6, 26), ""),
        (date(2026, 6, 27), "6月27日是周六，建议改到前一个工作日。"),
        (date(2026, 6, 28), "6月28日是周日，建议改到前一个工作日。"),
        (date(2026, 10, 1), "10月1日是国庆节，建议改到前一个工作日。"),
        (None, ""),
    ],
)
def test_a_deadline_on_a_free_day_is_warned_about(day, warning):
    assert warning_about(day) == warning
