"""A person who keeps the words, one who only reads them, and a remembered correction."""

import pytest

from anyue.organisations.models import User
from anyue.phrases import services
from anyue.phrases.matching import Wording
from anyue.phrases.models import Correction
from anyue.phrases.rules import CorrectedField
from anyue.phrases.services import Said
from tests.factories import UserFactory

WORDING = Wording.of("开展应急演练", "各企业6月20日前组织一次事故应急演练；写好小结。")


@pytest.fixture
def onlooker(bureau) -> User:
    return UserFactory(username="onlooker", name="何静", unit=bureau, roles=["supervisor"])


@pytest.fixture
def at_desk(client, officer):
    client.force_login(officer)
    return client


def remembered(actor: User, value: str = "monthly", text: str = "每月", **more) -> Correction:
    facts = {
        "wording": WORDING,
        "field": CorrectedField.CADENCE,
        "reader": Said("", "一次"),
        **more,
    }
    made = services.remember(actor=actor, unit=actor.unit, made=Said(value, text), **facts)
    assert made is not None
    return made


@pytest.fixture
def correction(officer) -> Correction:
    return remembered(officer)
