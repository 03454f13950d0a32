import pytest

from anyue.reading import kinds, lexicon
from anyue.reading.activities import find_audience, find_kinds
from anyue.reading.model import Activity
from tests.reading.making import reading_of


def activity(text: str) -> Activity:
    """Read one item of a plan of 2023."""
    head = "2023年某某县工业局安全活动方案\n一、活动内容\n"
    (found,) = reading_of(f"{head}1.{text}\n").activities
    return found


@pytest.mark.parametrize("kind", lexicon.kinds(), ids=lambda kind: kind.key)
def test_every_kind_recognises_its_own_examples(kind: lexicon.Kind) -> None:
    for example in kind.examples:
        assert kind.key in [key for key, _ in find_kinds("", example)] or kind.title.search(example)


def test_kinds_have_chinese_labels() -> None:
    assert len(kinds()) == 21
    assert kinds()["drill"] == "应急演练"


def test_what_only_explains_a_programme_is_not_asked_for_twice() -> None:
    found = activity("抓好“三带头”。推动企业“三带头”，即带头学习、带头开展演练、带头曝光。")
    assert "drill" not in found.kinds
    assert found.programmes == ("三带头",)


@pytest.mark.parametrize(
    ("body", "audience"),
    [
        ("各企业要开展自查。", {"enterprise"}),
        ("张贴标语，制作展板。", {"bureau"}),
        ("督促企业设立宣传栏。", {"enterprise"}),
        ("工业系统要组织宣传，推动企业绘制路线图。", {"enterprise"}),
        ("工业系统和企业要联动宣传，面向社会公众讲解。", {"bureau", "enterprise", "public"}),
        ("县工业局将组织媒体报道。", {"bureau"}),
        ("聚焦企业、群众反映强烈的问题开展调研。", {"bureau"}),
    ],
)
def test_the_audience_is_whoever_is_made_to_act(body: str, audience: set[str]) -> None:
    assert {key for key, _ in find_audience("", body)} == audience


def test_who_is_named_without_taking_words_such_as_important_for_must() -> None:
    found = activity("学习讲话。深入学习重要论述。各企业要组织，车间主任、从业人员要参加。")
    assert found.who == ("各企业", "车间主任、从业人员")


def test_quantities_name_what_is_counted_and_who_owes_it() -> None:
    found = activity("开展演练。企业要组织一次火灾演练，绘制一张以车间为重点的疏散图。")
    assert [(q.n, q.of, q.per) for q in found.quantities] == [
        ("一次", "火灾演练", "enterprise"), ("一张", "疏散图", "enterprise"),
    ]  # fmt: skip


def test_an_open_list_counts_nothing_definite() -> None:
    assert activity("做好宣传。制作一批短片、海报等。").quantities == ()


def test_cadence_deadline_and_materials_carry_their_places() -> None:
    text = "抓好督办。每月通报一次进展，6月底前学完《防火手册》。"
    found = reading_of(f"2023年安全活动方案\n一、活动内容\n1.{text}\n")
    (item,) = found.activities
    assert (item.cadence, item.deadline) == ("monthly", "2023-06-30")
    assert item.materials == ("《防火手册》",)
    for field, words in (
        ("cadence", "每月"),
        ("deadline", "6月底前"),
        ("materials", "《防火手册》"),
    ):
        ((start, end),) = item.sources[field]
        assert found.text[start:end] == words


def test_the_day_of_a_single_event_is_the_deadline() -> None:
    assert activity("举办咨询日活动。6月16日，在广场开展咨询日活动。").deadline == "2023-06-16"


def test_sections_on_aims_are_no_activities_and_measures_stand_apart() -> None:
    found = reading_of(
        "一、总体要求\n（一）坚持安全第一。好。\n二、主要任务\n（一）开展检查。要查。\n"
        "三、工作措施\n（一）加强领导。成立领导小组，制定方案。\n"
    )
    assert [item.title for item in found.activities] == ["开展检查"]
    (measure,) = found.measures
    assert [duty.text for duty in measure.duties] == ["成立领导小组", "制定方案"]


def test_a_phrase_with_a_gap_stays_inside_its_clause() -> None:
    pattern = lexicon.phrases(["开展…演练"])
    assert pattern.search("开展一次综合演练")
    assert not pattern.search("开展宣传，组织演练")
    assert not pattern.search("开展“疏散演练")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("开展逃生演练活动。组织一次技能培训，发放资料。", "drill"),
        ("开展宣传咨询日活动。发放资料，解答问题。", "consultation_day"),
        ("加强车间安全文化建设。面向职工征集漫画作品，签订承诺书。", "culture"),
        ("鼓励问题隐患举报。在媒体上曝光，发动随手拍。", "tip_off"),
        ("抓好“五带头”宣传。宣传报道带头情况。", "principal_leads"),
        ("做好宣传。组织一次疏散演练，发放资料。", "publicity"),
        ("人人有责。开展专题培训，签订承诺书，组织疏散演练。", "pledge"),
    ],
)
def test_the_first_kind_is_the_most_prominent_one(text: str, first: str) -> None:
    assert activity(text).kinds[0] == first


def test_what_every_enterprise_must_hand_in_counts_as_much_as_the_title() -> None:
    text = "开展科普宣传。推动企业绘制一张逃生路线图，张贴标语。"
    assert activity(text).kinds == ("evacuation_map", "publicity")


def test_what_the_office_itself_makes_does_not_lead() -> None:
    text = "开展科普宣传。本部门要绘制一张逃生路线图，张贴标语。"
    assert activity(text).kinds == ("publicity", "evacuation_map")


def test_a_quantity_of_the_title_said_again_in_the_body_is_counted_once() -> None:
    text = "曝光一批典型案例。本部门要曝光一批违法典型案例，组织一次调研活动。"
    assert [(q.n, q.of) for q in activity(text).quantities] == [
        ("一批", "违法典型案例"), ("一次", "调研活动"),
    ]  # fmt: skip


def test_another_quantity_of_the_title_is_kept() -> None:
    found = activity("组织一次疏散演练。企业要组织一次技能培训。")
    assert [q.of for q in found.quantities] == ["疏散演练", "技能培训"]


def test_the_talk_before_a_shift_is_training_and_its_cases_warn() -> None:
    found = activity("用好班前五分钟。各班组开工前讲一个同类事故案例。")
    assert found.kinds == ("training", "warning_education")
