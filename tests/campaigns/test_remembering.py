"""A clerk's corrections come back with next year's notice, marked, and can be taken back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from anyue.campaigns import services
from anyue.campaigns.models import Activity, Campaign
from anyue.campaigns.rules import Judgement
from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User
from anyue.phrases.models import Correction, CorrectionChange
from anyue.phrases.services import add, forget
from tests.campaigns.conftest import NOTICE
from tests.campaigns.racing import together

NEXT_YEAR = (
    NOTICE.decode()
    .replace("2026", "2027")
    .replace("〔2027〕21号", "〔2027〕8号")
    .replace("5月27日", "5月20日")
    .replace("6月16日", "6月12日")
    .replace("6月27日", "6月25日")
)
REWORDED = NEXT_YEAR.replace("各企业组织一次事故应急演练", "各工业企业都要组织一次事故应急演练")


def imported(actor: User, text: str = NEXT_YEAR) -> Campaign:
    return services.import_pasted(actor=actor, text=text)


def edit(activity: Activity, actor: User, **values: object) -> None:
    activity.refresh_from_db()
    services.edit_activity(
        activity, actor=actor, seen=activity.revision, values=values, and_accept=False
    )


def of(campaign: Campaign, title: str) -> Activity:
    return campaign.activities.get(title=title)


def test_values_come_back_next_year_with_a_mark(campaign, drill, officer, reviewer):
    values = {
        "kinds": ["training"],
        "audience": ["enterprise", "bureau"],
        "who": ["各企业", "安全股"],
        "cadence": "monthly",
        "evidence_wanted": ["签到表"],
        "quantities": [{"n": "两次", "of": "演练", "per": "enterprise"}],
    }
    edit(drill, officer, **values)

    again = of(imported(reviewer), "开展应急演练")

    assert {name: getattr(again, name) for name in values} == values
    assert sorted(again.remembered) == sorted(values)
    mark = again.remembered["kinds"]
    assert (mark["text"], mark["by"], mark["likeness"]) == ("培训", "王丽", 1)
    assert mark["on"] == timezone.localdate().isoformat()
    assert again.as_read["values"]["kinds"] == ["drill", "training"]
    assert again.judgement == Judgement.PROPOSED
    assert "1 项带上了以前的改法" in again.campaign.trail.get(verb="import").note


def test_what_nobody_corrected_carries_no_mark(campaign, drill, officer):
    edit(drill, officer, kinds=["training"], title="练一练")

    rows = imported(officer).activities.exclude(title="开展应急演练")

    assert rows.count() == 3
    assert [row.remembered for row in rows] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("title", "corrected", "expected", "meaning"),
    [
        ("绘制逃生路线图", date(2026, 6, 30), date(2027, 6, 30), "活动结束那天"),
        ("绘制逃生路线图", date(2026, 6, 1), date(2027, 6, 1), "活动开始那天"),
        ("绘制逃生路线图", None, None, "没有期限"),
        ("绘制逃生路线图", date(2026, 6, 20), date(2027, 6, 20), "6月20日"),
        ("绘制逃生路线图", date(2027, 2, 28), date(2028, 2, 29), "次年2月最后一天"),
        ("开展应急演练", date(2026, 7, 31), date(2027, 7, 31), "7月最后一天"),
    ],
)
def test_a_deadline_comes_back_by_its_meaning(
    campaign, officer, title, corrected, expected, meaning
):
    edit(of(campaign, title), officer, due_date=corrected)

    again = of(imported(officer), title)

    assert again.due_date == expected
    assert again.remembered["due_date"]["meaning"] == meaning


def test_a_printed_day_moves_with_the_text(officer):
    text = NOTICE.decode().replace("27日前张贴在岗位旁", "18日前张贴，6月27日前检查")
    edit(of(imported(officer, text), "绘制逃生路线图"), officer, due_date=date(2026, 6, 18))
    later = text.replace("2026", "2027").replace("6月18日前", "6月11日前")

    again = of(imported(officer, later), "绘制逃生路线图")

    assert again.as_read["values"]["due_date"] == "2027-06-27"
    assert again.due_date == date(2027, 6, 11)
    assert again.remembered["due_date"]["meaning"] == "原文里的第1个日期"


def test_a_deadline_before_the_event_is_not_proposed(campaign, officer):
    consultation = of(campaign, "办好安全宣传咨询日")
    edit(consultation, officer, event_date=None, due_date=date(2026, 6, 10))

    again = of(imported(officer), "办好安全宣传咨询日")

    assert (again.event_date, again.due_date) == (date(2027, 6, 12), date(2027, 6, 12))
    assert "due_date" not in again.remembered


def test_counts_that_differ_this_year_are_not_overwritten(officer):
    text = NOTICE.decode().replace("组织一次事故应急演练", "组织2次事故应急演练")
    first = of(imported(officer, text), "开展应急演练")
    edit(first, officer, quantities=[{"n": "2次", "of": "演练", "per": "bureau"}], who=["安全股"])
    later = text.replace("2026", "2027").replace("组织2次", "组织3次")

    again = of(imported(officer, later), "开展应急演练")

    assert again.who == ["安全股"]
    assert again.quantities[0]["n"] == "3次"
    assert "quantities" not in again.remembered


def test_a_similar_wording_is_marked_as_such(campaign, drill, officer):
    edit(drill, officer, kinds=["training"])

    again = of(imported(officer, REWORDED), "开展应急演练")

    assert again.kinds == ["training"]
    assert 0.7 <= again.remembered["kinds"]["likeness"] < 1


def test_a_similar_wording_that_is_read_otherwise_keeps_its_own_reading(campaign, drill, officer):
    edit(drill, officer, kinds=["training"])
    other = REWORDED.replace("开展一次自救互救技能培训", "完成一轮执法检查")

    again = of(imported(officer, other), "开展应急演练")

    assert "inspection" in again.kinds
    assert again.remembered == {}


def test_another_office_gets_nothing(campaign, drill, officer, outsider):
    edit(drill, officer, kinds=["training"])

    again = of(imported(outsider), "开展应急演练")

    assert (again.kinds, again.remembered) == (["drill", "training"], {})


def test_one_press_goes_back_to_what_the_reader_says(campaign, drill, officer, reviewer):
    edit(drill, officer, kinds=["training"], who=["安全股"])
    again = of(imported(officer), "开展应急演练")

    services.undo(again, actor=reviewer, seen=0, field="kinds")
    assert (again.kinds, again.who) == (["drill", "training"], ["安全股"])
    services.undo(again, actor=reviewer, seen=1)

    again.refresh_from_db()
    assert (again.who, again.remembered) == (["各企业"], {})
    entry = again.campaign.trail.first()
    assert (entry.verb, entry.actor) == ("as_read", reviewer)
    assert entry.changes == {"who": [["安全股"], ["各企业"]]}
    assert Correction.objects.in_use().count() == 2


def test_undo_is_refused_where_there_is_nothing_or_somebody_was_first(campaign, drill, officer):
    edit(drill, officer, kinds=["training"])
    again = of(imported(officer), "开展应急演练")

    with pytest.raises(Refused, match="没有上次的改法"):
        services.undo(again, actor=officer, seen=0, field="who")
    with pytest.raises(Stale):
        services.undo(again, actor=officer, seen=7)
    edit(again, officer, kinds=["contest"])
    with pytest.raises(Refused, match="没有上次的改法"):
        services.undo(again, actor=officer, seen=1)

    again.refresh_from_db()
    assert (again.kinds, again.revision) == (["contest"], 1)


def test_nobody_from_outside_undoes(campaign, drill, officer, outsider):
    edit(drill, officer, kinds=["training"])
    again = of(imported(officer), "开展应急演练")

    with pytest.raises(PermissionDenied):
        services.undo(again, actor=outsider, seen=0)

    assert Activity.objects.get(pk=again.pk).kinds == ["training"]


def test_putting_the_readers_value_back_ends_the_memory(campaign, drill, officer):
    read = drill.kinds
    edit(drill, officer, kinds=["training"])
    edit(drill, officer, kinds=read)

    assert of(imported(officer), "开展应急演练").remembered == {}
    verbs = CorrectionChange.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["remember", "agree"]


def test_the_last_correction_counts_and_all_stand_in_the_trail(campaign, drill, officer, reviewer):
    edit(drill, officer, kinds=["training"])
    edit(drill, reviewer, kinds=["contest"])

    again = of(imported(officer), "开展应急演练")

    assert (again.kinds, again.remembered["kinds"]["by"]) == (["contest"], "赵强")
    trail = Correction.objects.get().trail.order_by("pk").values_list("verb", "before", "after")
    assert list(trail) == [("remember", "", "培训"), ("change", "培训", "竞赛")]


def test_a_forgotten_correction_is_not_proposed(campaign, drill, officer):
    edit(drill, officer, kinds=["training"])
    forget(Correction.objects.get(), actor=officer, seen=0)

    assert of(imported(officer), "开展应急演练").remembered == {}


def test_no_task_is_suggested_but_never_done_by_itself(campaign, drill, officer):
    services.drop(drill, actor=officer, seen=0)

    again = of(imported(officer), "开展应急演练")

    assert again.judgement == Judgement.PROPOSED
    assert again.remembered["judgement"]["text"] == "不是任务"


def test_restoring_or_accepting_says_that_it_is_a_task(campaign, drill, officer):
    services.drop(drill, actor=officer, seen=0)
    services.restore(drill, actor=officer, seen=1)
    assert Correction.objects.in_use().count() == 0

    services.drop(drill, actor=officer, seen=2)
    again = of(imported(officer), "开展应急演练")
    services.accept(again, actor=officer, seen=0)

    assert Correction.objects.in_use().count() == 0
    assert Activity.objects.get(pk=again.pk).remembered == {}


def test_a_split_is_suggested_at_the_same_words(campaign, drill, officer):
    at = campaign.notice.text.index("开展一次自救互救")
    parts = services.split(drill, actor=officer, seen=0, at=[at])
    edit(parts[1], officer, audience=["public"])
    edit(parts[0], officer, kinds=["contest"])

    plan = imported(officer)
    again = of(plan, "开展应急演练")
    text = plan.notice.text
    assert again.remembered["split"]["at"] == [text.index("开展一次自救互救")]
    assert (again.kinds, again.audience) == (["drill", "training"], ["enterprise"])

    first, second = services.split(again, actor=officer, seen=0, at=again.remembered["split"]["at"])
    assert sorted(first.remembered) == ["kinds"]
    assert Activity.objects.get(pk=first.pk).kinds == ["contest"]
    assert (second.audience, sorted(second.remembered)) == (["public"], ["audience"])


def test_a_split_whose_words_are_gone_is_not_suggested(campaign, drill, officer):
    at = campaign.notice.text.index("开展一次自救互救")
    services.split(drill, actor=officer, seen=0, at=[at])
    other = NEXT_YEAR.replace("开展一次自救互救技能培训", "完成一轮执法检查")

    assert "split" not in of(imported(officer, other), "开展应急演练").remembered


def test_what_was_merged_teaches_nothing(campaign, drill, officer):
    map_ = of(campaign, "绘制逃生路线图")
    services.merge(drill, map_, actor=officer, seen=(0, 0))

    edit(drill, officer, kinds=["contest"])

    assert not Correction.objects.exists()


def test_what_the_reader_says_by_itself_now_carries_no_mark(campaign, officer):
    edit(of(campaign, "开展专题学习"), officer, kinds=["study", "contest"])
    add(actor=officer, unit=officer.unit, place="kinds.contest.text", words="讲一堂安全课")

    again = of(imported(officer), "开展专题学习")

    assert (again.kinds, again.remembered) == (["study", "contest"], {})


def test_own_words_of_the_office_are_read_and_only_there(officer, outsider):
    add(actor=officer, unit=officer.unit, place="kinds.contest.text", words="讲一堂安全课")

    mine = of(imported(officer), "开展专题学习")
    theirs = of(imported(outsider), "开展专题学习")

    assert (mine.kinds, theirs.kinds) == (["study", "contest"], ["study"])


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_leave_one_correction_and_both_in_the_trail(officer, reviewer):
    rows = [of(imported(officer, text), "开展应急演练") for text in (NOTICE.decode(), NEXT_YEAR)]

    results = together(
        lambda: edit(rows[0], officer, kinds=["training"]),
        lambda: edit(rows[1], reviewer, kinds=["contest"]),
    )

    assert results == [None, None]
    kept = Correction.objects.get()
    trail = list(kept.trail.order_by("pk").values_list("verb", "after"))
    assert sorted(after for _, after in trail) == ["培训", "竞赛"]
    assert [verb for verb, _ in trail] == ["remember", "change"]
    assert kept.value_text == trail[-1][1]
