"""Invitations: strong codes, one open letter per purpose, good once, also when raced."""

from datetime import timedelta
from math import log2

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from anyue.core.errors import Refused, TooFast
from anyue.organisations.models import Invitation, RoleGrant, Unit, User
from anyue.organisations.services import invitations, people, units
from tests.factories import PASSWORD, UserFactory
from tests.organisations.racing import together

HERE = "203.0.113.9"
WHO = {"name": "钱进", "phone": "13900000000", "username": "qianjin", "password": PASSWORD}


def letter_for(actor, unit, role="firm_safety", **more):
    return invitations.invite(actor=actor, unit=unit, role=role, **more)


def look_up(code):
    return invitations.look_up(code, caller=HERE)


def test_a_code_carries_58_bits_and_no_symbol_that_is_misread():
    assert len(set(invitations.SYMBOLS)) == len(invitations.SYMBOLS)
    assert invitations.LENGTH * log2(len(invitations.SYMBOLS)) >= 58
    assert not set("01IOBSZ") & set(invitations.SYMBOLS)


def test_only_a_keyed_hash_of_the_code_is_kept(officer, firm, settings):
    letter = letter_for(officer, firm)

    kept = Invitation.objects.get()
    row = " ".join(str(value) for value in vars(kept).values())
    assert len(letter.code) == 12
    assert letter.code not in row
    assert len(kept.code_hash) == 64
    settings.SECRET_KEY = "another key " * 5
    assert invitations.code_hash(letter.code) != kept.code_hash


def test_a_letter_is_good_for_fourteen_days(officer, firm):
    letter = letter_for(officer, firm)

    rest = letter.invitation.expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < rest <= timedelta(days=14)


@pytest.mark.parametrize(
    "spelling",
    [
        lambda code: code,
        lambda code: code.lower(),
        lambda code: "-".join((code[:4], code[4:8], code[8:])),
        lambda code: f" {code[:6]} {code[6:]}\n",
        lambda code: "".join(chr(ord(symbol) + 0xFEE0) for symbol in code),
        lambda code: code.replace("8", "B").replace("5", "S").replace("2", "Z").replace("L", "1"),
    ],
)
def test_a_code_is_found_however_it_is_typed(officer, firm, spelling):
    letter = letter_for(officer, firm)

    assert look_up(spelling(letter.code)) == letter.invitation


def test_a_new_letter_for_the_same_purpose_ends_the_old_one(officer, firm):
    old = letter_for(officer, firm)
    new = letter_for(officer, firm)

    with pytest.raises(Refused, match="已经作废"):
        look_up(old.code)
    assert look_up(new.code) == new.invitation


def test_letters_for_other_purposes_stay_good(officer, firm, other_firm):
    kept = [
        letter_for(officer, firm),
        letter_for(officer, firm, role="firm_head"),
        letter_for(officer, firm, invited_name="钱进"),
        letter_for(officer, other_firm),
    ]

    assert [look_up(letter.code) for letter in kept] == [one.invitation for one in kept]


def test_the_database_itself_allows_one_open_letter_per_purpose(officer, firm):
    letter_for(officer, firm)

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            unit=firm,
            role="firm_safety",
            code_hash="x" * 64,
            created_by=officer,
            expires_at=timezone.now(),
        )


@pytest.mark.parametrize("who", ["reviewer", "rival", "outsider"])
def test_only_keepers_invite(request, firm, who):
    with pytest.raises(PermissionDenied):
        letter_for(request.getfixturevalue(who), firm)

    assert not Invitation.objects.exists()


def test_an_invitation_gives_no_more_power_than_the_keeper_holds(bureau):
    guard = UserFactory(unit=bureau, roles=["sec_admin"])

    with pytest.raises(PermissionDenied):
        letter_for(guard, bureau, role="safety_chief")

    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("role", "active", "sentence"),
    [("inspector", True, "不能设在这类单位"), ("firm_head", False, "已停用")],
)
def test_an_impossible_invitation_is_refused(officer, firm, role, active, sentence):
    Unit.objects.filter(pk=firm.pk).update(is_active=active)

    with pytest.raises(Refused, match=sentence):
        letter_for(officer, firm, role=role)

    assert not Invitation.objects.exists()


