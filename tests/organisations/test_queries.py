"""Who sees which units, people and letters."""

import pytest

from anyue.organisations.models import Unit, User
from anyue.organisations.services import invitations
from tests.factories import UnitFactory, UserFactory


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("officer", {"示例县工业和信息化局", "青石化工有限公司", "白杨机械有限公司"}),
        ("worker", {"青石化工有限公司"}),
        ("outsider", {"邻县工业和信息化局"}),
    ],
)
def test_units_in_sight_are_the_own_one_and_those_below(
    request, officer, worker, rival, outsider, who, names
):
    seen = Unit.objects.visible_to(request.getfixturevalue(who))

    assert {unit.name for unit in seen} == names


def test_a_path_that_only_begins_alike_is_out_of_sight(firm, worker, bureau):
    UnitFactory(name="另一家", path="/1/2/33/", parent=bureau)

    assert list(Unit.objects.visible_to(worker)) == [firm]


def test_only_keepers_see_others(officer, reviewer, worker, rival):
    assert set(User.objects.visible_to(officer)) == {officer, reviewer, worker, rival}
    assert set(User.objects.visible_to(reviewer)) == {reviewer}
    assert set(User.objects.visible_to(worker)) == {worker}


def test_letters_are_seen_by_keepers_of_their_unit(officer, reviewer, worker, rival, firm):
    letter = invitations.invite(actor=officer, unit=firm, role="firm_head")
    manager = type(letter.invitation).objects

    assert list(manager.visible_to(officer)) == [letter.invitation]
    assert list(manager.visible_to(worker)) == [letter.invitation]
    assert not manager.visible_to(reviewer).exists()
    assert not manager.visible_to(rival).exists()


def test_somebody_without_a_unit_sees_nothing(firm, worker):
    nobody = User.objects.create_user("nobody", None, name="无名")

    assert not Unit.objects.visible_to(nobody).exists()
    assert not User.objects.visible_to(nobody).exists()


def test_people_are_counted_and_firms_without_an_account_found(firm, other_firm, worker):
    UserFactory(unit=firm, is_active=False)
    UserFactory(unit=other_firm, is_active=False)

    counted = {u.name: u.people_count for u in Unit.objects.with_people_count()}

    assert counted[firm.name] == 1
    assert counted[other_firm.name] == 0
    assert firm not in Unit.objects.without_account()
    assert other_firm in Unit.objects.without_account()
