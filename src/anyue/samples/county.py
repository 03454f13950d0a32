"""Builds 示例县: units, people, a published plan, and work in every state.

Everything goes through the same services as real work, so that the sample can hold nothing a
person could not have made.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from anyue.assignments import jobs
from anyue.assignments.models import Assignment
from anyue.assignments.services.assigning import Dates, hand_out
from anyue.campaigns.models import Activity, Campaign
from anyue.campaigns.rules import DoubtState
from anyue.campaigns.services import doubts, editing, importing, publishing, scheduling
from anyue.comparisons.services import compare_with_file
from anyue.organisations.models import Sector, Unit, User
from anyue.organisations.rules import UnitKind, credit_code_check
from anyue.organisations.services import people, units
from anyue.organisations.services.installing import enter_person

from .work import Office, do_some_work

PASSWORD = "anyue-demo-2026"  # noqa: S105 - published on purpose, works in demo mode alone
COUNTY = "示例县"
BUREAU = "示例县工业和信息化局"
DATA: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("county.toml").read_text(encoding="utf-8")
)
SIGN_INS: list[tuple[str, str]] = [(who["shown"], who["username"]) for who in DATA["people"]]
"""(what the person is, login name), as printed at the start."""


@transaction.atomic
def load() -> bool:
    """Build the sample county; False, and nothing done, where there are units already."""
    if Unit.objects.exists():
        return False
    staff = _bureau_people()
    chief = staff["guzhang"]
    office = Unit.objects.get(name=BUREAU)
    firms = [
        _firm(chief, office, number, facts) for number, facts in enumerate(DATA["firms"], start=1)
    ]
    reporters = {firm.pk: _reporter(chief, firm) for firm in firms}
    campaign = _plan(chief)
    _give_out(chief, campaign, firms)
    cast = Office(reviewer=staff["jianguan"], chief=chief, reporters=reporters)
    do_some_work(cast, Assignment.objects.filter(campaign=campaign).order_by("pk"))
    User.objects.update(is_demo=True)
    return True


def _bureau_people() -> dict[str, User]:
    """By login name. They keep the published password for the first sign-in and after."""
    made = {}
    for who in DATA["people"]:
        if who["unit"] != "局":
            continue
        person, _ = enter_person(
            unit_name=BUREAU,
            kind=UnitKind.BUREAU,
            username=who["username"],
            name=who["name"],
            roles=who["roles"],
        )
        person.post = who["post"]
        _publish_password(person)
        made[person.username] = person
    return made


def _publish_password(person: User) -> None:
    person.set_password(PASSWORD)
    person.must_change_password = False
    person.save()


def _firm(chief: User, bureau: Unit, number: int, facts: dict[str, Any]) -> Unit:
    names = {entry["code"]: entry["name"] for entry in DATA["sectors"]}
    sector, _ = Sector.objects.get_or_create(
        code=facts["sector"], defaults={"name": names[facts["sector"]]}
    )
    first = f"91990099MA{number:07d}"
    return units.create(
        actor=chief,
        parent=bureau,
        kind=UnitKind.ENTERPRISE,
        sectors=[sector],
        name=facts["name"],
        credit_code=first + credit_code_check(first),
        is_key=facts["is_key"],
        head_count=facts["head_count"],
        address=f"{COUNTY}{facts['township']}",
        contact_name=facts["contact"],
        contact_phone=f"0900-55501{number:02d}",
    )


def _reporter(chief: User, firm: Unit) -> User:
    """The firm's safety officer; only those with a shown sign-in get a password."""
    shown = next((who for who in DATA["people"] if who["unit"] == firm.name), None)
    person = people.create(
        actor=chief,
        unit=firm,
        username=shown["username"] if shown else f"firm{firm.pk}",
        name=firm.contact_name,
        roles=["firm_safety"],
        post=shown["post"] if shown else "安全管理员",
    )
    if shown:
        _publish_password(person)
    return person


def _plan(chief: User) -> Campaign:
    """Import the invented notice and carry it to its publication."""
    text = _text("plan.txt")
    campaign = importing.import_notice(actor=chief, data=text, name="示例县安全生产月方案.txt")
    for doubt in campaign.doubts.all():
        doubts.answer_doubt(doubt, actor=chief, seen=doubt.state, state=DoubtState.ACKNOWLEDGED)
    campaign.refresh_from_db()
    editing.accept_rest(campaign, actor=chief, seen=campaign.revision)
    campaign.refresh_from_db()
    values = {"theme": campaign.theme, "key_sector": "民用爆炸物品"}
    editing.edit_fields(campaign, actor=chief, seen=campaign.fields_revision, values=values)
    scheduling.schedule(campaign, actor=chief, rows=_appointments(campaign))
    campaign.refresh_from_db()
    publishing.publish(campaign, actor=chief, seen=campaign.revision)
    campaign.refresh_from_db()
    upper = _text("upper_plan.txt")
    compare_with_file(campaign, actor=chief, data=upper, name="示例市安全生产月方案.txt")
    return campaign


def _text(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()


def _appointments(campaign: Campaign) -> list[scheduling.Appointment]:
    """The dates the notice names, and the end of the month for the rest."""
    return [
        scheduling.Appointment(
            activity=activity,
            seen=activity.revision,
            due_date=activity.due_date or campaign.period_end,
            event_date=activity.event_date,
            responsible_office="安全股",
        )
        for activity in campaign.activities.kept()
    ]


def _give_out(chief: User, campaign: Campaign, firms: list[Unit]) -> None:
    """Three batches: with time left, due soon, and overdue."""
    today = localdate()
    for_firms = [
        activity
        for activity in Activity.objects.assignable().filter(campaign=campaign)
        if "enterprise" in activity.audience
    ]
    one_firm_earlier = {firms[-1].pk: today + timedelta(days=1)}
    for start, days in enumerate((25, 2, -6)):
        batch = jobs.give_out(
            actor=chief,
            activities=for_firms[start::3],
            units=firms,
            dates=Dates(common=today + timedelta(days=days), exceptions=one_firm_earlier),
            note="请按时限上报，有困难提前联系安全股。",
        )
        hand_out(batch.pk)
