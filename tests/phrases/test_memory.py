"""What is remembered belongs to one office, can be forgotten and brought back, leaves a trail."""

import pytest
from django.core.exceptions import PermissionDenied

from anyue.core.errors import Stale
from anyue.phrases import services
from anyue.phrases.matching import Wording
from anyue.phrases.models import Correction
from anyue.phrases.rules import CorrectedField
from anyue.phrases.services import Said
from tests.campaigns.racing import together
from tests.factories import UserFactory
from tests.phrases.conftest import WORDING, remembered

CADENCE = CorrectedField.CADENCE


def recalled(unit, *wordings):
    return [
        {
            field: [(one.correction.value, one.likeness) for one in found]
            for field, found in row.items()
        }
        for row in services.recall(unit, wordings or [WORDING])
    ]


def verbs(correction):
    return list(correction.trail.order_by("pk").values_list("verb", flat=True))


def test_the_same_words_are_recalled(officer, correction):
    assert recalled(officer.unit) == [{CADENCE: [("monthly", 1)]}]
    assert recalled(officer.unit, Wording.of("曝光案例", "曝光一批典型案例")) == [{}]


def test_similar_words_are_recalled_the_most_similar_first(officer, correction):
    nearer = Wording.of("开展应急演练", "各企业组织一次事故应急演练")
    remembered(officer, "weekly", "每周", wording=nearer)
    asked = Wording.of("开展应急演练", "各企业都组织一次事故应急演练")

    found = recalled(officer.unit, asked)[0][CADENCE]

    assert [value for value, _ in found] == ["weekly", "monthly"]
    assert found[0][1] > found[1][1] >= 0.7


def test_the_same_words_leave_no_room_for_similar_ones(officer, correction):
    near = Wording.of("开展应急演练", "各企业组织一次事故应急演练")
    remembered(officer, "weekly", "每周", wording=near)
    remembered(officer, ["drill"], "应急演练", wording=near, field=CorrectedField.KINDS)

    found = recalled(officer.unit)[0]

    assert found[CADENCE] == [("monthly", 1)]
    assert found[CorrectedField.KINDS][0][1] < 1


def test_the_same_letters_in_another_order_are_not_the_same_words(officer):
    remembered(officer, wording=Wording("演练演练", "培训演练"))

    ((_, likeness),) = recalled(officer.unit, Wording("演练演练演练", "培训演练"))[0][CADENCE]

    assert likeness < 1


def test_another_office_remembers_nothing_of_it(outsider, officer, correction):
    assert recalled(outsider.unit) == [{}]
    assert not Correction.objects.visible_to(outsider).exists()


def test_only_people_of_the_office_who_read_plans_see_what_is_remembered(
    officer, reviewer, onlooker, worker, bureau, correction
):
    for person in (officer, reviewer, onlooker):
        assert Correction.objects.visible_to(person).count() == 1
    for person in (worker, UserFactory(unit=bureau, roles=["sys_admin"])):
        assert not Correction.objects.visible_to(person).exists()


def test_saying_the_same_again_changes_nothing(officer, reviewer, correction):
    remembered(reviewer)

    correction.refresh_from_db()
    assert (correction.revision, correction.made_by) == (0, officer)
    assert verbs(correction) == ["remember"]


def test_the_last_correction_counts(officer, reviewer, correction):
    remembered(reviewer, "weekly", "每周")

    correction.refresh_from_db()
    assert (correction.value, correction.made_by, correction.revision) == ("weekly", reviewer, 1)
    last = correction.trail.first()
    assert (last.verb, last.before, last.after, last.actor) == ("change", "每月", "每周", reviewer)


def test_forgetting_and_bringing_back(officer, reviewer, correction):
    services.forget(correction, actor=officer, seen=0)
    assert recalled(officer.unit) == [{}]

    services.bring_back(correction, actor=reviewer, seen=1)

    assert recalled(officer.unit) == [{CADENCE: [("monthly", 1)]}]
    assert verbs(correction) == ["remember", "forget", "bring_back"]


def test_correcting_again_after_forgetting_remembers_anew(officer, correction):
    services.forget(correction, actor=officer, seen=0)
    remembered(officer)

    assert recalled(officer.unit) == [{CADENCE: [("monthly", 1)]}]
    assert verbs(correction) == ["remember", "forget", "remember"]


@pytest.mark.parametrize("verb", [services.forget, services.bring_back])
def test_who_comes_second_is_told_who_was_first(officer, reviewer, correction, verb):
    services.forget(correction, actor=reviewer, seen=0)
    if verb is services.bring_back:
        services.bring_back(correction, actor=reviewer, seen=1)
    before = verbs(correction)

    with pytest.raises(Stale, match=r"赵强 .*已经动过"):
        verb(correction, actor=officer, seen=0)

    assert verbs(correction) == before


def test_others_neither_make_nor_forget(officer, onlooker, outsider, worker, correction):
    for person in (onlooker, outsider, worker):
        with pytest.raises(PermissionDenied):
            services.forget(correction, actor=person, seen=0)
        with pytest.raises(PermissionDenied):
            services.bring_back(correction, actor=person, seen=0)
        with pytest.raises(PermissionDenied):
            services.agree(actor=person, unit=officer.unit, wording=WORDING, field=CADENCE)
        with pytest.raises(PermissionDenied):
            services.remember(
                actor=person,
                unit=officer.unit,
                wording=WORDING,
                field=CADENCE,
                reader=Said("", "一次"),
                made=Said("weekly", "每周"),
            )

    kept = Correction.objects.get()
    assert (kept.value, kept.forgotten_at, verbs(kept)) == ("monthly", None, ["remember"])


def test_words_too_few_to_know_again_are_not_kept(officer):
    wording = Wording("其他", "")

    made = services.remember(
        actor=officer,
        unit=officer.unit,
        wording=wording,
        field=CADENCE,
        reader=Said("", "一次"),
        made=Said("weekly", "每周"),
    )

    assert made is None
    assert not Correction.objects.exists()


def test_recalling_costs_one_query_however_much_there_is(officer, django_assert_num_queries):
    for count in range(5):
        remembered(officer, wording=Wording.of(f"开展{'甲乙丙丁戊'[count]}类应急演练", "各企业"))

    with django_assert_num_queries(1):
        recalled(officer.unit, WORDING, Wording.of("别的", "另外一件事情"))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_at_once_the_second_replaces_the_first(officer, reviewer, correction):
    for count in range(8):
        values = f"甲{count}", f"乙{count}"
        together(
            *(
                lambda who=who, value=value: remembered(who, value, value)
                for who, value in zip((officer, reviewer), values, strict=True)
            )
        )

    trail = list(correction.trail.order_by("pk").values_list("before", "after"))
    assert len(trail) == 17
    assert [before for before, _ in trail[1:]] == [after for _, after in trail[:-1]]
    assert Correction.objects.get().value == trail[-1][1]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_forget_at_once_one_is_told(officer, reviewer, correction):
    other = Correction.objects.get()

    results = together(
        lambda: services.forget(correction, actor=officer, seen=0),
        lambda: services.forget(other, actor=reviewer, seen=0),
    )

    assert sum(isinstance(one, Stale) for one in results) == 1
    assert verbs(correction) == ["remember", "forget"]
