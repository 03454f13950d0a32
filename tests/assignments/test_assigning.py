"""Drawing up a batch and giving it out: every pair once, whatever happens in between."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anyue.assignments import services
from anyue.assignments.models import Assignment, AssignmentBatch, AssignmentBatchItem, TrailEntry
from anyue.assignments.rules import Verb
from anyue.assignments.services import assigning
from anyue.assignments.services.assigning import Dates
from anyue.campaigns.models import Activity
from anyue.core.errors import Refused
from anyue.organisations.models import RoleGrant, Unit
from tests.factories import ActivityFactory, CampaignFactory, UnitFactory, UserFactory

DUE = date(2026, 6, 30)


@pytest.fixture
def campaign(bureau):
    return CampaignFactory(unit=bureau)


@pytest.fixture
def activities(campaign):
    return ActivityFactory.create_batch(3, campaign=campaign)


@pytest.fixture
def units(bureau):
    """Four firms with a contact and somebody who reports."""
    made = [
        UnitFactory(path=f"/1/2/{n}/", parent=bureau, contact_name="陈工") for n in range(20, 24)
    ]
    for unit in made:
        UserFactory(unit=unit, roles=["firm_safety"])
    return made


def outcomes(batch):
    return sorted(batch.items.values_list("unit", "activity", "outcome", "message"))


def test_every_pair_is_given_out_once_with_its_trail(officer, activities, units):
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {}), note="请按时"
    )
    assert (batch.state, batch.items.count()) == ("waiting", 12)
    assert not Assignment.objects.exists()

    assigning.hand_out(batch.pk)

    batch.refresh_from_db()
    assert batch.state == "finished"
    assert batch.finished_at is not None
    assert {row[2:] for row in outcomes(batch)} == {("done", "")}
    pairs = set(Assignment.objects.values_list("activity", "responsible_unit"))
    assert pairs == {(a.pk, u.pk) for a in activities for u in units}
    assert TrailEntry.objects.filter(verb=Verb.ASSIGN, actor=officer, revision=0).count() == 12
    one = Assignment.objects.first()
    assert (one.issued_by, one.issuing_unit, one.status) == (officer, officer.unit, "assigned")


def test_giving_out_again_adds_nothing(officer, activities, units):
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {})
    )
    assigning.hand_out(batch.pk)
    before = outcomes(batch)

    assigning.hand_out(batch.pk)

    assert outcomes(batch) == before
    assert (Assignment.objects.count(), TrailEntry.objects.count()) == (12, 12)


def test_a_pair_from_before_is_told_and_left_as_it_is(officer, activities, units):
    early = services.assign(
        actor=officer, activity=activities[0], unit=units[0], due_date=date(2026, 6, 1)
    )
    assert assigning.count_existing(activities, units) == 1

    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {})
    )
    assigning.hand_out(batch.pk)

    early.refresh_from_db()
    assert early.due_date == date(2026, 6, 1)
    assert batch.items.filter(outcome="existed").get().unit == units[0]
    assert batch.items.filter(outcome="done").count() == 11
    assert (Assignment.objects.count(), TrailEntry.objects.count()) == (12, 12)


def test_an_exception_goes_before_the_plan_and_the_plan_before_the_common_date(units, campaign):
    own_day = ActivityFactory(campaign=campaign, due_date=date(2026, 6, 16))
    dateless = ActivityFactory(campaign=campaign, due_date=None)
    late = date(2026, 7, 5)

    plain = Dates(DUE, {units[1].pk: late})
    planned = Dates(DUE, {units[1].pk: late}, follow_plan=True)

    assert [plain.due(own_day, units[0]), plain.due(own_day, units[1])] == [DUE, late]
    assert planned.due(own_day, units[0]) == date(2026, 6, 16)
    assert planned.due(dateless, units[0]) == DUE
    assert planned.due(own_day, units[1]) == late


def test_the_dates_of_the_items_reach_the_assignments(officer, activities, units):
    late = date(2026, 7, 5)
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {units[2].pk: late})
    )
    assigning.hand_out(batch.pk)

    assert set(Assignment.objects.values_list("responsible_unit", "due_date")) == {
        (units[0].pk, DUE),
        (units[1].pk, DUE),
        (units[2].pk, late),
        (units[3].pk, DUE),
    }


def test_a_unit_closed_meanwhile_fails_with_the_reason_and_can_be_tried_again(
    officer, activities, units
):
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {})
    )
    Unit.objects.filter(pk=units[0].pk).update(is_active=False)
    assigning.hand_out(batch.pk)

    failed = batch.items.filter(outcome="failed")
    assert set(failed.values_list("unit", "message")) == {(units[0].pk, "单位已停用")}
    assert Assignment.objects.count() == 9

    Unit.objects.filter(pk=units[0].pk).update(is_active=True)
    assert assigning.retry_failed(batch, actor=officer) == 3
    batch.refresh_from_db()
    assert (batch.state, batch.finished_at) == ("waiting", None)
    assigning.hand_out(batch.pk)

    assert {row[2:] for row in outcomes(batch)} == {("done", "")}
    assert (Assignment.objects.count(), TrailEntry.objects.count()) == (12, 12)


def test_trying_again_is_refused_when_nothing_failed(officer, activities, units):
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {})
    )
    assigning.hand_out(batch.pk)

    with pytest.raises(Refused, match="没有未成功的"):
        assigning.retry_failed(batch, actor=officer)

    batch.refresh_from_db()
    assert batch.state == "finished"


@pytest.mark.parametrize("who", ["outsider", "supervising", "county_chief", "worker"])
def test_a_batch_is_tried_again_only_by_its_own_office(cast, activities, units, who):
    batch = assigning.draw_up(
        actor=cast["officer"], activities=activities, units=units, dates=Dates(DUE, {})
    )
    batch.items.update(outcome="failed")

    with pytest.raises(PermissionDenied):
        assigning.retry_failed(batch, actor=cast[who])

    assert batch.items.filter(outcome="failed").count() == 12


def test_an_activity_taken_out_of_the_plan_meanwhile_fails(officer, activities, units):
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {})
    )
    Activity.objects.filter(pk=activities[1].pk).update(judgement="dropped")
    assigning.hand_out(batch.pk)

    failed = batch.items.filter(outcome="failed")
    assert set(failed.values_list("activity", "message")) == {
        (activities[1].pk, "活动已从发布的方案里撤下")
    }
    assert Assignment.objects.count() == 8


def test_rights_are_asked_again_when_the_job_runs(officer, activities, units):
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {})
    )
    RoleGrant.objects.filter(user=officer).delete()
    assigning.hand_out(batch.pk)

    assert {row[2] for row in outcomes(batch)} == {"failed"}
    assert not Assignment.objects.exists()


def test_a_unit_nobody_can_be_reached_at_is_given_its_work_and_named(officer, activities, bureau):
    silent = UnitFactory(path="/1/2/30/", parent=bureau)
    batch = assigning.draw_up(
        actor=officer, activities=activities[:1], units=[silent], dates=Dates(DUE, {})
    )
    assigning.hand_out(batch.pk)

    assert outcomes(batch) == [
        (silent.pk, activities[0].pk, "done", "没有联系人，没有能登录上报的人员")
    ]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("who", ["worker", "outsider", "supervising", "watcher"])
def test_only_an_issuing_person_above_every_unit_draws_up_a_batch(cast, activities, units, who):
    with pytest.raises(PermissionDenied):
        assigning.draw_up(actor=cast[who], activities=activities, units=units, dates=Dates(DUE, {}))

    assert not AssignmentBatch.objects.exists()


def test_one_unit_from_elsewhere_spoils_the_batch(officer, outsider, activities, units):
    with pytest.raises(PermissionDenied):
        assigning.draw_up(
            actor=officer,
            activities=activities,
            units=[*units, outsider.unit],
            dates=Dates(DUE, {}),
        )

    assert not AssignmentBatch.objects.exists()


def test_a_batch_of_nothing_or_of_a_draft_plan_is_refused(officer, activities, units):
    draft = ActivityFactory(campaign=CampaignFactory(status="draft"))
    for chosen, at, sentence in (
        ([], units, "至少选一项活动"),
        (activities, [], "至少选一项活动和一家单位"),
        ([draft, *activities], units, "不在已发布的方案里"),
    ):
        with pytest.raises(Refused, match=sentence):
            assigning.draw_up(actor=officer, activities=chosen, units=at, dates=Dates(DUE, {}))

    assert not AssignmentBatch.objects.exists()


def test_too_large_a_batch_is_refused_with_its_size(officer, activities, units, monkeypatch):
    monkeypatch.setattr(assigning, "MOST_PAIRS", 11)

    with pytest.raises(Refused, match="最多分派 11 条，现在是 12 条"):
        assigning.draw_up(actor=officer, activities=activities, units=units, dates=Dates(DUE, {}))


def test_a_chunk_takes_the_same_number_of_queries_for_few_and_for_many(
    officer, activities, units, monkeypatch
):
    monkeypatch.setattr(assigning, "CHUNK", 50)
    counts = []
    for some in (units[:1], units[1:]):
        batch = assigning.draw_up(
            actor=officer, activities=activities, units=some, dates=Dates(DUE, {})
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert assigning._one_chunk(batch.pk)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_many_pairs_go_in_chunks(officer, activities, units, monkeypatch):
    monkeypatch.setattr(assigning, "CHUNK", 5)
    batch = assigning.draw_up(
        actor=officer, activities=activities, units=units, dates=Dates(DUE, {})
    )

    left = []
    while assigning._one_chunk(batch.pk):
        left.append(AssignmentBatchItem.objects.filter(outcome="waiting").count())

    assert left == [7, 2, 0]
    assert Assignment.objects.count() == 12
