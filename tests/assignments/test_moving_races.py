"""Two people at the same moment: one wins, the other is told; on both databases."""

import threading

import pytest
from django.db import connection

from anyue.assignments import services
from anyue.assignments.models import Assignment, Decision, Report, TrailEntry
from anyue.assignments.rules import Status
from anyue.core.errors import Refused, Stale
from anyue.organisations.models import User
from tests.assignments.scenes import a_draft, an_assignment
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db(transaction=True)


def together(*actions):
    """Run the actions in threads that start at once; returns their results in order."""
    start = threading.Barrier(len(actions))
    results = [None] * len(actions)

    def run(place, action):
        try:
            start.wait(timeout=10)
            results[place] = action()
        except Refused as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    return results


def loaded(assignment, person):
    """What each request reads for itself before it acts."""
    return Assignment.objects.get(pk=assignment.pk), User.objects.get(pk=person.pk)


@pytest.mark.parametrize("round_", range(5))
def test_two_reviewers_at_once_one_wins_and_the_other_is_told(cast, firm, round_):
    assignment = an_assignment(firm, cast, Status.REPORTED)
    seen, officer = loaded(assignment, cast["officer"])
    also_seen, reviewer = loaded(assignment, cast["reviewer"])

    closed, returned = together(
        lambda: services.close(seen, actor=officer, seen=1),
        lambda: services.return_for_rework(
            also_seen, actor=reviewer, seen=1, reasons=["too_thin"], fields=["summary"]
        ),
    )

    kept = Assignment.objects.get()
    told, winner, deed, status = (
        (returned, "王丽", "销号", Status.CLOSED)
        if closed is None
        else (closed, "赵强", "退回", Status.RETURNED)
    )
    assert sorted([closed is None, returned is None]) == [False, True]
    assert isinstance(told, Stale)
    assert str(told).startswith(winner) and f"已{deed}" in str(told)
    assert (kept.status, kept.revision) == (status, 2)
    assert (kept.trail.count(), Decision.objects.count()) == (3, 1)


def test_a_double_click_files_one_report(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    draft = a_draft(assignment, cast["worker"])
    copies = [(*loaded(assignment, cast["worker"]), Report.objects.get()) for _ in range(4)]

    results = together(
        *(lambda a=a, w=w, d=d: services.report(a, actor=w, seen=0, draft=d) for a, w, d in copies)
    )

    assert sum(isinstance(result, Report) for result in results) == 1
    assert sum(isinstance(result, Stale) for result in results) == 3
    assert Assignment.objects.get().revision == 1
    assert list(TrailEntry.objects.values_list("verb", flat=True)) == ["assign", "report"]
    assert Report.objects.get().receipt.endswith(f"{draft.pk:06d}")


def test_the_same_pair_assigned_twice_at_once_is_one_row(cast, firm):
    activity = ActivityFactory()
    people = [User.objects.get(pk=cast[name].pk) for name in ("officer", "reviewer", "officer")]

    results = together(
        *(
            lambda p=p: services.assign(
                actor=p, activity=activity, unit=firm, due_date=activity.due_date
            )
            for p in people
        )
    )

    assert sum(isinstance(result, Assignment) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 2
    assert (Assignment.objects.count(), TrailEntry.objects.count()) == (1, 1)
