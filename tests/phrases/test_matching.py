"""The same words next year are the same key; similar ones are near; others are not."""

import os
from itertools import combinations
from pathlib import Path

import pytest

from anyue.phrases.matching import LONGEST, NEAR, Wording, fold, likeness, may_be_near
from anyue.reading import read

ROOT = Path(__file__).parents[2]
DOCUMENTS = Path(os.environ.get("ANYUE_DOCUMENTS", ROOT.parent / "shared/reading/documents"))

DRILL = Wording.of("开展应急演练", "6月16日（周五）前，各企业组织一次事故应急演练；做好小结。")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("开展应急演练", "6月13日(周三)前，各企业组织一次事故应急演练。另外还要评估。"),
        ("开展应急演练", "12月3日前 各企业组织一次事故应急演练"),
        ("开展应急演练：", "６月１６日前，各企业、组织一次“事故应急演练”\n第二行"),
    ],
)
def test_days_numbers_and_punctuation_make_no_difference(title, text):
    assert Wording.of(title, text).key == DRILL.key


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("开展应急演练", "各企业组织一次事故应急演练"),
        ("开展应急演练", "6月16日前，各车间组织一次事故应急演练"),
        ("开展应急演习", "6月16日前，各企业组织一次事故应急演练"),
    ],
)
def test_other_words_are_another_wording(title, text):
    other = Wording.of(title, text)

    assert other.key != DRILL.key
    assert NEAR <= likeness(other, DRILL) < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026年第25个安全生产月", "二〇二七年第二十六个安全生产月"),
        ("2026年6月1日至6月30日", "2027年6月2日至6月28日"),
        ("2026年6月底前完成", "2027年11月底前完成"),
        ("组织3次演练", "组织12次演练"),
    ],
)
def test_years_ordinals_and_numbers_fold_into_one(one, other):
    assert fold(one) == fold(other)


def test_chinese_counts_stay_words():
    assert fold("组织一次演练") != fold("组织两次演练")


def test_too_few_letters_are_no_wording():
    assert Wording.of("其他", "1.2。").key == ""
    assert Wording.of("", "").key == ""
    assert likeness(Wording("", ""), Wording("", "")) == 0


def test_a_wording_fits_its_row():
    long = Wording.of("长" * 500, "句" * 500)

    assert (len(long.title), len(long.sentence)) == (LONGEST, LONGEST)


def test_the_quick_look_at_lengths_loses_nothing():
    texts = [DRILL.sentence[:n] for n in range(1, len(DRILL.sentence), 2)]
    for one, other in combinations([Wording("", text) for text in texts], 2):
        if likeness(one, other) >= NEAR:
            assert may_be_near(one, other)
    assert not may_be_near(Wording("", texts[3]), Wording("", texts[-1]))


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the corpus is not on this machine")
def test_unlike_items_of_one_real_notice_are_never_near():
    near = []
    for path in sorted(DOCUMENTS.glob("*.txt")):
        activities = read(path.read_bytes(), path.name).activities
        wordings = [Wording.of(one.title or "", one.text) for one in activities]
        near += [
            (path.name[:3], one.title, other.title)
            for one, other in combinations(wordings, 2)
            if likeness(one, other) >= NEAR
        ]

    assert near == []


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the corpus is not on this machine")
def test_items_of_a_plan_and_of_the_plan_that_carries_it_out_are_near():
    upper, lower = (
        {
            one.title: Wording.of(one.title or "", one.text)
            for path in DOCUMENTS.glob(f"{number}-*.txt")
            for one in read(path.read_bytes(), path.name).activities
        }
        for number in ("014", "016")
    )
    same = [title for title in upper if title in lower]
    near = [title for title in same if likeness(upper[title], lower[title]) >= NEAR]

    assert (len(near), len(same)) == (3, 4)
