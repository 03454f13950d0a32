"""The ledger: filters, tabs, order, pages, print; one assignment and its buttons."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from anyue.assignments.models import Assignment, TrailEntry
from anyue.assignments.rules import Status, Verb
from anyue.organisations.models import Sector
from tests.assignments.scenes import an_assignment, do
from tests.factories import ActivityFactory, AssignmentFactory, CampaignFactory, UserFactory

LEDGER = "/desk/tasks/"


@pytest.fixture
def bureau_client(client, officer):
    client.force_login(officer)
    return client


def titles(response):
    return [row.title for row in response.context["page"]]


def counts(response):
    return {tab["label"]: tab["count"] for tab in response.context["tabs"]}


@pytest.fixture
def some(firm, other_firm, bureau):
    """Six rows: two units, two kinds, one of the plan, every due state."""
    today = localdate()
    campaign = CampaignFactory(unit=bureau, name="安全生产月")
    activity = ActivityFactory(campaign=campaign, part="一、学习", position=1)
    rows = [
        ("甲", firm, "drill", Status.ASSIGNED, -1, None),
        ("乙", firm, "drill", Status.ASSIGNED, 2, activity),
        ("丙", firm, "study", Status.REPORTED, -5, None),
        ("丁", other_firm, "study", Status.RETURNED, 30, None),
        ("戊", other_firm, "study", Status.CLOSED, -5, None),
        ("己", other_firm, "study", Status.CANCELLED, 5, None),
    ]
    for title, unit, kind, status, days, of in rows:
        due = today + timedelta(days=days)
        AssignmentFactory(
            title=title,
            responsible_unit=unit,
            kind=kind,
            status=status,
            due_date=due,
            activity=of,
            campaign=of and of.campaign,
        )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "丙戊甲乙己丁"),
        ("status=overdue", "甲"),
        ("status=due_soon", "乙"),
        ("status=assigned", "甲乙"),
        ("status=closed", "戊"),
        ("status=cancelled", "己"),
        ("kind=drill", "甲乙"),
        ("q=白杨", "戊己丁"),
        ("q=丙", "丙"),
        ("campaign=none&kind=drill", "甲"),
        ("part=一、学习", "乙"),
        ("size=100&page=9", "丙戊甲乙己丁"),
        ("sort=unit&status=returned", "丁"),
        ("kind=drill&status=overdue&q=青石", "甲"),
    ],
)
def test_filter_tab_and_order_stand_in_the_address(bureau_client, some, query, expected):
    response = bureau_client.get(f"{LEDGER}?{query}")

    assert response.status_code == 200
    assert sorted(titles(response)) == sorted(expected)


def test_rows_come_in_the_order_asked_for(bureau_client, some):
    days = [row.due_date for row in bureau_client.get(LEDGER).context["page"]]
    turned = [row.due_date for row in bureau_client.get(LEDGER + "?sort=-due").context["page"]]
    units = [
        row.responsible_unit.name
        for row in bureau_client.get(LEDGER + "?sort=-unit").context["page"]
    ]

    assert days == sorted(days)
    assert turned == sorted(days, reverse=True)
    assert units == sorted(units, reverse=True)


def test_filters_by_unit_sector_campaign_and_period(bureau_client, some, firm):
    sector = Sector.objects.create(code="mb", name="民用爆炸物品")
    firm.sectors.add(sector)
    campaign = Assignment.objects.exclude(campaign=None).get().campaign
    today = localdate()
    for query, expected in (
        (f"unit={firm.pk}", {"甲", "乙", "丙"}),
        (f"sector={sector.pk}", {"甲", "乙", "丙"}),
        (f"campaign={campaign.pk}", {"乙"}),
        (f"due_from={today}&due_to={today + timedelta(days=6)}", {"乙", "己"}),
    ):
        assert set(titles(bureau_client.get(f"{LEDGER}?{query}"))) == expected


def test_tabs_count_what_the_other_filters_leave(bureau_client, some):
    response = bureau_client.get(f"{LEDGER}?kind=drill&status=overdue")

    assert counts(response) == {
        "全部": 2,
        "待上报": 2,
        "待审核": 0,
        "退回待改": 0,
        "临期": 1,
        "逾期": 1,
        "已销号": 0,
        "已撤销": 0,
    }
    current = [tab for tab in response.context["tabs"] if tab["current"]]
    assert [(tab["label"], tab["url"]) for tab in current] == [
        ("逾期", "?kind=drill&status=overdue")
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("due_from=morgen", "请写成 2026-06-16"),
        ("due_from=2026-06-02&due_to=2026-06-01", "不能早于"),
        ("kind=nonsense", "nonsense"),
        ("sort=password", "password"),
        ("unit=999999", "选择一个有效的选项"),
    ],
)
def test_a_wrong_filter_is_named_and_shows_nothing(bureau_client, some, query, sentence):
    response = bureau_client.get(f"{LEDGER}?{query}")

    assert response.status_code == 422
    assert sentence in response.text
    assert titles(response) == []


def test_a_page_holds_as_many_as_asked_for_and_keeps_the_filter(bureau_client, firm):
    AssignmentFactory.create_batch(25, responsible_unit=firm, kind="drill")

    first = bureau_client.get(f"{LEDGER}?kind=drill&sort=-due")
    second = bureau_client.get(f"{LEDGER}?kind=drill&sort=-due&page=2")
    large = bureau_client.get(f"{LEDGER}?kind=drill&size=50")

    assert [len(titles(page)) for page in (first, second, large)] == [20, 5, 25]
    assert set(titles(first)).isdisjoint(titles(second))
    assert "?kind=drill&amp;sort=-due&amp;page=2" in first.text


def test_the_sorted_column_says_so_and_turns_round(bureau_client, some):
    text = bureau_client.get(f"{LEDGER}?kind=drill&sort=unit").text

    assert 'aria-sort="ascending"><a href="?kind=drill&amp;sort=-unit">责任单位' in text
    assert text.count("aria-sort") == 1


def test_htmx_gets_the_part_and_the_browser_the_page(bureau_client, some):
    whole = bureau_client.get(LEDGER)
    part = bureau_client.get(LEDGER, headers={"HX-Request": "true"})

    assert "<html" in whole.text and "<html" not in part.text
    assert 'id="ledger"' in part.text
    assert "HX-Request" in part["Vary"]


def test_an_empty_ledger_says_why_and_an_empty_filter_offers_to_clear_it(bureau_client):
    assert "还没有任务" in bureau_client.get(LEDGER).text
    assert "清除筛选" in bureau_client.get(f"{LEDGER}?q=无").text


@pytest.mark.parametrize("path", ["", "print/", "?status=overdue", "export/"])
def test_one_row_and_fifty_take_the_same_number_of_queries(
    bureau_client, firm, bureau, django_assert_max_num_queries, path
):
    sector = Sector.objects.create(code="mb", name="民用爆炸物品")
    firm.sectors.add(sector)
    campaign = CampaignFactory(unit=bureau)
    taken = []
    for number in (1, 49):
        for activity in ActivityFactory.create_batch(number, campaign=campaign):
            AssignmentFactory(
                responsible_unit=firm,
                activity=activity,
                campaign=campaign,
                due_date=date(2020, 1, 1),
            )
        bureau_client.get(LEDGER)
        with django_assert_max_num_queries(20) as captured:
            response = bureau_client.get(f"{LEDGER}{path}{'&' if '?' in path else '?'}size=50")
        assert response.status_code == 200
        taken.append(len(captured))

    assert taken[0] == taken[1]


def test_the_print_shows_every_row_of_the_filter_and_its_head(bureau_client, some, bureau):
    response = bureau_client.get(f"{LEDGER}print/?kind=drill&sort=-due")

    assert [row.title for row, _, _ in response.context["rows"]] == ["乙", "甲"]
    for words in ("示例县工业和信息化局 任务台账", "制表人：王丽", "类型：应急演练", "共 2 条"):
        assert words in response.text


def test_too_long_a_print_is_refused_with_the_number(bureau_client, some, monkeypatch):
    monkeypatch.setattr("anyue.assignments.views.ledger.MOST_PRINTED", 5)

    response = bureau_client.get(f"{LEDGER}print/")

    assert response.status_code == 422
    assert "最多打印 5 条，现在有 6 条" in response.text


def test_one_assignment_tells_everything(bureau_client, cast, firm):
    assignment = an_assignment(firm, cast, Status.RETURNED, requirement="写清过程")

    text = bureau_client.get(reverse("assignments:detail", args=[assignment.pk])).text

    for words in ("写清过程", "办理过程", "HZ-", "照片看不清", "李敏", "退回待改", "2026年6月30日"):
        assert words in text


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("who", ["officer", "supervising"])
def test_buttons_stand_exactly_where_the_verb_would_be_done(client, cast, firm, status, who):
    assignment = an_assignment(firm, cast, status)
    client.force_login(cast[who])
    text = client.get(reverse("assignments:detail", args=[assignment.pk])).text
    acts = who == "officer"

    for name, statuses in (
        ("cancel", {Status.ASSIGNED, Status.REPORTED, Status.RETURNED}),
        ("reopen", {Status.CLOSED}),
        ("review", {Status.REPORTED}),
    ):
        link = f'href="{reverse(f"assignments:{name}", args=[assignment.pk])}"'
        assert (link in text) is (acts and status in statuses)


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        (Verb.CANCEL, Status.ASSIGNED, Status.CANCELLED),
        (Verb.REOPEN, Status.CLOSED, Status.RETURNED),
    ],
)
def test_cancelling_and_reopening_ask_for_a_reason_first(
    bureau_client, cast, firm, verb, before, after
):
    assignment = an_assignment(firm, cast, before)
    url = reverse(f"assignments:{verb.value}", args=[assignment.pk])
    seen = assignment.revision

    assert f'name="seen" value="{seen}"' in bureau_client.get(url).text
    empty = bureau_client.post(url, {"reason": " ", "seen": seen})
    assert (empty.status_code, Assignment.objects.get().status) == (422, before)
    assert "请写明理由" in empty.text

    done = bureau_client.post(url, {"reason": "现场不符", "seen": seen})
    assert done["Location"] == reverse("assignments:detail", args=[assignment.pk])
    assert Assignment.objects.get().status == after
    assert TrailEntry.objects.order_by("pk").last().reason == "现场不符"


def test_who_decides_on_an_old_page_is_told_what_changed(bureau_client, cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    do(Verb.REPORT, assignment, cast["worker"])

    response = bureau_client.post(
        reverse("assignments:cancel", args=[assignment.pk]), {"reason": "取消", "seen": 0}
    )

    assert response.status_code == 409
    assert "李敏" in response.text and "已上报，请刷新后再看" in response.text
    assert Assignment.objects.get().status == Status.REPORTED


def test_a_page_for_what_cannot_be_done_now_leads_back(bureau_client, cast, firm):
    assignment = an_assignment(firm, cast, Status.CLOSED)

    response = bureau_client.get(reverse("assignments:cancel", args=[assignment.pk]), follow=True)

    assert response.redirect_chain[-1][0] == reverse("assignments:detail", args=[assignment.pk])
    assert "现在是“已销号”，不能撤销" in response.text


def test_an_outsider_gets_404_and_a_firm_403(client, cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    urls = [
        reverse(f"assignments:{name}", args=[assignment.pk])
        for name in ("detail", "cancel", "reopen")
    ]
    for who, code in (("outsider", 404), ("worker", 403), ("watcher", 403), ("rival", 403)):
        client.force_login(cast[who])
        assert [client.get(url).status_code for url in urls] == [code] * 3
        assert client.post(urls[1], {"reason": "x", "seen": 0}).status_code == code
    client.force_login(cast["supervising"])
    assert [client.get(url).status_code for url in urls] == [200, 403, 403]
    assert Assignment.objects.get().status == Status.ASSIGNED


def test_the_ledger_of_an_outsider_shows_nothing_of_ours(client, some, outsider):
    client.force_login(outsider)
    for path in ("", "print/"):
        text = client.get(LEDGER + path).text
        assert "青石" not in text and "白杨" not in text
        assert "安全生产月</option>" not in text


@pytest.mark.parametrize("path", ["", "print/", "export/"])
def test_without_the_right_to_read_there_is_no_ledger(client, bureau, worker, path):
    clerk = UserFactory(unit=bureau, roles=["contest_admin"])
    for person in (clerk, worker):
        client.force_login(person)
        assert client.get(LEDGER + path).status_code == 403
    client.logout()
    assert client.get(LEDGER + path).status_code == 302
