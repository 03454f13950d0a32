"""The settings pages: with and without htmx, errors linked to their fields, nothing by accident."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anyue.phrases import services
from anyue.phrases.matching import Wording
from anyue.phrases.models import Correction, Phrase
from anyue.reading import kinds, own_words
from tests.factories import UserFactory
from tests.phrases.conftest import remembered

PLACE = "kinds.drill.title"
GOOD = {"place": PLACE, "words": "紧急拉动", "example": "各企业紧急拉动一次。"}
PART = {"HTTP_HX_REQUEST": "true"}


def url(name, *args):
    return reverse(f"phrases:{name}", args=args)


def text_of(response):
    return response.content.decode()


def a_phrase(actor, words="紧急拉动", place=PLACE, **more):
    return services.add(actor=actor, unit=actor.unit, place=place, words=words, **more)


def test_every_built_in_word_stands_on_a_tab(at_desk):
    pages = "".join(
        text_of(at_desk.get(url("words"), {"tab": tab}))
        for tab in ("kinds", "audience", "who", "evidence", "sections")
    )

    for place in own_words.places():
        assert "、".join(own_words.built_in_words(place)) in pages.replace("&quot;", '"'), place
    for label in kinds().values():
        assert f"<b>{label}</b>" in pages


def test_own_words_stand_with_who_added_them_and_a_way_out(at_desk, officer):
    phrase = a_phrase(officer, example="各企业紧急拉动一次。")

    page = text_of(at_desk.get(url("words")))

    assert "紧急拉动" in page and "例句：各企业紧急拉动一次。" in page
    assert url("remove", phrase.pk) in page


def test_a_word_is_added_and_the_page_leads_back_to_its_tab(at_desk):
    response = at_desk.post(url("add"), {**GOOD, "place": "who.words"}, follow=True)

    assert response.redirect_chain == [(f"{url('words')}?tab=who", 302)]
    assert "已加上“紧急拉动”" in text_of(response)
    assert Phrase.objects.get().place == "who.words"


def test_an_empty_form_names_every_field_and_links_to_it(at_desk):
    response = at_desk.post(url("add"), {})
    page = text_of(response)

    assert response.status_code == 422
    assert "<title>错误：" in page
    assert '<a href="#id_place">' in page and '<a href="#id_words">' in page
    assert 'id="id_words_error"' in page and "id_words_error" in page.split('name="words"')[1][:400]
    assert not Phrase.objects.exists()


def test_a_refusal_stands_at_the_word_and_keeps_what_was_typed(at_desk):
    response = at_desk.post(url("add"), {**GOOD, "words": "演练"})
    page = text_of(response)

    assert response.status_code == 422
    assert '<a href="#id_words">' in page and "系统自带的词里已经有了" in page
    assert "各企业紧急拉动一次。</textarea>" in page


def test_trying_shows_before_and_after_and_keeps_nothing(at_desk, officer):
    a_phrase(officer, "打谷场", "audience.public.acts")
    data = {**GOOD, "example": "各企业在打谷场紧急拉动一次。"}

    response = at_desk.post(url("try"), data)
    page = text_of(response)

    assert response.status_code == 200 and "<h1>" in page
    (kinds_line,) = [one for one in response.context["tried"] if one.label == "类型"]
    (audience_line,) = [one for one in response.context["tried"] if one.label == "对象"]
    cells = (kinds_line.built_in, kinds_line.own, kinds_line.new)
    assert cells == ("没认出来", "没认出来", "应急演练")
    assert "社会公众" in audience_line.own and "社会公众" not in audience_line.built_in
    assert audience_line.own == audience_line.new
    assert Phrase.objects.count() == 1


def test_trying_answers_htmx_with_the_part_alone(at_desk):
    response = at_desk.post(url("try"), GOOD, **PART)

    assert text_of(response).strip().startswith('<div id="tried"')
    assert "<h1>" not in text_of(response)


def test_a_wrong_trial_answers_htmx_with_its_reasons(at_desk):
    response = at_desk.post(url("try"), {"words": "紧急拉动", "example": ""}, **PART)

    assert response.status_code == 422
    assert "请写一句原文来试" in text_of(response) and "请选择这个词归到哪里" in text_of(response)


def test_a_trial_without_a_new_word_needs_no_place(at_desk):
    response = at_desk.post(url("try"), {"example": "组织一次应急演练。"})

    assert response.status_code == 200
    assert response.context["tried"][0].new == "应急演练"


def test_a_trial_of_a_word_that_cannot_be_added_says_so(at_desk):
    page = text_of(at_desk.post(url("try"), {**GOOD, "words": "演练", "example": "搞演练。"}))

    assert "这个词还不能加" in page


def test_who_only_reads_plans_may_try_and_sees_no_other_button(client, onlooker, officer):
    phrase = a_phrase(officer)
    client.force_login(onlooker)

    page = text_of(client.get(url("words")))

    assert "紧急拉动" in page
    assert url("add") not in page and url("remove", phrase.pk) not in page
    assert client.post(url("try"), {"example": "组织一次应急演练。"}).status_code == 200
    assert client.post(url("add"), GOOD).status_code == 403
    assert client.post(url("remove", phrase.pk)).status_code == 403
    assert Phrase.objects.count() == 1


def test_a_removed_word_comes_back_from_the_trail(at_desk, officer):
    phrase = a_phrase(officer, example="各企业紧急拉动一次。")
    at_desk.post(url("remove", phrase.pk))
    page = at_desk.get(url("changes"))
    assert "重新加上" in text_of(page) and "应急演练 · 名称里的词" in text_of(page)

    at_desk.post(url("add"), GOOD)

    assert Phrase.objects.get().example == "各企业紧急拉动一次。"
    assert "重新加上" not in text_of(at_desk.get(url("changes")))


def test_the_file_that_is_exported_can_be_imported(at_desk, client, officer, outsider):
    a_phrase(officer, example="各企业紧急拉动一次。")
    response = at_desk.get(url("export"))
    assert "attachment" in response["Content-Disposition"]
    file = SimpleUploadedFile("words.toml", response.content)
    client.force_login(outsider)

    page = text_of(client.post(url("import"), {"file": file}))

    assert "加上了 1 个词" in page
    assert Phrase.objects.get(unit=outsider.unit).words == "紧急拉动"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("紧急".encode("gb18030"), "不是 UTF-8"),
        (b"#" * (64 * 1024 + 1), "超过 64 KB"),
        ("不是".encode(), "不是 TOML"),
        (b"x = 1", "不是可以补充的词表"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(at_desk, content, reason):
    response = at_desk.post(url("import"), {"file": SimpleUploadedFile("words.toml", content)})

    assert response.status_code == 422
    assert reason in text_of(response)
    assert not Phrase.objects.exists()


def test_words_a_file_could_not_bring_are_listed(at_desk):
    content = '[kinds.drill]\ntitle = ["演练"]\n'.encode()

    page = text_of(at_desk.post(url("import"), {"file": SimpleUploadedFile("w.toml", content)}))

    assert "一个词也没有加上" in page and "没有加上的" in page and "系统自带" in page


def test_what_is_remembered_is_listed_with_its_course(at_desk, reviewer, correction):
    remembered(reviewer, "weekly", "每周")

    page = text_of(at_desk.get(url("corrections")))

    assert "开展应急演练" in page and "<b>每周</b>" in page and "赵强" in page
    assert "改记：每周" in page and "记住：每月" in page


def test_forgetting_and_bringing_back_by_button(at_desk, correction):
    page = text_of(at_desk.post(url("forget", correction.pk), {"seen": 0}, follow=True))
    assert "已忘掉" in page and "还没有记住任何改法" in page
    page = text_of(at_desk.get(url("corrections"), {"show": "forgotten"}))
    assert url("bring_back", correction.pk) in page

    at_desk.post(url("bring_back", correction.pk), {"seen": 1})

    assert Correction.objects.in_use().count() == 1


def test_a_button_of_an_old_page_forgets_nothing(at_desk, reviewer, correction):
    remembered(reviewer, "weekly", "每周")

    response = at_desk.post(url("forget", correction.pk), {"seen": 0})

    assert response.status_code == 409 and "赵强" in text_of(response)
    assert at_desk.post(url("forget", correction.pk), {}).status_code == 422
    assert Correction.objects.in_use().count() == 1


def test_who_reads_plans_but_does_not_edit_them_has_no_button(client, onlooker, correction):
    client.force_login(onlooker)

    assert url("forget", correction.pk) not in text_of(client.get(url("corrections")))
    assert client.post(url("forget", correction.pk), {"seen": 0}).status_code == 403
    assert Correction.objects.in_use().count() == 1


def test_who_keeps_words_without_reading_plans_does_not_see_what_they_say(
    client, bureau, correction
):
    client.force_login(UserFactory(unit=bureau, roles=["sys_admin"]))

    page = text_of(client.get(url("words")))

    assert url("add") in page and url("corrections") not in page
    assert client.get(url("corrections")).status_code == 403
    assert client.post(url("forget", correction.pk), {"seen": 0}).status_code == 404


@pytest.mark.parametrize("name", ["words", "corrections", "changes"])
def test_a_page_costs_the_same_with_one_row_and_with_three(
    at_desk, officer, name, django_assert_max_num_queries
):
    a_phrase(officer)
    remembered(officer)
    at_desk.get(url(name))
    counts = []
    for words, text in (("紧急集合", "每周"), ("连夜拉动", "每天")):
        with django_assert_max_num_queries(30) as captured:
            at_desk.get(url(name))
        counts.append(len(captured))
        for count in "甲乙":
            a_phrase(officer, words + count)
            remembered(officer, wording=Wording.of(f"{words}{count}", text))

    assert counts[0] == counts[1]
