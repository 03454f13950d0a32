import pytest

from anyue.reading import Unreadable
from anyue.reading.source import load


def text_of(body: str, head: str = '<meta charset="utf-8">') -> str:
    return load(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html").text


def test_paragraphs_become_lines_and_scripts_vanish() -> None:
    page = "<p>一、时间</p><script>var 坏=1</script><p>6月<b>1</b>日<br>起</p>"
    assert text_of(page) == "一、时间\n6月1日\n起"


def test_a_row_of_short_cells_keeps_label_and_value_apart() -> None:
    page = "<table><tr><td>索引号：</td><td>0001</td><td>文号：</td><td></td></tr></table>"
    assert text_of(page) == "索引号： | 0001 | 文号： | "


def test_a_line_of_nothing_but_links_is_navigation() -> None:
    links = '<div><a href="/">首页</a> <a href="/x">通知公告</a></div>'
    page = links + '<p>正文<a href="/y">链接</a>在此</p>'
    assert text_of(page) == "正文链接在此"


def test_hidden_elements_are_not_read() -> None:
    assert text_of(
        '<p>看得见</p><div style="display:none">看不见<p>也看不见</p></div><p>尾</p>'
    ) == ("看得见\n尾")


def test_a_wrong_charset_in_the_page_does_not_hurt() -> None:
    assert text_of("<p>安全生产月</p>", '<meta charset="gb2312">') == "安全生产月"


def test_tags_nested_too_deep_are_refused_rather_than_read_in_part() -> None:
    with pytest.raises(Unreadable, match="粘贴正文"):
        text_of("<p>安全</p>" + "<div>" * 5000 + "生产")


def test_unclosed_tags_end_in_text() -> None:
    assert text_of("<p>安全<p>生产<ul><li>甲<li>乙") == "安全\n生产\n甲\n乙"
