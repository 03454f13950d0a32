from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from anyue.campaigns import services
from anyue.campaigns.freezing import fingerprint
from anyue.campaigns.models import Activity, Campaign, PlanVersion
from anyue.campaigns.rules import CampaignStatus, DoubtState, Judgement
from anyue.core.errors import Refused, Stale
from tests.campaigns.racing import together


def publish(campaign, actor):
    campaign.refresh_from_db()
    return services.publish(campaign, actor=actor, seen=campaign.revision)


def test_the_first_version_is_frozen_with_its_fingerprint(ready, officer):
    version = publish(ready, officer)

    assert (version.number, version.reason) == (1, "")
    assert version.sha256 == fingerprint(version.content)
    assert version.content["fields"]["period_end"] == "2026-06-30"
    titles = [activity["title"] for activity in version.content["activities"]]
    assert titles == ["开展专题学习", "办好安全宣传咨询日", "开展应急演练", "绘制逃生路线图"]
    assert version.content["text"].startswith("六月里全县")
    assert [h["number"] for h in version.content["outline"]][:3] == ["一、", "二、", "三、"]
    ready.refresh_from_db()
    assert ready.status == CampaignStatus.PUBLISHED
    assert ready.published_at == version.published_at


def test_an_unready_plan_is_refused_with_everything_it_lacks(campaign, officer):
    with pytest.raises(Refused) as refusal:
        publish(campaign, officer)

    words = str(refusal.value)
    assert "还没有核对" in words and "4 项待核对" in words and "2 处疑点待处理" in words
    assert PlanVersion.objects.count() == 0
    assert Campaign.objects.get().status == CampaignStatus.DRAFT


def test_one_open_doubt_blocks_the_publication(ready, officer):
    doubt = ready.doubts.first()
    services.answer_doubt(doubt, actor=officer, seen=doubt.state, state=DoubtState.OPEN)

    with pytest.raises(Refused, match="还有 1 处疑点待处理"):
        publish(ready, officer)

    assert PlanVersion.objects.count() == 0


def test_a_doubt_about_something_that_is_no_task_does_not_block(campaign, officer):
    drill = campaign.activities.get(title="开展应急演练")
    services.drop(drill, actor=officer, seen=0)

    assert [d.code for d in campaign.doubts.blocking()] == ["missing_number"]


def test_who_may_not_publish_does_not(ready, reviewer, outsider, onlooker):
    for actor in (reviewer, outsider, onlooker):
        with pytest.raises(PermissionDenied):
            publish(ready, actor)

    assert PlanVersion.objects.count() == 0


def test_the_leader_publishes_without_editing(ready, leader):
    assert publish(ready, leader).published_by == leader


def test_nobody_publishes_what_changed_since_they_looked(ready, officer, reviewer):
    seen = ready.revision
    activity = ready.activities.first()
    services.edit_activity(
        activity,
        actor=reviewer,
        seen=activity.revision,
        values={"title": "别的"},
        and_accept=False,
    )

    with pytest.raises(Stale, match="赵强"):
        services.publish(ready, actor=officer, seen=seen)

    assert PlanVersion.objects.count() == 0


def test_a_published_plan_is_closed_until_a_reason_is_given(published, officer):
    activity = published.activities.first()

    with pytest.raises(Refused, match="请先点“修改方案”"):
        services.drop(activity, actor=officer, seen=activity.revision)
    with pytest.raises(Refused, match="请写明为什么"):
        services.amend(published, actor=officer, reason="  ")

    assert Activity.objects.get(pk=activity.pk).judgement == Judgement.ACCEPTED


def test_an_amendment_becomes_a_second_version_with_its_reason(published, officer):
    services.amend(published, actor=officer, reason="咨询日改期")
    consultation = published.activities.get(title="办好安全宣传咨询日")
    values = {"event_date": date(2026, 6, 18), "due_date": date(2026, 6, 18)}
    services.edit_activity(
        consultation, actor=officer, seen=consultation.revision, values=values, and_accept=False
    )
    first = PlanVersion.objects.get()
    before = first.content

    second = publish(published, officer)

    assert (second.number, second.reason) == (2, "咨询日改期")
    first.refresh_from_db()
    assert first.content == before
    assert first.sha256 == fingerprint(first.content) != second.sha256
    assert published.amend_reason == ""


