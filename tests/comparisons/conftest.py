"""A county's upper plan in our own words, and the bureau's plan that carries out part of it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from anyue.campaigns.models import Campaign
from anyue.campaigns.services.importing import make_plan
from anyue.comparisons import services
from anyue.comparisons.models import PlanComparison
from anyue.evidence.services import keep_document
from anyue.organisations.models import User
from anyue.reading import read
from anyue.reading.comparison import Comparison
from tests.factories import UserFactory

NOTICE = Path(__file__).parents[1] / "campaigns" / "notice.txt"
UPPER = """关于开展2026年“安全生产月”活动的通知
示安办〔2026〕9号

各有关部门：
一、学起来
（一）开展专题学习。各企业主要负责人为员工讲一堂安全课。
（二）办好安全宣传咨询日。6月16日，各部门和企业面向公众讲解安全知识，发放宣传资料。
二、练起来
（一）开展应急演练。各企业组织两次事故应急演练，6月20日前完成。
（二）举办书画摄影展览。征集职工书画摄影作品，在广场巡回展出。
（三）设立举报奖励。公布举报热线，对举报属实的给予奖金。

示例县安全生产委员会办公室
2026年5月20日
"""
CITING = NOTICE.read_text(encoding="utf-8").replace(
    "现将", "根据《2026年全市“安全生产月”活动方案》（示安办〔2026〕8号）要求，现将", 1
)
STUDY, DRILL, SHOW, REWARD = "开展专题学习", "开展应急演练", "举办书画摄影展览", "设立举报奖励"
MAP = "绘制逃生路线图"


@pytest.fixture(autouse=True)
def media(tmp_path, monkeypatch) -> Path:
    """Every test keeps its files in a folder of its own."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def a_plan(actor: User, text: str, name: str = "通知.txt") -> Campaign:
    data = text.encode()
    original = keep_document(data, content_type="text/plain")
    return make_plan(
        actor=actor, unit=actor.unit, original=original, name=name, reading=read(data, name)
    )


@pytest.fixture
def campaign(officer) -> Campaign:
    return a_plan(officer, NOTICE.read_text(encoding="utf-8"))


@pytest.fixture
def comparison(campaign, officer) -> PlanComparison:
    return services.compare_with_text(campaign, actor=officer, text=UPPER)


@pytest.fixture
def onlooker(bureau) -> User:
    """Reads plans and changes nothing."""
    return UserFactory(username="onlooker", name="何静", unit=bureau, roles=["supervisor"])


@pytest.fixture
def at_desk(client, officer):
    client.force_login(officer)
    return client


def keys(comparison: PlanComparison, side: str = "upper") -> dict[str, str]:
    """The key of each point by its title."""
    found = Comparison.from_dict(comparison.result)
    return {point.title: point.key for point in getattr(found, side)}


def at(name, comparison, **more):
    pk = comparison.campaign_id
    return reverse(f"comparisons:{name}", kwargs={"pk": pk, "comparison_pk": comparison.pk, **more})


def page(response):
    return response.content.decode()
