import ast
import re
from pathlib import Path

import pytest

from anyue.reading.doubt_codes import ACTIONS, CODES
from anyue.reading.model import Doubt
from tests.reading.making import reading_of

ROOT = Path(__file__).resolve().parents[2]
SIGNED = "青河县工业局\n2023年5月30日\n"


def doubts_of(text: str, code: str) -> list[Doubt]:
    return [doubt for doubt in reading_of(text).doubts if doubt.code == code]


def words_of(text: str, code: str) -> list[str]:
    return [text[doubt.start : doubt.end] for doubt in doubts_of(text, code)]


def test_every_code_that_the_reader_names_is_in_the_table_and_in_the_document() -> None:
    named = set()
    for path in (ROOT / "src/anyue/reading").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if called and node.func.id in ("Finding", "Doubt", "Remark", "_remark") and node.args:
                first = node.args[0]
                named |= {first.value} if isinstance(first, ast.Constant) else set()
    assert named - set(CODES) == set()
    page = (ROOT / "docs/doubts.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", page, re.M))
    assert rows == {code: entry.meaning for code, entry in CODES.items()}
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.M)) == set(CODES)
    for action in ACTIONS:
        assert f"- `{action}`" in page


def test_a_proposal_holds_what_its_action_needs() -> None:
    text = (
        "一、甲\n春节前完成检查。\n三、乙\n广泛动员本乡镇职工在2O23年6月16日（周一）参加。\n"
        f"1.抓好安全。各企业要组织一次消防演练活动。在媒体上曝光一批典型案例并公布结果。\n{SIGNED}"
    )
    found = reading_of(text).doubts
    assert len({doubt.code for doubt in found}) >= 5
    for doubt in found:
        action = doubt.proposal["action"]
        assert action in CODES[doubt.code].actions
        assert set(ACTIONS[action]) <= set(doubt.proposal)
        assert doubt.severity in ("block", "warn", "note")
        assert doubt.message.endswith(("。", "）"))


def test_missing_facts_are_told_with_the_field() -> None:
    fields = {doubt.proposal["field"] for doubt in doubts_of("一、甲\n好。\n", "missing_field")}
    assert fields == {"title", "issuer", "issued_on"}


def test_the_word_of_another_office_blocks() -> None:
    text = f"一、甲\n动员本乡镇职工。\n二、乙\n好。\n{SIGNED}"
    (doubt,) = doubts_of(text, "foreign_unit")
    assert (text[doubt.start : doubt.end], doubt.severity) == ("本乡镇", "block")
    assert doubt.proposal == {"action": "replace", "text": "本单位"}
    assert not doubts_of(text.replace("青河县工业局", "青河镇人民政府"), "foreign_unit")


def test_each_of_many_may_say_its_own() -> None:
    text = f"一、甲\n各学校组织本校教师参加。\n二、乙\n好。\n{SIGNED}"
    assert not doubts_of(text, "foreign_unit")


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("由白水县人民政府组织。", "白水县"),
        ("请白水县各企业参加。", "白水县"),
        ("全县各县要落实。", None),
        ("由青河县人民政府组织。", None),
        ("由白水市人民政府统一部署。", None),
        ("在红石镇政府门前摆放展板。", None),
        ("学习白水县应急管理局的经验做法。", None),
        ("2023年3月白水县有关企业发生火灾事故。", None),
    ],
)
def test_another_place_of_the_same_rank_is_told(sentence: str, place: str | None) -> None:
    text = f"青河县工业局关于安全生产月的通知\n各企业：\n一、甲\n{sentence}\n二、乙\n好。\n{SIGNED}"
    assert words_of(text, "foreign_unit") == ([place] if place else [])


def test_another_firm_is_told_to_a_firm_only() -> None:
    body = "一、甲\n由白水矿山设备有限公司组织演练。\n二、乙\n好。\n"
    firm = f"青河化工有限公司安全活动方案\n{body}青河化工有限公司\n2023年5月30日\n"
    assert words_of(firm, "foreign_unit") == ["白水矿山设备有限公司"]
    assert not words_of(f"{body}{SIGNED}", "foreign_unit")
    assert not words_of(
        firm.replace("由白水", "吸取白水").replace("组织演练", "事故教训"), "foreign_unit"
    )


def test_several_duties_come_with_places_to_cut_and_titles() -> None:
    text = (
        "一、活动内容\n1.抓好安全。各企业要组织一次消防演练活动。"
        "在媒体上曝光一批典型案例并公布结果。\n"
    )
    (doubt,) = doubts_of(text, "several_duties")
    assert [text[place:].startswith("在媒体上曝光") for place in doubt.proposal["at"]] == [True]
    assert doubt.proposal["titles"] == ["抓好安全", "在媒体上曝光一批典型案例并公布结果"]
    assert text[doubt.start : doubt.end] == "在媒体上曝光一批典型案例并公布结果"


@pytest.mark.parametrize(("count", "found"), [("四", 1), ("三", 0)])
def test_an_announced_count_must_be_met(count: str, found: int) -> None:
    text = f"一、主要任务\n开展{count}大行动。\n（一）甲。好。\n（二）乙。好。\n（三）丙。好。\n"
    assert words_of(text, "count_mismatch") == ["四大行动"] * found


@pytest.mark.parametrize(("count", "found"), [("三", 1), ("二", 0)])
def test_the_lead_announces_the_sections(count: str, found: int) -> None:
    text = (
        f"关于某事的通知\n各企业：\n现就以下{count}项工作通知如下：\n一、甲\n好。\n二、乙\n好。\n"
    )
    assert len(doubts_of(text, "count_mismatch")) == found


@pytest.mark.parametrize(
    ("slogan", "found"),
    [
        ("推动“五带头”，即带头学、带头查、带头改、带头讲。", ["五带头"]),
        ("推动“四带头”，即带头学、带头查、带头改、带头讲。", []),
        ("落实安全宣传“五进”（进企业、进农村、进社区、进家庭）。", ["五进"]),
        ("落实安全宣传“五进”要求。", []),
    ],
)
def test_a_slogan_is_counted_against_its_list(slogan: str, found: list[str]) -> None:
    assert words_of(f"一、甲\n{slogan}\n二、乙\n好。\n", "count_mismatch") == found


def test_thousands_of_one_kind_are_counted_together() -> None:
    text = "".join(f"一、甲\n动员本乡镇职工{n}。\n" for n in range(300)) + SIGNED
    found = doubts_of(text, "foreign_unit")
    assert len(found) == 100
    assert "还有 200 处" in found[-1].message
