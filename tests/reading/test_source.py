import pytest

from anyue.reading import Unreadable
from anyue.reading.source import MAX_BYTES, load

TEXT = "关于开展安全检查的通知\n各单位：\n一、检查时间 2024年6月1日至6月30日。\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"],
)
def test_text_is_the_same_in_every_encoding(encoding: str) -> None:
    assert load(TEXT.encode(encoding), "a.txt").text == TEXT


def test_traditional_text_in_big5_is_recognised() -> None:
    text = "關於開展安全生產檢查的通知\n各單位：\n現將有關事項通知如下。\n"
    assert load(text.encode("big5"), "a.txt").text == text


def test_every_kind_of_line_end_becomes_a_newline() -> None:
    assert load("甲乙\r\n丙丁\r戊己\n".encode(), "a.txt").text == "甲乙\n丙丁\n戊己\n"


def test_characters_that_turn_the_reading_direction_are_dropped_and_told() -> None:
    source = load("请于\u202e6月1日\u202c前报送".encode(), "a.txt")
    assert source.text == "请于6月1日前报送"
    assert [remark.code for remark in source.remarks] == ["garbled_text"]


@pytest.mark.parametrize(
    ("data", "name", "advice"),
    [
        (b"", "a.txt", "空的"),
        (b"x", "a.doc", "另存为 .docx"),
        (b"x", "a.wps", "另存为 .docx"),
        (b"x", "a.zip", "解压"),
        (b"x", "a.svg", "粘贴正文"),
        (b"x", "a.exe", "只能读取"),
        (b"plain words", "a.docx", "不是 Word 文件"),
        (b"plain words", "a.pdf", "不是 PDF 文件"),
        (b"%PDF-1.7 words", "a.txt", "扩展名与内容不符"),
        (b"PK\x03\x04words", "a.html", "扩展名与内容不符"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxx", "a.docx", "密码"),
        (b"\x00" * 64, "a.txt", "粘贴正文"),
        (b"...,,,!!!", "a.txt", "无法识别文字"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_advice(
    data: bytes, name: str, advice: str
) -> None:
    with pytest.raises(Unreadable, match=advice):
        load(data, name)


def test_a_file_over_twenty_megabytes_is_refused_before_decoding() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        load(b"a" * (MAX_BYTES + 1), "a.txt")
