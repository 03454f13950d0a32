from hypothesis import given, settings
from hypothesis import strategies as st

from anyue.reading import Unreadable, read

WORDS = """
一、 （一） 1. 1.1 ① 第一章 附件 关于 的通知 《 》 “ ” （ ） 2023年 6月30日 底前 至 每月
各企业要 开展演练 ， 。 ： | 电话 12350 〔2023〕5号 某某局 a 😀 ９
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "— 3 —", "\u3000", "\u200b", "\x00"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_text_is_read_or_refused_and_every_place_lies_inside_it(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    try:
        found = read(data, "任意.txt")
    except Unreadable as refusal:
        assert "。" in str(refusal)
        return
    size = len(found.text)
    for part in (*found.outline, *found.activities, *found.measures, *found.deadlines):
        assert 0 <= part.start <= part.end <= size
    for start, end in (*found.sources.values(), *found.citation_spans, *found.phone_spans):
        assert 0 <= start <= end <= size


def test_the_encoding_changes_nothing_in_the_reading() -> None:
    text = "关于防火的通知\n一、检查\n6月底前完成。\n".encode()
    plain, wide = read(text, "a.txt"), read(text.decode().encode("utf-16"), "a.txt")
    assert plain == wide
