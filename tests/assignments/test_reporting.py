"""The unit's draft: who fills it in, what is open, what happens when two people do."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.utils.timezone import localdate

from anyue.assignments import kinds, services
from anyue.assignments.models import Assignment, Report, ReportEvidence
from anyue.assignments.rules import Status
from anyue.assignments.services import reporting
from anyue.core.errors import Refused, Stale
from anyue.evidence.models import Evidence
from tests.evidence import pictures
from tests.factories import AssignmentFactory, UserFactory

SUMMARY = "全体员工学习安全生产法和操作规程。" * 4


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def task(worker, officer):
    return AssignmentFactory(
        responsible_unit=worker.unit, issuing_unit=officer.unit, issued_by=officer
    )


@pytest.fixture
def colleague(firm):
    return UserFactory(username="colleague", name="马超", unit=firm, roles=["firm_head"])


def values(**changes):
    given = {"held_on": localdate(), "place": "会议室", "summary": SUMMARY, "lectures": 1}
    return given | {"lecture_persons": 38} | changes


def filled(task, actor, **changes):
    return reporting.save(task, actor=actor, seen=None, values=values(**changes))


def photo(task, actor, data=None):
    upload = pictures.upload(data or pictures.phone_photo())
    return reporting.attach(task, actor=actor, upload=upload, kind="photo", origin="camera")


def submitted(task, actor):
    draft = filled(task, actor)
    photo(task, actor)
    return submit(task, actor, draft)


def submit(task, actor, draft):
    task.refresh_from_db()
    draft.refresh_from_db()
    return reporting.submit(task, actor=actor, **as_shown(task, draft))


def as_shown(task, draft):
    return {
        "seen": task.revision,
        "draft": draft,
        "draft_seen": draft.updated_at,
        "evidence_seen": reporting.evidence_mark(draft),
    }


def sent_back(task, worker, reviewer, fields):
    first = submitted(task, worker)
    services.return_for_rework(
        task, actor=reviewer, seen=task.revision, reasons=["unclear_photo"], fields=fields, note=""
    )
    task.refresh_from_db()
    return first


def test_a_draft_holds_what_was_typed(task, worker):
    draft = filled(task, worker)

    kind = kinds.get("training")
    assert reporting.values_of(draft, kind) == values()
    assert (draft.author, draft.filed_at) == (worker, None)


def test_a_key_left_out_stays_and_an_emptied_figure_goes(task, worker):
    filled(task, worker)
    draft = reporting.save(task, actor=worker, seen=None, values={"lectures": None})

    kept = reporting.values_of(draft, kinds.get("training"))
    assert kept == values(lectures=None)


@pytest.mark.parametrize("who", ["rival", "officer", "outsider"])
def test_only_the_responsible_unit_writes_the_draft(request, task, who):
    with pytest.raises(PermissionDenied):
        filled(task, request.getfixturevalue(who))

    assert Report.objects.count() == 0


def test_a_colleague_without_the_duty_does_not_write(task, firm):
    leader = UserFactory(unit=firm, roles=["team_leader"])
    with pytest.raises(PermissionDenied):
        filled(task, leader)


def test_two_who_begin_at_once_share_one_draft(transactional_db, task, worker, colleague):
    start, drafts = threading.Barrier(2), []

    def begin(actor):
        start.wait()
        drafts.append(reporting.begin(Assignment.objects.get(pk=task.pk), actor=actor)[0].pk)
        connection.close()

    threads = [threading.Thread(target=begin, args=[actor]) for actor in (worker, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(drafts) == 2
    assert Report.objects.count() == 1


def test_who_saves_last_is_told_who_was_first(task, worker, colleague):
    seen = filled(task, worker).updated_at
    reporting.save(task, actor=colleague, seen=seen, values={"place": "车间"})

    with pytest.raises(Stale, match="马超"):
        reporting.save(task, actor=worker, seen=seen, values={"place": "食堂"})

    assert Report.objects.get().place == "车间"


def test_who_opened_an_empty_form_is_told_as_well(task, worker, colleague):
    filled(task, colleague)

    with pytest.raises(Stale):
        reporting.save(task, actor=worker, seen=None, values={"place": "食堂"})

    assert Report.objects.get().place == "会议室"


def test_ones_own_autosave_is_no_conflict(task, worker):
    seen = filled(task, worker).updated_at
    reporting.save(task, actor=worker, seen=seen, values={"place": "车间"})
    reporting.save(task, actor=worker, seen=seen, values={"place": "食堂"})

    assert Report.objects.get().place == "食堂"


def test_a_colleagues_photo_is_no_conflict(task, worker, colleague):
    seen = filled(task, worker).updated_at
    photo(task, colleague)

    reporting.save(task, actor=worker, seen=seen, values={"place": "食堂"})

    assert Report.objects.get().place == "食堂"


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"held_on": None}, "held_on", "请填写开展日期"),
        ({"held_on": localdate() + timedelta(days=1)}, "held_on", "还没到"),
        ({"place": ""}, "place", "请填写地点"),
        ({"summary": "字" * 49}, "summary", "现在是 49 字"),
        ({"summary": "字" * 301}, "summary", "现在是 301 字"),
        ({"lecture_persons": None}, "lecture_persons", "请填写"),
    ],
)
def test_an_unfinished_draft_is_not_handed_in(task, worker, changes, key, words):
    draft = filled(task, worker, **changes)

    gaps = reporting.unfinished(values(**changes), kinds.get("training"))
    assert list(gaps) == [key]
    assert words in gaps[key]
    with pytest.raises(Refused, match=words):
        submit(task, worker, draft)
    task.refresh_from_db()
    draft.refresh_from_db()
    assert (task.status, draft.filed_at, task.trail.count()) == (Status.ASSIGNED, None, 0)


@pytest.mark.parametrize("length", [50, 300])
def test_fifty_and_three_hundred_characters_are_enough(length):
    given = values(summary="字" * length, lectures=0)

    assert reporting.unfinished(given, kinds.get("training")) == {}


def test_handing_in_gives_a_receipt_and_closes_the_draft(task, worker):
    report = submitted(task, worker)

    task.refresh_from_db()
    assert task.status == Status.REPORTED
    assert report.receipt
    with pytest.raises(Refused):
        filled(task, worker)
    with pytest.raises(Refused):
        photo(task, worker)


def test_the_same_page_handed_in_twice_files_once(task, worker):
    draft = filled(task, worker)
    given = {"actor": worker} | as_shown(task, draft)
    reporting.submit(task, **given)

    with pytest.raises(Refused):
        reporting.submit(Assignment.objects.get(pk=task.pk), **given)

    assert Report.objects.count() == 1
    assert task.trail.count() == 1


def test_what_a_colleague_changed_after_the_check_is_not_handed_in(task, worker, colleague):
    draft = filled(task, worker)
    shown = as_shown(task, draft)
    reporting.save(task, actor=colleague, seen=draft.updated_at, values={"place": "车间"})

    with pytest.raises(Stale, match="马超"):
        reporting.submit(task, actor=worker, **shown)

    task.refresh_from_db()
    assert task.status == Status.ASSIGNED


def changes_a_photo(task, evidence, actor, how):
    if how == "added":
        photo(task, actor, pictures.phone_photo(orientation=3))
    elif how == "removed":
        reporting.detach(task, actor=actor, evidence=evidence)
    else:
        reporting.recaption(task, actor=actor, evidence=evidence, caption="别的说明")


@pytest.mark.parametrize("how", ["added", "removed", "renamed"])
def test_photos_changed_after_the_check_are_not_handed_in_unseen(task, worker, colleague, how):
    draft = filled(task, worker)
    evidence = photo(task, worker)
    shown = as_shown(task, draft)
    changes_a_photo(task, evidence, colleague, how)

    with pytest.raises(Stale, match="照片或附件刚有变动"):
        reporting.submit(task, actor=worker, **shown)

    task.refresh_from_db()
    assert (task.status, Report.objects.filed().count()) == (Status.ASSIGNED, 0)


def test_after_a_return_everything_is_carried_over(task, worker, reviewer):
    first = sent_back(task, worker, reviewer, ["place"])

    draft = reporting.save(task, actor=worker, seen=None, values={"place": "二车间会议室"})

    assert draft.pk != first.pk
    assert reporting.values_of(draft, kinds.get("training")) == values(place="二车间会议室")
    assert [item.evidence_id for item in reporting.attached(draft)] == [
        item.evidence_id for item in reporting.attached(first)
    ]
    first.refresh_from_db()
    assert first.place == "会议室"


def test_after_a_return_only_the_marked_fields_are_open(task, worker, reviewer):
    sent_back(task, worker, reviewer, ["place"])

    assert reporting.open_fields(task) == {"place": "地点"}
    with pytest.raises(Refused, match="不能改"):
        reporting.save(task, actor=worker, seen=None, values={"place": "a", "summary": "x"})
    with pytest.raises(Refused, match="没有被退回"):
        photo(task, worker, pictures.encoded(pictures.canvas(50, 50)))
    with pytest.raises(Refused, match="没有被退回"):
        reporting.detach(task, actor=worker, evidence=Evidence.objects.get())

    assert Report.objects.count() == 1


def test_taken_up_again_everything_is_open(task, worker, reviewer, officer):
    submitted(task, worker)
    services.close(task, actor=reviewer, seen=task.revision)
    services.reopen(task, actor=officer, seen=task.revision, reason="现场抽查不符")

    assert set(reporting.open_fields(task)) == set(kinds.get("training").report_fields)


def test_a_removed_photo_stays_with_the_earlier_report(task, worker, reviewer):
    first = sent_back(task, worker, reviewer, ["evidence"])

    reporting.detach(task, actor=worker, evidence=Evidence.objects.get())

    draft = Report.objects.drafts().get()
    assert reporting.attached(draft) == []
    assert len(reporting.attached(first)) == 1


def test_what_was_handed_in_keeps_its_caption(task, worker, reviewer):
    sent_back(task, worker, reviewer, ["evidence"])
    kept = Evidence.objects.get()

    with pytest.raises(Refused, match="不能改"):
        reporting.recaption(task, actor=worker, evidence=kept, caption="改了")

    kept.refresh_from_db()
    assert kept.caption == ""


def test_the_same_photo_sent_twice_stands_once(task, worker):
    photo(task, worker)
    with pytest.raises(Refused, match="已经传过"):
        photo(task, worker)

    assert ReportEvidence.objects.count() == Evidence.objects.count() == 1


def test_there_is_a_most_of_photos(task, worker, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_PHOTOS", 1)
    photo(task, worker)
    with pytest.raises(Refused, match="最多 1 张"):
        photo(task, worker, pictures.encoded(pictures.canvas(50, 50)))

    assert ReportEvidence.objects.count() == 1


def test_a_refused_photo_leaves_the_draft_as_it_was(task, worker):
    draft = filled(task, worker)
    with pytest.raises(Refused):
        photo(task, worker, b"<svg/>")

    assert draft.attachments.count() == 0


def test_the_unit_is_warned_of_what_a_reviewer_will_ask(task, worker):
    draft = filled(task, worker, held_on=date(2026, 7, 1))
    assert any("晚于完成时限" in line for line in reporting.warnings(draft))
    assert any("没有照片" in line for line in reporting.warnings(draft))

    photo(task, worker)
    told = " ".join(reporting.warnings(draft))
    assert "一般要 2 张照片，现在有 1 张" in told
    assert "没有写说明" in told
    assert "第 1 张照片拍摄于 6月16日，早于开展日期" in told


def test_a_report_without_a_blemish_gets_no_warning(task, worker):
    draft = filled(task, worker, held_on=date(2026, 6, 16))
    for size in (60, 70):
        data = pictures.encoded(pictures.canvas(size, 50), exif=pictures.exif())
        evidence = photo(task, worker, data)
        reporting.recaption(task, actor=worker, evidence=evidence, caption="现场")

    assert reporting.warnings(draft) == []


class Watched(ContentFile):
    """A file that notes whether a transaction was open while it was read."""

    def read(self, *args):
        self.inside = connection.in_atomic_block
        return super().read(*args)


def test_a_photo_is_decoded_before_the_database_is_held(transactional_db, task, worker):
    upload = Watched(pictures.phone_photo(), name="照片.jpg")

    reporting.attach(task, actor=worker, upload=upload, kind="photo")

    assert upload.inside is False
    assert ReportEvidence.objects.count() == 1


def test_a_stranger_s_photo_is_not_even_decoded(task, rival):
    upload = Watched(pictures.phone_photo(), name="照片.jpg")

    with pytest.raises(PermissionDenied):
        reporting.attach(task, actor=rival, upload=upload, kind="photo")

    assert not hasattr(upload, "inside")
    assert (Report.objects.count(), Evidence.objects.count()) == (0, 0)
