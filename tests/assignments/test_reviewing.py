"""The review: the order of the queue, the decision, and who may not decide."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from anyue.assignments import services
from anyue.assignments.models import Assignment, Decision
from anyue.assignments.rules import Status
from anyue.assignments.services import reporting
from tests.evidence import pictures
from tests.factories import AssignmentFactory, UnitFactory, UserFactory

QUEUE = reverse("assignments:review_queue")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def reported(worker, data=None, *, held_on=date(2026, 6, 16), **facts):
    """An assignment of the worker's unit with a filed report and one photo."""
    task = AssignmentFactory(responsible_unit=worker.unit, **facts)
    values = {"held_on": held_on, "place": "会议室", "summary": "字" * 60}
    figures = {"lectures": 1, "lecture_persons": 38}
    draft = reporting.save(task, actor=worker, seen=None, values=values | figures)
    upload = pictures.upload(data or pictures.phone_photo())
    reporting.attach(task, actor=worker, upload=upload, kind="photo", origin="camera")
    services.report(task, actor=worker, seen=0, draft=draft)
    task.refresh_from_db()
    return task


def url(task):
    return reverse("assignments:review", args=[task.pk])


def text(response):
    return response.content.decode()


def accept(task, **changes):
    return {"do": "close", "accept-seen": task.revision, "accept-note": ""} | changes


def send_back(task, **changes):
    given = {
        "do": "return",
        "return-seen": task.revision,
        "return-reasons": ["unclear_photo"],
        "return-fields_to_mend": ["evidence"],
        "return-phrases": ["请补传签到表。"],
        "return-note": "要有公章",
    }
    return given | changes


@pytest.mark.parametrize("who", ["worker", "rival"])
def test_units_have_no_queue(request, client, worker, who):
    task = reported(worker)
    client.force_login(request.getfixturevalue(who))

    assert client.get(QUEUE).status_code == 403
    assert client.get(url(task)).status_code == 403
    assert client.post(url(task), accept(task)).status_code == 403
    task.refresh_from_db()
    assert task.status == Status.REPORTED


def test_another_county_sees_nothing(client, worker, outsider):
    task = reported(worker)
    client.force_login(outsider)

    assert task.title not in text(client.get(QUEUE))
    assert client.get(url(task)).status_code == 404
    assert client.post(url(task), accept(task)).status_code == 404


def test_a_look_on_of_the_bureau_does_not_review(client, worker, bureau):
    task = reported(worker)
    client.force_login(UserFactory(unit=bureau, roles=["supervisor"]))

    assert client.get(QUEUE).status_code == 403
    assert client.post(url(task), accept(task)).status_code == 403


def test_the_queue_goes_by_due_date_and_then_by_waiting_time(client, worker, reviewer):
    late, early = date(2026, 6, 30), date(2026, 6, 20)
    last = reported(worker, title="丙", due_date=late)
    first = reported(worker, title="甲", due_date=early)
    second = reported(worker, title="乙", due_date=late)
    Assignment.objects.filter(pk=second.pk).update(reported_at=now() - timedelta(days=2))
    client.force_login(reviewer)

    response = client.get(QUEUE)

    assert [row["assignment"] for row in response.context["rows"]] == [first, second, last]
    assert [row["waited"] for row in response.context["rows"]] == [0, 2, 0]
    assert "2 天" in text(response)


@pytest.mark.parametrize("many", [1, 12])
def test_the_queue_costs_the_same_for_many(
    client, worker, reviewer, django_assert_num_queries, many
):
    task = reported(worker)
    for _ in range(many - 1):
        unit = UnitFactory(path=f"/1/2/9{_}/", parent=reviewer.unit)
        AssignmentFactory(
            responsible_unit=unit,
            status=Status.REPORTED,
            reported_at=now(),
            reported_by=UserFactory(unit=unit),
        )
    client.force_login(reviewer)
    with django_assert_num_queries(9):
        assert task.title in text(client.get(QUEUE))


def test_facts_stand_beside_the_picture_and_flags_above(client, worker, reviewer):
    task = reported(worker, held_on=date(2026, 6, 17))
    client.force_login(reviewer)

    page = text(client.get(url(task)))

    assert "2026年6月16日 09:30" in page
    assert "北纬 37.1833，东经 104.0600" in page
    assert "HUAWEI Mate 40" in page
    assert "现场拍摄" in page
    assert "拍摄于6月16日，早于开展日期" in page


def test_a_picture_used_elsewhere_is_flagged_and_not_refused(client, worker, rival, reviewer):
    other = reported(rival, title="别家的培训")
    task = reported(worker)
    client.force_login(reviewer)

    page = text(client.get(url(task)))

    assert f"同一张照片还用在：{other.responsible_unit} 别家的培训" in page
    assert client.post(url(task), accept(task)).status_code == 302


def test_a_picture_of_ones_own_earlier_report_is_no_reuse(client, worker, reviewer):
    task = reported(worker)
    services.return_for_rework(
        task, actor=reviewer, seen=task.revision, reasons=["too_thin"], fields=["summary"], note=""
    )
    draft = reporting.save(task, actor=worker, seen=None, values={"summary": "写" * 60})
    services.report(task, actor=worker, seen=task.revision, draft=draft)
    client.force_login(reviewer)

    assert "同一张照片" not in text(client.get(url(task)))


