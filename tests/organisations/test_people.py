"""Keeping people: enter, correct, roles, close; each works, is refused, and is raced."""

import pytest
from django.core.exceptions import PermissionDenied

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import Invitation, RoleGrant, Unit, User
from anyue.organisations.services import invitations, people
from tests.factories import PASSWORD, UserFactory
from tests.organisations.racing import together


def enter(actor, unit, roles, username="zhang"):
    return people.create(actor=actor, unit=unit, username=username, name="张三", roles=roles)


def roles_of(person):
    return set(RoleGrant.objects.filter(user=person).values_list("role", flat=True))


def test_a_new_person_has_roles_and_no_password(officer, firm):
    person = enter(officer, firm, ["firm_head", "expert"])

    kept = User.objects.get(pk=person.pk)
    assert roles_of(kept) == {"firm_head", "expert"}
    assert not kept.has_usable_password()
    assert {grant.granted_by for grant in kept.role_grants.all()} == {officer}


@pytest.mark.parametrize("who", ["reviewer", "rival", "outsider"])
def test_only_keepers_of_the_unit_enter_people(request, firm, who):
    with pytest.raises(PermissionDenied):
        enter(request.getfixturevalue(who), firm, ["firm_head"])

    assert not User.objects.filter(username="zhang").exists()


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [(["inspector"], "不能设在这类单位"), ([], "至少选一个角色")],
)
def test_roles_that_cannot_be_are_refused(officer, firm, roles, sentence):
    with pytest.raises(Refused, match=sentence):
        enter(officer, firm, roles)

    assert not User.objects.filter(username="zhang").exists()


def test_nobody_gives_more_power_than_they_hold(bureau):
    guard = UserFactory(unit=bureau, roles=["sec_admin"])

    with pytest.raises(PermissionDenied):
        enter(guard, bureau, ["inspector"])

    assert not User.objects.filter(username="zhang").exists()


def test_a_login_name_is_given_once(officer, firm, rival):
    with pytest.raises(Refused, match="已经有人用了"):
        enter(officer, firm, ["firm_head"], username="rival")

    assert User.objects.filter(username="rival").count() == 1
    assert not RoleGrant.objects.filter(granted_by=officer).exists()


def test_nobody_is_entered_in_a_unit_that_is_struck_off(officer, firm):
    Unit.objects.filter(pk=firm.pk).update(is_active=False)
    firm.refresh_from_db()

    with pytest.raises(Refused, match="已停用"):
        enter(officer, firm, ["firm_head"])

    assert not User.objects.filter(username="zhang").exists()


def test_contact_facts_are_corrected_by_a_keeper_only(officer, rival, worker):
    with pytest.raises(PermissionDenied):
        people.correct(worker, actor=rival, name="王五", phone="", post="")
    assert User.objects.get(pk=worker.pk).name == "李敏"

    people.correct(worker, actor=officer, name="李明", phone="13900000000", post="安全部长")

    kept = User.objects.get(pk=worker.pk)
    assert (kept.name, kept.phone, kept.post) == ("李明", "13900000000", "安全部长")


def test_roles_are_replaced_and_act_at_once(officer, worker):
    people.set_roles(worker, actor=officer, seen=["firm_safety"], roles=["team_leader"])

    assert roles_of(worker) == {"team_leader"}
    assert not User.objects.get(pk=worker.pk).can("report")


@pytest.mark.parametrize("who", ["rival", "reviewer", "worker"])
def test_others_and_oneself_change_no_roles(request, worker, who):
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        people.set_roles(worker, actor=actor, seen=["firm_safety"], roles=["firm_head"])

    assert roles_of(worker) == {"firm_safety"}


def test_the_three_administrators_stay_apart(bureau, officer):
    person = UserFactory(unit=bureau, roles=["sec_admin"])
    admin = UserFactory(unit=bureau, roles=["sys_admin"])

    with pytest.raises(Refused, match="不能由同一人担任"):
        people.set_roles(person, actor=admin, seen=["sec_admin"], roles=["sec_admin", "sys_admin"])

    assert roles_of(person) == {"sec_admin"}


def test_a_role_above_the_keeper_can_neither_be_given_nor_taken(bureau, reviewer):
    guard = UserFactory(unit=bureau, roles=["sec_admin"])

    for wanted in (["expert"], ["inspector", "safety_chief"]):
        with pytest.raises(PermissionDenied):
            people.set_roles(reviewer, actor=guard, seen=["inspector"], roles=wanted)

    assert roles_of(reviewer) == {"inspector"}


def test_a_role_above_the_keeper_stays_beside_one_that_is_added(bureau, reviewer):
    guard = UserFactory(unit=bureau, roles=["sec_admin"])

    people.set_roles(reviewer, actor=guard, seen=["inspector"], roles=["inspector", "expert"])

    assert roles_of(reviewer) == {"inspector", "expert"}


def test_roles_from_an_old_page_are_told_so(officer, worker):
    people.set_roles(worker, actor=officer, seen=["firm_safety"], roles=["team_leader"])

    with pytest.raises(Stale, match="刚刚被别人改过"):
        people.set_roles(worker, actor=officer, seen=["firm_safety"], roles=["firm_head"])

    assert roles_of(worker) == {"team_leader"}


def test_closing_voids_password_and_letters(officer, worker):
    worker.set_password(PASSWORD)
    worker.save()
    invitations.invite_person(worker, actor=officer)

    people.deactivate(worker, actor=officer)

    kept = User.objects.get(pk=worker.pk)
    assert not kept.is_active
    assert not kept.check_password(PASSWORD)
    assert Invitation.objects.get().withdrawn_at


def test_closing_twice_is_said(officer, worker):
    people.deactivate(worker, actor=officer)

    with pytest.raises(Refused, match="已经停用"):
        people.deactivate(worker, actor=officer)


@pytest.mark.parametrize("who", ["rival", "reviewer", "worker", "outsider"])
def test_others_and_oneself_close_nothing(request, worker, who):
    with pytest.raises(PermissionDenied):
        people.deactivate(worker, actor=request.getfixturevalue(who))

    assert User.objects.get(pk=worker.pk).is_active


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_keepers_at_once_never_mix_their_roles(officer, worker, firm, round_):
    UserFactory(username="head", unit=firm, roles=["firm_head"])

    def change(keeper, roles):
        actor = User.objects.select_related("unit").get(username=keeper)
        person = User.objects.select_related("unit").get(pk=worker.pk)
        return lambda: people.set_roles(person, actor=actor, seen=["firm_safety"], roles=roles)

    results = together(change("officer", ["firm_head"]), change("head", ["team_leader"]))

    assert sorted(type(one).__name__ for one in results) == ["NoneType", "Stale"]
    assert roles_of(worker) == ({"firm_head"} if results[0] is None else {"team_leader"})
