"""Pages in two columns: read one after the other, however they were drawn."""

import pypdfium2
import pytest

from anyue.reading.formats.pdf_columns import column_text
from anyue.reading.reader import read
from tests.reading.corpus.pdf_making import objects, written

LEFT = (
    "各企业要认真组织开展安全生产月活动",
    "主要负责人要带队排查隐患建立好台账",
    "一、开展学习。各企业组织专题学习不",
    "少于一次，六月底前完成学习任务。",
    "二、开展演练。各企业组织应急演练一",
    "次，做好记录，演练以后要进行讲评。",
    "三、加强检查。局机关组织检查组开展",
)
RIGHT = (
    "督查，对发现的问题逐项督促整改到位",
    "四、做好宣传。在公共场所设置咨询台",
    "向公众发放宣传资料，讲解安全知识。",
    "五、严格考核。考核结果向全县通报，",
    "对工作不力的单位进行约谈直至问责。",
    "六、及时报送。各单位明确一名联络员",
    "按时报送活动情况和照片，不得迟报。",
)
TITLE = "示例县关于开展安全生产月活动的通知"
ACROSS, DOWN = True, False


def page_of(*drawn: tuple[float, float, str]) -> bytes:
    """A PDF page with each text at its place, drawn in this order."""
    orders = b"".join(
        b"1 0 0 1 %.1f %.1f Tm <%b> Tj\n" % (x, y, text.encode("utf-16-be").hex().encode())
        for x, y, text in drawn
    )
    return written(objects([b"BT /F1 12 Tf\n" + orders + b"ET"]))


def columns(left=LEFT, right=RIGHT, *, across: bool, top: float = 770) -> list:
    first = [(40.0, top - 16 * row, line) for row, line in enumerate(left)]
    second = [(310.0, top - 16 * row, line) for row, line in enumerate(right)]
    if not across:
        return [*first, *second]
    return [line for pair in zip(first, second, strict=True) for line in pair]


def lines_of(data: bytes) -> list[str]:
    text = column_text(pypdfium2.PdfDocument(data)[0])
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("across", [ACROSS, DOWN])
def test_two_columns_are_read_one_after_the_other(across: bool) -> None:
    data = page_of((190, 800, TITLE), *columns(across=across))
    assert lines_of(data) == [TITLE, *LEFT, *RIGHT]


def test_the_outline_of_two_columns_is_whole() -> None:
    found = read(page_of((190, 800, TITLE), *columns(across=ACROSS)), "通知.pdf")
    assert [one.number for one in found.outline] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert "局机关组织检查组开展督查" in found.outline[2].text


def test_a_line_across_both_columns_parts_them() -> None:
    low = columns(LEFT[::-1], RIGHT[::-1], across=ACROSS, top=600)
    middle = "附件：示例县安全生产月活动安排表和联络员名单"
    data = page_of(*columns(across=ACROSS), (150, 640, middle), *low)
    assert lines_of(data) == [*LEFT, *RIGHT, middle, *LEFT[::-1], *RIGHT[::-1]]


def test_a_table_with_short_cells_is_read_row_by_row() -> None:
    names = [f"第{number}组" for number in "一二三四五六七八"]
    duties = ["负责宣传", "负责检查", "负责演练", "负责后勤"] * 2
    rows = columns(names, duties, across=ACROSS)
    text = "".join(lines_of(page_of((40, 800, TITLE * 2), *rows)))
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    assert text.index("第一组") < text.index("负责宣传") < text.index("第二组")


def test_one_column_stays_as_it_was_drawn() -> None:
    rows = [(40.0, 770.0 - 16 * row, line * 2) for row, line in enumerate(LEFT)]
    data = page_of(*rows)
    bare = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert column_text(pypdfium2.PdfDocument(data)[0]) == bare


def test_a_few_lines_side_by_side_are_no_columns() -> None:
    few = columns(LEFT[:3], RIGHT[:3], across=ACROSS)
    rest = [(40.0, 700.0 - 16 * row, line * 2) for row, line in enumerate(LEFT)]
    assert lines_of(page_of(*few, *rest))[0].startswith(LEFT[0])
    assert RIGHT[0] in lines_of(page_of(*few, *rest))[0]
