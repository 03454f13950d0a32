"""Kinds: every key of the reader has an entry; objections refuse in buttons and verbs alike."""

import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from anyue import reading
from anyue.assignments import kinds, services
from anyue.assignments.models import Assignment, TrailEntry
from anyue.assignments.rules import Status, Verb
from anyue.core.errors import Refused
from tests.assignments.scenes import a_draft, an_assignment, do


def test_every_kind_the_reader_knows_has_an_entry_here():
    labels = {kind.key: kind.label for kind in kinds.all_kinds()}

    assert labels == reading.kinds() | {"other": "其他"}


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.key)
def test_a_kind_tells_what_to_write_and_what_to_show(kind):
    assert kind.evidence_hint.endswith("。")
    assert kind.summary_hint.endswith("。")
    assert 0 <= kind.photos_wanted <= 9
    assert len({figure.code for figure in kind.figures}) == len(kind.figures)
    for figure in kind.figures:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", figure.code)
        assert figure.label and figure.unit


def test_a_code_counts_in_one_unit_wherever_it_stands():
    units = {}
    for kind in kinds.all_kinds():
        for figure in kind.figures:
            assert units.setdefault(figure.code, figure.unit) == figure.unit


def test_a_report_has_the_common_fields_and_the_figures_of_its_kind():
    assert list(kinds.get("drill").report_fields) == [
        "held_on",
        "place",
        "drill_count",
        "drill_persons",
        "summary",
        "evidence",
    ]


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="drill"):
        kinds.register(kinds.Kind(key="drill", label="演练"))


def test_a_later_app_may_add_a_kind_and_a_refusal(cast, firm):
    kinds.register(kinds.Kind(key="for_this_test", label="试验"))
    try:

        @kinds.objects("for_this_test")
        def never(verb, assignment, actor):
            return "这类任务不能撤销。" if verb == Verb.CANCEL else None

        assignment = an_assignment(firm, cast, Status.ASSIGNED, kind="for_this_test")

        assert not services.may(cast["officer"], Verb.CANCEL, assignment)
        with pytest.raises(Refused, match="不能撤销"):
            do(Verb.CANCEL, assignment, cast["officer"])
        assert Assignment.objects.get().status == Status.ASSIGNED
        assert services.may(cast["worker"], Verb.REPORT, assignment)
    finally:
        del kinds._kinds["for_this_test"]


def test_an_unknown_kind_is_an_error(cast, firm):
    with pytest.raises(LookupError):
        kinds.get("nobody_knows")


@pytest.mark.parametrize(("days", "allowed"), [(1, False), (0, True), (-1, True)])
def test_a_consultation_day_is_not_reported_before_it_is_held(cast, firm, days, allowed):
    assignment = an_assignment(
        firm,
        cast,
        Status.ASSIGNED,
        kind="consultation_day",
        event_date=localdate() + timedelta(days=days),
    )

    assert services.may(cast["worker"], Verb.REPORT, assignment) is allowed
    if allowed:
        do(Verb.REPORT, assignment, cast["worker"])
        return
    with pytest.raises(Refused, match=r"咨询日活动\d+月\d+日举办"):
        do(Verb.REPORT, assignment, cast["worker"])
    assert Assignment.objects.get().status == Status.ASSIGNED
    assert TrailEntry.objects.count() == 1


def test_a_consultation_day_without_a_date_is_reported_freely(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED, kind="consultation_day")

    assert services.may(cast["worker"], Verb.REPORT, assignment)


def test_a_drill_without_a_photo_cannot_be_closed(cast, firm):
    assignment = an_assignment(firm, cast, Status.REPORTED, kind="drill")

    with pytest.raises(Refused, match="没有照片"):
        do(Verb.CLOSE, assignment, cast["officer"])

    kept = Assignment.objects.get()
    assert (kept.status, kept.revision, kept.closed_at) == (Status.REPORTED, 1, None)


def test_a_drill_with_a_photo_in_its_last_report_is_closed(cast, firm):
    assignment = an_assignment(firm, cast, Status.RETURNED, kind="drill")
    draft = a_draft(assignment, cast["worker"], photos=1)
    services.report(assignment, actor=cast["worker"], seen=assignment.revision, draft=draft)

    assert services.may(cast["officer"], Verb.CLOSE, assignment)
    do(Verb.CLOSE, assignment, cast["officer"])

    assert Assignment.objects.get().status == Status.CLOSED


def test_the_photo_of_an_earlier_report_does_not_count(cast, firm):
    assignment = an_assignment(firm, cast, Status.ASSIGNED, kind="drill")
    draft = a_draft(assignment, cast["worker"], photos=1)
    services.report(assignment, actor=cast["worker"], seen=0, draft=draft)
    do(Verb.RETURN, assignment, cast["officer"])
    do(Verb.REPORT, assignment, cast["worker"])

    assert not services.may(cast["officer"], Verb.CLOSE, assignment)


def test_a_date_in_the_objection_reads_as_people_write_it(cast, firm):
    assignment = an_assignment(
        firm, cast, Status.ASSIGNED, kind="consultation_day", event_date=date(2099, 6, 16)
    )

    assert kinds.objection(cast["worker"], Verb.REPORT, assignment) == (
        "咨询日活动6月16日举办，请在当天或以后上报。"
    )
