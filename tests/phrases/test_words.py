"""Words are added by those who keep them, for their own office, with a trail."""

import pytest
from django.core.exceptions import PermissionDenied

from anyue.core.errors import Refused
from anyue.phrases import services
from anyue.phrases.models import Phrase, PhraseChange
from anyue.reading import own_words
from tests.campaigns.racing import together
from tests.factories import UserFactory

PLACE = "kinds.drill.title"


def add(actor, words="紧急拉动", place=PLACE, **more):
    return services.add(actor=actor, unit=actor.unit, place=place, words=words, **more)


def trail():
    return list(PhraseChange.objects.order_by("pk").values_list("verb", "place", "words"))


def test_a_word_is_kept_with_who_added_it(officer):
    phrase = add(officer, " 紧急......拉动 ", example="各企业紧急集合拉动一次。")

    assert (phrase.words, phrase.added_by, phrase.unit) == ("紧急…拉动", officer, officer.unit)
    assert trail() == [("add", PLACE, "紧急…拉动")]
    assert services.own_tables(officer.unit) == {"kinds": {"drill": {"title": ["紧急…拉动"]}}}


def test_a_word_is_removed_and_can_come_back(officer):
    services.remove(add(officer), actor=officer)
    assert services.own_tables(officer.unit) == {}

    add(officer)

    assert [verb for verb, _, _ in trail()] == ["add", "remove", "add"]


@pytest.mark.parametrize(
    ("words", "place", "example", "reason"),
    [
        ("拉", PLACE, "", "太短"),
        ("演练", PLACE, "", "自带的词里已经有了"),
        ("安全", "kinds.drill.text", "", "太笼统"),
        ("紧急集合", "kinds.none.title", "", "没有这一类词"),
        ("紧急集合", PLACE, "没有它的一句。", "例句里没有"),
        ("紧急集合", PLACE, "紧急集合" + "。" * 120, "例句太长"),
        ("紧急拉动", PLACE, "", "已经在本单位的词里"),
    ],
)
def test_a_refusal_names_its_reason_and_keeps_nothing(officer, words, place, example, reason):
    add(officer)

    with pytest.raises(Refused, match=reason):
        add(officer, words, place, example=example)

    assert Phrase.objects.count() == PhraseChange.objects.count() == 1


def test_a_unit_takes_so_many_words_and_no_more(officer, monkeypatch):
    monkeypatch.setattr("anyue.phrases.services.words.MAX_PHRASES", 1)
    add(officer)

    with pytest.raises(Refused, match="最多加 1 个"):
        add(officer, "紧急集合")

    assert Phrase.objects.count() == 1


def test_only_those_who_keep_the_words_of_this_office_change_them(
    officer, reviewer, worker, outsider, bureau
):
    phrase = add(officer)
    for stranger in (reviewer, worker, outsider):
        with pytest.raises(PermissionDenied):
            services.add(actor=stranger, unit=bureau, place=PLACE, words="紧急集合")
        with pytest.raises(PermissionDenied):
            services.remove(phrase, actor=stranger)
        with pytest.raises(PermissionDenied):
            services.import_toml(actor=stranger, unit=bureau, text="")

    assert [one.words for one in Phrase.objects.all()] == ["紧急拉动"]
    assert len(trail()) == 1


def test_an_office_sees_its_own_words_only(officer, reviewer, worker, outsider, bureau):
    add(officer)
    add(outsider, "紧急集合")
    admin = UserFactory(unit=bureau, roles=["sys_admin"])

    seen = {
        person.name: [one.words for one in Phrase.objects.visible_to(person)]
        for person in (officer, reviewer, outsider, worker)
    }

    assert seen == {"王丽": ["紧急拉动"], "赵强": ["紧急拉动"], "孙远": ["紧急集合"], "李敏": []}
    assert Phrase.objects.visible_to(admin).count() == 1
    assert PhraseChange.objects.visible_to(worker).count() == 0
    assert PhraseChange.objects.visible_to(outsider).get().words == "紧急集合"


def test_a_file_brings_words_with_their_examples(officer, outsider):
    add(officer, example="县里紧急拉动一次。")
    add(officer, "签到簿", "kinds.training.evidence")
    text = own_words.to_toml(services.own_tables(officer.unit, with_examples=True))

    result = services.import_toml(actor=outsider, unit=outsider.unit, text=text)

    assert (result.added, result.left_out) == (2, [])
    mine, theirs = (
        list(Phrase.objects.filter(unit=unit).values_list("place", "words", "example"))
        for unit in (officer.unit, outsider.unit)
    )
    assert mine == theirs
    assert {verb for verb, _, _ in trail()[2:]} == {"import"}


def test_what_a_file_cannot_bring_is_told_word_by_word(officer):
    text = '[kinds.drill]\ntitle = ["演练", "紧急集合"]\ntext = ["安全"]\n'

    result = services.import_toml(actor=officer, unit=officer.unit, text=text)

    assert result.added == 1
    assert ["自带" in result.left_out[0], "太笼统" in result.left_out[1]] == [True, True]


@pytest.mark.parametrize("text", ["不是", '[kinds.drill]\ntitle = ["一"]', '[x]\ny = ["紧急"]'])
def test_a_file_of_another_shape_brings_nothing(officer, text):
    with pytest.raises(Refused):
        services.import_toml(actor=officer, unit=officer.unit, text=text)

    assert not Phrase.objects.exists()


def test_a_word_that_a_later_rule_forbids_does_not_reach_the_reader(officer):
    add(officer)
    Phrase.objects.update(words="拉")

    assert services.own_tables(officer.unit) == {}


def test_a_trail_entry_is_neither_changed_nor_deleted(officer):
    add(officer)
    entry = PhraseChange.objects.get()

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_word_one_is_told(officer, reviewer):
    chief = UserFactory(unit=officer.unit, roles=["safety_chief"])

    results = together(lambda: str(add(officer)), lambda: str(add(chief)))

    assert sorted(str(one) for one in results) == [
        "“紧急拉动”已经在本单位的词里，不用再加。",
        "紧急拉动",
    ]
    assert Phrase.objects.count() == PhraseChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_remove_the_same_word_one_is_told(officer):
    phrase = add(officer)
    other = Phrase.objects.get()

    results = together(
        lambda: services.remove(phrase, actor=officer),
        lambda: services.remove(other, actor=officer),
    )

    assert sorted(str(one) for one in results) == ["None", "“紧急拉动”已经被删掉了。"]
    assert [verb for verb, _, _ in trail()] == ["add", "remove"]
