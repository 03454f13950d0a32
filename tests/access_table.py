"""Which answer does each person get at each address? One row per URL name of the site.

The columns are, in this order:

    nobody    is not signed in;
    outsider  is a safety chief, but of another county;
    rival     reports for another firm of the same bureau;
    worker    reports for the firm that the objects belong to;
    officer   is the safety chief of the bureau above the firm.

A column holds the status, or "in" for a redirect to the sign-in page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from anyue.assignments.models import AssignmentBatch
from anyue.assignments.rules import Status
from anyue.campaigns import services as plans
from anyue.campaigns.models import Activity, Campaign
from anyue.campaigns.services.importing import make_plan
from anyue.evidence.services import add_photo, keep_document
from anyue.organisations.services import invitations
from tests.assignments.scenes import a_draft, an_assignment
from tests.campaigns.conftest import NOTICE, READING, make_ready
from tests.evidence.pictures import phone_photo, upload
from tests.factories import NoticeFactory

CANARY = "金丝雀"
"""Stands in the titles of objects that only their own people may hear of."""

PEOPLE = ("nobody", "outsider", "rival", "worker", "officer")

GET_ONLY = "in 405 405 405 405"
POST_ONLY = "in 405 405 405 405"
PUBLIC_GET_ONLY = "405 405 405 405 405"

Cast = SimpleNamespace


@dataclass(frozen=True)
class Row:
    """The answers at one address, `get` and `post` in the order of PEOPLE."""

    get: str
    post: str = GET_ONLY
    args: Callable[[Cast], dict[str, Any]] | None = None
    """Makes the object of the address and returns the address's arguments."""
    data: dict[str, Any] = field(default_factory=dict)
    is_public: bool = False
    """Shows to everybody what was published, so that the names on it are no secret."""


def unit(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.firm.pk}


def unit_pk(cast: Cast) -> dict[str, Any]:
    return {"unit_pk": cast.firm.pk}


def person(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.worker.pk}


def invitation(cast: Cast) -> dict[str, Any]:
    letter = invitations.invite(actor=cast.officer, unit=cast.firm, role="firm_head")
    return {"pk": letter.invitation.pk}


def photo(cast: Cast) -> dict[str, Any]:
    return {"pk": _photo(cast).pk}


def notice(cast: Cast) -> dict[str, Any]:
    made = NoticeFactory(
        unit=cast.bureau,
        imported_by=cast.officer,
        original=keep_document(NOTICE, content_type="text/plain"),
        original_name=f"{CANARY}.txt",
    )
    return {"pk": made.pk}


def draft(cast: Cast) -> dict[str, Any]:
    return {"pk": _draft(cast).pk}


def activity(cast: Cast) -> dict[str, Any]:
    campaign = _draft(cast)
    return {"pk": campaign.pk, "activity_pk": campaign.activities.all()[1].pk}


def merging(cast: Cast) -> dict[str, Any]:
    return {**activity(cast), "direction": "previous"}


def doubt(cast: Cast) -> dict[str, Any]:
    campaign = _draft(cast)
    return {"pk": campaign.pk, "doubt_pk": campaign.doubts.first().pk}


def published(cast: Cast) -> dict[str, Any]:
    return {"pk": _published(cast).pk}


def version(cast: Cast) -> dict[str, Any]:
    return {"pk": _published(cast).pk, "number": 1}


def assigned(cast: Cast) -> dict[str, Any]:
    return {"pk": _assignment(cast, Status.ASSIGNED).pk}


def drafted(cast: Cast) -> dict[str, Any]:
    assignment = _assignment(cast, Status.ASSIGNED)
    a_draft(assignment, cast.worker)
    return {"pk": assignment.pk}


def reported(cast: Cast) -> dict[str, Any]:
    return {"pk": _assignment(cast, Status.REPORTED).pk}


def closed(cast: Cast) -> dict[str, Any]:
    return {"pk": _assignment(cast, Status.CLOSED).pk}


def reported_photo(cast: Cast) -> dict[str, Any]:
    assignment = _assignment(cast, Status.REPORTED)
    picture = _photo(cast)
    assignment.reports.get().attachments.create(evidence=picture)
    return {"pk": assignment.pk, "photo": picture.pk}


def batch(cast: Cast) -> dict[str, Any]:
    made = AssignmentBatch.objects.create(
        unit=cast.bureau, created_by=cast.officer, due_date="2026-06-30", note=CANARY
    )
    return {"pk": made.pk}


def _photo(cast: Cast) -> Any:
    return add_photo(
        upload(phone_photo(), f"{CANARY}.jpg"), actor=cast.worker, unit=cast.firm, caption=CANARY
    )


def _draft(cast: Cast) -> Campaign:
    campaign = make_plan(
        actor=cast.officer,
        unit=cast.bureau,
        original=keep_document(NOTICE, content_type="text/plain"),
        name=f"{CANARY}.txt",
        reading=READING,
    )
    Campaign.objects.update(name=f"{CANARY}月", title=f"{CANARY}方案")
    Activity.objects.update(title=f"{CANARY}活动")
    campaign.refresh_from_db()
    return campaign


