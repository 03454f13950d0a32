"""A small notice in our own words, read for real, and the plan made of it."""

from pathlib import Path

import pytest
from django.conf import settings

from anyue.campaigns import services
from anyue.campaigns.models import Activity, Campaign
from anyue.campaigns.rules import DoubtState
from anyue.campaigns.services.importing import make_plan
from anyue.evidence.services import keep_document
from anyue.organisations.models import User
from anyue.reading import read
from tests.factories import UserFactory

NOTICE = Path(__file__).with_name("notice.txt").read_bytes()
READING = read(NOTICE, "通知.txt")


@pytest.fixture(autouse=True)
def media(tmp_path, monkeypatch) -> Path:
    """Every test keeps its files in a folder of its own."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def leader(bureau) -> User:
    return UserFactory(username="leader", name="沈国平", unit=bureau, roles=["bureau_leader"])


@pytest.fixture
def onlooker(bureau) -> User:
    """Reads plans and changes nothing."""
    return UserFactory(username="onlooker", name="何静", unit=bureau, roles=["supervisor"])


@pytest.fixture
def campaign(officer) -> Campaign:
    """A draft fresh from the reader: four proposed activities and two open doubts."""
    original = keep_document(NOTICE, content_type="text/plain")
    return make_plan(
        actor=officer, unit=officer.unit, original=original, name="通知.txt", reading=READING
    )


@pytest.fixture
def ready(campaign, officer) -> Campaign:
    """A draft that only waits for the button."""
    make_ready(campaign, officer)
    return campaign


@pytest.fixture
def published(ready, officer) -> Campaign:
    services.publish(ready, actor=officer, seen=ready.revision)
    return ready


@pytest.fixture
def drill(campaign) -> Activity:
    return campaign.activities.get(title="开展应急演练")


@pytest.fixture
def at_desk(client, officer):
    client.force_login(officer)
    return client


def make_ready(campaign: Campaign, actor: User) -> None:
    services.edit_fields(campaign, actor=actor, seen=campaign.fields_revision, values={})
    services.accept_rest(campaign, actor=actor, seen=campaign.revision)
    rows = [
        services.Appointment(
            activity,
            activity.revision,
            activity.due_date or campaign.period_end,
            activity.event_date,
            "安全股",
        )
        for activity in campaign.activities.all()
    ]
    services.schedule(campaign, actor=actor, rows=rows)
    for doubt in campaign.doubts.all():
        services.answer_doubt(doubt, actor=actor, seen=doubt.state, state=DoubtState.ACKNOWLEDGED)
    campaign.refresh_from_db()
