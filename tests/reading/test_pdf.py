import pytest

from anyue.reading import Unreadable
from anyue.reading.source import load


def pdf(pages: list[str]) -> bytes:
    """A minimal PDF with one line of Latin text on each page; an empty string is an empty page."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
    ]
    for number, text in enumerate(pages):
        font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources{font}"
            f"/Contents {4 + 2 * number} 0 R>>"
        )
        stream = f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET" if text else ""
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    )
    return out.encode()


def test_pages_are_read_in_order_and_their_starts_kept() -> None:
    source = load(pdf(["first page", "second page"]), "a.pdf")
    assert source.text == "first page\nsecond page\n"
    assert source.pages == (0, 11)
    assert source.remarks == ()


def test_a_page_without_text_is_told_with_its_number() -> None:
    (remark,) = load(pdf(["first page", ""]), "a.pdf").remarks
    assert remark.code == "empty_page"
    assert "第 2 页" in remark.message


def test_a_scan_is_recognised_and_refused() -> None:
    with pytest.raises(Unreadable, match="扫描"):
        load(pdf(["", ""]), "a.pdf")


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(Unreadable, match="打不开"):
        load(b"%PDF-1.4 broken", "a.pdf")


def test_a_very_long_pdf_is_refused() -> None:
    with pytest.raises(Unreadable, match="300 页"):
        load(pdf(["x"] * 301), "a.pdf")
