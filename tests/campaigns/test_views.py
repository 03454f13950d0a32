import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyue.campaigns import services
from anyue.campaigns.models import Activity, Campaign, Doubt, Notice, PlanVersion
from anyue.campaigns.rules import DoubtState
from tests.campaigns.conftest import NOTICE
from tests.campaigns.pages import page, text_of
from tests.factories import CampaignFactory

STEPS = ("source", "fields", "activities", "schedule", "check")


def upload(data=NOTICE, name="通知.txt"):
    return {"file": SimpleUploadedFile(name, data), "text": ""}


def test_an_upload_becomes_a_plan_and_leads_to_its_fields(at_desk):
    response = at_desk.post(reverse("campaigns:import"), upload())

    campaign = Campaign.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("campaigns:fields", args=[campaign.pk])
    assert "开展应急演练" in text_of(page(at_desk, "activities", campaign.pk))


def test_pasted_text_becomes_a_plan(at_desk):
    at_desk.post(reverse("campaigns:import"), {"text": NOTICE.decode()})

    assert Campaign.objects.get().notice.original_name == "粘贴.txt"


def test_an_empty_import_is_422_with_the_sentence(at_desk):
    response = at_desk.post(reverse("campaigns:import"), {"text": ""})

    assert response.status_code == 422
    assert "请选择通知文件" in text_of(response)
    assert "<title>错误：" in text_of(response)


def test_a_known_file_is_refused_with_a_link_and_a_second_try(at_desk, campaign):
    response = at_desk.post(reverse("campaigns:import"), upload())

    again = reverse("campaigns:import_again", args=[campaign.notice.pk])
    assert response.status_code == 409
    assert reverse("campaigns:source", args=[campaign.pk]) in text_of(response)
    assert f'action="{again}"' in text_of(response)
    assert Campaign.objects.count() == 1

    assert at_desk.post(again).status_code == 302
    assert Campaign.objects.count() == 2


def test_an_unreadable_file_offers_pasting_and_stays_in_the_list(at_desk):
    response = at_desk.post(reverse("campaigns:import"), upload(b"%PDF-1.4 x", "扫描.pdf"))

    notice = Notice.objects.get()
    paste = reverse("campaigns:paste", args=[notice.pk])
    assert response.url == paste
    assert notice.problem in text_of(at_desk.get(paste))
    assert paste in text_of(page(at_desk, "list"))

    at_desk.post(paste, {"text": NOTICE.decode()})

    assert Campaign.objects.get().notice == notice
    assert at_desk.get(paste).status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_a_page_with_links_to_the_others(at_desk, campaign, name):
    response = page(at_desk, name, campaign.pk)

    assert response.status_code == 200
    others = [reverse(f"campaigns:{other}", args=[campaign.pk]) for other in STEPS if other != name]
    assert all(f'href="{url}"' in text_of(response) for url in others)
    assert "还没有核对" in text_of(response) or name == "fields"
    assert "中间缺号" in text_of(response)


def test_a_field_stands_beside_its_sentence_and_how_sure_the_reader_is(at_desk, campaign):
    words = text_of(page(at_desk, "fields", campaign.pk))

    assert "把握高" in words
    assert "原文：“人人讲安全、个个会应急——排查整治风险隐患。”" in words
    assert '<mark id="s-theme">' in words


def field_data(client, campaign, **changes):
    form = page(client, "fields", campaign.pk).context["form"]
    values = {bound.name: bound.value() for bound in form}
    plain = {name: "" if value is None else str(value) for name, value in values.items()}
    return {**plain, **changes}


def test_saved_fields_lead_on_to_the_activities(at_desk, campaign):
    data = field_data(at_desk, campaign, theme="新主题")

    response = at_desk.post(reverse("campaigns:fields", args=[campaign.pk]), data)

    assert response.url == reverse("campaigns:activities", args=[campaign.pk])
    assert Campaign.objects.get().theme == "新主题"


def test_a_wrong_period_is_shown_at_its_field(at_desk, campaign):
    data = field_data(at_desk, campaign, period_end="2026-05-01")

    response = at_desk.post(reverse("campaigns:fields", args=[campaign.pk]), data)

    assert response.status_code == 422
    assert "早于开始日期" in text_of(response)
    assert not Campaign.objects.get().fields_checked


def test_a_conflict_shows_both_versions_and_lets_one_overwrite(at_desk, campaign, reviewer):
    data = field_data(at_desk, campaign, theme="我的")
    services.edit_fields(campaign, actor=reviewer, seen=0, values={"theme": "她的"})

    response = at_desk.post(reverse("campaigns:fields", args=[campaign.pk]), data)

    assert response.status_code == 409
    assert "赵强" in text_of(response) and "她的" in text_of(response)
    assert 'value="我的"' in text_of(response)
    assert Campaign.objects.get().theme == "她的"
    fresh = {**data, "seen": response.context["form"]["seen"].value()}
    at_desk.post(reverse("campaigns:fields", args=[campaign.pk]), fresh)
    assert Campaign.objects.get().theme == "我的"


def test_a_doubt_is_answered_from_any_step_and_comes_back_to_it(at_desk, campaign, officer):
    doubt = campaign.doubts.get(code="missing_number")
    back = reverse("campaigns:schedule", args=[campaign.pk])

    response = at_desk.post(
        reverse("campaigns:doubt", args=[campaign.pk, doubt.pk]),
        {"answer": "acknowledged", "seen": "open", "next": back},
    )

    assert response.url == f"{back}?at=doubts"
    doubt.refresh_from_db()
    assert (doubt.state, doubt.settled_by) == (DoubtState.ACKNOWLEDGED, officer)
    assert "王丽" in text_of(at_desk.get(back))


