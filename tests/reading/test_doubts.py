import pytest

from anyue.reading.model import Doubt
from tests.reading.making import reading_of

SIGNED = "青河县工业局\n2023年5月30日\n"


def doubts_of(text: str, code: str) -> list[Doubt]:
    return [doubt for doubt in reading_of(text).doubts if doubt.code == code]


def test_a_skipped_number_is_told_with_its_place() -> None:
    text = "一、甲\n好。\n二、乙\n好。\n四、丁\n好。\n"
    (doubt,) = doubts_of(text, "missing_number")
    assert text[doubt.start : doubt.end] == "四、"
    assert doubt.proposal["expected"] == 3


def test_a_repeated_number_is_told() -> None:
    (doubt,) = doubts_of("一、甲\n好。\n二、乙\n好。\n二、丙\n好。\n", "repeated_number")
    assert "重复" in doubt.message


def test_numbers_that_run_on_or_restart_are_no_doubt() -> None:
    running = (
        "一、甲\n（一）乙\n1.丙。好。\n2.丁。好。\n（二）戊\n3.己。好。\n二、庚\n（一）辛。好。\n"
    )
    restarting = "一、甲\n1.乙。好。\n2.丙。好。\n二、丁\n1.戊。好。\n"
    for text in (running, restarting):
        assert not doubts_of(text, "missing_number") + doubts_of(text, "repeated_number")


def test_the_word_of_another_office_blocks() -> None:
    text = f"一、甲\n动员本乡镇职工。\n二、乙\n好。\n{SIGNED}"
    (doubt,) = doubts_of(text, "foreign_unit")
    assert (text[doubt.start : doubt.end], doubt.severity) == ("本乡镇", "block")
    assert not doubts_of(text.replace("青河县工业局", "青河镇人民政府"), "foreign_unit")


def test_another_county_is_told() -> None:
    text = f"一、甲\n由白水县人民政府组织。\n二、乙\n全县各县要落实。\n{SIGNED}"
    (doubt,) = doubts_of(text, "foreign_unit")
    assert text[doubt.start : doubt.end] == "白水县"


def test_a_vague_deadline_blocks_and_asks_for_a_date() -> None:
    (doubt,) = doubts_of(f"一、甲\n春节前完成检查。\n二、乙\n好。\n{SIGNED}", "vague_deadline")
    assert (doubt.severity, doubt.proposal["action"]) == ("block", "set_date")


def test_a_notice_older_than_what_it_tells_is_told() -> None:
    text = f"2023年6月9日，某厂发生火灾。\n一、甲\n好。\n二、乙\n好。\n{SIGNED}"
    (doubt,) = doubts_of(text, "contradicting_dates")
    assert text[doubt.start : doubt.end] == "2023年5月30日"


def test_an_end_before_its_start_is_told() -> None:
    (doubt,) = doubts_of("一、甲\n2023年6月30日至2023年6月1日开展活动。\n", "end_before_start")[:1]
    assert doubt.severity == "block"


def test_several_duties_come_with_places_to_cut() -> None:
    text = (
        "一、活动内容\n1.抓好安全。各企业要组织一次消防演练活动。"
        "在媒体上曝光一批典型案例并公布结果。\n"
    )
    (doubt,) = doubts_of(text, "several_duties")
    assert [text[place:].startswith("在媒体上曝光") for place in doubt.proposal["at"]] == [True]


@pytest.mark.parametrize(("count", "found"), [("四", 1), ("三", 0)])
def test_an_announced_count_must_be_met(count: str, found: int) -> None:
    text = f"一、主要任务\n开展{count}大行动。\n（一）甲。好。\n（二）乙。好。\n（三）丙。好。\n"
    assert len(doubts_of(text, "count_mismatch")) == found


def test_garbled_words_are_told() -> None:
    (doubt,) = doubts_of("一、甲\n吸取“5?23”事故教训。\n", "garbled_text")
    assert "5?23" in doubt.message


def test_missing_facts_are_told() -> None:
    assert len(doubts_of("一、甲\n好。\n", "missing_field")) == 3
