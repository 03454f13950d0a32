"""Who may do what in which status? The whole table, by hand."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from anyue.assignments import kinds, services
from anyue.assignments.models import Assignment, TrailEntry
from anyue.assignments.rules import TRANSITIONS, Status, Verb
from anyue.core.errors import Refused
from tests.assignments.scenes import an_assignment, do

CAST = [
    "officer",
    "reviewer",
    "supervising",
    "worker",
    "watcher",
    "rival",
    "outsider",
    "county_chief",
]
ISSUERS = {"officer", "reviewer", "county_chief"}
S = Status

ALLOWED = {
    Verb.ACKNOWLEDGE: ({"worker"}, {S.ASSIGNED, S.RETURNED}),
    Verb.REPORT: ({"worker"}, {S.ASSIGNED, S.RETURNED}),
    Verb.RETURN: (ISSUERS, {S.REPORTED}),
    Verb.CLOSE: (ISSUERS, {S.REPORTED}),
    Verb.REOPEN: (ISSUERS, {S.CLOSED}),
    Verb.CANCEL: (ISSUERS, {S.ASSIGNED, S.REPORTED, S.RETURNED}),
}


def test_the_table_here_names_every_verb():
    assert set(ALLOWED) == set(TRANSITIONS) == set(Verb) - {Verb.ASSIGN}


@pytest.mark.parametrize(("who", "verb", "status"), list(product(CAST, TRANSITIONS, Status)))
def test_each_verb_for_each_person_in_each_status(cast, firm, who, verb, status):
    assignment = an_assignment(firm, cast, status)
    people, statuses = ALLOWED[verb]
    expected = who in people and status in statuses
    before = (assignment.status, assignment.revision, TrailEntry.objects.count())

    assert services.may(cast[who], verb, assignment) is expected
    if expected:
        do(verb, assignment, cast[who])
        assert Assignment.objects.get().revision == before[1] + 1
        assert TrailEntry.objects.count() == before[2] + 1
        return
    with pytest.raises(PermissionDenied if who not in people else Refused):
        do(verb, assignment, cast[who])
    kept = Assignment.objects.get()
    assert (kept.status, kept.revision, TrailEntry.objects.count()) == before


def test_nobody_judges_their_own_report(cast, firm):
    """A person who moved from the firm to the bureau still filed that report."""
    assignment = an_assignment(firm, cast, Status.REPORTED)
    Assignment.objects.update(reported_by=cast["reviewer"])
    assignment.refresh_from_db()

    assert not services.may(cast["reviewer"], Verb.CLOSE, assignment)
    for verb in (Verb.CLOSE, Verb.RETURN):
        with pytest.raises(PermissionDenied):
            do(verb, assignment, cast["reviewer"])
    assert Assignment.objects.get().status == Status.REPORTED
    assert services.may(cast["officer"], Verb.CLOSE, assignment)


def test_a_person_whose_account_is_closed_may_do_nothing(cast, firm):
    assignment = an_assignment(firm, cast, Status.REPORTED)
    cast["officer"].is_active = False

    assert not any(services.may(cast["officer"], verb, assignment) for verb in TRANSITIONS)


def test_somebody_without_a_unit_may_do_nothing(cast, firm, outsider):
    outsider.unit = None
    outsider.save()
    for status in Status:
        assignment = an_assignment(firm, cast, status)
        assert not any(services.may(outsider, verb, assignment) for verb in TRANSITIONS)


def test_what_one_has_signed_for_has_no_second_button(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED)
    services.acknowledge(assignment, actor=cast["worker"], seen=assignment.revision)

    assert not services.may(cast["worker"], Verb.ACKNOWLEDGE, assignment)
    with pytest.raises(Refused, match="已经签收"):
        services.acknowledge(assignment, actor=cast["worker"], seen=assignment.revision)
    assert assignment.trail.filter(verb=Verb.ACKNOWLEDGE).count() == 1


def test_may_agrees_with_the_kind_and_not_only_with_the_table(cast, firm):
    assignment = an_assignment(firm, cast, Status.REPORTED, kind="drill")

    assert kinds.objection(cast["officer"], Verb.CLOSE, assignment)
    assert not services.may(cast["officer"], Verb.CLOSE, assignment)
    assert services.may(cast["officer"], Verb.RETURN, assignment)
