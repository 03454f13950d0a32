"""Doing what a doubt proposes, by one press, and taking it back."""

import pytest
from django.urls import reverse

from anyue.campaigns import services
from anyue.campaigns.freezing import content_of
from anyue.campaigns.models import Activity, Doubt
from anyue.campaigns.rules import DoubtState
from anyue.campaigns.services.importing import make_plan
from anyue.campaigns.views import doubts as shown
from anyue.core.errors import Refused, Stale
from anyue.evidence.services import keep_document
from anyue.reading import read
from anyue.reading.doubt_codes import ACTIONS, CODES
from tests.browser.notices import seventeen
from tests.campaigns.pages import page, text_of

TEXT = seventeen(1).encode()
READING = read(TEXT, "通知.txt")


@pytest.fixture
def plan(officer):
    """Seventeen activities and four doubts: several duties, another office, vague, a gap."""
    original = keep_document(TEXT, content_type="text/plain")
    return make_plan(
        actor=officer, unit=officer.unit, original=original, name="通知.txt", reading=READING
    )


def frozen(plan) -> str:
    return str(content_of(plan, plan.activities.all()))


def test_every_action_of_the_reader_is_carried_out_or_shown_as_advice(plan):
    known = set(shown.BUTTONS) | {"split"}
    for action in ACTIONS:
        doubt = Doubt(
            campaign=plan, activity=plan.activities.first(), severity="warn", state="open", pk=1,
            code="x", message="x", source_start=3, source_end=5,
            proposal={"action": action, "at": [4], "field": "issued_on", "changes": []},
        )  # fmt: skip
        entry = shown._shown(doubt, plan, here=False)
        assert entry.advice and (entry.button or entry.fill_url or action == "check"), action
        assert bool(entry.button) == (action in known), action
    assert {action for code in CODES.values() for action in code.actions} == set(ACTIONS)


def test_another_word_is_put_right_in_public_and_in_its_activity(plan, officer):
    doubt = plan.doubts.get(code="foreign_unit")
    assert "本乡镇" in frozen(plan)

    services.adopt_proposal(doubt, actor=officer, seen="open")

    public = frozen(plan)
    assert "本乡镇" not in public and public.count("广泛动员本单位职工") == 2
    assert "本乡镇" in plan.notice.text
    assert plan.trail.filter(changes__text__isnull=False).exists()

    services.answer_doubt(doubt, actor=officer, seen="settled", state=DoubtState.OPEN)

    assert frozen(plan).count("广泛动员本乡镇职工") == 2


def test_a_person_may_write_other_words(plan, officer):
    doubt = plan.doubts.get(code="foreign_unit")

    services.adopt_proposal(doubt, actor=officer, seen="open", typed="本系统")

    assert "广泛动员本系统职工" in frozen(plan)


def test_numbers_are_put_right_to_the_end(plan, officer):
    services.adopt_proposal(plan.doubts.get(code="missing_number"), actor=officer, seen="open")

    numbers = [h["number"] for h in content_of(plan, [])["outline"] if h["level"] == 1]
    assert numbers == ["一、", "二、", "三、", "四、"]


def test_a_number_of_an_activity_is_put_right_as_well(plan, officer):
    first, second = plan.activities.all()[:2]
    start = second.source_start
    doubt = Doubt.objects.create(
        campaign=plan, activity=second, code="repeated_number", message="x",
        source_start=start, source_end=start + 2,
        proposal={"action": "renumber", "changes": [[start, start + 2, "9."]]},
    )  # fmt: skip

    services.adopt_proposal(doubt, actor=officer, seen="open")

    second.refresh_from_db()
    assert (second.number, Activity.objects.get(pk=first.pk).number) == ("9.", "1.")


def test_one_press_splits_and_names_the_parts(plan, officer):
    doubt = plan.doubts.get(code="several_duties")

    services.adopt_proposal(doubt, actor=officer, seen="open")

    parts = plan.activities.filter(number__startswith="12-")
    assert [part.title for part in parts] == ["开展应急演练", "在县融媒体曝光一批典型案例"]
    doubt.refresh_from_db()
    assert doubt.state == DoubtState.SETTLED
    with pytest.raises(Stale):
        services.adopt_proposal(doubt, actor=officer, seen="open")


