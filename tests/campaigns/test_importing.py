import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from anyue.campaigns import services
from anyue.campaigns.models import Activity, Campaign, Notice
from anyue.campaigns.rules import CampaignStatus, Judgement
from anyue.core.errors import Refused
from anyue.evidence import storage
from anyue.evidence.models import StoredFile
from tests.campaigns.conftest import NOTICE
from tests.campaigns.racing import together

ROOT = Path(__file__).parents[2]
DOCUMENTS = Path(os.environ.get("ANYUE_DOCUMENTS", ROOT.parent / "shared/reading/documents"))
BROKEN = b"%PDF-1.4 nothing in here"


def test_the_catalogue_fields_are_read_from_the_notice(campaign):
    assert campaign.status == CampaignStatus.DRAFT
    assert campaign.name == "2026年安全生产月"
    assert campaign.title.startswith("示例县工业和信息化局关于印发《2026年工业企业")
    assert campaign.doc_number == "示工信发〔2026〕21号"
    assert campaign.issuer == "示例县工业和信息化局"
    assert campaign.issued_on == date(2026, 5, 27)
    assert campaign.theme == "人人讲安全、个个会应急——排查整治风险隐患"
    assert (campaign.period_start, campaign.period_end) == (date(2026, 6, 1), date(2026, 6, 30))
    assert campaign.key_sector == "民用爆炸物品"
    assert not campaign.fields_checked


def test_each_activity_is_proposed_with_its_dates_and_its_place(campaign):
    activities = list(campaign.activities.all())
    learning, consultation, drill, map_ = activities

    assert [a.title for a in activities] == [
        "开展专题学习",
        "办好安全宣传咨询日",
        "开展应急演练",
        "绘制逃生路线图",
    ]
    assert {a.judgement for a in activities} == {Judgement.PROPOSED}
    assert (consultation.event_date, consultation.due_date) == (
        date(2026, 6, 16),
        date(2026, 6, 16),
    )
    assert (map_.event_date, map_.due_date) == (None, date(2026, 6, 27))
    assert learning.due_date is None
    assert "drill" in drill.kinds and len(drill.quantities) == 2
    assert learning.part == "三、活动内容 · （一）学起来"
    text = campaign.notice.text
    assert text[drill.source_start : drill.source_end].startswith("3.开展应急演练")


def test_a_doubt_hangs_on_the_activity_it_is_about(campaign):
    several = campaign.doubts.get(code="several_duties")
    missing = campaign.doubts.get(code="missing_number")

    assert several.activity.title == "开展应急演练"
    assert missing.activity is None


def test_the_original_bytes_are_kept_with_their_fingerprint(campaign):
    original = campaign.notice.original

    assert original.sha256 == hashlib.sha256(NOTICE).hexdigest()
    assert storage.path_of(original.sha256).read_bytes() == NOTICE
    assert campaign.notice.original_name == "通知.txt"


def test_the_import_stands_in_the_trail(campaign, officer):
    entry = campaign.trail.get()

    assert (entry.verb, entry.actor, entry.subject) == ("import", officer, "通知.txt")


def test_the_same_file_is_refused_and_leads_to_its_plan(campaign, reviewer):
    with pytest.raises(services.AlreadyImported) as refusal:
        services.import_notice(actor=reviewer, data=NOTICE, name="另一个名字.txt")

    assert refusal.value.notice.campaign == campaign
    assert Campaign.objects.count() == Notice.objects.count() == 1


def test_the_same_file_is_imported_again_on_purpose(campaign, officer):
    second = services.import_again(campaign.notice, actor=officer)
    third = services.import_again(campaign.notice, actor=officer)

    assert [second.notice.repeat, third.notice.repeat] == [1, 2]
    assert second.activities.count() == campaign.activities.count()
    assert StoredFile.objects.count() == 1


def test_another_office_imports_the_same_file_for_itself(campaign, outsider):
    other = services.import_notice(actor=outsider, data=NOTICE, name="通知.txt")

    assert other.unit == outsider.unit
    with pytest.raises(PermissionDenied):
        services.import_again(campaign.notice, actor=outsider)


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_one_makes_the_plan(officer, reviewer):
    results = together(
        lambda: services.import_notice(actor=officer, data=NOTICE, name="a.txt"),
        lambda: services.import_notice(actor=reviewer, data=NOTICE, name="b.txt"),
    )

    assert sorted(type(result).__name__ for result in results) == ["AlreadyImported", "Campaign"]
    assert Campaign.objects.count() == 1


