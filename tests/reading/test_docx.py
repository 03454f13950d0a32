import io
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


def test_deleted_and_hidden_text_is_left_out_and_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("保留的文字")
    paragraph._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删掉的文字</w:delText></w:r></w:del>")
    )
    paragraph.add_run("隐藏的文字").font.hidden = True
    source = read_docx(document)
    assert source.text == "保留的文字"
    assert [remark.code for remark in source.remarks] == ["hidden_text", "hidden_text"]
    assert "删掉的文字" in source.remarks[0].message


def test_inserted_text_is_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("原有，")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>补入</w:t></w:r></w:ins>"))
    assert read_docx(document).text == "原有，补入"


def test_two_ways_of_reading_that_differ_call_for_a_person() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    paragraph._p.append(
        parse_xml(f"<w:moveFrom {nsdecls('w')}><w:r><w:t>移走的</w:t></w:r></w:moveFrom>")
    )
    source = read_docx(document)
    assert source.text == "正文"
    assert "text_routes_differ" in [remark.code for remark in source.remarks]


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
