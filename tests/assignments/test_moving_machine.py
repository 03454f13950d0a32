"""Random walks over the verbs, beside a model small enough to read at a glance."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from anyue.assignments import services
from anyue.assignments.models import Assignment, Decision, Report, TrailEntry
from anyue.assignments.rules import Status, Verb
from anyue.core.errors import Refused, Stale
from tests.assignments.scenes import an_assignment, do

VERBS = [Verb.ACKNOWLEDGE, Verb.REPORT, Verb.RETURN, Verb.CLOSE, Verb.REOPEN, Verb.CANCEL]


class Model:
    """What should happen, without a database."""

    def __init__(self):
        self.status, self.revision, self.signed, self.filed, self.decided = "assigned", 0, 0, 0, 0

    def expect(self, verb, who, seen):
        """The error to expect, or None after having moved."""
        if who != ("worker" if verb in ("acknowledge", "report") else "officer"):
            return PermissionDenied
        if seen != self.revision:
            return Stale
        target = {
            ("acknowledge", "assigned"): "assigned",
            ("acknowledge", "returned"): "returned",
            ("report", "assigned"): "reported",
            ("report", "returned"): "reported",
            ("return", "reported"): "returned",
            ("close", "reported"): "closed",
            ("reopen", "closed"): "returned",
            ("cancel", "assigned"): "cancelled",
            ("cancel", "reported"): "cancelled",
            ("cancel", "returned"): "cancelled",
        }.get((verb, self.status))
        if target is None or (verb == "acknowledge" and self.signed):
            return Refused
        self.status, self.revision = target, self.revision + 1
        self.signed += verb == "acknowledge"
        self.filed += verb == "report"
        self.decided += verb in ("return", "close")
        return None


@pytest.mark.django_db
def test_a_random_walk_never_leaves_the_model(cast, firm):
    class Walk(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.pk = an_assignment(firm, cast, Status.ASSIGNED).pk
            self.model = Model()

        @rule(
            verb=st.sampled_from(VERBS),
            who=st.sampled_from(["worker", "officer", "worker", "officer", "rival"]),
            late=st.sampled_from([0, 0, 0, 0, 1, -1]),
        )
        def act(self, verb, who, late):
            assignment = Assignment.objects.get(pk=self.pk)
            seen = assignment.revision - late
            offered = services.may(cast[who], verb, assignment)
            expected = self.model.expect(verb.value, who, seen)
            if expected is None:
                assert offered
                do(verb, assignment, cast[who], seen=seen)
                return
            with pytest.raises(expected) as refusal:
                do(verb, assignment, cast[who], seen=seen)
            assert refusal.type is expected
            assert not offered or expected is Stale

        @invariant()
        def table_and_trail_agree_with_the_model(self):
            kept = Assignment.objects.get(pk=self.pk)
            assert (kept.status, kept.revision) == (self.model.status, self.model.revision)
            trail = TrailEntry.objects.filter(assignment=self.pk)
            assert list(trail.values_list("revision", flat=True)) == list(
                range(self.model.revision + 1)
            )
            assert Report.objects.filed().filter(assignment=self.pk).count() == self.model.filed
            assert Decision.objects.filter(report__assignment=self.pk).count() == self.model.decided
            assert (kept.closed_at is not None) == (kept.status == Status.CLOSED)

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
