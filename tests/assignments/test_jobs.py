"""The job of a batch: queued with its cause, killed at any moment, resumed without a double."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.models.signals import pre_save
from django_tasks_db.models import DBTaskResult

from anyue.assignments import jobs, services
from anyue.assignments.models import Assignment, AssignmentBatch, AssignmentBatchItem, TrailEntry
from anyue.assignments.services import assigning
from anyue.assignments.services.assigning import Dates
from anyue.core.errors import Refused
from anyue.organisations.models import Unit
from tests.factories import ActivityFactory, CampaignFactory, UnitFactory

DUE = date(2026, 6, 30)
SOURCE = Path(__file__).parents[2] / "src"
CHILD = """
import sys, django
django.setup()
from anyue.assignments.services import assigning
assigning.CHUNK = 20
assigning.hand_out(int(sys.argv[1]))
"""


def a_batch(officer, bureau, *, units, activities):
    campaign = CampaignFactory(unit=bureau)
    made = Unit.objects.bulk_create(
        UnitFactory.build(name=f"企业{n}", path=f"/1/2/{n}/", parent=bureau)
        for n in range(100, 100 + units)
    )
    return assigning.draw_up(
        actor=officer,
        activities=ActivityFactory.create_batch(activities, campaign=campaign),
        units=made,
        dates=Dates(DUE, {}),
    )


def address_of_the_test_database():
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def start_child(batch):
    env = os.environ | {
        "DATABASE_URL": address_of_the_test_database(),
        "DJANGO_SETTINGS_MODULE": "anyue.settings",
        "PYTHONPATH": str(SOURCE),
    }
    return subprocess.Popen([sys.executable, "-c", CHILD, str(batch.pk)], env=env)


def done(batch):
    return batch.items.exclude(outcome="waiting").count()


def queued():
    return [
        tuple(row["args"]) for row in DBTaskResult.objects.values_list("args_kwargs", flat=True)
    ]


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_and_resumed_every_pair_stands_once(officer, bureau):
    batch = a_batch(officer, bureau, units=60, activities=40)
    total = 2400
    seen = []
    for _ in range(2):
        before = done(batch)
        child = start_child(batch)
        deadline = time.monotonic() + 60
        while done(batch) < before + 100 and time.monotonic() < deadline:
            time.sleep(0.005)
        os.kill(child.pid, signal.SIGKILL)
        assert child.wait(timeout=10) == -signal.SIGKILL
        seen.append(done(batch))
        assert Assignment.objects.count() == TrailEntry.objects.count() == done(batch)
    assert 0 < seen[0] < seen[1] < total
    batch.refresh_from_db()
    assert batch.state == "running"

    call_command("run_due_jobs", verbosity=0)
    assert queued() == [(batch.pk,)]
    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False)

    batch.refresh_from_db()
    assert batch.state == "finished"
    assert batch.items.filter(outcome="done").count() == total
    assert Assignment.objects.count() == TrailEntry.objects.count() == total
    assert Assignment.objects.values("activity", "responsible_unit").distinct().count() == total


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_batch_share_it_without_a_double(officer, bureau, monkeypatch):
    monkeypatch.setattr(assigning, "CHUNK", 10)
    batch = a_batch(officer, bureau, units=10, activities=12)
    errors = []

    def work():
        try:
            assigning.hand_out(batch.pk)
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert errors == []
    assert batch.items.filter(outcome="done").count() == 120
    assert Assignment.objects.count() == TrailEntry.objects.count() == 120


@pytest.mark.django_db(transaction=True)
def test_a_pair_somebody_assigns_by_hand_meanwhile_is_no_double(officer, bureau, monkeypatch):
    monkeypatch.setattr(assigning, "CHUNK", 4)
    batch = a_batch(officer, bureau, units=10, activities=6)
    items = list(AssignmentBatchItem.objects.select_related("activity", "unit").order_by("-pk"))
    refused = []

    def by_hand():
        try:
            for item in items:
                try:
                    services.assign(
                        actor=officer, activity=item.activity, unit=item.unit, due_date=DUE
                    )
                except Refused as refusal:
                    refused.append(refusal)
        finally:
            connection.close()

    hand = threading.Thread(target=by_hand)
    hand.start()
    assigning.hand_out(batch.pk)
    hand.join(timeout=60)

    assert Assignment.objects.count() == TrailEntry.objects.count() == 60
    by_job = batch.items.filter(outcome="done").count()
    assert by_job == len(refused)
    assert batch.items.filter(outcome="existed").count() == 60 - by_job


def test_the_job_is_queued_in_the_transaction_of_its_cause(officer, bureau, firm):
    activity = ActivityFactory(campaign=CampaignFactory(unit=bureau))

    class Breakdown(Exception):
        pass

    with pytest.raises(Breakdown), transaction.atomic():
        jobs.give_out(actor=officer, activities=[activity], units=[firm], dates=Dates(DUE, {}))
        assert len(queued()) == 1
        raise Breakdown

    assert queued() == []
    assert not AssignmentBatch.objects.exists()


@pytest.fixture
def full_queue():
    """A queue that takes nothing more, as on a full disk."""

    def refuse(**kwargs):
        raise OperationalError("disk full")

    pre_save.connect(refuse, sender=DBTaskResult)
    yield
    pre_save.disconnect(refuse, sender=DBTaskResult)


def test_without_its_job_there_is_no_batch(officer, bureau, firm, full_queue):
    activity = ActivityFactory(campaign=CampaignFactory(unit=bureau))

    with pytest.raises(OperationalError):
        jobs.give_out(actor=officer, activities=[activity], units=[firm], dates=Dates(DUE, {}))

    assert not AssignmentBatch.objects.exists()
    assert not AssignmentBatchItem.objects.exists()


def test_without_its_job_nothing_is_put_back_in_line(officer, bureau, full_queue):
    batch = a_batch(officer, bureau, units=1, activities=1)
    batch.items.update(outcome="failed", message="单位已停用")

    with pytest.raises(OperationalError):
        jobs.give_out_again(batch, actor=officer)

    assert list(batch.items.values_list("outcome", "message")) == [("failed", "单位已停用")]


def test_a_refused_batch_queues_nothing(officer, bureau):
    with pytest.raises(Refused):
        jobs.give_out(actor=officer, activities=[], units=[], dates=Dates(DUE, {}))

    assert queued() == []


def test_trying_again_queues_the_batch_again(officer, bureau):
    batch = a_batch(officer, bureau, units=1, activities=1)
    batch.items.update(outcome="failed", message="单位已停用")

    jobs.give_out_again(batch, actor=officer)

    assert queued() == [(batch.pk,)]
    assert list(batch.items.values_list("outcome", "message")) == [("waiting", "")]


def test_the_nightly_sweep_leaves_finished_batches_alone(officer, bureau, capsys):
    finished = a_batch(officer, bureau, units=1, activities=1)
    assigning.hand_out(finished.pk)

    call_command("run_due_jobs")

    assert queued() == []
    assert "重新排队 0 批" in capsys.readouterr().out
