from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from anyue.campaigns import services
from anyue.campaigns.models import Activity, Campaign, Doubt, PlanTrailEntry
from anyue.campaigns.rules import DoubtState, Judgement
from anyue.core.errors import Refused, Stale
from tests.campaigns.racing import together


def edited(activity, actor, *, seen=None, accept=False, **values):
    services.edit_activity(
        activity,
        actor=actor,
        seen=activity.revision if seen is None else seen,
        values=values,
        and_accept=accept,
    )


def test_the_fields_are_written_and_count_as_checked(campaign, officer):
    services.edit_fields(campaign, actor=officer, seen=0, values={"theme": "新主题"})

    kept = Campaign.objects.get()
    assert (kept.theme, kept.fields_checked, kept.fields_revision) == ("新主题", True, 1)
    assert campaign.trail.first().changes["theme"][1] == "新主题"


def test_a_period_that_ends_before_it_starts_changes_nothing(campaign, officer):
    with pytest.raises(Refused, match="早于开始日期"):
        services.edit_fields(
            campaign, actor=officer, seen=0, values={"period_end": date(2026, 5, 1)}
        )

    kept = Campaign.objects.get()
    assert (kept.period_end, kept.revision, kept.fields_checked) == (date(2026, 6, 30), 0, False)


def test_the_second_writer_of_the_fields_is_told_who_was_first(campaign, officer, reviewer):
    services.edit_fields(campaign, actor=reviewer, seen=0, values={"theme": "甲"})
    services.accept(campaign.activities.first(), actor=reviewer, seen=0)

    with pytest.raises(Stale, match=r"赵强 .*核对要素（主题）"):
        services.edit_fields(campaign, actor=officer, seen=0, values={"theme": "乙"})

    assert Campaign.objects.get().theme == "甲"


def test_work_on_activities_does_not_make_the_fields_stale(campaign, officer, reviewer):
    services.accept(campaign.activities.first(), actor=reviewer, seen=0)

    services.edit_fields(campaign, actor=officer, seen=0, values={"theme": "乙"})

    assert Campaign.objects.get().theme == "乙"


def test_an_activity_is_accepted_once(drill, officer):
    services.accept(drill, actor=officer, seen=0)

    assert Activity.objects.get(pk=drill.pk).judgement == Judgement.ACCEPTED
    with pytest.raises(Refused, match="已采纳"):
        services.accept(drill, actor=officer, seen=1)


def test_the_second_editor_is_told_who_changed_what(drill, officer, reviewer):
    edited(Activity.objects.get(pk=drill.pk), reviewer, title="甲", cadence="weekly")

    with pytest.raises(Stale, match=r"赵强 \d\d:\d\d 已修改活动“3.甲”（名称、频次）"):
        edited(drill, officer, seen=0, title="乙")

    assert Activity.objects.get(pk=drill.pk).title == "甲"
    assert PlanTrailEntry.objects.filter(verb="edit").count() == 1


def test_an_edit_can_accept_at_the_same_time(drill, officer):
    edited(drill, officer, accept=True, title="练一次")

    assert (drill.title, drill.judgement) == ("练一次", Judgement.ACCEPTED)


def test_an_event_after_the_deadline_is_refused(drill, officer):
    with pytest.raises(Refused, match="晚于完成时限"):
        edited(drill, officer, event_date=date(2026, 6, 20), due_date=date(2026, 6, 19))

    assert Activity.objects.get(pk=drill.pk).revision == 0


def test_what_is_no_task_leaves_the_plan_and_comes_back(drill, officer):
    services.drop(drill, actor=officer, seen=0)
    assert drill not in Activity.objects.kept()
    with pytest.raises(Refused, match="请先恢复它"):
        edited(drill, officer, title="改")

    services.restore(drill, actor=officer, seen=1)

    assert Activity.objects.get(pk=drill.pk).judgement == Judgement.PROPOSED


def test_a_split_keeps_the_places_in_the_source(campaign, drill, officer):
    at = campaign.doubts.get(code="several_duties").proposal["at"]

    first, second = services.split(drill, actor=officer, seen=0, at=at)

    text = campaign.notice.text
    assert text[first.source_start : first.source_end].endswith("事故应急演练；")
    assert (
        text[second.source_start : second.source_end]
        == second.text
        == ("开展一次自救互救技能培训。")
    )
    assert first.text == "各企业组织一次事故应急演练；"
    assert [first.number, second.number] == ["3-1", "3-2"]
    assert [q["of"] for q in first.quantities] == ["事故应急演练"]
    assert [q["of"] for q in second.quantities] == ["自救互救技能培训"]
    assert second.kinds == ["training"]
    order = campaign.activities.values_list("number", flat=True)
    assert list(order) == ["1.", "2.", "3-1", "3-2", "4."]


