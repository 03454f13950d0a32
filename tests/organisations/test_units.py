"""Keeping the register: enter, correct, move, strike off, take back; each refused and raced."""

import pytest
from django.core.exceptions import PermissionDenied

from anyue.core.errors import Refused, Stale
from anyue.organisations.models import Invitation, Unit, User
from anyue.organisations.rules import UnitKind
from anyue.organisations.services import invitations, units
from tests.factories import PASSWORD, UnitFactory, UserFactory
from tests.organisations.racing import together

FACTS = {"name": "北山民爆有限公司", "credit_code": "91350100M000100Y43", "head_count": 46}


def paths():
    return dict(Unit.objects.values_list("name", "path"))


def test_a_new_unit_hangs_below_its_parent_with_its_facts(officer, bureau, sector):
    unit = units.create(
        actor=officer, parent=bureau, kind=UnitKind.ENTERPRISE, sectors=[sector], **FACTS
    )

    kept = Unit.objects.get(pk=unit.pk)
    assert kept.path == f"{bureau.path}{unit.pk}/"
    assert (kept.name, kept.credit_code, kept.head_count) == tuple(FACTS.values())
    assert list(kept.sectors.all()) == [sector]


@pytest.mark.parametrize("who", ["reviewer", "worker", "outsider"])
def test_only_the_keeper_of_the_place_enters_units(request, bureau, firm, who):
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        units.create(actor=actor, parent=bureau, kind=UnitKind.ENTERPRISE, name="新企业")

    assert not Unit.objects.filter(name="新企业").exists()


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (UnitKind.WORKSHOP, {"name": "新车间"}, "不能直接设"),
        (UnitKind.ENTERPRISE, {"name": "青石化工有限公司"}, "下面已有叫"),
        (UnitKind.ENTERPRISE, {"name": "新", "credit_code": FACTS["credit_code"]}, "已经登记过"),
    ],
)
def test_a_wrong_or_double_entry_is_refused(officer, bureau, firm, kind, facts, sentence):
    Unit.objects.filter(pk=firm.pk).update(credit_code=FACTS["credit_code"])
    before = paths()

    with pytest.raises(Refused, match=sentence):
        units.create(actor=officer, parent=bureau, kind=kind, **facts)

    assert paths() == before


def test_nothing_is_entered_below_a_unit_that_is_struck_off(officer, firm):
    Unit.objects.filter(pk=firm.pk).update(is_active=False)

    with pytest.raises(Refused, match="已停用"):
        units.create(actor=officer, parent=firm, kind=UnitKind.WORKSHOP, name="新车间")

    assert not Unit.objects.filter(name="新车间").exists()


def test_a_correction_is_written_and_counted(officer, firm, sector):
    units.correct(firm, actor=officer, seen=0, sectors=[sector], **FACTS)

    kept = Unit.objects.get(pk=firm.pk)
    assert (kept.name, kept.revision) == ("北山民爆有限公司", 1)
    assert list(kept.sectors.all()) == [sector]


def test_a_correction_of_an_old_page_is_told_so_and_changes_nothing(officer, firm, sector):
    units.correct(firm, actor=officer, seen=0, name="甲", sectors=[])

    with pytest.raises(Stale, match="刚刚被别人改过"):
        units.correct(firm, actor=officer, seen=0, name="乙", sectors=[sector])

    kept = Unit.objects.get(pk=firm.pk)
    assert kept.name == "甲"
    assert not kept.sectors.exists()


def test_somebody_without_the_duty_corrects_nothing(reviewer, firm):
    with pytest.raises(PermissionDenied):
        units.correct(firm, actor=reviewer, seen=0, name="乙")

    assert Unit.objects.get(pk=firm.pk).name == "青石化工有限公司"


def test_a_name_stands_once_below_one_parent(officer, firm, other_firm):
    with pytest.raises(Refused, match="下面已有叫"):
        units.correct(other_firm, actor=officer, seen=0, name=firm.name)

    assert Unit.objects.get(pk=other_firm.pk).name == "白杨机械有限公司"


def test_a_move_takes_the_whole_branch_along(officer, firm, workshop, township, other_firm):
    units.move(firm, actor=officer, seen=0, parent=township)

    after = paths()
    assert after["青石化工有限公司"] == "/1/2/5/3/"
    assert after["合成车间"] == "/1/2/5/3/6/"
    assert after["白杨机械有限公司"] == "/1/2/4/"
    assert Unit.objects.get(pk=firm.pk).parent == township


def test_people_of_a_moved_unit_are_seen_from_the_new_place(
    officer, worker, firm, township, bureau
):
    clerk = UserFactory(unit=township, roles=["safety_chief"])
    assert worker not in User.objects.visible_to(clerk)

    units.move(firm, actor=officer, seen=0, parent=township)

    assert worker in User.objects.visible_to(clerk)


def test_a_move_into_the_own_branch_is_refused(officer, firm, workshop):
    before = paths()

    for place in (workshop, firm):
        with pytest.raises(Refused, match="不能移到它自己"):
            units.move(firm, actor=officer, seen=0, parent=place)

    assert paths() == before


