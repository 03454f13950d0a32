"""Scans: recognised as such, read by the real tesseract where it is switched on, always doubted."""

import zlib

import pytest
from PIL import Image, ImageDraw, ImageFont

from anyue.campaigns import checks
from anyue.reading import Unreadable, read, recognition
from anyue.reading.isolated import read_isolated
from anyue.reading.recognition import Recogniser
from anyue.reading.source import load
from tests.reading.corpus.pdf_making import content, objects, written

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
LINES = (
    "关于开展安全生产月活动的通知",
    "一、开展应急演练",
    "各企业要在6月20日前组织一次应急演练。",
    "二、做好宣传教育",
    "各企业要张贴宣传画，发放安全手册。",
)
needs_tesseract = pytest.mark.skipif(
    bool(recognition.missing()), reason="没有 tesseract-ocr-chi-sim（apt install）"
)


def scan(*pages: tuple[str, ...], stamp: bytes = b"") -> bytes:
    """A PDF whose pages are photographs of these lines; () is a page with text and no picture."""
    drawings, pictures = [], {}
    for number, lines in enumerate(pages):
        if not lines:
            drawings.append(content(["第三部分由人打印，有自己的文字，不是图片，应当原样读出来。"]))
            continue
        picture = Image.new("L", (1240, 1754), 255)
        font = ImageFont.truetype(FONT, 44)
        for row, line in enumerate(lines):
            ImageDraw.Draw(picture).text((120, 160 + 90 * row), line, font=font, fill=0)
        drawings.append(b"q 595 0 0 842 0 0 cm /X%d Do Q %b" % (number, stamp))
        pictures[number] = picture
    made = objects(drawings)
    more = {}
    for number, picture in pictures.items():
        place = 5 + 2 * len(pages) + number
        entry = b"/X%d %d 0 R" % (number, place)
        page = 3 + 2 * number
        made[page] = made[page].replace(b"/X 90 0 R", entry)
        data = zlib.compress(picture.tobytes())
        more[place] = (
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
            b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
            % (*picture.size, len(data), data)
        )
    return written(made, more=more)


def test_a_scan_is_told_as_such_with_advice() -> None:
    with pytest.raises(Unreadable, match=r"扫描的图片.*粘贴正文"):
        read_isolated(scan(LINES), "扫描件.pdf")


def test_a_page_that_is_a_picture_among_others_is_told() -> None:
    source = load(scan((), LINES), "a.pdf")

    assert "由人打印" in source.text
    assert [(one.code, one.message[:6]) for one in source.remarks] == [("empty_page", "第 2 页是")]


def test_a_picture_with_a_stamped_page_number_is_a_picture_still() -> None:
    stamp = b"BT /F1 9 Tf 1 0 0 1 290 20 Tm <002D0031002D> Tj ET"
    with pytest.raises(Unreadable, match="扫描"):
        load(scan(LINES, stamp=stamp), "a.pdf")


@needs_tesseract
def test_a_scan_is_read_in_the_locked_child_where_that_is_switched_on() -> None:
    found = read_isolated(scan(LINES, LINES[1:3]), "扫描件.pdf", recognise=True)

    assert found.title and found.title.endswith(LINES[0][2:])
    assert [(one.number, one.title) for one in found.outline][:2] == [
        ("一、", "开展应急演练"),
        ("二、", "做好宣传教育"),
    ]
    assert "6月20日前" in found.text.replace(" ", "")


@needs_tesseract
def test_what_a_machine_recognised_always_needs_a_person() -> None:
    found = read(scan(LINES, LINES, (), LINES), "扫描件.pdf", recognise=Recogniser())

    doubts = [one for one in found.doubts if one.code == "recognised"]
    assert [(one.severity, one.message[:8].strip()) for one in doubts] == [
        ("block", "第 1—2 页是图"[:8]),
        ("block", "第 4 页是图片，"[:8]),
    ]
    assert set(found.confidence.values()) == {"low"}
    assert LINES[0][2:] in found.text[doubts[1].start :][: len(LINES[0])]


def test_pages_for_which_there_is_no_time_are_told() -> None:
    with pytest.raises(Unreadable, match="没有识别出文字"):
        load(scan(LINES), "a.pdf", Recogniser(seconds=0))
    (told,) = load(scan((), LINES), "a.pdf", Recogniser(seconds=0)).remarks
    assert told.code == "empty_page"
    assert "文字没有读出" in told.message


def test_what_the_recogniser_cannot_start_is_no_crash(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(recognition, "PROGRAM", tmp_path / "tesseract")
    assert Recogniser()(b"P5 1 1 255\n ") is None
    assert recognition.missing() == "tesseract-ocr"


def test_a_stroke_between_digits_is_not_the_number_one(monkeypatch, tmp_path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nprintf '2024一2026年，一、学习\\f'\n")
    program.chmod(0o755)
    monkeypatch.setattr(recognition, "PROGRAM", program)
    assert Recogniser()(b"") == "2024—2026年，一、学习"


def test_the_start_is_refused_where_the_program_is_missing(monkeypatch, settings, tmp_path) -> None:
    monkeypatch.setattr(recognition, "PROGRAM", tmp_path / "tesseract")
    settings.OCR = False
    assert checks.recognition_is_installed() == []
    settings.OCR = True
    (error,) = checks.recognition_is_installed()
    assert "没有装 tesseract-ocr" in error.msg
    assert "apt install" in error.hint


def test_a_text_page_is_never_sent_to_the_recogniser() -> None:
    asked: list[bytes] = []
    source = load(scan(()), "a.pdf", lambda picture: asked.append(picture) or "错")
    assert asked == []
    assert "由人打印" in source.text
