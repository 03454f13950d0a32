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
from anyue.comparisons.models import PlanComparison
from anyue.comparisons.services import compare_with_text
from anyue.evidence.services import add_photo, keep_document, read_photo
from anyue.organisations.services import invitations
from anyue.phrases import services as phrases
from anyue.phrases.matching import Wording
from anyue.phrases.rules import CorrectedField
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


def phrase(cast: Cast) -> dict[str, Any]:
    words = {"place": "kinds.drill.title", "words": f"{CANARY}拉动"}
    return {"pk": phrases.add(actor=cast.officer, unit=cast.bureau, **words).pk}


def correction(cast: Cast) -> dict[str, Any]:
    made = phrases.remember(
        actor=cast.officer,
        unit=cast.bureau,
        wording=Wording(CANARY, f"{CANARY}的一句"),
        field=CorrectedField.CADENCE,
        reader=phrases.Said("", "一次"),
        made=phrases.Said("monthly", "每月"),
    )
    return {"pk": made.pk} if made else {}


def published(cast: Cast) -> dict[str, Any]:
    return {"pk": _published(cast).pk}


def comparison(cast: Cast) -> dict[str, Any]:
    campaign = _draft(cast)
    text = (
        f"关于开展{CANARY}活动的通知\n一、开展演练。组织{CANARY}演练。\n二、做好宣传。发放手册。\n"
    )
    made = compare_with_text(campaign, actor=cast.officer, text=text)
    return {"pk": campaign.pk, "comparison_pk": made.pk}