def test_a_split_settles_the_doubt_that_asked_for_it(campaign, drill, officer):
    doubt = campaign.doubts.get(code="several_duties")

    services.split(drill, actor=officer, seen=0, at=doubt.proposal["at"])

    doubt.refresh_from_db()
    assert (doubt.state, doubt.settled_by) == (DoubtState.SETTLED, officer)
    assert campaign.doubts.blocking().get().code == "missing_number"


@pytest.mark.parametrize("shift", [-10_000, 0, 10_000])
def test_a_split_outside_the_activity_changes_nothing(drill, officer, shift):
    with pytest.raises(Refused, match="不在这一项的原文里"):
        services.split(drill, actor=officer, seen=0, at=[drill.source_start + shift])

    assert Activity.objects.count() == 4


def test_a_merge_takes_both_and_gives_the_doubts_to_the_first(campaign, drill, officer):
    before = campaign.activities.get(title="办好安全宣传咨询日")

    services.merge(before, drill, actor=officer, seen=(0, 0))

    before.refresh_from_db()
    drill.refresh_from_db()
    assert drill.judgement == Judgement.MERGED
    assert drill.text in before.text
    assert (before.source_end, before.event_date) == (drill.source_end, date(2026, 6, 16))
    assert set(drill.kinds) <= set(before.kinds)
    assert Doubt.objects.get(code="several_duties").activity == before
    assert campaign.activities.kept().count() == 3


def test_only_neighbours_are_merged(campaign, drill, officer):
    far = campaign.activities.first()

    for pair in ((far, drill), (drill, far)):
        with pytest.raises(Refused, match="相邻"):
            services.merge(*pair, actor=officer, seen=(0, 0))

    assert campaign.activities.kept().count() == 4


def test_a_split_is_undone_by_a_merge(campaign, drill, officer):
    place = (drill.source_start, drill.source_end)
    parts = services.split(drill, actor=officer, seen=0, at=[drill.source_start + 23])

    services.merge(*parts, actor=officer, seen=(1, 0))

    merged = Activity.objects.get(pk=drill.pk)
    assert (merged.source_start, merged.source_end) == place


def test_the_rest_is_accepted_together_and_what_was_dropped_stays_out(campaign, drill, officer):
    services.drop(drill, actor=officer, seen=0)
    campaign.refresh_from_db()

    assert services.accept_rest(campaign, actor=officer, seen=campaign.revision) == 3

    drill.refresh_from_db()
    assert drill.judgement == Judgement.DROPPED


def test_nobody_accepts_what_they_have_not_seen(campaign, drill, officer, reviewer):
    seen = campaign.revision
    edited(drill, reviewer, title="别的")

    with pytest.raises(Stale, match="赵强"):
        services.accept_rest(campaign, actor=officer, seen=seen)

    assert Activity.objects.accepted().count() == 0


def test_a_doubt_is_answered_by_name_and_once(campaign, officer, reviewer):
    doubt = campaign.doubts.get(code="missing_number")
    services.answer_doubt(doubt, actor=reviewer, seen="open", state=DoubtState.ACKNOWLEDGED)

    assert (doubt.settled_by, doubt.state) == (reviewer, DoubtState.ACKNOWLEDGED)
    assert doubt.settled_at is not None
    with pytest.raises(Stale, match="赵强 已把这处疑点标为“已知悉”"):
        services.answer_doubt(doubt, actor=officer, seen="open", state=DoubtState.SETTLED)
    assert Doubt.objects.get(pk=doubt.pk).state == DoubtState.ACKNOWLEDGED


def test_a_doubt_can_be_opened_again(campaign, officer):
    doubt = campaign.doubts.first()
    services.answer_doubt(doubt, actor=officer, seen="open", state=DoubtState.SETTLED)

    services.answer_doubt(doubt, actor=officer, seen="settled", state=DoubtState.OPEN)

    assert (doubt.state, doubt.settled_by) == (DoubtState.OPEN, None)


def test_a_proposed_date_is_taken_over_with_one_button(drill, officer):
    doubt = Doubt.objects.create(
        campaign=drill.campaign,
        activity=drill,
        code="vague_deadline",
        message="六月下旬",
        proposal={"action": "set_date", "date": "2026-06-26"},
    )

    services.adopt_proposal(doubt, actor=officer, seen="open")

    drill.refresh_from_db()
    assert (drill.due_date, doubt.state) == (date(2026, 6, 26), DoubtState.SETTLED)


