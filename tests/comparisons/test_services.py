"""A plan beside another: what is kept, what people say about it, what is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from anyue.campaigns import services as plans
from anyue.campaigns.models import Campaign, Notice
from anyue.campaigns.rules import Judgement, PlanVerb
from anyue.comparisons import services
from anyue.comparisons.models import PlanComparison, Ruling
from anyue.comparisons.rules import Basis, Outcome, RulingVerb
from anyue.comparisons.settling import rows_of
from anyue.core.errors import Refused, Stale
from anyue.evidence.models import StoredFile
from anyue.evidence.services import keep_document
from anyue.phrases import services as phrases
from anyue.reading.comparison import Comparison
from tests.campaigns.conftest import make_ready
from tests.campaigns.racing import together
from tests.comparisons.conftest import DRILL, MAP, NOTICE, REWARD, SHOW, STUDY, UPPER, a_plan, keys
from tests.factories import UserFactory


def outcomes(comparison):
    """What became of each point, by its title."""
    result = Comparison.from_dict(comparison.result)
    rows = rows_of(result, comparison.rulings.select_related("activity"))
    return {row.point.title: row.outcome for row in rows}


def say(verb, comparison, officer, title, **more):
    act = getattr(services, verb)
    return act(
        comparison,
        actor=officer,
        seen=comparison.revision,
        upper_key=keys(comparison)[title],
        **more,
    )


def test_the_two_plans_are_put_side_by_side(comparison):
    assert comparison.title == "关于开展2026年“安全生产月”活动的通知"
    assert comparison.doc_number == "示安办〔2026〕9号"
    assert comparison.basis == Basis.UPPER
    found = outcomes(comparison)
    assert found[STUDY] == Outcome.COVERED
    assert found[DRILL] == Outcome.PARTLY
    assert found[SHOW] == found[REWARD] == Outcome.LEFT_OUT
    assert found[MAP] == Outcome.ADDED


def test_what_is_asked_for_by_a_date_and_in_a_number_is_told(comparison):
    result = Comparison.from_dict(comparison.result)
    pair = next(pair for pair in result.pairs if result.upper[pair.upper].title == DRILL)
    told = " ".join(one.note for one in pair.differences)

    assert {one.kind for one in pair.differences} >= {"deadline", "quantity"}
    assert "6月20日" in told and "两次" in told
    assert pair.words == ("事故应急演练",) or any("应急演练" in word for word in pair.words)


def test_the_other_document_becomes_no_plan(comparison, campaign):
    assert list(Campaign.objects.all()) == [campaign]
    assert comparison.original is not None


def test_the_same_document_is_compared_once(comparison, campaign, officer):
    with pytest.raises(services.AlreadyCompared) as refused:
        services.compare_with_text(campaign, actor=officer, text=UPPER)

    assert refused.value.comparison == comparison
    assert PlanComparison.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_import_it_at_once_make_one(campaign, officer, reviewer):
    chief = UserFactory(username="chief", unit=officer.unit, roles=["safety_chief"])
    results = together(
        lambda: services.compare_with_text(campaign, actor=officer, text=UPPER),
        lambda: services.compare_with_text(campaign, actor=chief, text=UPPER),
    )

    only = PlanComparison.objects.get()
    assert {getattr(one, "comparison", one) for one in results} == {only}


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (NOTICE.read_bytes(), "通知.txt", "不用和自己对照"),
        ("没有任何条目的一段话。".encode(), "通知.txt", "条"),
        (b"\xd0\xcf\x11\xe0", "通知.doc", "另存为"),
        (b"MZ\x90", "通知.exe", "文件"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_nothing_is_kept(
    data, name, word, campaign, officer
):
    before = StoredFile.objects.count()
    with pytest.raises(Refused, match=word):
        services.compare_with_file(campaign, actor=officer, data=data, name=name)

    assert not PlanComparison.objects.exists()
    assert StoredFile.objects.count() == before


def test_empty_text_is_refused(campaign, officer):
    before = StoredFile.objects.count()
    with pytest.raises(Refused, match="粘贴"):
        services.compare_with_text(campaign, actor=officer, text=" \n")
    assert StoredFile.objects.count() == before


def test_last_years_plan_stands_beside_this_years(campaign, officer):
    text = NOTICE.read_text(encoding="utf-8")
    earlier = a_plan(officer, text.replace("2026", "2025").replace(f"4.{MAP}", f"4.{SHOW}"))

    made = services.compare_with_plan(campaign, actor=officer, earlier=earlier)

    assert (made.basis, made.earlier, made.original) == (Basis.EARLIER, earlier, None)
    assert outcomes(made)[STUDY] == Outcome.COVERED
    with pytest.raises(services.AlreadyCompared):
        services.compare_with_plan(campaign, actor=officer, earlier=earlier)
    with pytest.raises(Refused, match="另一份"):
        services.compare_with_plan(campaign, actor=officer, earlier=campaign)


def test_another_units_plan_is_out_of_reach(campaign, officer, outsider):
    theirs = a_plan(outsider, UPPER)
    with pytest.raises(PermissionDenied):
        services.compare_with_plan(campaign, actor=officer, earlier=theirs)
    with pytest.raises(PermissionDenied):
        services.compare_with_text(campaign, actor=outsider, text=UPPER)
    assert not PlanComparison.objects.exists()


def test_who_only_reads_plans_changes_nothing(comparison, onlooker):
    with pytest.raises(PermissionDenied):
        say("cover", comparison, onlooker, DRILL)
    assert not Ruling.objects.exists()


def test_people_say_covered_and_take_it_back(comparison, officer):
    say("cover", comparison, officer, DRILL)
    assert outcomes(comparison)[DRILL] == Outcome.COVERED

    say("reset", comparison, officer, DRILL)

    assert outcomes(comparison)[DRILL] == Outcome.PARTLY
    verbs = comparison.rulings.values_list("verb", flat=True)
    assert list(verbs) == [RulingVerb.COVER, RulingVerb.RESET]


def test_a_pair_that_people_part_is_left_out_and_new(comparison, officer):
    local = keys(comparison, "local")[STUDY]
    say("unmatch", comparison, officer, STUDY, local_key=local)

    found = rows_of(Comparison.from_dict(comparison.result), comparison.rulings.all())
    states = [row.outcome for row in found if row.point.title == STUDY]
    assert states == [Outcome.LEFT_OUT, Outcome.ADDED]


def test_a_pair_that_people_make_counts_with_its_words(comparison, officer):
    local = keys(comparison, "local")[MAP]
    say("match", comparison, officer, SHOW, local_key=local)

    found = rows_of(Comparison.from_dict(comparison.result), comparison.rulings.all())
    row = next(row for row in found if row.point.title == SHOW)
    assert row.outcome == Outcome.COVERED
    assert [pair.local for pair in row.settled.pairs]
    assert MAP not in [row.point.title for row in found if row.outcome == Outcome.ADDED]


def test_leaving_out_on_purpose_wants_a_reason(comparison, officer):
    with pytest.raises(Refused, match="原因"):
        say("leave_out", comparison, officer, SHOW, reason="  ")
    assert not Ruling.objects.exists()

    say("leave_out", comparison, officer, SHOW, reason="本县没有场地")

    assert outcomes(comparison)[SHOW] == Outcome.WAIVED
    assert comparison.rulings.get().reason == "本县没有场地"


def test_a_point_can_be_put_into_the_plan_once(comparison, campaign, officer):
    made = say("add_to_plan", comparison, officer, REWARD)

    assert made.title == REWARD
    assert made.judgement == Judgement.PROPOSED
    assert campaign.activities.last() == made
    assert campaign.trail.filter(verb=PlanVerb.ADD, activity=made).exists()
    assert outcomes(comparison)[REWARD] == Outcome.PLANNED
    with pytest.raises(Refused, match="已经加入"):
        say("add_to_plan", comparison, officer, REWARD)
    assert campaign.activities.filter(title=REWARD).count() == 1


def test_a_point_whose_activity_was_dropped_is_open_again(comparison, officer):
    made = say("add_to_plan", comparison, officer, REWARD)
    plans.drop(made, actor=officer, seen=made.revision)

    assert outcomes(comparison)[REWARD] == Outcome.LEFT_OUT
    again = say("add_to_plan", comparison, officer, REWARD)
    assert again != made


def test_a_point_that_was_merged_into_its_neighbour_stays_planned(comparison, campaign, officer):
    last = campaign.activities.last()
    made = say("add_to_plan", comparison, officer, REWARD)
    plans.merge(last, made, actor=officer, seen=(last.revision, made.revision))

    assert outcomes(comparison)[REWARD] == Outcome.PLANNED
    with pytest.raises(Refused, match="已经加入"):
        say("add_to_plan", comparison, officer, REWARD)


def test_what_is_put_into_the_plan_is_read_with_the_offices_own_words(campaign, officer):
    phrases.add(actor=officer, unit=officer.unit, place="kinds.research.title", words="摄影展览")
    comparison = services.compare_with_text(campaign, actor=officer, text=UPPER)

    made = say("add_to_plan", comparison, officer, SHOW)

    assert "research" in made.kinds
    assert made.part == f"上级方案补入：{comparison.title}"
    assert (made.due_date, made.source_start) == (None, None)


@pytest.mark.parametrize(
    ("verb", "title", "more", "word"),
    [
        ("add_to_plan", STUDY, {}, "已经覆盖"),
        ("cover", SHOW, {}, "还没有对上"),
        ("unmatch", STUDY, {"local_key": ""}, "没有对在一起"),
        ("unmatch", STUDY, {"local_key": "none"}, "没有对在一起"),
        ("match", STUDY, {"local_key": "none"}, "刷新"),
    ],
)
def test_what_makes_no_sense_of_a_point_is_refused(verb, title, more, word, comparison, officer):
    with pytest.raises(Refused, match=word):
        say(verb, comparison, officer, title, **more)

    comparison.refresh_from_db()
    assert (comparison.revision, comparison.rulings.count()) == (0, 0)


@pytest.mark.parametrize(
    ("verb", "more"), [("cover", {}), ("reset", {}), ("leave_out", {"reason": "另有部署"})]
)
def test_of_a_point_in_the_plan_nothing_else_is_said(verb, more, comparison, officer):
    say("add_to_plan", comparison, officer, REWARD)
    with pytest.raises(Refused, match="核对任务"):
        say(verb, comparison, officer, REWARD, **more)
    assert comparison.rulings.count() == 1


def test_a_published_plan_takes_no_more_points(comparison, campaign, officer):
    make_ready(campaign, officer)
    plans.publish(campaign, actor=officer, seen=campaign.revision)
    before = campaign.activities.count()

    with pytest.raises(Refused):
        say("add_to_plan", comparison, officer, REWARD)

    comparison.refresh_from_db()
    assert (campaign.activities.count(), comparison.revision) == (before, 0)


def test_who_looks_at_an_old_page_is_told_who_was_first(comparison, officer):
    say("cover", comparison, officer, DRILL)
    key = keys(comparison)[SHOW]
    with pytest.raises(Stale, match="算已覆盖"):
        services.leave_out(comparison, actor=officer, seen=0, upper_key=key, reason="没有")
    assert comparison.rulings.count() == 1


def test_on_an_old_page_the_name_comes_before_what_makes_no_sense(comparison, officer):
    say("add_to_plan", comparison, officer, REWARD)
    key = keys(comparison)[REWARD]
    with pytest.raises(Stale, match="加入方案”，请看过最新内容"):
        services.add_to_plan(comparison, actor=officer, seen=0, upper_key=key)


def test_a_point_that_is_not_there_is_refused(comparison, officer):
    with pytest.raises(Refused, match="刷新"):
        services.cover(comparison, actor=officer, seen=0, upper_key="none")
    comparison.refresh_from_db()
    assert comparison.revision == 0


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_the_same_point_add_it_once(comparison, campaign, officer):
    chief = UserFactory(username="chief", unit=officer.unit, roles=["safety_chief"])
    key = keys(comparison)[REWARD]

    def add(actor):
        mine = PlanComparison.objects.get(pk=comparison.pk)
        return services.add_to_plan(mine, actor=actor, seen=0, upper_key=key)

    results = together(lambda: add(officer), lambda: add(chief))

    assert campaign.activities.filter(title=REWARD).count() == 1
    assert sum(isinstance(one, Refused) for one in results) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_words_about_a_point_at_once_one_counts(comparison, officer):
    chief = UserFactory(username="chief", unit=officer.unit, roles=["safety_chief"])
    key = keys(comparison)[DRILL]

    def act(verb, actor, **more):
        mine = PlanComparison.objects.get(pk=comparison.pk)
        return getattr(services, verb)(mine, actor=actor, seen=0, upper_key=key, **more)

    results = together(
        lambda: act("cover", officer), lambda: act("leave_out", chief, reason="另有部署")
    )

    comparison.refresh_from_db()
    assert sum(isinstance(one, Stale) for one in results) == 1
    assert (comparison.revision, comparison.rulings.count()) == (1, 1)


def test_comparing_again_what_can_no_longer_be_read_changes_nothing(comparison, officer):
    PlanComparison.objects.update(original_name="上级方案.pdf")
    comparison.refresh_from_db()
    before = comparison.result

    with pytest.raises(Refused, match="PDF"):
        services.compare_again(comparison, actor=officer, seen=0)

    comparison.refresh_from_db()
    assert (comparison.revision, comparison.result) == (0, before)


def test_comparing_again_on_an_old_page_is_refused(comparison, officer):
    say("cover", comparison, officer, DRILL)
    with pytest.raises(Stale, match="王丽"):
        services.compare_again(comparison, actor=officer, seen=0)
    assert comparison.revision == 1


def test_an_earlier_plan_can_be_compared_again(campaign, officer):
    earlier = a_plan(officer, UPPER)
    made = services.compare_with_plan(campaign, actor=officer, earlier=earlier)
    before = outcomes(made)

    services.compare_again(made, actor=officer, seen=0)

    assert (made.revision, made.reading) == (1, {})
    assert outcomes(made) == before


def test_a_plan_that_was_never_read_is_refused_with_advice(campaign, officer):
    Notice.objects.update(reading={})
    campaign.refresh_from_db()
    with pytest.raises(Refused, match="重新导入"):
        services.compare_with_text(campaign, actor=officer, text=UPPER)
    assert not PlanComparison.objects.exists()


def test_the_pasted_text_of_the_notice_is_not_compared_with_itself(campaign, officer):
    pasted = keep_document(UPPER.encode(), content_type="text/plain")
    Notice.objects.update(pasted=pasted)
    campaign.refresh_from_db()
    with pytest.raises(Refused, match="不用和自己对照"):
        services.compare_with_text(campaign, actor=officer, text=UPPER)


def test_comparing_again_keeps_what_people_said(comparison, officer):
    say("cover", comparison, officer, DRILL)

    services.compare_again(comparison, actor=officer, seen=comparison.revision)

    assert comparison.revision == 2
    assert outcomes(comparison)[DRILL] == Outcome.COVERED
    assert outcomes(comparison)[SHOW] == Outcome.LEFT_OUT


def test_a_ruling_is_written_once_and_kept(comparison, officer):
    say("cover", comparison, officer, DRILL)
    ruling = comparison.rulings.get()
    with pytest.raises(TypeError):
        ruling.save()
    with pytest.raises(TypeError):
        ruling.delete()
    assert Ruling.objects.count() == 1
