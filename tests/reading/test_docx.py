import collections.abc
import io
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from anyue.reading import Unreadable
from anyue.reading.formats.docx_numbers import chinese
from anyue.reading.source import Source, load


def saved(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read_docx(document: "docx.document.Document") -> Source:
    return load(saved(document), "a.docx")


def test_paragraphs_and_table_rows_are_read_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("一、物资")
    table = document.add_table(rows=2, cols=2)
    for row, values in enumerate((("名称", "数量"), ("口哨", "2"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    document.add_paragraph("二、分组")
    source = read_docx(document)
    assert source.text == "一、物资\n名称 | 数量\n口哨 | 2\n二、分组"
    assert source.remarks == ()


def test_automatic_numbers_are_written_out() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0">'
            '<w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    for words in ("开展宣传", "开展演练"):
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
        )
    assert read_docx(document).text == "（一）开展宣传\n（二）开展演练"


def test_deleted_and_hidden_text_is_left_out_and_told_at_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("第一段")
    paragraph = document.add_paragraph("保留的文字，")
    paragraph._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删掉的文字</w:delText></w:r></w:del>")
    )
    paragraph.add_run("接着的文字。")
    paragraph.add_run("隐藏的文字").font.hidden = True
    source = read_docx(document)
    assert source.text == "第一段\n保留的文字，接着的文字。"
    assert [(one.code, one.start, one.end) for one in source.remarks] == [
        ("hidden_text", 10, 10),
        ("hidden_text", 16, 16),
    ]
    assert source.text[:10].endswith("保留的文字，")
    assert "删掉的文字“删掉的文字”" in source.remarks[0].message
    assert "隐藏文字“隐藏的文字”" in source.remarks[1].message


def test_inserted_text_is_kept_and_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("原有，")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>补入</w:t></w:r></w:ins>"))
    source = read_docx(document)
    assert source.text == "原有，补入"
    (remark,) = source.remarks
    assert (remark.code, source.text[remark.start : remark.end]) == ("hidden_text", "补入")


def test_text_that_was_moved_stands_where_it_went() -> None:
    document = docx.Document()
    first, second = document.add_paragraph("甲，"), document.add_paragraph("乙，")
    for paragraph, tag in ((first, "moveFrom"), (second, "moveTo")):
        paragraph._p.append(
            parse_xml(f"<w:{tag} {nsdecls('w')}><w:r><w:t>移动的</w:t></w:r></w:{tag}>")
        )
    source = read_docx(document)
    assert source.text == "甲，\n乙，移动的"
    assert [one.start for one in source.remarks] == [2, 5]
    assert "text_routes_differ" not in [one.code for one in source.remarks]


def test_a_mark_in_a_table_cell_keeps_its_place() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "名称"
    table.cell(0, 1).paragraphs[0].add_run("数量")
    table.cell(0, 1).paragraphs[0].add_run("不要").font.hidden = True
    source = read_docx(document)
    assert source.text == "名称 | 数量"
    assert [one.start for one in source.remarks] == [len("名称 | 数量")]


def with_document(change: "collections.abc.Callable[[str], str]") -> bytes:
    """A small Word file with its main part changed."""
    document = docx.Document()
    document.add_paragraph("一、正文")
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(document))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = change(data.decode()).encode()
            new.writestr(name, data)
    return stream.getvalue()


def codes(data: bytes) -> list[str]:
    return [one.code for one in load(data, "a.docx").remarks]


def test_letters_that_one_of_two_ways_misses_call_for_a_person() -> None:
    stray = "<w:body><w:r><w:t>段落外面的话</w:t></w:r>"
    assert codes(with_document(lambda page: page.replace("<w:body>", stray))) == [
        "text_routes_differ"
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "一、正&#25991;",
        "<![CDATA[一、正文]]>",
        "一、正<!-- 说明 -->文",
        "一、正文&amp;&lt;w:t>",
    ],
)
def test_both_ways_understand_how_letters_can_be_written(printed: str) -> None:
    data = with_document(lambda page: page.replace("一、正文", printed))
    assert codes(data) == []
    assert load(data, "a.docx").text.startswith("一、正文")


def test_another_prefix_is_understood_as_well() -> None:
    data = with_document(
        lambda page: re.sub(r"(</?| )w:(?=\w)", r"\1x:", page).replace("xmlns:w=", "xmlns:x=")
    )
    assert load(data, "a.docx").text == "一、正文"
    assert codes(data) == []


def test_footnotes_are_told() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert codes(with_document(lambda page: page.replace("</w:p>", note, 1))) == ["left_out"]


def test_a_document_type_declaration_is_refused_in_every_encoding() -> None:
    good = saved(docx.Document())
    for encoding in ("utf-8", "utf-16"):
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(stream, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "word/document.xml":
                    data = f'<!DOCTYPE x [<!ENTITY a "b">]>{data.decode()}'.encode(encoding)
                new.writestr(name, data)
        with pytest.raises(Unreadable, match="不正常"):
            load(stream.getvalue(), "a.docx")


def test_a_word_file_cut_anywhere_is_refused_in_chinese() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    whole = saved(document)
    for tenth in range(1, 10):
        with pytest.raises(Unreadable):
            load(whole[: len(whole) * tenth // 10], "a.docx")


def test_chinese_numerals_follow_the_custom() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]
