"""Each verb: works, is refused with a sentence and without a trace, and is told who was first."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, localtime

from anyue.assignments import services
from anyue.assignments.models import Assignment, Decision, Report, TrailEntry
from anyue.assignments.rules import Status, Verb
from anyue.core.errors import Refused, Stale
from anyue.organisations.models import Unit
from tests.assignments.scenes import a_draft, an_assignment, do
from tests.factories import ActivityFactory, CampaignFactory

DUE = date(2026, 6, 30)


def last_entry():
    return TrailEntry.objects.order_by("pk").last()


def test_assigning_copies_the_activity_and_begins_the_trail(officer, firm):
    activity = ActivityFactory(
        number="12.",
        title="应急演练",
        text="组织一次演练。",
        kinds=["drill", "training"],
        evidence_wanted=["演练记录"],
        event_date=date(2026, 6, 16),
    )

    made = services.assign(actor=officer, activity=activity, unit=firm, due_date=DUE)

    kept = Assignment.objects.get(pk=made.pk)
    assert (kept.campaign, kept.activity, kept.kind) == (activity.campaign, activity, "drill")
    assert (kept.number, kept.title, kept.requirement) == ("12.", "应急演练", "组织一次演练。")
    assert kept.evidence_wanted == ["演练记录"]
    assert kept.event_date == date(2026, 6, 16)
    assert (kept.due_date, kept.first_due_date) == (DUE, DUE)
    assert (kept.responsible_unit, kept.issuing_unit, kept.issued_by) == (
        firm,
        officer.unit,
        officer,
    )
    assert (kept.status, kept.revision) == (Status.ASSIGNED, 0)
    entry = kept.trail.get()
    assert (entry.verb, entry.actor, entry.revision) == (Verb.ASSIGN, officer, 0)
    assert entry.changes == {"status": [None, "assigned"], "due_date": [None, "2026-06-30"]}


def test_work_of_the_whole_year_has_no_campaign(officer, firm):
    made = services.assign(
        actor=officer, activity=None, unit=firm, due_date=DUE, title="补交台账", kind="inspection"
    )

    assert (made.campaign, made.activity, made.kind) == (None, None, "inspection")


def test_a_unit_gets_an_activity_once(officer, firm):
    activity = ActivityFactory()
    services.assign(actor=officer, activity=activity, unit=firm, due_date=DUE)

    with pytest.raises(Refused, match="青石化工有限公司 已经有"):
        services.assign(actor=officer, activity=activity, unit=firm, due_date=DUE)

    assert (Assignment.objects.count(), TrailEntry.objects.count()) == (1, 1)


def test_nothing_is_assigned_to_a_unit_that_is_gone(officer, firm):
    Unit.objects.filter(pk=firm.pk).update(is_active=False)
    firm.refresh_from_db()

    with pytest.raises(Refused, match="已停用"):
        services.assign(actor=officer, activity=None, unit=firm, due_date=DUE, title="演练")

    assert not Assignment.objects.exists()


def test_an_activity_of_a_plan_that_is_not_published_is_not_assigned(officer, firm):
    activity = ActivityFactory(campaign=CampaignFactory(status="draft"))

    with pytest.raises(Refused, match="不在已发布的方案里"):
        services.assign(actor=officer, activity=activity, unit=firm, due_date=DUE)

    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["worker", "rival", "outsider", "supervising", "watcher"])
def test_only_an_issuing_person_above_the_unit_assigns(cast, firm, who):
    with pytest.raises(PermissionDenied):
        services.assign(actor=cast[who], activity=None, unit=firm, due_date=DUE, title="演练")

    assert not Assignment.objects.exists()


def test_nobody_assigns_to_their_own_unit(officer, bureau):
    with pytest.raises(PermissionDenied):
        services.assign(actor=officer, activity=None, unit=bureau, due_date=DUE, title="演练")


def test_signing_for_receipt_is_no_change_of_status(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)

    services.acknowledge(assignment, actor=cast["worker"], seen=0)

    kept = Assignment.objects.get()
    assert (kept.status, kept.revision) == (Status.ASSIGNED, 1)
    assert kept.acknowledged_by == cast["worker"]
    assert last_entry().changes == {"acknowledged_at": [None, kept.acknowledged_at.isoformat()]}


def test_a_report_gets_a_receipt_and_waits_for_review(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    draft = a_draft(assignment, cast["worker"])

    filed = services.report(assignment, actor=cast["worker"], seen=0, draft=draft)

    kept = Assignment.objects.get()
    assert filed.receipt == f"HZ-{localdate().year}-{filed.pk:06d}"
    assert re.fullmatch(r"HZ-\d{4}-\d{6,}", filed.receipt)
    assert filed.filed_at == kept.reported_at
    assert (kept.status, kept.reported_by) == (Status.REPORTED, cast["worker"])
    assert last_entry().changes == {
        "status": ["assigned", "reported"],
        "receipt": [None, filed.receipt],
    }


def test_a_draft_of_another_assignment_is_not_filed_here(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    other = an_assignment(firm, cast, Status.ASSIGNED, title="另一条")

    with pytest.raises(Refused, match="不是这条任务的"):
        services.report(
            assignment, actor=cast["worker"], seen=0, draft=a_draft(other, cast["worker"])
        )

    assert not Report.objects.filed().exists()
    assert set(Assignment.objects.values_list("status", "revision")) == {("assigned", 0)}


def test_what_was_filed_is_not_filed_again(cast, firm):
    assignment = an_assignment(firm, cast, Status.RETURNED)
    filed = Report.objects.get()
    seen = assignment.revision

    with pytest.raises(Refused, match="已经上报过了"):
        services.report(assignment, actor=cast["worker"], seen=seen, draft=filed)

    kept = Assignment.objects.get()
    assert (kept.status, kept.revision) == (Status.RETURNED, seen)
    assert kept.trail.count() == seen + 1


def test_sending_back_keeps_reasons_fields_and_words(cast, firm):
    assignment = an_assignment(firm, cast, Status.REPORTED)

    services.return_for_rework(
        assignment,
        actor=cast["officer"],
        seen=1,
        reasons=["unclear_photo", "other"],
        fields=["evidence", "lecture_persons"],
        note=" 横幅看不清 ",
    )

    decision = Decision.objects.get()
    assert (decision.verb, decision.actor) == (Verb.RETURN, cast["officer"])
    assert decision.reasons == ["unclear_photo", "other"]
    assert decision.fields == ["evidence", "lecture_persons"]
    assert decision.note == "横幅看不清"
    assert decision.report == Report.objects.get()
    assert last_entry().reason == "照片看不清：横幅看不清"
    assert last_entry().changes == {"status": ["reported", "returned"]}


@pytest.mark.parametrize(
    ("reasons", "fields", "note", "sentence"),
    [
        ([], ["evidence"], "", "请写明退回的理由"),
        ([], ["evidence"], "照片太暗", "请写明退回的理由"),
        (["other"], ["evidence"], "  ", "选了“其他”"),
        (["bad"], ["evidence"], "", "没有“bad”这个退回原因"),
        (["too_thin"], [], "", "请勾选要补正的内容"),
        (["too_thin"], ["drill_count"], "", "没有“drill_count”这一项"),
    ],
)
def test_sending_back_without_a_reason_or_a_field_is_refused(
    cast, firm, reasons, fields, note, sentence
):
    assignment = an_assignment(firm, cast, Status.REPORTED)

    with pytest.raises(Refused, match=sentence):
        services.return_for_rework(
            assignment, actor=cast["officer"], seen=1, reasons=reasons, fields=fields, note=note
        )

    assert Assignment.objects.get().status == Status.REPORTED
    assert not Decision.objects.exists()
    assert assignment.trail.count() == 2


def test_closing_names_who_and_when_and_judges_the_last_report(cast, firm):
    assignment = an_assignment(firm, cast, Status.RETURNED)
    do(Verb.REPORT, assignment, cast["worker"])

    services.close(assignment, actor=cast["reviewer"], seen=3, note="组织得好")

    kept = Assignment.objects.get()
    assert (kept.status, kept.closed_by) == (Status.CLOSED, cast["reviewer"])
    assert kept.closed_at is not None
    decision = Decision.objects.order_by("pk").last()
    assert (decision.verb, decision.note) == (Verb.CLOSE, "组织得好")
    assert decision.report == Report.objects.order_by("pk").last()
    assert last_entry().reason == "组织得好"


def test_what_was_never_reported_is_not_closed(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    Assignment.objects.update(status=Status.REPORTED)
    assignment.refresh_from_db()

    with pytest.raises(Refused, match="没有上报材料"):
        services.close(assignment, actor=cast["officer"], seen=0)

    assert Assignment.objects.get().status == Status.REPORTED
    assert assignment.trail.count() == 1


def test_a_second_look_reopens_and_forgets_the_closing(cast, firm):
    assignment = an_assignment(firm, cast, Status.CLOSED)

    services.reopen(assignment, actor=cast["officer"], seen=2, reason="现场不符")

    kept = Assignment.objects.get()
    assert (kept.status, kept.closed_at, kept.closed_by) == (Status.RETURNED, None, None)
    assert (last_entry().verb, last_entry().reason) == (Verb.REOPEN, "现场不符")


@pytest.mark.parametrize(
    ("verb", "status"), [(Verb.REOPEN, Status.CLOSED), (Verb.CANCEL, Status.ASSIGNED)]
)
def test_a_reason_of_blanks_is_no_reason(cast, firm, verb, status):
    assignment = an_assignment(firm, cast, status)
    service = {Verb.REOPEN: services.reopen, Verb.CANCEL: services.cancel}[verb]

    with pytest.raises(Refused, match=f"请写明{verb.label}的理由"):
        service(assignment, actor=cast["officer"], seen=assignment.revision, reason=" \n")

    assert Assignment.objects.get().status == status


def test_rights_are_asked_before_the_reason_and_the_state(cast, firm):
    assignment = an_assignment(firm, cast, Status.CLOSED)

    with pytest.raises(PermissionDenied):
        services.cancel(assignment, actor=cast["rival"], seen=99, reason="")


def test_a_wrong_state_is_named(cast, firm):
    assignment = an_assignment(firm, cast, Status.CANCELLED)

    with pytest.raises(Refused, match="现在是“已撤销”，不能上报") as refusal:
        do(Verb.REPORT, assignment, cast["worker"])

    assert not isinstance(refusal.value, Stale)


def test_who_comes_second_is_told_who_was_first_and_when(cast, firm):
    assignment = an_assignment(firm, cast, Status.REPORTED)
    seen = Assignment.objects.get()
    do(Verb.RETURN, assignment, cast["officer"])
    at = localtime(last_entry().at)

    for loaded in (seen, Assignment.objects.get()):
        with pytest.raises(Stale) as refusal:
            services.close(loaded, actor=cast["reviewer"], seen=1)
        assert str(refusal.value) == f"王丽 {at:%H:%M} 已退回，请刷新后再看。"

    assert Assignment.objects.get().status == Status.RETURNED
    assert assignment.trail.count() == 3
    assert Decision.objects.count() == 1


def test_what_was_done_on_another_day_is_told_with_its_date(cast, firm, monkeypatch):
    assignment = an_assignment(firm, cast, Status.REPORTED)
    at = localtime(last_entry().at)
    tomorrow = localdate() + timedelta(days=1)
    monkeypatch.setattr("anyue.assignments.services.moving.localdate", lambda: tomorrow)

    with pytest.raises(Stale, match=f"李敏 {at.month}月{at.day}日 {at:%H:%M} 已上报"):
        services.close(assignment, actor=cast["officer"], seen=0)


def test_a_second_click_is_told_that_the_first_one_counted(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    twin = Assignment.objects.get()
    draft = a_draft(assignment, cast["worker"])
    services.report(assignment, actor=cast["worker"], seen=0, draft=draft)

    with pytest.raises(Stale, match=r"李敏 .* 已上报"):
        services.report(twin, actor=cast["worker"], seen=0, draft=draft)

    assert Report.objects.filed().count() == 1


def test_the_trail_is_only_ever_added_to(cast, firm):
    an_assignment(firm, cast, Status.REPORTED)
    entry = TrailEntry.objects.first()

    for attempt in (
        lambda: entry.save(),
        lambda: entry.delete(),
        lambda: TrailEntry.objects.update(reason="改"),
        lambda: TrailEntry.objects.filter(pk=entry.pk).delete(),
        lambda: TrailEntry.objects.bulk_update([entry], ["reason"]),
        lambda: entry.assignment.trail.all().delete(),
        lambda: TrailEntry.objects.update_or_create(
            {"reason": "改"}, assignment=entry.assignment, revision=0
        ),
    ):
        with pytest.raises(TypeError, match=r"written once|kept"), transaction.atomic():
            attempt()

    assert list(TrailEntry.objects.values_list("verb", "reason")) == [
        ("assign", ""),
        ("report", ""),
    ]