def compared_point(cast: Cast) -> dict[str, Any]:
    where = comparison(cast)
    result = PlanComparison.objects.get(pk=where["comparison_pk"]).result
    return {**where, "key": result["upper"][0]["key"]}


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
        actor=cast.worker,
        unit=cast.firm,
        photo=read_photo(upload(phone_photo(), f"{CANARY}.jpg")),
        caption=CANARY,
        origin="unknown",
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
    "core:health": Row("200 200 200 200 200", PUBLIC_GET_ONLY),
    "core:large_type": Row("405 405 405 405 405", "302 302 302 302 302"),
    "organisations:sign_in": Row("200 302 302 302 302", "422 422 422 422 422"),
    "organisations:sign_out": Row(POST_ONLY, "in 302 302 302 302"),
    "organisations:account": Row("in 200 200 200 200"),
    "organisations:password": Row("in 200 200 200 200", "in 422 422 422 422"),
    "organisations:accept": Row("200 200 200 200 200", "422 422 422 422 422"),
    "organisations:units": Row("in 200 200 200 200"),
    "organisations:unit_new": Row("in 200 403 403 200", "in 422 403 403 422"),
    "organisations:letters": Row("in 200 200 200 200", "in 422 422 422 422"),
    "organisations:unit": Row("in 404 404 200 200", args=unit),
    "organisations:unit_edit": Row(
        "in 404 404 403 200", "in 404 404 403 422", args=unit, data=SEEN
    ),
    "organisations:unit_move": Row(
        "in 404 404 403 200", "in 404 404 403 422", args=unit, data=SEEN
    ),
    "organisations:unit_deactivate": Row(
        "in 404 404 403 200", "in 404 404 403 302", args=unit, data=SEEN
    ),
    "organisations:unit_reactivate": Row(
        "in 404 404 403 200", "in 404 404 403 302", args=unit, data=SEEN
    ),
    "organisations:people": Row("in 302 200 200 302"),
    "organisations:person": Row("in 404 404 302 200", args=person),
    "organisations:person_edit": Row("in 404 404 403 200", "in 404 404 403 422", args=person),
    "organisations:person_roles": Row("in 404 404 403 200", "in 404 404 403 422", args=person),
    "organisations:person_deactivate": Row("in 404 404 403 200", "in 404 404 403 302", args=person),
    "organisations:person_letter": Row(POST_ONLY, "in 404 404 403 200", args=person),
    "organisations:person_new": Row("in 404 404 200 200", "in 404 404 422 422", args=unit_pk),
    "organisations:invite": Row("in 404 404 200 200", "in 404 404 422 422", args=unit_pk),
    "organisations:withdraw": Row(POST_ONLY, "in 404 404 302 422", args=invitation),
    "evidence:file": Row("in 404 404 200 200", args=photo),
    "evidence:thumbnail": Row("in 404 404 200 200", args=photo),
    "phrases:words": Row("in 200 403 403 200"),
    "phrases:try": Row(POST_ONLY, "in 422 403 403 422"),
    "phrases:add": Row(POST_ONLY, "in 422 403 403 422"),
    "phrases:remove": Row(POST_ONLY, "in 404 404 404 302", args=phrase),
    "phrases:changes": Row("in 200 403 403 200"),
    "phrases:export": Row("in 200 403 403 200"),
    "phrases:import": Row("in 200 403 403 200", "in 422 403 403 422"),
    "phrases:corrections": Row("in 200 403 403 200"),
    "phrases:forget": Row(POST_ONLY, "in 404 404 404 302", args=correction, data=SEEN),
    "phrases:bring_back": Row(POST_ONLY, "in 404 404 404 409", args=correction, data=SEEN),
    "comparisons:index": Row("in 404 404 404 200", "in 404 404 404 422", args=draft),
    "comparisons:earlier": Row(POST_ONLY, "in 404 404 404 422", args=draft),
    "comparisons:show": Row("in 404 404 404 200", args=comparison),
    "comparisons:original": Row("in 404 404 404 200", args=comparison),
    "comparisons:again": Row(POST_ONLY, "in 404 404 404 302", args=comparison, data=SEEN),
    "comparisons:rule": Row(POST_ONLY, "in 404 404 404 422", args=comparison, data=SEEN),
    "comparisons:point": Row(
        "in 404 404 404 200", "in 404 404 404 422", args=compared_point, data=SEEN
    ),
    "comparisons:leave_out": Row(POST_ONLY, "in 404 404 404 422", args=compared_point, data=SEEN),
    "campaigns:list": Row("in 200 403 403 200"),
    "campaigns:import": Row("in 200 403 403 200", "in 422 403 403 422"),
    "campaigns:paste": Row("in 404 404 404 200", "in 404 404 404 422", args=notice),
    "campaigns:import_again": Row("in 404 404 404 200", "in 404 404 404 302", args=notice),
    "campaigns:source": Row("in 404 404 404 200", args=draft),
    "campaigns:original": Row("in 404 404 404 200", args=draft),
    "campaigns:trail": Row("in 404 404 404 200", args=draft),
    "campaigns:fields": Row("in 404 404 404 200", "in 404 404 404 422", args=draft, data=SEEN),
    "campaigns:doubt": Row(POST_ONLY, "in 404 404 404 422", args=doubt, data={"seen": "open"}),
    "campaigns:activities": Row("in 404 404 404 200", args=draft),
    "campaigns:accept_rest": Row("in 404 404 404 200", "in 404 404 404 302", args=draft, data=SEEN),
    "campaigns:activity": Row("in 404 404 404 200", args=activity),
    "campaigns:judge": Row(POST_ONLY, "in 404 404 404 422", args=activity, data=SEEN),
    "campaigns:edit": Row("in 404 404 404 200", "in 404 404 404 422", args=activity, data=SEEN),
    "campaigns:split": Row("in 404 404 404 200", "in 404 404 404 422", args=activity, data=SEEN),
    "campaigns:remembered": Row(POST_ONLY, "in 404 404 404 422", args=activity, data=SEEN),
    "campaigns:merge": Row("in 404 404 404 200", "in 404 404 404 422", args=merging, data=SEEN),
    "campaigns:schedule": Row("in 404 404 404 200", "in 404 404 404 422", args=draft, data=SEEN),
    "campaigns:check": Row("in 404 404 404 200", args=draft),
    "campaigns:publish": Row(POST_ONLY, "in 404 404 404 422", args=draft, data=SEEN),
    "campaigns:published": Row("in 404 404 404 200", args=version),
    "campaigns:amend": Row("in 404 404 404 200", "in 404 404 404 422", args=published, data=SEEN),
    "campaigns:discard": Row("in 404 404 404 200", "in 404 404 404 422", args=published, data=SEEN),
    "campaigns:version": Row("in 404 404 404 200", args=version),
    "campaigns:home": Row("200 200 200 200 200", PUBLIC_GET_ONLY),
    "campaigns:public": Row("200 200 200 200 200", PUBLIC_GET_ONLY, args=published, is_public=True),
    "campaigns:public_print": Row(
        "200 200 200 200 200", PUBLIC_GET_ONLY, args=published, is_public=True
    ),
    "campaigns:public_original": Row(
        "200 200 200 200 200", PUBLIC_GET_ONLY, args=published, is_public=True
    ),
    "campaigns:public_version": Row(
        "200 200 200 200 200", PUBLIC_GET_ONLY, args=version, is_public=True
    ),
    "dashboards:start": Row("in 302 302 302 302"),
    "dashboards:desk": Row("in 200 403 403 200"),
    "dashboards:enterprise": Row("in 200 200 200 200"),
    "dashboards:public_progress": Row(
        "200 200 200 200 200", PUBLIC_GET_ONLY, args=published, is_public=True
    ),
    "styleguide:index": Row("in 200 200 200 200", is_public=True),
    "assignments:ledger": Row("in 200 403 403 200"),
    "assignments:ledger_print": Row("in 200 403 403 200"),
    "assignments:ledger_export": Row("in 200 403 403 200"),
    "assignments:new": Row("in 200 403 403 200", "in 422 403 403 422"),
    "assignments:assign": Row("in 200 403 403 200", "in 200 403 403 200"),
    "assignments:assign_units": Row("in 302 403 403 302", "in 302 403 403 302"),
    "assignments:assign_dates": Row("in 302 403 403 302", "in 302 403 403 302"),
    "assignments:assign_check": Row("in 302 403 403 302", "in 302 403 403 302"),
    "assignments:batches": Row("in 200 403 403 200"),
    "assignments:batch": Row("in 404 403 403 200", args=batch),
    "assignments:batch_retry": Row(POST_ONLY, "in 404 403 403 422", args=batch),
    "assignments:detail": Row("in 404 403 403 200", args=assigned),
    "assignments:cancel": Row("in 404 403 403 200", "in 404 403 403 422", args=assigned, data=SEEN),
    "assignments:reopen": Row(
        "in 404 403 403 200", "in 404 403 403 422", args=closed, data={"seen": "2"}
    ),
    "assignments:task": Row("in 404 404 200 404", args=assigned),
    "assignments:acknowledge": Row(POST_ONLY, "in 404 404 302 404", args=assigned, data=SEEN),
    "assignments:report": Row("in 404 404 200 404", "in 404 404 422 404", args=drafted),
    "assignments:report_draft": Row(POST_ONLY, "in 404 404 204 404", args=drafted),
    "assignments:report_photos": Row("in 404 404 200 404", "in 404 404 302 404", args=drafted),
    "assignments:report_check": Row(
        "in 404 404 200 404", "in 404 404 422 404", args=drafted, data=SEEN
    ),
    "assignments:receipt": Row("in 404 404 200 404", args=reported),
    "assignments:review_queue": Row("in 200 403 403 200"),
    "assignments:review": Row(
        "in 404 403 403 200", "in 404 403 403 200", args=reported, data={"seen": "1"}
    ),
    "assignments:review_photo": Row("in 404 403 403 200", args=reported_photo),
}