def test_letters_for_many_firms_are_made_all_or_none(officer, firm, other_firm, outsider):
    with pytest.raises(PermissionDenied):
        invitations.invite_all(actor=officer, units=[firm, outsider.unit], role="firm_safety")
    assert not Invitation.objects.exists()

    letters = invitations.invite_all(actor=officer, units=[firm, other_firm], role="firm_safety")

    assert [letter.invitation.unit for letter in letters] == [firm, other_firm]
    assert len({letter.code for letter in letters}) == 2
    assert all(look_up(letter.code) == letter.invitation for letter in letters)


def test_letters_for_many_firms_take_as_many_queries_as_for_one(
    officer, bureau, django_assert_num_queries, django_assert_max_num_queries
):
    firms = [Unit(name=f"企业{n}", kind="enterprise", path=f"/1/2/8{n}/") for n in range(30)]
    firms = Unit.objects.bulk_create(firms)
    officer.capabilities, officer.unit  # noqa: B018

    with django_assert_max_num_queries(8):
        invitations.invite_all(actor=officer, units=firms, role="firm_safety")


def test_accepting_opens_an_account_in_that_unit_with_that_role(officer, firm):
    letter = letter_for(officer, firm)

    person = invitations.accept(look_up(letter.code), **WHO)

    kept = User.objects.get(username="qianjin")
    assert kept == person
    assert kept.unit == firm
    assert kept.role_codes == {"firm_safety"}
    assert kept.check_password(PASSWORD)
    assert (kept.name, kept.phone) == ("钱进", "13900000000")
    used = Invitation.objects.get()
    assert used.used_by == kept
    assert used.used_at


def test_a_used_letter_opens_nothing_more(officer, firm):
    letter = letter_for(officer, firm)
    invitation = look_up(letter.code)
    invitations.accept(invitation, **WHO)

    with pytest.raises(Refused, match="已经用过了"):
        look_up(letter.code)
    with pytest.raises(Refused, match="已经用过了"):
        invitations.accept(invitation, **{**WHO, "username": "second"})

    assert not User.objects.filter(username="second").exists()


def test_a_taken_login_name_leaves_the_letter_good(officer, firm):
    letter = letter_for(officer, firm)

    with pytest.raises(Refused, match="已经有人用了"):
        invitations.accept(look_up(letter.code), **{**WHO, "username": "officer"})

    assert User.objects.count() == 1
    assert look_up(letter.code).used_at is None


@pytest.mark.parametrize("step", ["look up", "accept"])
@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "已过有效期"),
        ({"withdrawn_at": timezone.now()}, "已经作废"),
    ],
)
def test_a_letter_that_ended_opens_nothing(officer, firm, step, ending, sentence):
    letter = letter_for(officer, firm)
    Invitation.objects.update(**ending)

    with pytest.raises(Refused, match=sentence):
        if step == "look up":
            look_up(letter.code)
        else:
            invitations.accept(letter.invitation, **WHO)

    assert not User.objects.filter(username="qianjin").exists()
    assert not RoleGrant.objects.filter(role="firm_safety").exists()


def test_a_letter_into_a_unit_that_is_struck_off_opens_nothing(officer, firm):
    letter = letter_for(officer, firm)
    invitation = look_up(letter.code)
    units.deactivate(firm, actor=officer, seen=0)

    with pytest.raises(Refused, match="已经作废"):
        look_up(letter.code)
    with pytest.raises(Refused, match="已经作废"):
        invitations.accept(invitation, **WHO)

    assert not User.objects.filter(username="qianjin").exists()


def test_guessing_codes_is_slowed_per_caller_and_nobody_else_waits(officer, firm):
    letter = letter_for(officer, firm)
    for _ in range(21):
        with pytest.raises(Refused, match="没有找到"):
            look_up("ACDE-FGHJ-KLMN")

    with pytest.raises(TooFast):
        look_up(letter.code)
    assert invitations.look_up(letter.code, caller="198.51.100.7") == letter.invitation


