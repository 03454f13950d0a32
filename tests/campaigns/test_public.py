import re
from datetime import date
from zlib import compress

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyue.campaigns import services
from anyue.campaigns.models import Campaign, PageViews
from anyue.core import assets
from tests.campaigns.conftest import NOTICE, make_ready
from tests.campaigns.pages import page, text_of
from tests.campaigns.racing import together

TODAY = date(2026, 6, 10)


def test_an_empty_channel_says_so(client, db):
    response = page(client, "home")

    assert response.status_code == 200
    assert "还没有公开的活动方案" in text_of(response)


def test_the_channel_shows_theme_dates_and_the_plan(client, published):
    words = text_of(page(client, "home"))

    assert "人人讲安全、个个会应急——排查整治风险隐患" in words
    assert "2026年6月1日至6月30日" in words
    assert reverse("campaigns:public", args=[published.pk]) in words


@pytest.mark.parametrize("name", ["public", "public_print", "public_original"])
def test_a_draft_is_not_there(client, campaign, name):
    assert page(client, name, campaign.pk).status_code == 404
    assert page(client, "public_version", campaign.pk, 1).status_code == 404
    assert "示例县工业和信息化局关于" not in text_of(page(client, "home"))


def test_the_page_shows_the_catalogue_the_text_and_the_outline(client, published):
    words = text_of(page(client, "public", published.pk))

    for label in ("索引号", "文号", "生成日期", "发布机构", "主题分类", "关键字", "来源"):
        assert f"<dt>{label}</dt>" in words
    assert "<dd>示工信发〔2026〕21号</dd>" in words
    assert "六月里全县以民用爆炸物品企业为重点" in words
    assert "各企业绘制一张逃生路线图，6月27日前张贴在岗位旁。" in words
    anchors = set(re.findall(r'href="#([^"]+)"', words)) - {"main"}
    assert len(anchors) >= 7
    assert [name for name in anchors if f'id="{name}"' not in words] == []


def test_only_what_was_published_is_public(client, published, officer):
    services.amend(published, actor=officer, reason="主题更正")
    services.edit_fields(
        published, actor=officer, seen=published.fields_revision, values={"theme": "内部改动"}
    )
    activity = published.activities.first()
    services.drop(activity, actor=officer, seen=activity.revision)

    for name in ("public", "public_print"):
        words = text_of(page(client, name, published.pk))
        assert "内部改动" not in words and "开展专题学习" in words
    assert "内部改动" not in text_of(page(client, "home"))

    published.refresh_from_db()
    services.publish(published, actor=officer, seen=published.revision)

    words = text_of(page(client, "public", published.pk))
    assert "现在看到的是第2版" in words
    difference = text_of(page(client, "public_version", published.pk, 2))
    assert "<ins>内部改动</ins>" in difference and "主题更正" in difference


def test_every_opening_is_counted_and_shown(client, published):
    for _ in range(3):
        response = page(client, "public", published.pk)
    client.head(reverse("campaigns:public", args=[published.pk]))
    page(client, "public_print", published.pk)

    assert PageViews.objects.get().count == 3
    assert "<dt>浏览次数</dt><dd>3</dd>" in text_of(response)


def test_each_day_has_its_own_count(published):
    services.count_view(published, today=TODAY)
    services.count_view(published, today=TODAY.replace(day=11))
    services.count_view(published, today=TODAY)

    counts = PageViews.objects.order_by("day").values_list("count", flat=True)
    assert list(counts) == [2, 1]
    assert published.views.total() == 3


@pytest.mark.django_db(transaction=True)
def test_many_readers_at_once_lose_no_count(published):
    campaign = Campaign.objects.get()

    results = together(*[lambda: services.count_view(campaign, today=TODAY)] * 8)

    assert results == [None] * 8
    assert PageViews.objects.get().count == 8


def test_the_original_is_downloaded_and_inert(client, published):
    response = page(client, "public_original", published.pk)

    assert b"".join(response.streaming_content) == NOTICE
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_hostile_words_of_a_notice_stay_words(client, officer, ready):
    values = {"theme": "<script>alert(1)</script>"}
    services.edit_fields(ready, actor=officer, seen=ready.fields_revision, values=values)
    services.publish(ready, actor=officer, seen=ready.revision)

    for name in ("home", "public"):
        args = [] if name == "home" else [ready.pk]
        assert "<script>alert" not in text_of(page(client, name, *args))


def test_large_type_is_a_cookie_away(client, published):
    client.cookies["large_type"] = "1"

    assert 'class="large"' in text_of(page(client, "public", published.pk))


@pytest.mark.parametrize("name", ["home", "public"])
def test_the_first_view_is_small(client, published, name):
    """60 KB and six requests at most; styles, sprite and icon as they travel, compressed."""
    args = [] if name == "home" else [published.pk]
    words = text_of(page(client, name, *args))
    files = set(re.findall(r'(?:src|href)="/static/([^"#]+)', words))
    used = {assets.STATIC / path for path in files}

    weight = len(words.encode()) + sum(len(compress(path.read_bytes(), 9)) for path in used)

    assert 1 + len(used) <= 6
    assert weight <= 60 * 1024


def test_the_channel_asks_as_often_for_two_plans_as_for_one(client, published, officer):
    url = reverse("campaigns:home")

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    one = count()
    second = services.import_again(published.notice, actor=officer)
    make_ready(second, officer)
    services.publish(second, actor=officer, seen=second.revision)

    assert count() == one


def test_no_migration_is_missing(db):
    call_command("makemigrations", "campaigns", check=True, dry_run=True, verbosity=0)