def test_a_proposed_date_before_the_event_is_not_taken_over(drill, officer):
    Activity.objects.filter(pk=drill.pk).update(event_date=date(2026, 6, 28))
    before = Activity.objects.get(pk=drill.pk)
    doubt = Doubt.objects.create(
        campaign=drill.campaign,
        activity=drill,
        code="vague_deadline",
        message="六月下旬",
        proposal={"action": "set_date", "date": "2026-06-26"},
    )

    with pytest.raises(Refused, match="举办日期 2026年6月28日 晚于完成时限"):
        services.adopt_proposal(doubt, actor=officer, seen="open")

    after = Activity.objects.get(pk=drill.pk)
    assert (after.due_date, after.revision) == (before.due_date, before.revision)
    assert Doubt.objects.get(pk=doubt.pk).state == DoubtState.OPEN


def test_a_proposal_without_a_date_is_not_taken_over(campaign, drill, officer):
    doubt = Doubt.objects.create(
        campaign=campaign, activity=drill, code="vague_deadline", message="春节前",
        proposal={"action": "set_date", "date": None},
    )  # fmt: skip

    with pytest.raises(Refused, match="没有可以直接采用的日期"):
        services.adopt_proposal(doubt, actor=officer, seen="open")

    assert Doubt.objects.get(pk=doubt.pk).state == DoubtState.OPEN


def appointment(activity, **changes):
    values = {
        "due_date": activity.due_date,
        "event_date": activity.event_date,
        "responsible_office": activity.responsible_office,
    }
    return services.Appointment(activity, activity.revision, **{**values, **changes})


def test_only_the_rows_that_differ_are_written(campaign, officer):
    learning, *others = campaign.activities.all()
    rows = [
        appointment(learning, responsible_office="安全股"),
        *(appointment(other) for other in others),
    ]

    assert services.schedule(campaign, actor=officer, rows=rows) == 1

    assert list(campaign.activities.values_list("revision", flat=True)) == [1, 0, 0, 0]
    assert services.schedule(campaign, actor=officer, rows=[appointment(learning)]) == 0


def test_a_table_with_one_stale_row_writes_none(campaign, drill, officer, reviewer):
    rows = [appointment(a, due_date=date(2026, 6, 29)) for a in campaign.activities.all()]
    edited(Activity.objects.get(pk=drill.pk), reviewer, title="别的")

    with pytest.raises(Stale, match="赵强"):
        services.schedule(campaign, actor=officer, rows=rows)

    assert not campaign.activities.filter(due_date=date(2026, 6, 29)).exists()


def test_strangers_and_readers_change_nothing(campaign, drill, outsider, leader, onlooker):
    for actor in (outsider, leader, onlooker):
        with pytest.raises(PermissionDenied):
            services.accept(drill, actor=actor, seen=0)
        with pytest.raises(PermissionDenied):
            services.edit_fields(campaign, actor=actor, seen=0, values={"theme": "x"})
        with pytest.raises(PermissionDenied):
            services.accept_rest(campaign, actor=actor, seen=0)

    assert Campaign.objects.get().revision == 0
    assert PlanTrailEntry.objects.count() == 1


def test_the_trail_is_written_once_and_kept(campaign):
    entry = campaign.trail.get()

    with pytest.raises(TypeError, match="written once"):
        entry.save()
    with pytest.raises(TypeError, match="kept"):
        entry.delete()


def test_an_open_page_names_its_reader_but_takes_no_lock_from_a_colleague(
    campaign, officer, reviewer
):
    Campaign.objects.update(editing_by=None, editing_at=None)

    services.note_editing(campaign, actor=reviewer)
    services.note_editing(campaign, actor=officer)

    campaign.refresh_from_db()
    assert (campaign.editing_by, campaign.revision) == (reviewer, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_editors_at_once_one_wins(campaign, drill, officer, reviewer, round_):
    one, other = Activity.objects.get(pk=drill.pk), Activity.objects.get(pk=drill.pk)

    results = together(
        lambda: edited(one, officer, seen=0, title="甲"),
        lambda: edited(other, reviewer, seen=0, title="乙"),
    )

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]
    assert PlanTrailEntry.objects.filter(verb="edit").count() == 1
    assert Activity.objects.get(pk=drill.pk).revision == 1
