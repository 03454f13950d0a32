from django.urls import reverse

from anyue.campaigns import services
from anyue.campaigns.models import Activity, Doubt
from anyue.campaigns.rules import Judgement
from tests.campaigns.pages import page, text_of


def test_the_keys_are_on_the_buttons(at_desk, campaign, drill):
    words = text_of(page(at_desk, "activity", campaign.pk, drill.pk))

    assert [key for key in "aesmxjk" if f'data-key="{key}"' not in words] == []


def test_accepting_leads_to_the_next_that_waits(at_desk, campaign):
    first, second, *_ = campaign.activities.all()

    response = at_desk.post(
        reverse("campaigns:judge", args=[campaign.pk, first.pk]), {"verb": "accept", "seen": "0"}
    )

    assert response.url == reverse("campaigns:activity", args=[campaign.pk, second.pk])
    first.refresh_from_db()
    assert first.judgement == Judgement.ACCEPTED


def test_a_stale_button_is_409_and_names_the_colleague(at_desk, campaign, drill, reviewer):
    services.drop(Activity.objects.get(pk=drill.pk), actor=reviewer, seen=0)

    response = at_desk.post(
        reverse("campaigns:judge", args=[campaign.pk, drill.pk]), {"verb": "accept", "seen": "0"}
    )

    assert response.status_code == 409
    assert "赵强" in text_of(response)
    drill.refresh_from_db()
    assert drill.judgement == Judgement.DROPPED


def activity_data(**changes):
    data = {
        "seen": "0",
        "title": "应急演练周",
        "main_kind": "drill",
        "other_kinds": ["training"],
        "audience": ["enterprise"],
        "who": "各企业",
        "quantities": "一次应急演练（企业）",
        "programmes": "",
        "evidence_wanted": "照片、签到表",
        "cadence": "",
        "event_date": "",
        "due_date": "2026-06-26",
        "then": "accept",
    }
    return {**data, **changes}


def test_an_edited_activity_is_saved_and_accepted(at_desk, campaign, drill):
    at_desk.post(reverse("campaigns:edit", args=[campaign.pk, drill.pk]), activity_data())

    drill.refresh_from_db()
    assert (drill.title, drill.kinds) == ("应急演练周", ["drill", "training"])
    assert drill.evidence_wanted == ["照片", "签到表"]
    assert drill.judgement == Judgement.ACCEPTED


def test_two_editors_of_one_activity_see_each_other(at_desk, campaign, drill, reviewer):
    services.edit_activity(
        Activity.objects.get(pk=drill.pk),
        actor=reviewer,
        seen=0,
        values={"title": "她的"},
        and_accept=False,
    )

    url = reverse("campaigns:edit", args=[campaign.pk, drill.pk])
    response = at_desk.post(url, activity_data())

    assert response.status_code == 409
    assert "她的" in text_of(response) and "应急演练周" in text_of(response)
    at_desk.post(url, activity_data(seen=response.context["form"]["seen"].value()))
    drill.refresh_from_db()
    assert drill.title == "应急演练周"


def test_the_proposed_place_of_a_split_is_ticked(at_desk, campaign, drill):
    url = reverse("campaigns:split", args=[campaign.pk, drill.pk])
    form = at_desk.get(url).context["form"]
    proposed = Doubt.objects.get(code="several_duties").proposal["at"]
    assert form["at"].value() == proposed

    at_desk.post(url, {"seen": "0", "at": [str(place) for place in proposed]})

    assert campaign.activities.count() == 5


def test_a_split_without_a_place_is_422(at_desk, campaign, drill):
    url = reverse("campaigns:split", args=[campaign.pk, drill.pk])

    assert at_desk.post(url, {"seen": "0"}).status_code == 422
    assert campaign.activities.count() == 4


def test_two_neighbours_are_merged_after_a_look(at_desk, campaign, drill):
    url = reverse("campaigns:merge", args=[campaign.pk, drill.pk, "next"])
    assert "绘制逃生路线图" in text_of(at_desk.get(url))

    at_desk.post(url, {"seen": "0", "other_seen": "0"})

    assert campaign.activities.kept().count() == 3
    assert page(at_desk, "merge", campaign.pk, drill.pk, "sideways").status_code == 404


def test_all_the_rest_is_accepted_after_a_look(at_desk, campaign):
    url = reverse("campaigns:accept_rest", args=[campaign.pk])
    form = at_desk.get(url).context["form"]

    at_desk.post(url, {"seen": form["seen"].value()})

    assert campaign.activities.accepted().count() == 4