def test_a_move_to_an_impossible_place_is_refused(officer, firm, other_firm, workshop):
    before = paths()

    with pytest.raises(Refused, match="不能直接设"):
        units.move(firm, actor=officer, seen=0, parent=other_firm)

    assert paths() == before


def test_a_move_out_of_the_own_scope_is_forbidden(officer, outsider, firm):
    before = paths()

    with pytest.raises(PermissionDenied):
        units.move(firm, actor=officer, seen=0, parent=outsider.unit)
    with pytest.raises(PermissionDenied):
        units.move(firm, actor=outsider, seen=0, parent=outsider.unit)

    assert paths() == before


def test_nobody_moves_or_strikes_off_the_unit_they_stand_in(officer, bureau, county):
    with pytest.raises(PermissionDenied):
        units.move(bureau, actor=officer, seen=0, parent=county)
    with pytest.raises(PermissionDenied):
        units.deactivate(bureau, actor=officer, seen=0)

    assert Unit.objects.get(pk=bureau.pk).is_active


def test_a_move_of_an_old_page_changes_nothing(officer, firm, workshop, township):
    units.correct(firm, actor=officer, seen=0, name="甲")
    before = paths()

    with pytest.raises(Stale):
        units.move(firm, actor=officer, seen=0, parent=township)

    assert paths() == before


def test_striking_off_closes_accounts_and_ends_letters(officer, firm, worker):
    worker.set_password(PASSWORD)
    worker.save()
    invitations.invite(actor=officer, unit=firm, role="firm_head")

    units.deactivate(firm, actor=officer, seen=0)

    kept = User.objects.get(pk=worker.pk)
    assert not Unit.objects.get(pk=firm.pk).is_active
    assert not kept.is_active
    assert not kept.check_password(PASSWORD)
    assert Invitation.objects.get().withdrawn_at


def test_a_unit_with_units_below_it_is_not_struck_off(officer, firm, workshop, worker):
    with pytest.raises(Refused, match="下面还有在册单位"):
        units.deactivate(firm, actor=officer, seen=0)

    assert Unit.objects.get(pk=firm.pk).is_active
    assert User.objects.get(pk=worker.pk).is_active


def test_a_unit_comes_back_without_its_old_passwords(officer, firm, worker):
    units.deactivate(firm, actor=officer, seen=0)
    units.reactivate(firm, actor=officer, seen=1)

    assert Unit.objects.get(pk=firm.pk).is_active
    assert not User.objects.get(pk=worker.pk).is_active


def test_a_unit_does_not_come_back_before_the_one_above(officer, firm, workshop):
    units.deactivate(workshop, actor=officer, seen=0)
    units.deactivate(firm, actor=officer, seen=0)

    with pytest.raises(Refused, match="上级已停用"):
        units.reactivate(workshop, actor=officer, seen=1)

    assert not Unit.objects.get(pk=workshop.pk).is_active


@pytest.mark.parametrize("deed", [units.deactivate, units.reactivate])
def test_somebody_without_the_duty_strikes_nothing_off_or_back(reviewer, firm, deed):
    with pytest.raises(PermissionDenied):
        deed(firm, actor=reviewer, seen=0)

    assert Unit.objects.get(pk=firm.pk).revision == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_corrections_at_once_one_wins_and_the_other_is_told(officer, firm, round_):
    def correct(name):
        unit, actor = Unit.objects.get(pk=firm.pk), User.objects.get(pk=officer.pk)
        return lambda: units.correct(unit, actor=actor, seen=0, name=name)

    results = together(correct("甲"), correct("乙"))

    kept = Unit.objects.get(pk=firm.pk)
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "Stale"]
    assert kept.name == ("甲" if results[0] is None else "乙")
    assert kept.revision == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_moves_and_entries_at_once_leave_a_sound_tree(
    officer, bureau, firm, other_firm, township, workshop, round_
):
    def load(unit):
        return Unit.objects.get(pk=unit.pk)

    actor = User.objects.select_related("unit").get(pk=officer.pk)
    a, b, t, w = load(firm), load(firm), load(township), load(workshop)
    far = load(UnitFactory(name="条山镇", kind="township", path="/1/2/7/", parent=bureau))
    other = load(other_firm)

    together(
        lambda: units.move(a, actor=actor, seen=0, parent=t),
        lambda: units.create(actor=actor, parent=b, kind=UnitKind.WORKSHOP, name="新车间"),
        lambda: units.move(w, actor=actor, seen=0, parent=other),
        lambda: units.create(actor=actor, parent=far, kind=UnitKind.ENTERPRISE, name="新企业"),
    )

    for unit in Unit.objects.exclude(parent=None).select_related("parent"):
        head, _, own = unit.path.rstrip("/").rpartition("/")
        assert f"{head}/" == unit.parent.path, unit
        assert own
    assert Unit.objects.get(name="新车间").parent == firm


@pytest.mark.django_db(transaction=True)
def test_the_same_name_entered_twice_at_once_stands_once(officer, bureau):
    actor = User.objects.select_related("unit").get(pk=officer.pk)

    results = together(
        *[lambda: units.create(actor=actor, parent=bureau, kind=UnitKind.ENTERPRISE, name="新")] * 3
    )

    assert sum(isinstance(one, Refused) for one in results) == 2
    assert Unit.objects.filter(name="新").count() == 1
