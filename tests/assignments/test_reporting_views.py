"""The three steps of a report on the phone, without JavaScript."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from anyue.assignments import services
from anyue.assignments.models import Report, ReportEvidence
from anyue.assignments.rules import Status
from anyue.assignments.services import reporting
from anyue.evidence.models import Evidence
from tests.campaigns.racing import together
from tests.evidence import pictures
from tests.factories import AssignmentFactory, UnitFactory, UserFactory

SUMMARY = "全体员工学习安全生产法和操作规程。" * 4
PAGES = ["task", "report", "report_photos", "report_check", "receipt"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def task(worker, officer):
    return AssignmentFactory(
        responsible_unit=worker.unit,
        issuing_unit=officer.unit,
        issued_by=officer,
        requirement="组织一次全员培训。",
    )


@pytest.fixture
def phone(client, worker):
    client.force_login(worker)
    return client


def url(name, task):
    return reverse(f"assignments:{name}", args=[task.pk])


def text(response):
    return response.content.decode()


def typed(**changes):
    given = {"held_on": str(localdate()), "place": "会议室", "summary": SUMMARY, "seen": ""}
    return given | {"lectures": "1", "lecture_persons": "38"} | changes


def hidden(response):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text(response)))


def hand_in(phone, task):
    phone.post(url("report", task), typed())
    upload = pictures.upload(pictures.phone_photo())
    phone.post(url("report_photos", task), {"camera": upload})
    page = phone.get(url("report_check", task))
    return phone.post(url("report_check", task), hidden(page))


def sent_back(phone, task, reviewer, fields):
    hand_in(phone, task)
    task.refresh_from_db()
    services.return_for_rework(
        task,
        actor=reviewer,
        seen=task.revision,
        reasons=["unclear_photo"],
        fields=fields,
        note="请写清车间",
    )


@pytest.mark.parametrize("who", ["rival", "outsider", "officer"])
@pytest.mark.parametrize("name", PAGES)
def test_other_units_find_no_such_task(request, client, task, who, name):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(name, task)).status_code == 404
    assert client.post(url(name, task), typed()).status_code in (404, 405)
    assert Report.objects.count() == 0


@pytest.mark.parametrize("name", ["report", "report_photos", "report_check"])
def test_a_colleague_without_the_duty_reads_and_does_not_report(client, task, firm, name):
    client.force_login(UserFactory(unit=firm, roles=["team_leader"]))

    page = client.get(url("task", task))
    assert page.status_code == 200
    assert url("report", task) not in text(page)
    assert client.get(url(name, task)).status_code == 403
    assert client.post(url(name, task), typed()).status_code == 403
    assert Report.objects.count() == 0


def test_the_task_says_what_is_to_be_done_and_offers_the_report(phone, task):
    page = text(phone.get(url("task", task)))

    assert "组织一次全员培训。" in page
    assert "2026年6月30日" in page
    assert url("report", task) in page


def test_receipt_is_signed_once(phone, task):
    page = phone.get(url("task", task))
    for _ in range(2):
        response = phone.post(url("acknowledge", task), {"seen": hidden(page)["seen"]})
        assert response.status_code == 302

    task.refresh_from_db()
    assert task.acknowledged_at is not None
    assert task.trail.count() == 1
    assert phone.post(url("acknowledge", task), {"seen": "x"}).status_code == 422
    assert "签收</button>" not in text(phone.get(url("task", task)))


def test_looking_at_the_pages_writes_nothing(phone, task):
    for name in PAGES:
        assert phone.get(url(name, task)).status_code in (200, 302)

    assert Report.objects.count() == 0


def test_a_report_goes_through_in_three_steps(phone, task, worker):
    assert phone.post(url("report", task), typed()).url == url("report_photos", task)
    upload = pictures.upload(pictures.phone_photo())
    assert phone.post(url("report_photos", task), {"camera": upload, "go": "on"}).status_code == 302
    tile = Evidence.objects.get()
    phone.post(url("report_photos", task), {f"caption-{tile.pk}": "全员培训", "go": "on"})
    page = phone.get(url("report_check", task))
    assert SUMMARY in text(page)
    assert "38 人次" in text(page)
    done = phone.post(url("report_check", task), hidden(page), follow=True)

    report = Report.objects.get()
    assert report.receipt in text(done)
    assert "3 个工作日" in text(done)
    tile.refresh_from_db()
    assert (tile.caption, tile.origin, tile.visibility) == ("全员培训", "camera", "internal")
    task.refresh_from_db()
    assert (task.status, task.reported_by) == (Status.REPORTED, worker)


def test_the_receipt_leads_to_the_units_own_next_task(phone, task):
    workshop = UnitFactory(path=f"{task.responsible_unit.path}7/", kind="workshop")
    AssignmentFactory(responsible_unit=workshop, due_date=date(2026, 1, 1))
    mine = AssignmentFactory(responsible_unit=task.responsible_unit, due_date=date(2026, 7, 9))
    AssignmentFactory(responsible_unit=task.responsible_unit, due_date=date(2026, 8, 9))
    hand_in(phone, task)

    assert phone.get(url("receipt", task)).context["next_task"] == mine


def test_what_is_wrong_is_said_and_what_is_right_is_kept(phone, task):
    response = phone.post(url("report", task), typed(lectures="许多", summary="太短"))

    assert response.status_code == 422
    page = text(response)
    assert "写整数" in page
    assert "现在是 2 字" in page
    assert "<title>错误：" in page
    draft = Report.objects.get()
    assert (draft.place, draft.summary) == ("会议室", "太短")
    assert [figure.code for figure in draft.figures.all()] == ["lecture_persons"]


def test_a_windows_line_end_counts_once(phone, task):
    phone.post(url("report", task), typed(summary="一\r\n" * 100))

    assert len(Report.objects.get().summary) == 199


def test_autosave_keeps_a_half_filled_form(phone, task):
    response = phone.post(url("report_draft", task), typed(summary="才写到", held_on=""))

    assert response.status_code == 204
    assert Report.objects.get().summary == "才写到"
    assert "才写到" in text(phone.get(url("report", task)))


def test_autosave_tells_of_a_colleague(phone, client, task, firm):
    phone.post(url("report_draft", task), typed())
    client.force_login(UserFactory(unit=firm, name="马超", roles=["firm_head"]))

    response = client.post(url("report_draft", task), typed(place="车间"))

    assert response.status_code == 409
    assert "李敏" in response.json()["message"]
    assert Report.objects.get().place == "会议室"


def test_two_people_choose_between_their_versions(client, worker, task, firm):
    colleague = UserFactory(unit=firm, name="马超", roles=["firm_head"])
    client.force_login(worker)
    client.post(url("report", task), typed())
    client.force_login(colleague)

    conflict = client.post(url("report", task), typed(place="二车间"))

    assert conflict.status_code == 409
    page = text(conflict)
    assert "会议室" in page and "二车间" in page and "李敏" in page
    assert Report.objects.get().place == "会议室"
    again = client.post(url("report", task), hidden(conflict))
    assert again.url == url("report_photos", task)
    assert Report.objects.get().place == "二车间"
    assert Report.objects.get().summary == SUMMARY


def test_a_bad_photo_is_named_and_the_good_one_stays(phone, task):
    files = [
        pictures.upload(pictures.phone_photo(), "好.jpg"),
        pictures.upload(b"<svg onload='alert(1)'/>", "坏.jpg"),
    ]
    response = phone.post(url("report_photos", task), {"album": files})

    assert response.status_code == 422
    assert "坏.jpg" in text(response)
    assert "<svg onload" not in text(response)
    assert Evidence.objects.get().original_name == "好.jpg"


def test_a_photo_is_removed(phone, task):
    phone.post(url("report_photos", task), {"album": pictures.upload(pictures.phone_photo())})
    tile = Evidence.objects.get()

    assert str(tile.pk) in text(phone.get(url("report_photos", task)))
    phone.post(url("report_photos", task), {"remove": str(tile.pk)})

    assert ReportEvidence.objects.count() == 0
    assert phone.post(url("report_photos", task), {"remove": str(tile.pk)}).status_code == 404
    assert phone.post(url("report_photos", task), {"remove": "x"}).status_code == 422


def test_a_photo_of_another_unit_is_not_removed(phone, client, task, rival, worker):
    other = AssignmentFactory(responsible_unit=rival.unit)
    client.force_login(rival)
    client.post(url("report_photos", other), {"album": pictures.upload(pictures.phone_photo())})
    theirs = Evidence.objects.get()
    client.force_login(worker)
    phone.post(url("report", task), typed())

    response = phone.post(url("report_photos", task), {"remove": str(theirs.pk)})

    assert response.status_code == 404
    assert ReportEvidence.objects.count() == 1


def test_an_unfinished_draft_cannot_be_handed_in(phone, task):
    phone.post(url("report_draft", task), typed(summary=""))
    page = phone.get(url("report_check", task))
    assert "还不能提交" in text(page)

    response = phone.post(url("report_check", task), hidden(page))

    assert response.status_code == 422
    task.refresh_from_db()
    assert task.status == Status.ASSIGNED


def test_a_warning_does_not_stop_anybody(phone, task):
    phone.post(url("report", task), typed(held_on=str(date(2026, 6, 17))))
    phone.post(url("report_photos", task), {"album": pictures.upload(pictures.phone_photo())})
    page = phone.get(url("report_check", task))

    assert "拍摄于 6月16日，早于开展日期" in text(page)
    assert phone.post(url("report_check", task), hidden(page)).url == url("receipt", task)


def test_the_same_press_twice_ends_on_the_receipt(phone, task):
    phone.post(url("report", task), typed())
    page = hidden(phone.get(url("report_check", task)))

    for _ in range(2):
        assert phone.post(url("report_check", task), page).url == url("receipt", task)

    assert Report.objects.count() == 1
    assert task.trail.count() == 1


def test_a_double_tap_ends_both_times_on_the_receipt(transactional_db, phone, task):
    phone.post(url("report", task), typed())
    page = hidden(phone.get(url("report_check", task)))

    def tap():
        tapping = Client()
        tapping.cookies = phone.cookies
        return tapping.post(url("report_check", task), page)

    answers = together(*[tap] * 4)

    assert [answer.status_code for answer in answers] == [302] * 4
    assert {answer.url for answer in answers} == {url("receipt", task)}
    assert (Report.objects.count(), task.trail.count()) == (1, 1)


def test_handing_in_what_a_colleague_changed_shows_it_again(client, task, worker, firm):
    client.force_login(worker)
    client.post(url("report", task), typed())
    page = hidden(client.get(url("report_check", task)))
    draft = Report.objects.get()
    colleague = UserFactory(unit=firm, name="马超", roles=["firm_head"])
    reporting.save(task, actor=colleague, seen=draft.updated_at, values={"place": "二车间"})

    response = client.post(url("report_check", task), page)

    assert response.status_code == 409
    assert "马超" in text(response) and "二车间" in text(response)
    task.refresh_from_db()
    assert task.status == Status.ASSIGNED


def test_a_sent_back_task_says_why_and_what(phone, task, reviewer):
    sent_back(phone, task, reviewer, ["place"])

    page = text(phone.get(url("task", task)))

    assert "照片看不清" in page
    assert "请写清车间" in page
    assert "要补正的内容：<b>地点</b>" in page
    assert "去补正" in page


def test_only_the_marked_field_takes_what_is_sent(phone, task, reviewer):
    sent_back(phone, task, reviewer, ["place"])
    page = text(phone.get(url("report", task)))
    assert 'name="place"' in page
    assert 'name="summary"' not in page
    assert SUMMARY in page

    response = phone.post(
        url("report", task), typed(place="二车间", summary="改" * 60, lectures="9")
    )

    assert response.url == url("report_check", task)
    draft = Report.objects.drafts().get()
    assert (draft.place, draft.summary) == ("二车间", SUMMARY)
    assert draft.figures.get(code="lectures").value == 1
    assert draft.attachments.count() == 1


def test_photos_that_were_not_sent_back_stay(phone, task, reviewer):
    sent_back(phone, task, reviewer, ["place"])
    files = {"album": pictures.upload(pictures.encoded(pictures.canvas(50, 50)))}

    assert phone.post(url("report_photos", task), files).status_code == 422
    doomed = {"remove": str(Evidence.objects.get().pk)}
    assert phone.post(url("report_photos", task), doomed).status_code == 422

    assert ReportEvidence.objects.filter(report__filed_at__isnull=True).count() == 0


def test_a_mended_report_gets_a_receipt_of_its_own(phone, task, reviewer):
    sent_back(phone, task, reviewer, ["place"])
    phone.post(url("report", task), typed(place="二车间"))
    phone.post(url("report_check", task), hidden(phone.get(url("report_check", task))))

    first, second = Report.objects.filed()
    assert first.receipt != second.receipt
    assert (first.place, second.place) == ("会议室", "二车间")


@pytest.mark.parametrize("name", ["report", "report_photos", "report_check"])
def test_nothing_is_reported_twice(phone, task, name):
    hand_in(phone, task)

    assert phone.get(url(name, task)).url == url("task", task)
    assert phone.post(url("report", task), typed()).status_code == 302
    assert phone.post(url("report_draft", task), typed()).status_code == 422
    assert Report.objects.count() == 1


def test_a_name_full_of_script_is_shown_as_text(phone, task):
    upload = pictures.upload(pictures.phone_photo(), "<script>alert(1)</script>.jpg")
    phone.post(url("report_photos", task), {"album": upload})
    tile = Evidence.objects.get()
    caption = {f"caption-{tile.pk}": '"><script>alert(2)</script>'}
    phone.post(url("report_photos", task), caption)

    for name in ("report_photos", "report_check"):
        assert "<script>alert" not in text(phone.get(url(name, task)))


@pytest.mark.parametrize("name", ["task", "report", "report_photos", "report_check"])
def test_the_pages_are_small(phone, task, name):
    phone.post(url("report", task), typed())

    assert len(phone.get(url(name, task)).content) < 24 * 1024