def test_a_typed_date_is_set(plan, officer):
    doubt = plan.doubts.get(code="vague_deadline")

    services.adopt_proposal(doubt, actor=officer, seen="open", typed="2026-07-05")

    assert str(plan.activities.get(number="17.").due_date) == "2026-07-05"


@pytest.mark.parametrize("typed", ["明天", "2026-06-31"])
def test_a_date_that_is_none_is_refused(plan, officer, typed):
    doubt = plan.doubts.get(code="vague_deadline")

    with pytest.raises(Refused, match="2026-06-30"):
        services.adopt_proposal(doubt, actor=officer, seen="open", typed=typed)

    assert Doubt.objects.get(pk=doubt.pk).state == DoubtState.OPEN


def make(plan, action, words, **proposal):
    start = plan.notice.text.index(words) if words else 0
    return Doubt.objects.create(
        campaign=plan, code="x", message="x", source_start=start, source_end=start + len(words),
        proposal={"action": action, **proposal},
    )  # fmt: skip


def test_words_are_left_out_in_public(plan, officer):
    services.adopt_proposal(make(plan, "remove", "、个个会应急"), actor=officer, seen="open")

    plan.refresh_from_db()
    content = content_of(plan, [])
    assert content["outline"][0]["text"] == "人人讲安全。"
    assert content["fields"]["theme"] == "人人讲安全"


def test_a_page_is_put_in_where_it_is_missing(plan, officer):
    place = plan.notice.text.index("二、活动时间")
    doubt = make(plan, "paste_text", "")
    Doubt.objects.filter(pk=doubt.pk).update(source_start=place, source_end=place)
    doubt.refresh_from_db()
    with pytest.raises(Refused, match="先填写"):
        services.adopt_proposal(doubt, actor=officer, seen="open")

    services.adopt_proposal(doubt, actor=officer, seen="open", typed="图片上的话。")

    assert content_of(plan, [])["outline"][0]["text"].endswith("图片上的话。")


def test_what_stays_as_printed_is_taken_note_of(plan, officer):
    doubt = make(plan, "accept", "三、")

    services.adopt_proposal(doubt, actor=officer, seen="open")

    assert doubt.state == DoubtState.ACKNOWLEDGED


@pytest.mark.parametrize("action", ["check", "fill_in", "unheard_of"])
def test_what_only_a_person_can_do_is_refused(plan, officer, action):
    with pytest.raises(Refused, match="没有可以直接采用的建议"):
        services.adopt_proposal(make(plan, action, "三、"), actor=officer, seen="open")


def test_the_page_offers_one_button_and_leads_to_the_next_doubt(at_desk, plan):
    url = reverse("campaigns:check", args=[plan.pk])
    words = text_of(at_desk.get(f"{url}?at=doubts"))
    assert words.count("autofocus") == 1
    assert 'value="2026-06-30"' in words and 'value="本单位"' in words
    doubt = plan.doubts.get(code="foreign_unit")

    answer = {"answer": "adopt", "seen": "open", "typed": "本单位", "next": url}
    response = at_desk.post(reverse("campaigns:doubt", args=[plan.pk, doubt.pk]), answer)

    assert response.url == f"{url}?at=doubts"
    assert "已照办" in text_of(at_desk.get(response.url))


def test_a_page_shows_so_many_doubts_and_counts_the_others(at_desk, plan):
    Doubt.objects.bulk_create(
        Doubt(campaign=plan, code="x", message=f"第{n}处", source_start=0, source_end=3)
        for n in range(30)
    )

    response = page(at_desk, "check", plan.pk)

    assert len(response.context["open_doubts"]) == shown.MOST
    assert "另有 14 处" in text_of(response)


def test_an_activity_shows_its_own_doubts_only(at_desk, plan):
    drill = plan.activities.get(number="12.")

    response = page(at_desk, "activity", plan.pk, drill.pk)

    assert [entry.doubt.code for entry in response.context["doubts"]] == ["several_duties"]
    doubt = plan.doubts.get(code="several_duties")
    assert f'href="#d{doubt.pk}"' in text_of(response)
    assert f'<mark class="here" id="d{doubt.pk}">' in text_of(response)