def test_a_version_without_a_difference_is_refused(published, officer):
    services.amend(published, actor=officer, reason="想改")

    with pytest.raises(Refused, match="没有差别"):
        publish(published, officer)

    assert PlanVersion.objects.count() == 1


def test_a_plan_is_amended_once_at_a_time(published, officer, reviewer):
    services.amend(published, actor=officer, reason="甲")

    with pytest.raises(Refused, match="已经可以修改"):
        services.amend(published, actor=reviewer, reason="乙")

    assert Campaign.objects.get().amend_reason == "甲"


def test_what_is_changed_in_an_amendment_is_not_assigned_before_it_is_out(published, officer):
    assert Activity.objects.assignable().count() == 4
    services.amend(published, actor=officer, reason="拆开演练")
    drill = published.activities.get(title="开展应急演练")
    at = [drill.source_start + 23]
    parts = services.split(drill, actor=officer, seen=drill.revision, at=at)
    for part in parts:
        services.accept(part, actor=officer, seen=part.revision)

    assert Activity.objects.assignable().count() == 3

    publish(published, officer)

    assert Activity.objects.assignable().count() == 5


def test_a_draft_is_not_assigned(ready):
    assert Activity.objects.accepted().count() == 4
    assert Activity.objects.assignable().count() == 0


def test_an_amendment_given_up_leaves_the_published_plan(published, officer):
    frozen = PlanVersion.objects.get().content
    services.amend(published, actor=officer, reason="试试")
    services.edit_fields(
        published, actor=officer, seen=published.fields_revision, values={"theme": "别的"}
    )
    drill = published.activities.get(title="开展应急演练")
    place = (drill.source_start, drill.source_end)
    services.split(drill, actor=officer, seen=drill.revision, at=[drill.source_start + 23])
    learning = published.activities.first()
    services.drop(learning, actor=officer, seen=learning.revision)
    published.refresh_from_db()

    services.discard_amendment(published, actor=officer, seen=published.revision)

    from_rows = list(Activity.objects.accepted().values_list("title", "number"))
    assert from_rows == [(a["title"], a["number"]) for a in frozen["activities"]]
    assert published.theme == frozen["fields"]["theme"]
    drill.refresh_from_db()
    assert (drill.source_start, drill.source_end) == place
    assert Activity.objects.assignable().count() == 4
    services.amend(published, actor=officer, reason="再试")
    with pytest.raises(Refused, match="没有差别"):
        publish(published, officer)


def test_the_public_plan_stays_while_it_is_amended(published, officer):
    services.amend(published, actor=officer, reason="试试")
    services.edit_fields(
        published, actor=officer, seen=published.fields_revision, values={"theme": "别的"}
    )

    shown = PlanVersion.objects.newest().get()

    assert shown.content["fields"]["theme"] != "别的"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_of_two_publishers_at_once_one_makes_the_version(ready, officer, leader, round_):
    one, other = Campaign.objects.get(), Campaign.objects.get()
    seen = one.revision

    results = together(
        lambda: services.publish(one, actor=officer, seen=seen),
        lambda: services.publish(other, actor=leader, seen=seen),
    )

    assert sorted(type(result).__name__ for result in results) == ["PlanVersion", "Stale"]
    assert PlanVersion.objects.count() == 1
    assert Campaign.objects.get().trail.filter(verb="publish").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_a_change_at_the_moment_of_publishing_is_in_it_or_refused(ready, officer, reviewer, round_):
    campaign, seen = Campaign.objects.get(), ready.revision
    activity = Activity.objects.filter(campaign=ready).first()

    published, changed = together(
        lambda: services.publish(campaign, actor=officer, seen=seen),
        lambda: services.drop(activity, actor=reviewer, seen=activity.revision),
    )

    assert isinstance(published, Stale) != isinstance(changed, Refused)
    if isinstance(changed, Refused):
        version = PlanVersion.objects.get()
        assert len(version.content["activities"]) == Activity.objects.accepted().count() == 4
    else:
        assert PlanVersion.objects.count() == 0


def test_a_plan_with_an_event_after_its_due_date_is_not_published(ready, officer):
    late = ready.activities.accepted().first()
    Activity.objects.filter(pk=late.pk).update(
        event_date=date(2026, 7, 2), due_date=date(2026, 7, 1)
    )

    with pytest.raises(Refused, match="有 1 项的举办日期晚于完成时限"):
        services.publish(ready, actor=officer, seen=ready.revision)

    assert not PlanVersion.objects.exists()
