"""Any outline, printed in any style and in any bad shape, is read back: numbers, levels, titles."""

import textwrap
from collections.abc import Callable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.making import reading_of
from tests.reading.test_numbering import chinese

Style = Callable[[int], str]
Entry = tuple[int, str, str]

STYLES: dict[str, Style] = {
    "chapter": lambda n: f"第{chinese(n)}章",
    "part": lambda n: f"第{chinese(n)}部分",
    "chinese": lambda n: f"{chinese(n)}、",
    "chinese dot": lambda n: f"{chinese(n)}.",
    "article": lambda n: f"第{chinese(n)}条",
    "chinese bracket": lambda n: f"（{chinese(n)}）",
    "chinese half bracket": lambda n: f"({chinese(n)})",
    "arabic": lambda n: f"{n}.",
    "arabic wide": lambda n: f"{n}．",
    "arabic comma": lambda n: f"{n}、",
    "arabic bracket": lambda n: f"（{n}）",
    "arabic half": lambda n: f"{n}）",
    "circle": lambda n: chr(0x2460 + n - 1),
    "sign": lambda n: chr(0x2488 + n - 1),
    "signed bracket": lambda n: chr(0x2474 + n - 1),
    "letter": lambda n: f"{chr(64 + n)}.",
}
# From the outermost to the innermost, as they are printed in offices.
CHAINS = (
    ("chinese", "chinese bracket", "arabic", "arabic bracket"),
    ("chinese", "chinese half bracket", "arabic comma", "arabic half"),
    ("chinese dot", "arabic wide", "arabic bracket", "circle"),
    ("chapter", "article", "chinese bracket", "arabic"),
    ("part", "chinese", "chinese bracket", "arabic"),
    ("arabic comma", "arabic bracket", "circle"),
    ("chinese bracket", "arabic", "arabic half"),
    ("sign", "signed bracket", "circle"),
    ("arabic", "arabic bracket", "letter"),
    ("chinese", "arabic", "circle"),
)
RUNNING = ("arabic", "arabic comma", "circle")
TITLES = (
    "加强组织领导",
    "开展应急演练",
    "落实主体责任",
    "做好安全宣传咨询日活动",
    "排查重大事故隐患",
    "严格考核奖惩",
    "组织观看警示教育片",
    "办好知识竞赛",
    "强化外包外租管理",
)
BODIES = (
    "各企业要高度重视，明确一名联络员，及时报送活动情况。",
    "6月16日在公共场所设置咨询台，向公众讲解安全知识，发放宣传资料不少于200份。",
    "按照《安全生产法》第二十一条规定，主要负责人每季度带队检查1次，发现问题立即整改。",
    "对照判定标准逐项排查，1.1级以上仓库必须到场，建立台账，6月20日前完成整改。",
    "",
)
HEAD = "关于开展安全生产月活动的通知\n各企业：\n现就有关事项通知如下：\n"
FOOT = "示例县工业和信息化局\n2026年5月20日\n"

trees = st.lists(
    st.lists(st.lists(st.integers(0, 3), max_size=3), max_size=4), min_size=2, max_size=5
)


def entries(
    chain: tuple[str, ...], tree: list[list[list[int]]], *, skip: int = 0, running: bool = False
) -> Iterator[tuple[int, str]]:
    """Level and number of every section of a tree.

    The outermost number `skip` is left out; with `running` the third level counts on across the
    second one, as many plans do.
    """
    for first, sections in enumerate(tree, 1):
        yield 1, STYLES[chain[0]](first + (1 if skip and first >= skip else 0))
        third = 0
        for second, items in enumerate(sections, 1):
            yield 2, STYLES[chain[1]](second)
            third = third if running else 0
            for points in items:
                third += 1
                yield 3, STYLES[chain[2]](third)
                for fourth in range(1, points + 1 if len(chain) > 3 else 1):
                    yield 4, STYLES[chain[3]](fourth)


def wrapped(lines: list[str], width: int) -> str:
    """Paragraphs broken into lines of a width, their first line indented; a page has 20 lines."""
    printed = [
        piece
        for line in lines
        for piece in textwrap.wrap("　　" + line, width, drop_whitespace=False) or [""]
    ]
    pages = [printed[start : start + 20] for start in range(0, len(printed), 20)]
    return "".join("\n".join(page) + f"\n— {number} —\n" for number, page in enumerate(pages, 1))


def apart(lines: list[str]) -> str:
    """Every letter apart, as recognition prints it."""
    return "\n".join(" ".join(line) for line in lines)


@settings(max_examples=80, deadline=None)
@given(
    chain=st.sampled_from(CHAINS),
    tree=trees,
    words=st.randoms(use_true_random=False),
    shape=st.sampled_from(("plain", "wrapped", "apart", "own lines", "blank lines")),
    width=st.integers(26, 40),
    skip=st.sampled_from((0, 0, 3)),
    running=st.booleans(),
)
def test_what_was_printed_is_read_back(chain, tree, words, shape, width, skip, running) -> None:
    wanted: list[Entry] = []
    lines: list[str] = []
    for level, number in entries(
        chain, tree, skip=skip if len(tree) > 3 else 0, running=running and chain[2] in RUNNING
    ):
        title, body = words.choice(TITLES), words.choice(BODIES)
        wanted.append((level, number, title))
        if shape == "own lines":
            lines += [f"{number}{title}", *([body] if body else [])]
        else:
            lines.append(f"{number}{title}。{body}")
    text = {
        "wrapped": lambda: wrapped(lines, width),
        "apart": lambda: apart(lines),
        "blank lines": lambda: "\n\n".join(lines),
    }.get(shape, lambda: "\n".join(lines))()

    found = reading_of(f"{HEAD}{text}\n{FOOT}")

    assert [(one.level, one.number, one.title) for one in found.outline] == wanted