def test_an_unreadable_file_is_kept_and_waits_for_its_text(officer):
    with pytest.raises(services.NotReadable) as refusal:
        services.import_notice(actor=officer, data=BROKEN, name="扫描件.pdf")

    notice = refusal.value.notice
    assert storage.path_of(notice.original.sha256).read_bytes() == BROKEN
    assert notice.problem == str(refusal.value) != ""
    assert Campaign.objects.count() == 0
    with pytest.raises(services.NotReadable) as again:
        services.import_notice(actor=officer, data=BROKEN, name="扫描件.pdf")
    assert again.value.notice == notice
    assert Notice.objects.count() == 1


def test_pasted_text_makes_the_plan_of_an_unreadable_file(officer):
    with pytest.raises(services.NotReadable) as refusal:
        services.import_notice(actor=officer, data=BROKEN, name="扫描件.pdf")
    notice = refusal.value.notice

    campaign = services.paste_instead(notice, actor=officer, text=NOTICE.decode())

    assert campaign.activities.count() == 4
    assert campaign.notice.original_name == "扫描件.pdf"
    assert campaign.notice.pasted.sha256 == hashlib.sha256(NOTICE).hexdigest()
    with pytest.raises(Refused, match="已经有方案"):
        services.paste_instead(notice, actor=officer, text=NOTICE.decode())
    assert Campaign.objects.count() == 1


def test_pasted_text_alone_makes_a_plan_and_is_its_original(officer):
    campaign = services.import_pasted(actor=officer, text=NOTICE.decode())

    assert campaign.activities.count() == 4
    assert campaign.notice.original_name == "粘贴.txt"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ", "程序.exe", "只能读取"),
        (b"\xd0\xcf\x11\xe0", "通知.doc", "另存为 .docx"),
        (b"x", "通知.wps", "用 WPS 打开"),
        (b"x", "通知.ofd", "复制文字"),
        (b"x", "没有后缀", "只能读取"),
        (b"", "空.txt", "空的"),
        (b"x" * (20 * 1024 * 1024 + 1), "大.txt", "超过 20 MB"),
    ],
)
def test_a_wrong_file_is_refused_and_leaves_nothing(officer, data, name, words):
    with pytest.raises(Refused, match=words):
        services.import_notice(actor=officer, data=data, name=name)

    assert Notice.objects.count() == StoredFile.objects.count() == 0


def test_a_path_in_the_name_is_only_a_label(officer):
    campaign = services.import_notice(actor=officer, data=NOTICE, name="..\\..\\etc/通\n知.txt")

    assert campaign.notice.original_name == "通知.txt"


def test_who_does_not_edit_plans_does_not_import(leader, onlooker, worker):
    for actor in (leader, onlooker, worker):
        with pytest.raises(PermissionDenied):
            services.import_notice(actor=actor, data=NOTICE, name="通知.txt")

    assert Notice.objects.count() == 0


@pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason=f"ANYUE_DOCUMENTS：没有通知样本文件夹 {DOCUMENTS}"
)
def test_a_published_county_notice_becomes_a_plan_of_seventeen_activities(officer):
    file = next(DOCUMENTS.glob("000-*.txt"))

    campaign = services.import_notice(actor=officer, data=file.read_bytes(), name=file.name)

    assert campaign.name == "2023年安全生产月"
    assert campaign.theme == "人人讲安全、个个会应急"
    assert campaign.key_sector == "民用爆炸物品"
    assert (campaign.period_start, campaign.period_end) == (date(2023, 6, 1), date(2023, 6, 30))
    numbers = list(Activity.objects.values_list("number", flat=True))
    assert numbers == [f"{n}." for n in range(1, 18)]
    assert campaign.activities.get(number="10.").event_date == date(2023, 6, 16)
    assert campaign.activities.get(number="15.").due_date == date(2023, 6, 30)
