"""Where people land, and what they find there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from anyue.assignments.models import Report, TrailEntry
from anyue.assignments.rules import Status, Verb
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    CampaignFactory,
    NoticeFactory,
    UnitFactory,
    UserFactory,
)

START, DESK, ENTERPRISE = (
    reverse(f"dashboards:{name}") for name in ("start", "desk", "enterprise")
)


@pytest.fixture
def campaign(bureau, officer):
    notice = NoticeFactory(unit=bureau, imported_by=officer)
    return CampaignFactory(unit=bureau, notice=notice, published_at=now())


def in_days(number):
    return localdate() + timedelta(days=number)


def given(unit, officer, campaign=None, **facts):
    """An assignment that cost the factories no unit and no person of its own."""
    facts = {"issuing_unit": officer.unit, "issued_by": officer} | facts
    if campaign is not None:
        facts.setdefault("activity", ActivityFactory(campaign=campaign, part="（一）学习"))
        facts["campaign"] = campaign
    return AssignmentFactory(responsible_unit=unit, **facts)


def entry(assignment, actor, number=1):
    return TrailEntry.objects.create(
        assignment=assignment, verb=Verb.ASSIGN, actor=actor, revision=number
    )


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("who", "where"), [("officer", DESK), ("worker", ENTERPRISE), ("outsider", DESK)]
)
def test_everybody_starts_where_they_work(request, client, who, where):
    client.force_login(request.getfixturevalue(who))

    assert client.get(START).url == where


def test_somebody_without_a_unit_is_told_so(client, db):
    client.force_login(UserFactory(unit=None))

    assert client.get(START).status_code == 403
    assert client.get(DESK).status_code == 403
    assert "还没有任务" in text(client.get(ENTERPRISE))


def test_a_firm_has_no_desk(client, worker):
    client.force_login(worker)

    assert client.get(DESK).status_code == 403


def test_the_desk_counts_what_is_to_be_done(client, officer, firm, worker, outsider):
    given(firm, officer, status=Status.REPORTED, reported_at=now(), reported_by=worker)
    given(firm, officer, due_date=in_days(3))
    given(firm, officer, due_date=in_days(-1))
    given(firm, officer, due_date=in_days(4))
    given(firm, officer, status=Status.RETURNED, due_date=in_days(9))
    given(firm, officer, status=Status.CLOSED, due_date=in_days(-9))
    client.force_login(officer)

    counts = client.get(DESK).context["counts"]

    assert [(entry["label"], entry["count"]) for entry in counts] == [
        ("待审核", 1),
        ("临期", 1),
        ("逾期", 1),
        ("退回待改", 1),
    ]
    for shown in counts:
        ledger = client.get(shown["url"])
        assert ledger.context["page"].paginator.count == shown["count"]
    client.force_login(outsider)
    assert {entry["count"] for entry in client.get(DESK).context["counts"]} == {0}


def test_reviewing_starts_with_the_oldest(client, officer, firm, worker):
    reported = {"status": Status.REPORTED, "reported_by": worker, "reported_at": now()}
    given(firm, officer, due_date=in_days(5), **reported)
    oldest = given(firm, officer, due_date=in_days(2), **reported)
    client.force_login(officer)

    assert reverse("assignments:review", args=[oldest.pk]) in text(client.get(DESK))


@pytest.mark.parametrize("role", ["supervisor", "section_user", "tip_officer"])
def test_who_does_not_review_is_not_asked_to(client, officer, firm, worker, role):
    given(firm, officer, status=Status.REPORTED, reported_by=worker, reported_at=now())
    client.force_login(UserFactory(unit=officer.unit, roles=[role]))

    assert "开始审核" not in text(client.get(DESK))


def test_the_plan_shows_how_far_it_is(client, officer, firm, other_firm, campaign, outsider):
    activity = ActivityFactory(campaign=campaign, title="全员培训")
    for unit, status in ((firm, Status.CLOSED), (other_firm, Status.ASSIGNED)):
        given(unit, officer, campaign, activity=activity, status=status)
    third = UnitFactory(path="/1/2/5/", parent=officer.unit)
    given(third, officer, campaign, activity=activity, status=Status.CANCELLED)
    ActivityFactory(campaign=campaign, title="没有分派的")
    client.force_login(officer)

    page = client.get(DESK)

    assert [(row.activity, row.closed, row.total) for row in page.context["progress"]] == [
        (activity, 1, 2)
    ]
    assert '<progress max="2" value="1"' in text(page)
    client.force_login(outsider)
    assert client.get(DESK).context["plan"] is None


def test_who_does_not_see_the_ledger_sees_no_progress(client, officer, firm, campaign):
    given(firm, officer, campaign)
    client.force_login(UserFactory(unit=officer.unit, roles=["contest_admin"]))

    page = client.get(DESK)

    assert page.context["plan"] == campaign
    assert page.context["progress"] == []


def test_what_changed_last_stands_first(client, officer, firm, outsider):
    assignment = given(firm, officer, title="全员培训")
    for number in range(12):
        entry(assignment, officer, number)
    client.force_login(officer)

    entries = client.get(DESK).context["entries"]
    assert len(entries) == 10
    assert entries[0]["at"] == TrailEntry.objects.last().at
    client.force_login(outsider)
    assert client.get(DESK).context["entries"] == []


@pytest.mark.parametrize("many", [1, 20])
def test_the_desk_costs_the_same_for_many(
    client, officer, firm, campaign, django_assert_num_queries, many
):
    for _ in range(many):
        entry(given(firm, officer, campaign), officer)
    client.force_login(officer)
    client.get(DESK)

    with django_assert_num_queries(9):
        client.get(DESK)


def test_tasks_stand_by_section_with_one_word_each(client, worker, officer, firm, campaign):
    one = ActivityFactory(campaign=campaign, part="（一）学习", position=1)
    two = ActivityFactory(campaign=campaign, part="（二）演练", position=2)
    given(firm, officer, campaign, activity=two, title="演练", due_date=in_days(-2))
    given(firm, officer, campaign, activity=one, title="学习", due_date=in_days(20))
    begun = given(firm, officer, title="台账", due_date=in_days(30))
    Report.objects.create(assignment=begun, author=worker)
    for status in (Status.REPORTED, Status.RETURNED, Status.CLOSED, Status.CANCELLED):
        given(firm, officer, title=status.label, status=status, due_date=in_days(1))
    given(firm, officer, title="快到期", due_date=in_days(1))
    client.force_login(worker)

    response = client.get(ENTERPRISE)

    found = {
        group["title"]: [(row["title"], row["status"]) for row in group["items"]]
        for group in response.context["groups"]
    }
    assert list(found) == ["（一）学习", "（二）演练", "全年工作"]
    assert found["（一）学习"] == [("学习", "未开始")]
    assert found["（二）演练"] == [("演练", "逾期")]
    assert sorted(found["全年工作"]) == sorted(
        [
            ("台账", "进行中"),
            ("待审核", "待审核"),
            ("退回待改", "退回待改"),
            ("已销号", "已销号"),
            ("快到期", "临期"),
        ]
    )
    assert "已超期 2 天" in text(response)


def test_the_nearest_date_is_the_way_in(client, worker, officer, firm):
    given(firm, officer, due_date=in_days(5))
    nearest = given(firm, officer, due_date=in_days(2))
    given(firm, officer, due_date=in_days(1), status=Status.REPORTED)
    client.force_login(worker)

    page = client.get(ENTERPRISE)

    assert page.context["nearest"] == nearest
    assert "去办理" in text(page)
    assert "还有 2 项没有上报" in text(page)


def test_only_the_own_units_tasks_stand_there(client, rival, worker, officer, firm):
    given(firm, officer, title="全员培训")
    client.force_login(rival)

    assert "全员培训" not in text(client.get(ENTERPRISE))


def test_somebody_who_only_reads_is_not_asked_to_act(client, officer, firm):
    given(firm, officer, title="全员培训")
    client.force_login(UserFactory(unit=firm, roles=["team_leader"]))

    page = text(client.get(ENTERPRISE))

    assert "全员培训" in page
    assert "去办理" not in page


@pytest.mark.parametrize("many", [1, 40])
def test_the_task_list_costs_the_same_for_many_and_stays_small(
    client, worker, officer, firm, campaign, django_assert_num_queries, many
):
    for _ in range(many):
        given(firm, officer, campaign)
    client.force_login(worker)

    with django_assert_num_queries(8):
        response = client.get(ENTERPRISE)
    assert len(response.content) < 40 * 1024


@pytest.mark.parametrize(("role", "links"), [("inspector", 4), ("sys_admin", 0)])
def test_the_desk_links_to_the_ledger_only_for_its_readers(client, bureau, role, links):
    client.force_login(UserFactory(unit=bureau, roles=[role]))

    page = text(client.get(DESK))

    assert page.count("/desk/tasks/?status=") == links
    assert ('class="counts"' in page) is bool(links)
