"""Choosing what to put a plan beside: links that lead there, the form, the list."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyue.comparisons import services
from anyue.comparisons.models import PlanComparison
from tests.comparisons.conftest import CITING, DRILL, UPPER, a_plan, at, keys, page

SUMMARY = "上级 5 项：覆盖 2、部分 1、漏 2；本级新增 2。时限、数量不同 1 项。"


def test_the_page_of_the_source_leads_to_the_comparison(at_desk, officer):
    campaign = a_plan(officer, CITING)
    url = reverse("comparisons:index", args=[campaign.pk])

    source = page(at_desk.get(reverse("campaigns:source", args=[campaign.pk])))
    shown = page(at_desk.get(url))

    assert f'href="{url}"' in source
    for text in (source, shown):
        assert "《2026年全市“安全生产月”活动方案》示安办〔2026〕8号" in text
    assert 'value="示安办〔2026〕8号"' in shown


def test_a_file_is_compared_and_another_number_is_noticed(at_desk, officer):
    campaign = a_plan(officer, CITING)
    file = SimpleUploadedFile("上级方案.txt", UPPER.encode())

    answer = at_desk.post(
        reverse("comparisons:index", args=[campaign.pk]),
        {"basis": "upper", "file": file},
        follow=True,
    )

    text = page(answer)
    assert SUMMARY in text
    assert "通知里写的是 示安办〔2026〕8号，导入的文件是 示安办〔2026〕9号" in text


def test_the_page_of_the_fields_leads_there_too(at_desk, officer):
    campaign = a_plan(officer, CITING)
    text = page(at_desk.get(reverse("campaigns:fields", args=[campaign.pk])))

    url = reverse("comparisons:index", args=[campaign.pk])
    assert f'示安办〔2026〕8号 <a href="{url}">导入并对照</a>' in text


def test_any_of_the_cited_numbers_is_the_right_one(at_desk, officer):
    both = CITING.replace(
        "（示安办〔2026〕8号）",
        "（示安办〔2026〕8号）、《2026年全省“安全生产月”活动方案》（示安办〔2026〕9号）",
    )
    campaign = a_plan(officer, both)

    answer = at_desk.post(
        reverse("comparisons:index", args=[campaign.pk]),
        {"basis": "upper", "text": UPPER},
        follow=True,
    )

    assert "已逐条对照" in page(answer)
    assert "请核对是不是同一份" not in page(answer)


def test_last_years_file_does_not_take_the_title_of_the_cited_plan(at_desk, officer):
    campaign = a_plan(officer, CITING)
    url = reverse("comparisons:index", args=[campaign.pk])
    offered = at_desk.get(url).context["form"].initial
    bare = "一、演练。组织演练。\n二、宣传。张贴标语。\n"

    at_desk.post(url, {"basis": "earlier", "text": bare, **offered})

    made = PlanComparison.objects.get()
    assert (made.basis, made.doc_number) == ("earlier", "")
    assert made.title != offered["title"]


def test_the_list_says_of_each_comparison_how_it_stands(
    at_desk, comparison, officer, django_assert_num_queries
):
    url = reverse("comparisons:index", args=[comparison.campaign_id])
    at_desk.get(url)
    with CaptureQueriesContext(connection) as one:
        text = page(at_desk.get(url))
    assert SUMMARY in text

    services.compare_with_text(comparison.campaign, actor=officer, text=UPPER + "附注")
    services.cover(comparison, actor=officer, seen=0, upper_key=keys(comparison)[DRILL])

    with django_assert_num_queries(len(one)):
        text = page(at_desk.get(url))
    assert "上级 5 项：覆盖 3、部分 0、漏 2；本级新增 2。" in text and SUMMARY in text


def test_the_same_file_again_leads_to_what_is_there(at_desk, comparison):
    file = SimpleUploadedFile("再来.txt", UPPER.encode())
    answer = at_desk.post(
        reverse("comparisons:index", args=[comparison.campaign_id]),
        {"basis": "upper", "file": file},
        follow=True,
    )

    assert answer.redirect_chain == [(at("show", comparison), 302)]
    assert "已经和本方案对照过" in page(answer)
    assert PlanComparison.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"basis": "upper"}, "请选择文件"),
        ({"basis": "upper", "text": "没有条目。"}, "条"),
        ({"text": UPPER}, "请选择这份文件是上级方案还是往年的方案"),
    ],
)
def test_what_is_missing_is_said_beside_the_form(at_desk, campaign, data, word):
    answer = at_desk.post(reverse("comparisons:index", args=[campaign.pk]), data)

    assert answer.status_code == 422
    assert word in page(answer)
    assert not PlanComparison.objects.exists()


def test_what_was_typed_stays_after_a_refusal(at_desk, campaign):
    data = {"basis": "upper", "text": "没有条目。", "title": "市里的方案"}
    answer = at_desk.post(reverse("comparisons:index", args=[campaign.pk]), data)

    assert "没有条目。</textarea>" in page(answer)
    assert 'value="市里的方案"' in page(answer)


def test_last_years_plan_is_chosen_from_a_list(at_desk, campaign, officer):
    earlier = a_plan(officer, CITING.replace("2026", "2025"), "去年.txt")
    url = reverse("comparisons:earlier", args=[campaign.pk])

    nothing = at_desk.post(url, {"earlier": ""})
    made = at_desk.post(url, {"earlier": earlier.pk}, follow=True)

    assert nothing.status_code == 422 and "请选择一份往年的方案" in page(nothing)
    assert "与往年方案对照" in page(made)
    assert at_desk.get(at("original", PlanComparison.objects.get())).status_code == 404
