"""Assignments in every status, reached by the verbs themselves."""

from datetime import date

from anyue.assignments import services
from anyue.assignments.models import Assignment, Report, ReportEvidence
from anyue.assignments.rules import Status, Verb
from tests.factories import EvidenceFactory


def an_assignment(firm, cast, status, **facts):
    """One of the firm, brought to `status` by officer and worker."""
    officer, worker = cast["officer"], cast["worker"]
    facts = {"title": "应急演练", "kind": "training", "due_date": date(2026, 6, 30)} | facts
    assignment = services.assign(actor=officer, activity=None, unit=firm, **facts)
    if status in (Status.REPORTED, Status.RETURNED, Status.CLOSED):
        do(Verb.REPORT, assignment, worker)
    if status == Status.RETURNED:
        do(Verb.RETURN, assignment, officer)
    if status == Status.CLOSED:
        do(Verb.CLOSE, assignment, officer)
    if status == Status.CANCELLED:
        do(Verb.CANCEL, assignment, officer)
    return Assignment.objects.get(pk=assignment.pk)


def a_draft(assignment, author, *, photos=0):
    """The unit's unfiled report."""
    draft, _ = Report.objects.drafts().get_or_create(
        assignment=assignment, defaults={"author": author, "summary": "已完成"}
    )
    for _ in range(photos):
        picture = EvidenceFactory(unit=assignment.responsible_unit, uploaded_by=author)
        ReportEvidence.objects.create(report=draft, evidence=picture)
    return draft


def do(verb, assignment, actor, *, seen=None):
    """Call the service of `verb` with what it needs."""
    common = {"actor": actor, "seen": assignment.revision if seen is None else seen}
    match verb:
        case Verb.ACKNOWLEDGE:
            services.acknowledge(assignment, **common)
        case Verb.REPORT:
            services.report(assignment, draft=a_draft(assignment, actor), **common)
        case Verb.RETURN:
            services.return_for_rework(
                assignment, reasons=["unclear_photo"], fields=["evidence"], note="", **common
            )
        case Verb.CLOSE:
            services.close(assignment, **common)
        case Verb.REOPEN:
            services.reopen(assignment, reason="现场不符", **common)
        case Verb.CANCEL:
            services.cancel(assignment, reason="任务取消", **common)
