"""Credit codes, places in the tree, who may keep whom and grant what."""

import pytest
from django.core.exceptions import ValidationError

from anyue.organisations import rules
from anyue.organisations.models import User
from anyue.organisations.roles import ROLES
from anyue.organisations.rules import UnitKind
from tests.factories import UserFactory

VALID = "91350100M000100Y43"


def test_the_example_of_the_standard_is_valid():
    rules.validate_credit_code(VALID)

    assert rules.credit_code_check(VALID[:17]) == "3"


@pytest.mark.parametrize("place", range(17))
def test_a_wrong_symbol_anywhere_is_found(place):
    wrong = "2" if VALID[place] != "2" else "3"

    with pytest.raises(ValidationError, match="校验位不对"):
        rules.validate_credit_code(VALID[:place] + wrong + VALID[place + 1 :])


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (VALID[:17], "现在是 17 位"),
        (VALID + "1", "现在是 19 位"),
        ("O" + VALID[1:], "不用 I、O、S、V、Z"),
        (VALID.lower(), "数字和大写字母"),
    ],
)
def test_a_code_of_wrong_length_or_symbols_is_refused_with_the_reason(code, sentence):
    with pytest.raises(ValidationError, match=sentence):
        rules.validate_credit_code(code)


@pytest.mark.parametrize(
    ("kind", "parent_kind", "sentence"),
    [
        (UnitKind.ENTERPRISE, UnitKind.BUREAU, None),
        (UnitKind.ENTERPRISE, UnitKind.TOWNSHIP, None),
        (UnitKind.WORKSHOP, UnitKind.ENTERPRISE, None),
        (UnitKind.BUREAU, "", None),
        (UnitKind.ENTERPRISE, "", "必须有上级单位"),
        (UnitKind.WORKSHOP, UnitKind.BUREAU, "不能直接设"),
        (UnitKind.BUREAU, UnitKind.ENTERPRISE, "不能直接设"),
        (UnitKind.WORKSHOP, UnitKind.WORKSHOP, "不能直接设"),
    ],
)
def test_each_kind_has_its_place(kind, parent_kind, sentence):
    objection = rules.objection_to_place(kind, parent_kind)

    assert objection is None if sentence is None else sentence in objection


@pytest.mark.parametrize(
    "pair",
    [("sys_admin", "sec_admin"), ("sys_admin", "audit_admin"), ("sec_admin", "audit_admin")],
)
def test_nobody_is_two_of_the_three_administrators(pair):
    assert "不能由同一人担任" in rules.objection_to_roles(UnitKind.BUREAU, pair)


def test_roles_belong_to_their_place():
    assert "不能设在这类单位" in rules.objection_to_roles(UnitKind.ENTERPRISE, ["inspector"])
    assert "不能设在这类单位" in rules.objection_to_roles(UnitKind.BUREAU, ["firm_head"])
    assert rules.objection_to_roles(UnitKind.ENTERPRISE, ["expert", "firm_head"]) is None


def test_a_role_gives_nobody_more_than_its_line_in_the_table(firm):
    person = UserFactory(unit=firm, roles=["team_leader", "expert"])

    assert person.capabilities == ROLES["team_leader"].may
    assert person.can("ledger.read")
    assert not person.can("report")


def test_a_closed_account_can_do_nothing(worker):
    worker.is_active = False

    assert not worker.can("report")


def test_an_office_gives_every_role_of_a_firm_below_it(officer, firm):
    granted = {role.code for role in rules.grantable_roles(officer, firm)}

    assert granted == {code for code, role in ROLES.items() if role.place != "government"}


def test_an_office_gives_its_own_people_no_more_power_than_the_keeper_holds(officer, bureau):
    granted = {role.code for role in rules.grantable_roles(officer, bureau)}

    assert {"safety_chief", "inspector", "bureau_leader", "section_user"} <= granted
    assert not {"sys_admin", "audit_admin", "firm_head"} & granted


def test_a_keeper_without_power_of_review_cannot_make_a_reviewer(bureau):
    admin = UserFactory(unit=bureau, roles=["sys_admin"])

    assert not rules.may_grant(admin, "inspector", bureau)
    assert rules.may_grant(admin, "sec_admin", bureau)


def test_a_firm_keeps_only_its_own_people(worker, firm, other_firm, bureau):
    assert rules.may_grant(worker, "firm_head", firm)
    assert not rules.may_grant(worker, "firm_head", other_firm)
    assert not rules.may_grant(worker, "expert", bureau)


@pytest.mark.parametrize(
    ("keeper", "person", "expected"),
    [
        ("officer", "worker", True),
        ("officer", "reviewer", True),
        ("officer", "officer", False),
        ("officer", "outsider", False),
        ("reviewer", "worker", False),
        ("worker", "rival", False),
        ("worker", "officer", False),
        ("outsider", "worker", False),
    ],
)
def test_who_keeps_whom(request, keeper, person, expected):
    actor, other = request.getfixturevalue(keeper), request.getfixturevalue(person)

    assert rules.may_keep_person(actor, other) is expected
    assert rules.may_reset_password(actor, other) is expected


def test_a_lesser_keeper_closes_but_does_not_take_over_an_account(officer, bureau):
    guard = UserFactory(unit=bureau, roles=["sec_admin"])

    assert rules.may_keep_person(guard, officer)
    assert not rules.may_reset_password(guard, officer)


def test_the_register_is_kept_below_and_moved_only_below(officer, bureau, firm, outsider):
    assert rules.may_keep_unit(officer, bureau)
    assert not rules.may_place_unit(officer, bureau)
    assert rules.may_place_unit(officer, firm)
    assert not rules.may_keep_unit(outsider, firm)
    assert not rules.may_keep_unit(officer, outsider.unit)


def test_somebody_without_a_unit_reaches_nothing(db, firm):
    nobody = User.objects.create_user("nobody", None, name="无名")

    assert not rules.in_scope(nobody, firm)
    assert not rules.works_at_desk(nobody)
