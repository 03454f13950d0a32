"""From the plan to the units in four steps, without JavaScript; then the batch."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from anyue.assignments.models import Assignment, AssignmentBatch
from anyue.assignments.services import assigning
from anyue.organisations.models import Sector, Unit
from tests.factories import ActivityFactory, CampaignFactory, UnitFactory, UserFactory

STEPS = ["assign", "assign_units", "assign_dates", "assign_check"]
DUE = localdate() + timedelta(days=20)


def url(name, *args):
    return reverse(f"assignments:{name}", args=args)


@pytest.fixture
def plan(bureau):
    campaign = CampaignFactory(unit=bureau, name="安全生产月")
    return [
        ActivityFactory(campaign=campaign, position=1, title="演练", due_date=None),
        ActivityFactory(campaign=campaign, position=2, title="咨询日", due_date=DUE),
        ActivityFactory(campaign=campaign, position=3, title="局内会议", audience=["bureau"]),
    ]


@pytest.fixture
def firms(bureau, firm, other_firm):
    firm.is_key = True
    firm.save()
    third = UnitFactory(
        name="长岭民爆有限公司", path="/1/2/5/", parent=bureau, credit_code="91620423MA00000015"
    )
    third.sectors.add(Sector.objects.create(code="mb", name="民用爆炸物品"))
    UnitFactory(name="停用厂", path="/1/2/6/", parent=bureau, is_active=False)
    return [firm, other_firm, third]


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def choose_activities(desk, activities):
    return desk.post(url("assign"), {"activities": [each.pk for each in activities]})


def choose_units(desk, **said):
    return desk.post(url("assign_units"), {"rule": "all", "do": "next"} | said)


def choose_dates(desk, **said):
    return desk.post(url("assign_dates"), {"due_date": DUE.isoformat()} | said)


def give_out(desk):
    return desk.post(url("assign_check"), {"seen": desk.get(url("assign_check")).context["seen"]})


def test_four_steps_lead_from_the_plan_to_the_units(desk, plan, firms):
    first = desk.get(url("assign"))
    assert first.text.count(" checked") == 2
    assert choose_activities(desk, plan[:2])["Location"] == url("assign_units")
    assert choose_units(desk)["Location"] == url("assign_dates")
    late = DUE + timedelta(days=5)
    moved = choose_dates(desk, note="联系人：王丽", **{f"due-{firms[1].pk}": late.isoformat()})
    assert moved["Location"] == url("assign_check")
    check = desk.get(f"{url('assign_check')}?unit={firms[1].pk}").text
    for words in (
        "将分派 <b>3</b> 家 × <b>2</b> 项 = <b>6</b> 条",
        "白杨机械有限公司：",
        "联系人：王丽",
    ):
        assert words in check
    assert f"演练（{late.year}年{late.month}月{late.day}日前）" in check

    response = give_out(desk)

    batch = AssignmentBatch.objects.get()
    assert response["Location"] == url("batch", batch.pk)
    assert not Assignment.objects.exists()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [batch.pk]
    waiting = desk.get(url("batch", batch.pk)).text
    assert 'http-equiv="refresh"' in waiting and "every 2s" in waiting and "0 / 6" in waiting
    assigning.hand_out(batch.pk)
    done = desk.get(url("batch", batch.pk)).text
    assert "分派完成" in done and "every 2s" not in done
    assert set(Assignment.objects.values_list("responsible_unit", "due_date")) == {
        (firms[0].pk, DUE),
        (firms[1].pk, late),
        (firms[2].pk, DUE),
    }


def test_a_second_press_after_giving_out_makes_no_second_batch(desk, plan, firms):
    choose_activities(desk, plan[:1])
    choose_units(desk)
    choose_dates(desk)
    give_out(desk)

    again = desk.post(url("assign_check"), follow=True)

    assert again.redirect_chain[-1][0] == url("assign")
    assert AssignmentBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"rule": "key"}, "青石化工有限公司"),
        ({"rule": "sector"}, "长岭民爆有限公司"),
        ({"rule": "listed"}, "白杨机械有限公司"),
        ({"rule": "pasted", "pasted": "白杨机械有限公司\n91620423MA00000015"}, "白杨 长岭"),
        ({"rule": "all"}, "青石 白杨 长岭"),
    ],
)
def test_units_are_chosen_by_rule_or_list(desk, plan, firms, said, expected):
    choose_activities(desk, plan[:1])
    extra = {"sector": Sector.objects.get().pk, "listed": [firms[1].pk]}

    response = choose_units(desk, **(extra | said))

    assert response.status_code == 302
    chosen = Unit.objects.in_bulk(desk.session["assigning"]["unit_keys"]).values()
    words = expected.split()
    assert len(chosen) == len(words)
    assert all(any(unit.name.startswith(word[:2]) for unit in chosen) for word in words)


def test_the_count_follows_the_choice_without_moving_on(desk, plan, firms):
    choose_activities(desk, plan[:2])
    assigning_before = desk.session["assigning"]

    page = choose_units(desk, do="count")
    part = desk.post(
        url("assign_units"), {"rule": "key", "do": "count"}, headers={"HX-Request": "true"}
    )

    assert "将分派 <b>3</b> 家 × <b>2</b> 项 = <b>6</b> 条" in page.text
    assert "<html" in page.text and "<html" not in part.text
    assert "将分派 <b>1</b> 家 × <b>2</b> 项 = <b>2</b> 条" in part.text
    assert desk.session["assigning"] == assigning_before


def test_the_count_tells_what_stands_already(desk, officer, plan, firms):
    batch = assigning.draw_up(
        actor=officer, activities=plan[:1], units=firms[:2], dates=assigning.Dates(DUE, {})
    )
    assigning.hand_out(batch.pk)
    choose_activities(desk, plan[:2])

    assert "其中 2 条此前已分派，不会重复" in choose_units(desk, do="count").text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"rule": "sector"}, "请选择行业"),
        ({"rule": "listed"}, "请至少勾选一家单位"),
        ({"rule": "pasted", "pasted": " "}, "请粘贴名单"),
        (
            {"rule": "pasted", "pasted": "白杨机械有限公司\n不存在的厂"},
            "第 2 行：“不存在的厂”不在名册里",
        ),
        ({"rule": "pasted", "pasted": "停用厂"}, "第 1 行：“停用厂”不在名册里"),
        ({"rule": "everybody"}, "everybody"),
    ],
)
def test_a_wrong_choice_of_units_is_named(desk, plan, firms, said, sentence):
    choose_activities(desk, plan[:1])

    response = choose_units(desk, **said)

    assert response.status_code == 422
    assert sentence in response.text
    assert desk.session["assigning"]["unit_keys"] == []


def test_a_rule_that_gives_no_unit_is_named(desk, plan, firm):
    choose_activities(desk, plan[:1])

    assert "按这个条件没有单位" in choose_units(desk, rule="key").text


def test_units_of_elsewhere_cannot_be_smuggled_in(desk, plan, firms, outsider):
    choose_activities(desk, plan[:1])

    assert choose_units(desk, rule="listed", listed=[outsider.unit.pk]).status_code == 422
    pasted = choose_units(desk, rule="pasted", pasted=outsider.unit.name)
    assert "不在名册里" in pasted.text


def test_activities_of_elsewhere_or_of_a_draft_cannot_be_chosen(desk, plan):
    foreign = ActivityFactory()
    draft = ActivityFactory(campaign=CampaignFactory(unit=plan[0].campaign.unit, status="draft"))

    for activity in (foreign, draft):
        assert choose_activities(desk, [activity]).status_code == 422
    assert desk.get(f"{url('assign')}?campaign={foreign.campaign.pk}").status_code == 404
    assert desk.get(f"{url('assign')}?campaign={draft.campaign.pk}").status_code == 404


def test_choosing_no_activity_is_named(desk, plan):
    response = choose_activities(desk, [])

    assert response.status_code == 422
    assert "请至少勾选一项活动" in response.text


def test_pasted_exceptions_go_before_the_grid(desk, plan, firms):
    choose_activities(desk, plan[:1])
    choose_units(desk)
    grid, pasted = DUE + timedelta(days=1), DUE + timedelta(days=2)

    choose_dates(
        desk,
        pasted=f"青石化工有限公司\t{pasted.isoformat()}",
        **{f"due-{firms[0].pk}": grid.isoformat(), f"due-{firms[1].pk}": grid.isoformat()},
    )

    assert desk.session["assigning"]["exceptions"] == {
        str(firms[0].pk): pasted.isoformat(),
        str(firms[1].pk): grid.isoformat(),
    }
    assert f'value="{pasted.isoformat()}"' in desk.get(url("assign_dates")).text


def test_very_many_units_get_their_exceptions_by_paste_only(desk, plan, firms, monkeypatch):
    monkeypatch.setattr("anyue.assignments.forms.assigning.MOST_IN_GRID", 2)
    choose_activities(desk, plan[:1])
    choose_units(desk)
    assert f'name="due-{firms[0].pk}"' not in desk.get(url("assign_dates")).text

    choose_dates(desk, pasted=f"青石化工有限公司 {DUE.isoformat()}")

    assert desk.session["assigning"]["exceptions"] == {str(firms[0].pk): DUE.isoformat()}
    assert f"青石化工有限公司\t{DUE.isoformat()}" in desk.get(url("assign_dates")).text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"due_date": ""}, "必填"),
        ({"due_date": "2020-01-01"}, "完成时限不能早于今天"),
        ({"pasted": "不存在的厂\t2099-01-01"}, "第 1 行：“不存在的厂”不在名册里"),
        ({"pasted": "青石化工有限公司\t月底"}, "“月底”不是日期"),
        ({"pasted": "青石化工有限公司\t2020-01-01"}, "青石化工有限公司：完成时限不能早于今天"),
    ],
)
def test_wrong_dates_are_named(desk, plan, firms, said, sentence):
    choose_activities(desk, plan[:1])
    choose_units(desk)

    response = choose_dates(desk, **said)

    assert response.status_code == 422
    assert sentence in response.text
    assert desk.session["assigning"]["due_date"] == ""


def test_the_plan_keeps_its_own_dates_when_asked(desk, plan, firms):
    plan[1].due_date = DUE - timedelta(days=10)
    plan[1].save()
    choose_activities(desk, plan[:2])
    choose_units(desk, rule="key")
    choose_dates(desk, follow_plan="on")
    give_out(desk)

    assert set(AssignmentBatch.objects.get().items.values_list("activity__title", "due_date")) == {
        ("演练", DUE),
        ("咨询日", DUE - timedelta(days=10)),
    }


def test_only_what_the_check_page_showed_is_given_out(desk, plan, firms):
    choose_activities(desk, plan[:1])
    choose_units(desk, rule="key")
    choose_dates(desk)
    shown = desk.get(url("assign_check")).context["seen"]
    choose_units(desk, rule="all")  # in another tab of the same browser

    response = desk.post(url("assign_check"), {"seen": shown})

    assert response.status_code == 409
    assert "还没有分派" in response.text and "<b>3</b> 家" in response.text
    assert not AssignmentBatch.objects.exists()
    assert give_out(desk).status_code == 302


def test_a_date_of_the_plan_that_is_over_is_pointed_out(desk, plan, firms):
    plan[1].due_date = localdate() - timedelta(days=1)
    plan[1].save()
    choose_activities(desk, plan[:2])
    choose_units(desk, rule="key")
    choose_dates(desk, follow_plan="on")
    warned = desk.get(url("assign_check"))
    choose_dates(desk)
    mended = desk.get(url("assign_check"))

    assert warned.context["over"] == [plan[1]] and "分派后马上算逾期" in warned.text
    assert mended.context["over"] == [] and "分派后马上算逾期" not in mended.text


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_step_without_the_one_before_leads_back(desk, plan, firms, step):
    assert desk.get(url(step), follow=True).redirect_chain[-1][0] == url("assign")


def test_what_the_plan_withdrew_meanwhile_is_not_given_out(desk, plan, firms):
    choose_activities(desk, plan[:1])
    choose_units(desk)
    choose_dates(desk)
    plan[0].judgement = "dropped"
    plan[0].save()

    response = desk.post(url("assign_check"), follow=True)

    assert response.redirect_chain[-1][0] == url("assign")
    assert not AssignmentBatch.objects.exists()


def test_without_a_published_plan_the_page_says_what_to_do(desk):
    assert "还没有已发布的方案" in desk.get(url("assign")).text


def test_the_result_lists_what_to_mend_and_tries_again(desk, officer, plan, firms):
    batch = assigning.draw_up(
        actor=officer, activities=plan[:2], units=firms, dates=assigning.Dates(DUE, {})
    )
    Unit.objects.filter(pk=firms[0].pk).update(is_active=False)
    assigning.hand_out(batch.pk)

    page = desk.get(url("batch", batch.pk)).text
    for words in ("单位已停用", "没有联系人", reverse("organisations:unit", args=[firms[0].pk])):
        assert words in page
    assert page.index("单位已停用") < page.index("没有联系人")
    Unit.objects.filter(pk=firms[0].pk).update(is_active=True)

    assert desk.post(url("batch_retry", batch.pk))["Location"] == url("batch", batch.pk)
    assert DBTaskResult.objects.count() == 1
    assigning.hand_out(batch.pk)
    assert "单位已停用" not in desk.get(url("batch", batch.pk)).text
    assert desk.post(url("batch_retry", batch.pk)).status_code == 422
    assert str(url("batch", batch.pk)) in desk.get(url("batches")).text


def test_the_progress_is_a_part_that_htmx_fetches(desk, officer, plan, firms):
    batch = assigning.draw_up(
        actor=officer, activities=plan[:2], units=firms, dates=assigning.Dates(DUE, {})
    )

    part = desk.get(url("batch", batch.pk), headers={"HX-Request": "true"}).text

    assert "<html" not in part and 'id="state"' in part


def test_batches_and_results_take_the_same_queries_for_few_and_for_many(
    desk, officer, plan, bureau, django_assert_max_num_queries
):
    desk.get(url("batches"))
    taken = []
    for base, number in ((200, 1), (300, 30)):
        units = [
            UnitFactory(name=f"厂{base + n}", path=f"/1/2/{base + n}/", parent=bureau)
            for n in range(number)
        ]
        batch = assigning.draw_up(
            actor=officer, activities=plan[:2], units=units, dates=assigning.Dates(DUE, {})
        )
        assigning.hand_out(batch.pk)
        for page in (url("batches"), url("batch", batch.pk)):
            with django_assert_max_num_queries(20) as captured:
                assert desk.get(page).status_code == 200
            taken.append(len(captured))

    assert taken[:2] == taken[2:]


def test_a_batch_is_out_of_sight_elsewhere_and_shut_to_others(client, cast, plan, firms):
    batch = assigning.draw_up(
        actor=cast["officer"], activities=plan[:1], units=firms, dates=assigning.Dates(DUE, {})
    )
    page, again = url("batch", batch.pk), url("batch_retry", batch.pk)
    for who, code in (("outsider", 404), ("worker", 403), ("supervising", 403), ("rival", 403)):
        client.force_login(cast[who])
        assert (client.get(page).status_code, client.post(again).status_code) == (code, code)
    client.force_login(cast["county_chief"])
    assert (client.get(page).status_code, client.post(again).status_code) == (200, 403)


@pytest.mark.parametrize("name", [*STEPS, "new", "batches"])
def test_only_people_who_assign_come_to_these_pages(client, cast, name):
    for who in ("worker", "watcher", "supervising"):
        client.force_login(cast[who])
        assert client.get(url(name)).status_code == 403
    client.logout()
    assert client.get(url(name)).status_code == 302


def test_one_task_of_the_whole_year(desk, firm):
    said = {
        "unit": firm.pk,
        "title": "补交台账",
        "kind": "inspection",
        "requirement": "补交5月台账",
        "due_date": DUE.isoformat(),
    }

    response = desk.post(url("new"), said)

    made = Assignment.objects.get()
    assert response["Location"] == url("detail", made.pk)
    assert (made.campaign, made.activity, made.title) == (None, None, "补交台账")
    assert (made.responsible_unit, made.due_date) == (firm, DUE)
    assert made.trail.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"due_date": "2020-01-01"}, {"kind": "x"}, {"title": ""}, {"unit": 999999}]
)
def test_a_wrong_single_task_is_not_given_out(desk, firm, wrong):
    said = {
        "unit": firm.pk,
        "title": "补交台账",
        "kind": "inspection",
        "requirement": "补交",
        "due_date": date(2099, 1, 1).isoformat(),
    }

    assert desk.post(url("new"), said | wrong).status_code == 422
    assert not Assignment.objects.exists()


def test_a_single_task_is_not_given_to_a_unit_elsewhere(desk, outsider):
    UserFactory(unit=outsider.unit)
    said = {"unit": outsider.unit.pk, "title": "x", "kind": "other", "requirement": "x"}

    assert desk.post(url("new"), said | {"due_date": "2099-01-01"}).status_code == 422
    assert not Assignment.objects.exists()