def table_data(client, campaign, *, do="stay", **changes):
    formset = page(client, "schedule", campaign.pk).context["formset"]
    data = {"do": do, "form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "4"}
    for form in formset:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = str(value)
    return {**data, **changes}


def test_the_table_opens_with_the_end_of_the_month_and_is_saved(at_desk, campaign):
    url = reverse("campaigns:schedule", args=[campaign.pk])

    response = at_desk.post(url, table_data(at_desk, campaign, do="next"))

    assert response.url == reverse("campaigns:check", args=[campaign.pk])
    dates = [str(day) for day in campaign.activities.values_list("due_date", flat=True)]
    assert dates == ["2026-06-30", "2026-06-16", "2026-06-30", "2026-06-27"]
    assert "6月27日是周六" in text_of(at_desk.get(url))


def test_the_ticked_rows_are_set_together(at_desk, campaign):
    data = table_data(at_desk, campaign, do="bulk")
    data |= {"form-0-pick": "on", "form-3-pick": "on"}
    data |= {"bulk-due_date": "2026-06-24", "bulk-responsible_office": "安全股"}

    at_desk.post(reverse("campaigns:schedule", args=[campaign.pk]), data)

    offices = campaign.activities.values_list("responsible_office", flat=True)
    assert list(offices) == ["安全股", "", "", "安全股"]
    assert str(campaign.activities.first().due_date) == "2026-06-24"


def test_a_stale_table_is_409_and_can_be_sent_again(at_desk, campaign, drill, reviewer):
    data = table_data(at_desk, campaign, **{"form-2-responsible_office": "我的"})
    services.edit_activity(
        Activity.objects.get(pk=drill.pk),
        actor=reviewer,
        seen=0,
        values={"title": "她的"},
        and_accept=False,
    )
    url = reverse("campaigns:schedule", args=[campaign.pk])

    response = at_desk.post(url, data)

    assert response.status_code == 409
    assert "赵强" in text_of(response)
    fresh = response.context["formset"].data
    assert at_desk.post(url, fresh).status_code == 302
    drill.refresh_from_db()
    assert (drill.title, drill.responsible_office) == ("她的", "我的")


def many(campaign, count):
    return [
        Activity.objects.create(campaign=campaign, position=100 + n, title=f"第{n}项")
        for n in range(count)
    ]


def typed(formset):
    """The table as the browser would send it."""
    values = {b.html_name: b.value() for form in formset for b in form if b.name != "pick"}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def test_a_long_table_is_filled_in_page_by_page(at_desk, campaign):
    added = many(campaign, 60)
    url = reverse("campaigns:schedule", args=[campaign.pk])
    assert len(at_desk.get(url).context["rows"]) == 50
    first = at_desk.get(url).context["formset"]
    assert "保存，看下一页" in text_of(at_desk.get(url))
    data = {"do": "next", "form-TOTAL_FORMS": "50", "form-INITIAL_FORMS": "50"}
    data |= typed(first)

    response = at_desk.post(url, data)

    assert response.url == f"{url}?page=2"
    last = at_desk.get(response.url)
    assert [row["activity"].title for row in last.context["rows"]][-1] == "第59项"
    assert "保存，去发布" in text_of(last)
    added[45].refresh_from_db()
    assert str(added[45].due_date) == "2026-06-30"
    data = {"do": "next", "form-TOTAL_FORMS": "14", "form-INITIAL_FORMS": "14"}
    rows = last.context["formset"]
    data |= typed(rows)
    assert at_desk.post(f"{url}?page=2", data).url == reverse("campaigns:check", args=[campaign.pk])
    assert not campaign.activities.filter(due_date=None).exists()


def test_a_long_list_comes_in_pages_and_a_button_stays_on_its_page(at_desk, campaign):
    last = many(campaign, 60)[-1]
    url = reverse("campaigns:activities", args=[campaign.pk])
    assert "第59项" not in text_of(at_desk.get(url))
    assert "第59项" in text_of(at_desk.get(f"{url}?page=2"))

    judge = reverse("campaigns:judge", args=[campaign.pk, last.pk])
    data = {"verb": "drop", "seen": "0", "then": "list"}

    assert at_desk.post(judge, {**data, "page": "2"}).url == f"{url}?page=2"
    assert at_desk.post(judge, {**data, "verb": "restore", "seen": "1", "page": "x"}).url == url
