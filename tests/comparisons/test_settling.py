"""What becomes of a point when the likeness and people's words are put together. No database."""

from dataclasses import replace

import pytest

from anyue.campaigns.models import Activity
from anyue.campaigns.rules import Judgement
from anyue.comparisons.models import Ruling
from anyue.comparisons.rules import Outcome, RulingVerb
from anyue.comparisons.settling import counts, pair_as_json, path_of, rows_of
from anyue.reading import read
from anyue.reading.comparison import Comparison, compare, describe_pair
from tests.comparisons.conftest import DRILL, MAP, NOTICE, REWARD, SHOW, STUDY, UPPER

ABOVE = read(UPPER.encode(), "上级.txt")
BELOW = read(NOTICE.read_bytes(), "本级.txt")


@pytest.fixture(scope="module")
def result() -> Comparison:
    return compare(ABOVE, BELOW)


def place(points, title):
    return [point.title for point in points].index(title)


def said(result, verb, title, other="", **more):
    """A word about an upper point, and about a local one where `other` names it."""
    upper = result.upper[place(result.upper, title)]
    more = {"upper_key": upper.key, "upper_path": path_of(upper), **more}
    if other:
        local = result.local[place(result.local, other)]
        more = {"local_key": local.key, "local_path": path_of(local), **more}
    return Ruling(verb=verb, **more)


def matched(result, title, other, **more):
    a, b = place(result.upper, title), place(result.local, other)
    pair = pair_as_json(describe_pair(ABOVE, BELOW, result, a, b))
    return said(result, RulingVerb.MATCH, title, other, pair=pair, **more)


def row(result, title, *rulings):
    return next(one for one in rows_of(result, rulings) if one.point.title == title)


def in_plan(judgement):
    return Activity(title=REWARD, judgement=judgement)


def test_without_a_word_the_likeness_decides(result):
    rows = rows_of(result, [])

    assert {one.outcome for one in rows if one.point.title in (SHOW, REWARD)} == {Outcome.LEFT_OUT}
    assert all(one.ruling is None and one.activity is None for one in rows)
    told = counts(rows)
    assert sum(told.values()) == len(rows)
    assert (told[Outcome.LEFT_OUT], told[Outcome.PLANNED]) == (2, 0)


def test_the_last_word_counts(result):
    found = row(
        result,
        DRILL,
        said(result, RulingVerb.LEAVE_OUT, DRILL, reason="另有部署"),
        said(result, RulingVerb.COVER, DRILL),
    )

    assert (found.outcome, found.ruling.verb) == (Outcome.COVERED, RulingVerb.COVER)


def test_leaving_out_goes_before_what_is_found(result):
    found = row(result, STUDY, said(result, RulingVerb.LEAVE_OUT, STUDY, reason="另有部署"))

    assert found.outcome == Outcome.WAIVED
    assert found.settled.pairs


def test_taking_back_forgets_all_words_about_that_point_alone(result):
    words = [
        matched(result, SHOW, MAP),
        said(result, RulingVerb.COVER, DRILL),
        said(result, RulingVerb.RESET, SHOW),
    ]

    assert row(result, SHOW, *words).outcome == Outcome.LEFT_OUT
    assert row(result, SHOW, *words).ruling is None
    assert row(result, DRILL, *words).outcome == Outcome.COVERED


def test_a_pair_can_be_made_parted_and_made_again(result):
    make, part = matched(result, SHOW, MAP), said(result, RulingVerb.UNMATCH, SHOW, MAP)

    assert row(result, SHOW, make).outcome == Outcome.COVERED
    assert row(result, SHOW, make, part).outcome == Outcome.LEFT_OUT
    assert row(result, SHOW, make, part, make).outcome == Outcome.COVERED
    assert row(result, MAP, make, part).outcome == Outcome.ADDED


def test_one_word_of_several_pairs_parts_one_of_them(result):
    words = [matched(result, DRILL, MAP)]
    before = {pair.local for pair in row(result, DRILL, *words).settled.pairs}
    after = row(result, DRILL, *words, said(result, RulingVerb.UNMATCH, DRILL, MAP))

    assert before - {pair.local for pair in after.settled.pairs} == {place(result.local, MAP)}
    assert after.settled.pairs


@pytest.mark.parametrize(
    ("judgement", "outcome"),
    [
        (Judgement.PROPOSED, Outcome.PLANNED),
        (Judgement.ACCEPTED, Outcome.PLANNED),
        (Judgement.MERGED, Outcome.PLANNED),
        (Judgement.DROPPED, Outcome.LEFT_OUT),
    ],
)
def test_what_is_in_the_plan_is_planned_until_it_is_dropped(result, judgement, outcome):
    found = row(result, REWARD, said(result, RulingVerb.ADD, REWARD, activity=in_plan(judgement)))

    assert found.outcome == outcome
    assert (found.activity is None) == (outcome != Outcome.PLANNED)


def test_what_came_back_into_the_plan_counts_though_other_words_followed(result):
    words = [
        said(result, RulingVerb.ADD, REWARD, activity=in_plan(Judgement.PROPOSED)),
        said(result, RulingVerb.LEAVE_OUT, REWARD, reason="先不办"),
        said(result, RulingVerb.RESET, REWARD),
    ]

    assert row(result, REWARD, *words).outcome == Outcome.PLANNED


def test_a_point_is_found_by_its_number_when_its_wording_changed(result):
    found = row(result, DRILL, said(result, RulingVerb.COVER, DRILL, upper_key="otherwise"))

    assert found.outcome == Outcome.COVERED


def test_marks_of_another_wording_are_not_shown(result):
    kept, old = matched(result, SHOW, MAP), matched(result, SHOW, MAP, local_key="otherwise")
    kept.pair = old.pair = {**kept.pair, "upper_marks": [[0, 3]], "words": ["征集职"]}

    assert row(result, SHOW, kept).settled.pairs[0].upper_marks == ((0, 3),)
    assert row(result, SHOW, old).settled.pairs[0].upper_marks == ()
    assert row(result, SHOW, old).settled.pairs[0].words == ()


def test_a_word_about_a_point_that_is_gone_changes_nothing(result):
    gone = said(result, RulingVerb.COVER, DRILL, upper_key="otherwise", upper_path="九/九")
    lost = matched(result, SHOW, MAP, local_key="otherwise", local_path="九/九")

    assert rows_of(result, [gone, lost]) == rows_of(result, [])


def test_differences_stand_with_upper_points_alone(result):
    rows = rows_of(result, [])

    assert [one.point.title for one in rows if one.differs] == [DRILL]
    assert not any(one.differs for one in rows if one.outcome == Outcome.ADDED)


def test_a_row_knows_its_point_by_the_place_in_the_comparison(result):
    rows = rows_of(replace(result, pairs=()), [])

    assert [one.point for one in rows[: len(result.upper)]] == list(result.upper)
    assert [one.point for one in rows[len(result.upper) :]] == list(result.local)
