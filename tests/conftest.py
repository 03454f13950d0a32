"""The fixed cast: one bureau with two firms, and another county that must see nothing.

officer works at the bureau (safety_chief), reviewer is her colleague (inspector), firm and
other_firm stand below the bureau, worker reports for firm (firm_safety), rival for other_firm,
outsider is a safety_chief of another county.
"""

import pytest

from anyue.organisations.models import Unit, User
from anyue.organisations.rules import UnitKind
from tests.factories import UnitFactory, UserFactory


@pytest.fixture
def county(db: None) -> Unit:
    return UnitFactory(name="示例县", kind=UnitKind.COUNTY, path="/1/")


@pytest.fixture
def bureau(county: Unit) -> Unit:
    return UnitFactory(
        name="示例县工业和信息化局", kind=UnitKind.BUREAU, path="/1/2/", parent=county
    )


@pytest.fixture
def firm(bureau: Unit) -> Unit:
    return UnitFactory(name="青石化工有限公司", path="/1/2/3/", parent=bureau)


@pytest.fixture
def other_firm(bureau: Unit) -> Unit:
    return UnitFactory(name="白杨机械有限公司", path="/1/2/4/", parent=bureau)


@pytest.fixture
def officer(bureau: Unit) -> User:
    return UserFactory(username="officer", name="王丽", unit=bureau, roles=["safety_chief"])


@pytest.fixture
def reviewer(bureau: Unit) -> User:
    return UserFactory(username="reviewer", name="赵强", unit=bureau, roles=["inspector"])


@pytest.fixture
def worker(firm: Unit) -> User:
    return UserFactory(username="worker", name="李敏", unit=firm, roles=["firm_safety"])


@pytest.fixture
def rival(other_firm: Unit) -> User:
    return UserFactory(username="rival", name="周平", unit=other_firm, roles=["firm_safety"])


@pytest.fixture
def outsider(db: None) -> User:
    elsewhere = UnitFactory(name="邻县工业和信息化局", kind=UnitKind.BUREAU, path="/9/")
    return UserFactory(username="outsider", name="孙远", unit=elsewhere, roles=["safety_chief"])