def test_an_answer_never_leads_to_another_site(at_desk, campaign):
    doubt = campaign.doubts.first()

    response = at_desk.post(
        reverse("campaigns:doubt", args=[campaign.pk, doubt.pk]),
        {"answer": "settled", "seen": "open", "next": "https://example.com/"},
    )

    assert response.url.startswith("/")


def test_the_whole_way_from_check_to_public(at_desk, ready):
    seen = page(at_desk, "check", ready.pk).context["form"]["seen"].value()

    response = at_desk.post(reverse("campaigns:publish", args=[ready.pk]), {"seen": seen})

    assert response.url == reverse("campaigns:published", args=[ready.pk, 1])
    assert reverse("campaigns:public", args=[ready.pk]) in text_of(at_desk.get(response.url))


def test_what_is_missing_keeps_the_button_off_and_the_post_out(at_desk, campaign):
    words = text_of(page(at_desk, "check", campaign.pk))
    assert "发布之前还要做" in words and "disabled" in words

    response = at_desk.post(
        reverse("campaigns:publish", args=[campaign.pk]), {"seen": campaign.revision}
    )

    assert response.status_code == 422
    assert "还不能发布" in text_of(response)
    assert PlanVersion.objects.count() == 0


def test_an_amendment_shows_its_difference_and_is_published(at_desk, published):
    at_desk.post(reverse("campaigns:amend", args=[published.pk]), {"reason": "主题更正"})
    data = field_data(at_desk, published, theme="更正后的主题")
    at_desk.post(reverse("campaigns:fields", args=[published.pk]), data)
    checked = page(at_desk, "check", published.pk)
    assert "<ins>更正后的主题</ins>" in text_of(checked)

    seen = checked.context["form"]["seen"].value()
    at_desk.post(reverse("campaigns:publish", args=[published.pk]), {"seen": seen})

    version = text_of(page(at_desk, "version", published.pk, 2))
    assert "主题更正" in version and "<ins>更正后的主题</ins>" in version
    assert "更正后的主题" in text_of(page(at_desk, "trail", published.pk))


def test_an_amendment_is_given_up(at_desk, published):
    at_desk.post(reverse("campaigns:amend", args=[published.pk]), {"reason": "试试"})
    form = page(at_desk, "discard", published.pk).context["form"]

    at_desk.post(reverse("campaigns:discard", args=[published.pk]), {"seen": form["seen"].value()})

    published.refresh_from_db()
    assert published.amend_reason == ""


def test_a_colleague_at_work_is_named_and_blocks_nobody(client, at_desk, campaign, reviewer):
    at_desk.get(reverse("campaigns:fields", args=[campaign.pk]))
    client.force_login(reviewer)

    words = text_of(page(client, "fields", campaign.pk))

    assert "王丽" in words and "在改这份方案" in words
    assert (
        client.post(
            reverse("campaigns:fields", args=[campaign.pk]), field_data(client, campaign)
        ).status_code
        == 302
    )


def test_a_reader_sees_every_step_without_a_button(client, campaign, drill, onlooker):
    client.force_login(onlooker)
    pages = [page(client, name, campaign.pk) for name in STEPS]
    pages.append(page(client, "activity", campaign.pk, drill.pk))

    assert {response.status_code for response in pages} == {200}
    mine = reverse("campaigns:list")
    for response in pages:
        body = text_of(response).split('id="main"')[1]
        assert 'method="post"' not in body, (mine, response.request["PATH_INFO"])


@pytest.mark.parametrize("name", ["edit", "split"])
def test_a_reader_is_refused_the_forms(client, campaign, drill, onlooker, name):
    client.force_login(onlooker)

    assert page(client, name, campaign.pk, drill.pk).status_code == 403


@pytest.mark.parametrize("name", [*STEPS, "original", "trail", "amend", "discard"])
def test_a_stranger_learns_nothing(client, campaign, outsider, worker, name):
    for person in (outsider, worker):
        client.force_login(person)
        assert page(client, name, campaign.pk).status_code == 404


def test_only_importers_get_the_import_page(client, leader, worker):
    for person in (leader, worker):
        client.force_login(person)
        assert page(client, "import").status_code == 403


def test_the_original_comes_as_an_inert_attachment(at_desk, campaign):
    response = page(at_desk, "original", campaign.pk)

    assert b"".join(response.streaming_content) == NOTICE
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_asks_as_often_for_many_plans_as_for_one(at_desk, campaign, officer):
    url = reverse("campaigns:list")
    one = queries(at_desk, url)
    CampaignFactory.create_batch(5, unit=officer.unit)

    assert queries(at_desk, url) == one


def test_the_pages_of_a_plan_ask_as_often_for_many_activities_as_for_one(at_desk, campaign):
    urls = [reverse(f"campaigns:{name}", args=[campaign.pk]) for name in STEPS]
    few = [queries(at_desk, url) for url in urls]
    for position in range(10, 30):
        Activity.objects.create(campaign=campaign, position=position, title="又一项")
        Doubt.objects.create(campaign=campaign, code="x", message="又一处")

    assert [queries(at_desk, url) for url in urls] == few