def test_a_withdrawn_letter_is_withdrawn_once(officer, rival, firm):
    letter = letter_for(officer, firm)
    with pytest.raises(PermissionDenied):
        invitations.withdraw(letter.invitation, actor=rival)
    assert look_up(letter.code)

    invitations.withdraw(letter.invitation, actor=officer)

    with pytest.raises(Refused, match="已经作废"):
        look_up(letter.code)
    with pytest.raises(Refused, match="不用再作废"):
        invitations.withdraw(letter.invitation, actor=officer)


def test_a_letter_for_a_person_sets_a_new_password(officer, worker):
    worker.set_password("the-old-password")
    worker.save()
    old = invitations.invite_person(worker, actor=officer)
    letter = invitations.invite_person(worker, actor=officer)

    with pytest.raises(Refused, match="已经作废"):
        look_up(old.code)
    person = invitations.accept_new_password(look_up(letter.code), password=PASSWORD)

    assert person == worker
    assert User.objects.get(pk=worker.pk).check_password(PASSWORD)
    assert User.objects.get(pk=worker.pk).role_codes == {"firm_safety"}
    with pytest.raises(Refused, match="已经用过"):
        invitations.accept_new_password(letter.invitation, password="a-third-password")
    assert User.objects.get(pk=worker.pk).check_password(PASSWORD)


def test_a_letter_opens_a_closed_account_again(officer, worker):
    people.deactivate(worker, actor=officer)
    letter = invitations.invite_person(worker, actor=officer)
    assert not User.objects.get(pk=worker.pk).is_active

    invitations.accept_new_password(look_up(letter.code), password=PASSWORD)

    assert User.objects.get(pk=worker.pk).is_active


def test_nobody_resets_the_password_of_somebody_with_more_power(bureau, officer, worker):
    guard = UserFactory(unit=bureau, roles=["sec_admin"])

    for actor, person in [(guard, officer), (worker, officer), (officer, officer)]:
        with pytest.raises(PermissionDenied):
            invitations.invite_person(person, actor=actor)

    assert not Invitation.objects.exists()


def test_nobody_is_invited_back_into_a_unit_that_is_struck_off(officer, worker, firm):
    Unit.objects.filter(pk=firm.pk).update(is_active=False)
    worker.refresh_from_db()

    with pytest.raises(Refused, match="已停用"):
        invitations.invite_person(worker, actor=officer)

    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_a_letter_used_by_several_at_once_opens_one_account(officer, firm, round_):
    letter = letter_for(officer, firm)

    def accept(number):
        invitation = look_up(letter.code)
        return lambda: invitations.accept(invitation, **{**WHO, "username": f"q{number}"})

    results = together(*[accept(number) for number in range(4)])

    assert sum(isinstance(one, User) for one in results) == 1
    assert User.objects.filter(username__startswith="q").count() == 1
    assert RoleGrant.objects.filter(role="firm_safety").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_letters_made_at_once_leave_one_open(officer, firm, round_):
    actor = User.objects.select_related("unit").get(pk=officer.pk)

    letters = together(*[lambda: letter_for(actor, firm)] * 4)

    assert all(isinstance(one, invitations.Letter) for one in letters)
    assert Invitation.objects.open(timezone.now()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_login_name_wanted_by_two_letters_goes_to_one(officer, firm, other_firm):
    codes = [letter_for(officer, unit).code for unit in (firm, other_firm)]
    found = [look_up(code) for code in codes]

    results = together(*[lambda one=one: invitations.accept(one, **WHO) for one in found])

    assert sorted(type(one).__name__ for one in results) == ["Refused", "User"]
    assert Invitation.objects.open(timezone.now()).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_no_account_outlives_a_unit_that_is_struck_off_at_the_same_moment(officer, firm, round_):
    actor = User.objects.select_related("unit").get(pk=officer.pk)
    found = look_up(letter_for(officer, firm).code)
    unit = Unit.objects.get(pk=firm.pk)

    together(
        lambda: invitations.accept(found, **WHO),
        lambda: units.deactivate(unit, actor=actor, seen=0),
    )

    assert not Unit.objects.get(pk=firm.pk).is_active
    assert not User.objects.filter(unit=firm, is_active=True).exists()