def test_passing_closes_and_goes_to_the_next(client, worker, reviewer):
    task, other = reported(worker), reported(worker)
    client.force_login(reviewer)

    response = client.post(url(task), accept(task, **{"accept-note": "组织得好"}))

    assert response.url == url(other)
    task.refresh_from_db()
    assert (task.status, task.closed_by) == (Status.CLOSED, reviewer)
    assert Decision.objects.get().note == "组织得好"
    assert client.post(url(other), accept(other)).url == QUEUE


def test_sending_back_takes_reasons_fields_and_words(client, worker, reviewer):
    task = reported(worker)
    client.force_login(reviewer)

    assert client.post(url(task), send_back(task)).url == QUEUE

    decision = Decision.objects.get()
    assert (decision.reasons, decision.fields) == (["unclear_photo"], ["evidence"])
    assert decision.note == "请补传签到表。要有公章"
    task.refresh_from_db()
    assert task.status == Status.RETURNED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"return-reasons": []}, "至少选一个退回原因"),
        ({"return-fields_to_mend": []}, "勾选要补正的内容"),
        ({"return-fields_to_mend": ["status"]}, "status"),
        ({"return-reasons": ["other"], "return-phrases": [], "return-note": " "}, "写明"),
    ],
)
def test_sending_back_without_saying_why_is_refused(client, worker, reviewer, changes, words):
    task = reported(worker)
    client.force_login(reviewer)

    response = client.post(url(task), send_back(task, **changes))

    assert response.status_code == 422
    assert words in text(response)
    assert "<title>错误：" in text(response)
    task.refresh_from_db()
    assert (task.status, Decision.objects.count()) == (Status.REPORTED, 0)


def test_nobody_passes_their_own_report(client, worker, reviewer, bureau):
    task = reported(worker)
    Assignment.objects.filter(pk=task.pk).update(reported_by=reviewer)
    client.force_login(reviewer)

    assert task.title not in text(client.get(QUEUE))
    page = text(client.get(url(task)))
    assert 'value="close"' not in page
    assert client.post(url(task), accept(task)).status_code == 403
    task.refresh_from_db()
    assert task.status == Status.REPORTED


def test_the_second_reviewer_is_told_what_the_first_did(client, worker, officer, reviewer):
    task = reported(worker)
    other = reported(worker)
    seen = task.revision
    services.return_for_rework(
        task, actor=officer, seen=seen, reasons=["no_sign_in"], fields=["evidence"], note="补签到表"
    )
    client.force_login(reviewer)

    response = client.post(url(task), accept(task, **{"accept-seen": seen}))

    assert response.status_code == 409
    page = text(response)
    assert "王丽" in page and "补签到表" in page
    assert url(other) in page
    task.refresh_from_db()
    assert task.status == Status.RETURNED


def test_a_kind_that_objects_shows_no_button_and_says_why(client, worker, reviewer):
    task = AssignmentFactory(responsible_unit=worker.unit, kind="drill")
    draft, _ = reporting.begin(task, actor=worker)
    services.report(task, actor=worker, seen=0, draft=draft)
    client.force_login(reviewer)

    page = text(client.get(url(task)))
    task.refresh_from_db()

    assert 'value="close"' not in page
    assert "演练上报里没有照片" in page
    response = client.post(url(task), accept(task))
    assert response.status_code == 422
    assert "演练上报里没有照片" in text(response)


def test_a_decided_report_has_no_buttons_left(client, worker, reviewer, officer):
    task = reported(worker)
    services.close(task, actor=officer, seen=task.revision)
    client.force_login(reviewer)

    page = text(client.get(url(task)))

    assert 'name="do"' not in page
    assert "已销号" in page


def test_a_photo_has_a_page_that_turns(client, worker, reviewer, outsider):
    task = reported(worker)
    photo = task.reports.get().attachments.get().evidence
    page_url = reverse("assignments:review_photo", args=[task.pk, photo.pk])
    client.force_login(reviewer)

    page = text(client.get(page_url + "?turn=270"))

    assert f"/files/{photo.pk}/?turn=270" in page
    assert f"{page_url}?turn=0" in page
    stranger = reverse("assignments:review_photo", args=[task.pk, uuid4()])
    assert client.get(stranger).status_code == 404
    client.force_login(outsider)
    assert client.get(page_url).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_a_review_costs_the_same_for_many_photos(
    client, worker, reviewer, django_assert_num_queries, many
):
    task = AssignmentFactory(responsible_unit=worker.unit)
    draft, _ = reporting.begin(task, actor=worker)
    for number in range(many):
        upload = pictures.upload(pictures.encoded(pictures.canvas(50 + number, 50)))
        reporting.attach(task, actor=worker, upload=upload, kind="photo")
    services.report(task, actor=worker, seen=0, draft=draft)
    client.force_login(reviewer)

    with django_assert_num_queries(15):
        assert client.get(url(task)).status_code == 200
