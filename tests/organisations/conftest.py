"""Keys of new units start far above the paths of the fixed cast, so no path can clash."""

import pytest
from django.core.management.color import no_style
from django.db import connection

from anyue.organisations.models import Sector, Unit
from anyue.organisations.rules import UnitKind
from tests.factories import UnitFactory


@pytest.fixture(autouse=True)
def high_keys(request):
    if not {"db", "transactional_db"} & set(request.fixturenames):
        return
    request.getfixturevalue("db")
    Unit.objects.create(pk=50_000, name="占位", kind=UnitKind.BUREAU, path="/50000/")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Unit]):
            cursor.execute(statement)
    Unit.objects.filter(pk=50_000).delete()


@pytest.fixture
def township(bureau):
    return UnitFactory(name="青石镇", kind=UnitKind.TOWNSHIP, path="/1/2/5/", parent=bureau)


@pytest.fixture
def workshop(firm):
    return UnitFactory(name="合成车间", kind=UnitKind.WORKSHOP, path="/1/2/3/6/", parent=firm)


@pytest.fixture
def sector(db):
    return Sector.objects.create(code="chemicals", name="危险化学品")