def _published(cast: Cast) -> Campaign:
    campaign = _draft(cast)
    make_ready(campaign, cast.officer)
    plans.publish(campaign, actor=cast.officer, seen=campaign.revision)
    return campaign


def _assignment(cast: Cast, status: Status) -> Any:
    people = {"officer": cast.officer, "worker": cast.worker}
    return an_assignment(cast.firm, people, status, title=CANARY)


SEEN = {"seen": "0"}
ROWS: dict[str, Row] = {
    "core:health": Row("?"),
    "core:large_type": Row("?"),
    "organisations:sign_in": Row("?"),
    "organisations:sign_out": Row("?"),
    "organisations:account": Row("?"),
    "organisations:password": Row("?"),
    "organisations:accept": Row("?"),
    "organisations:units": Row("?"),
    "organisations:unit_new": Row("?"),
    "organisations:letters": Row("?"),
    "organisations:unit": Row("?", args=unit),
    "organisations:unit_edit": Row("?", args=unit, data=SEEN),
    "organisations:unit_move": Row("?", args=unit, data=SEEN),
    "organisations:unit_deactivate": Row("?", args=unit, data=SEEN),
    "organisations:unit_reactivate": Row("?", args=unit, data={"seen": "1"}),
    "organisations:people": Row("?"),
    "organisations:person": Row("?", args=person),
    "organisations:person_edit": Row("?", args=person),
    "organisations:person_roles": Row("?", args=person),
    "organisations:person_deactivate": Row("?", args=person),
    "organisations:person_letter": Row("?", args=person),
    "organisations:person_new": Row("?", args=unit_pk),
    "organisations:invite": Row("?", args=unit_pk),
    "organisations:withdraw": Row("?", args=invitation),
    "evidence:file": Row("?", args=photo),
    "evidence:thumbnail": Row("?", args=photo),
    "campaigns:list": Row("?"),
    "campaigns:import": Row("?"),
    "campaigns:paste": Row("?", args=notice),
    "campaigns:import_again": Row("?", args=notice),
    "campaigns:source": Row("?", args=draft),
    "campaigns:original": Row("?", args=draft),
    "campaigns:trail": Row("?", args=draft),
    "campaigns:fields": Row("?", args=draft, data=SEEN),
    "campaigns:doubt": Row("?", args=doubt, data={"seen": "open"}),
    "campaigns:activities": Row("?", args=draft),
    "campaigns:accept_rest": Row("?", args=draft, data=SEEN),
    "campaigns:activity": Row("?", args=activity),
    "campaigns:judge": Row("?", args=activity, data=SEEN),
    "campaigns:edit": Row("?", args=activity, data=SEEN),
    "campaigns:split": Row("?", args=activity, data=SEEN),
    "campaigns:merge": Row("?", args=merging, data=SEEN),
    "campaigns:schedule": Row("?", args=draft, data=SEEN),
    "campaigns:check": Row("?", args=draft),
    "campaigns:publish": Row("?", args=draft, data=SEEN),
    "campaigns:published": Row("?", args=version),
    "campaigns:amend": Row("?", args=published, data=SEEN),
    "campaigns:discard": Row("?", args=published, data=SEEN),
    "campaigns:version": Row("?", args=version),
    "campaigns:home": Row("?"),
    "campaigns:public": Row("?", args=published, is_public=True),
    "campaigns:public_print": Row("?", args=published, is_public=True),
    "campaigns:public_original": Row("?", args=published, is_public=True),
    "campaigns:public_version": Row("?", args=version, is_public=True),
    "dashboards:start": Row("?"),
    "dashboards:desk": Row("?"),
    "dashboards:enterprise": Row("?"),
    "dashboards:public_progress": Row("?", args=published, is_public=True),
    "styleguide:index": Row("?", is_public=True),
    "assignments:ledger": Row("?"),
    "assignments:ledger_print": Row("?"),
    "assignments:ledger_export": Row("?"),
    "assignments:new": Row("?"),
    "assignments:assign": Row("?"),
    "assignments:assign_units": Row("?"),
    "assignments:assign_dates": Row("?"),
    "assignments:assign_check": Row("?"),
    "assignments:batches": Row("?"),
    "assignments:batch": Row("?", args=batch),
    "assignments:batch_retry": Row("?", args=batch),
    "assignments:detail": Row("?", args=assigned),
    "assignments:cancel": Row("?", args=assigned, data=SEEN),
    "assignments:reopen": Row("?", args=closed, data={"seen": "2"}),
    "assignments:task": Row("?", args=assigned),
    "assignments:acknowledge": Row("?", args=assigned, data=SEEN),
    "assignments:report": Row("?", args=drafted),
    "assignments:report_draft": Row("?", args=drafted),
    "assignments:report_photos": Row("?", args=drafted),
    "assignments:report_check": Row("?", args=drafted, data=SEEN),
    "assignments:receipt": Row("?", args=reported),
    "assignments:review_queue": Row("?"),
    "assignments:review": Row("?", args=reported, data={"seen": "1"}),
    "assignments:review_photo": Row("?", args=reported_photo),
}
