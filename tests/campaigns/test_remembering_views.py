"""The mark of an earlier correction on the page, and its buttons."""

import pytest
from django.utils import timezone

from anyue.campaigns import services
from anyue.campaigns.models import Activity
from anyue.campaigns.rules import Judgement
from anyue.phrases.models import Correction
from tests.campaigns.pages import page, text_of
from tests.campaigns.test_remembering import NEXT_YEAR, REWORDED, edit, imported, of


@pytest.fixture
def again(campaign, drill, officer):
    """Next year's drill; last year it was made a training, and somebody else's work."""
    edit(drill, officer, kinds=["training"], who=["安全股"])
    return of(imported(officer), "开展应急演练")


def press(client, activity, verb, **more):
    url = f"/desk/plan/{activity.campaign_id}/activities/{activity.pk}/remembered/"
    return client.post(url, {"verb": verb, "seen": activity.revision, **more})


def test_the_mark_says_what_by_whom_and_when(at_desk, again):
    made = Correction.objects.first()
    for name, args in (
        ("activity", (again.campaign_id, again.pk)),
        ("activities", (again.campaign_id,)),
    ):
        text = text_of(page(at_desk, name, *args))

        assert "按上次的改法：类型 <b>培训</b>" in text
        assert f"（{timezone.localtime(made.made_at):%Y-%m-%d} 王丽）" in text
        assert "恢复成识别结果" in text
        assert ('value="undo:kinds"' in text) == (name == "activity")
        assert "相近" not in text


def test_a_plan_without_memory_shows_no_mark(at_desk, campaign):
    assert "上次" not in text_of(page(at_desk, "activities", campaign.pk))


def test_a_similar_wording_is_shown_as_such(at_desk, campaign, drill, officer):
    edit(drill, officer, kinds=["training"])
    near = of(imported(officer, REWORDED), "开展应急演练")

    text = text_of(page(at_desk, "activity", near.campaign_id, near.pk))

    percent = round(100 * near.remembered["kinds"]["likeness"])
    assert "相近" in text and f"与“开展应急演练”有 {percent}% 相同" in text


def test_one_press_takes_one_field_back(at_desk, again):
    response = press(at_desk, again, "undo:kinds")

    assert response.url.endswith(f"/activities/{again.pk}/")
    kept = Activity.objects.get(pk=again.pk)
    assert (kept.kinds, kept.who) == (["drill", "training"], ["安全股"])
    text = text_of(page(at_desk, "activity", again.campaign_id, again.pk))
    assert "已撤回上次的改法" in text and "按上次的改法：责任主体" in text
    assert "按上次的改法：类型" not in text


def test_one_press_takes_all_back_from_the_list(at_desk, again):
    response = press(at_desk, again, "undo", then="list")

    assert response.url.endswith("/activities/")
    assert Activity.objects.get(pk=again.pk).remembered == {}


def test_a_field_changed_later_carries_no_mark(at_desk, again):
    Activity.objects.filter(pk=again.pk).update(kinds=["contest"])

    text = text_of(page(at_desk, "activity", again.campaign_id, again.pk))

    assert "按上次的改法：类型" not in text and "按上次的改法：责任主体" in text


def test_the_suggestion_that_it_is_no_task_is_followed_by_one_press(
    at_desk, campaign, drill, officer
):
    services.drop(drill, actor=officer, seen=0)
    again = of(imported(officer), "开展应急演练")
    assert "上次标为“不是任务”" in text_of(page(at_desk, "activities", again.campaign_id))

    press(at_desk, again, "follow:judgement")

    assert Activity.objects.get(pk=again.pk).judgement == Judgement.DROPPED


def test_a_suggestion_can_be_waved_away(at_desk, campaign, drill, officer):
    services.drop(drill, actor=officer, seen=0)
    again = of(imported(officer), "开展应急演练")

    press(at_desk, again, "undo:judgement")

    kept = Activity.objects.get(pk=again.pk)
    assert (kept.judgement, kept.remembered) == (Judgement.PROPOSED, {})
    assert Correction.objects.in_use().count() == 1


def test_the_suggested_split_is_made_by_one_press(at_desk, campaign, drill, officer):
    at = campaign.notice.text.index("开展一次自救互救")
    services.split(drill, actor=officer, seen=0, at=[at])
    again = of(imported(officer, NEXT_YEAR), "开展应急演练")
    assert "上次拆成 2 项" in text_of(page(at_desk, "activity", again.campaign_id, again.pk))

    press(at_desk, again, "follow:split")

    numbers = again.campaign.activities.filter(number__startswith="3-")
    assert [one.number for one in numbers] == ["3-1", "3-2"]


@pytest.mark.parametrize("verb", ["", "undo:none", "follow:kinds", "follow:none", "other"])
def test_a_button_that_is_not_there_changes_nothing(at_desk, again, verb):
    response = press(at_desk, again, verb)

    assert response.status_code == 422
    assert Activity.objects.get(pk=again.pk).revision == 0


def test_a_button_of_an_old_page_is_refused(at_desk, again, reviewer):
    services.accept(Activity.objects.get(pk=again.pk), actor=reviewer, seen=0)

    response = press(at_desk, again, "undo")

    assert response.status_code == 409
    assert Activity.objects.get(pk=again.pk).kinds == ["training"]


def test_who_only_reads_sees_the_mark_without_buttons(client, onlooker, again):
    client.force_login(onlooker)

    text = text_of(page(client, "activity", again.campaign_id, again.pk))

    assert "按上次的改法：类型" in text and 'value="undo' not in text
    assert press(client, again, "undo").status_code == 403
