from hypothesis import given, settings
from hypothesis import strategies as st

from anyue.reading.formats.docx_numbers import chinese
from tests.reading.making import outline_of

STYLES = {
    "一、": lambda n: f"{chinese(n)}、",
    "（一）": lambda n: f"（{chinese(n)}）",
    "1.": lambda n: f"{n}.",
    "1、": lambda n: f"{n}、",
    "（1）": lambda n: f"（{n}）",
    "1）": lambda n: f"{n}）",
    "①": lambda n: chr(0x2460 + n - 1),
}
CHAINS = [
    ("一、", "（一）", "1."), ("一、", "（一）", "1、"), ("一、", "1.", "（1）"),
    ("一、", "1、", "1）"), ("（一）", "1.", "①"), ("1.", "（1）", "①"),
]  # fmt: skip
BODY = "各车间要按照要求认真组织实施，做好记录，及时报告发现的问题。"


@settings(max_examples=60, deadline=None)
@given(
    chain=st.sampled_from(CHAINS),
    shape=st.lists(st.lists(st.integers(0, 3), min_size=0, max_size=3), min_size=2, max_size=5),
    flat=st.booleans(),
)
def test_an_outline_printed_in_any_style_is_read_back(
    chain: tuple[str, str, str], shape: list[list[int]], flat: bool
) -> None:
    lines, expected = [], []

    def put(level: int, number: int) -> None:
        label = STYLES[chain[level]](number)
        expected.append((level + 1, label))
        lines.append(f"{label}做好检查工作。{BODY}")

    for first, sections in enumerate(shape, 1):
        put(0, first)
        for second, items in enumerate(sections, 1):
            put(1, second)
            for third in range(1, items + 1):
                put(2, third)
    brackets = {"（1）", "1）", "①"} & set(chain)
    # Inside a paragraph bracketed numbers count arguments; on lines of their own they are items.
    joiner = "" if flat and not brackets else "\n"
    assert outline_of(joiner.join(lines)) == expected


def test_arabic_numbers_may_run_on_across_sections() -> None:
    text = "一、任务\n（一）学习\n1.读书。\n2.宣讲。\n（二）检查\n3.自查。\n4.互查。\n"
    assert [number for level, number in outline_of(text) if level == 3] == ["1.", "2.", "3.", "4."]


def test_a_skipped_section_number_survives() -> None:
    assert outline_of("一、甲\n二、乙\n四、丁\n（一）戊\n") == [
        (1, "一、"), (1, "二、"), (1, "四、"), (2, "（一）"),
    ]  # fmt: skip


def test_a_repeated_section_number_survives() -> None:
    assert [number for _, number in outline_of("一、甲\n二、乙\n二、丙\n三、丁\n")] == [
        "一、", "二、", "二、", "三、",
    ]  # fmt: skip


def test_the_same_shape_may_stand_on_different_levels() -> None:
    assert outline_of("一、甲\n1、乙\n2、丙\n") == [(1, "一、"), (2, "1、"), (2, "2、")]
    assert outline_of("一、甲\n（一）乙\n1、丙\n")[-1] == (3, "1、")


def test_a_decimal_needs_its_parent() -> None:
    assert outline_of("1 总则\n1.1 目的\n1.2 范围\n2 任务\n2.1 检查\n") == [
        (1, "1"), (2, "1.1"), (2, "1.2"), (1, "2"), (2, "2.1"),
    ]  # fmt: skip
    assert outline_of("一、甲\n1.1级工房要限员。\n二、乙\n") == [(1, "一、"), (1, "二、")]


def test_a_title_may_run_straight_into_its_first_child() -> None:
    text = "现通知如下：一、时间安排另行通知。二、注意事项1.各车间要守时。2.各车间要守纪。"
    assert outline_of(text) == [(1, "一、"), (1, "二、"), (2, "1."), (2, "2.")]


def test_numbered_arguments_inside_a_sentence_are_no_sections() -> None:
    assert outline_of("一、甲\n要做到（1）断电、（2）挂牌、（3）上锁。\n二、乙\n") == [
        (1, "一、"), (1, "二、"),
    ]  # fmt: skip
