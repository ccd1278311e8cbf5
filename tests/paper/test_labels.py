"""Labels: every format has a code that a scanner reads and every text that a person needs."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageChops

from core.printing.drawing import TextMark, to_image
from inventory.labels.label_sheet import sheet_pdf
from inventory.labels.lot_label import (
    HEIGHT_MM,
    ROLL_MM,
    WIDTH_MM,
    LabelData,
    label_escpos,
    label_pdf,
    label_png,
    label_svg,
    layout,
)
from tests.paper.examples import NOODLES, POTATOES
from tests.paper.printer_bytes import read


def codes(picture: Image.Image) -> list[str]:
    return [barcode.text for barcode in zxingcpp.read_barcodes(picture.convert("L"))]


def page_of(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[page].render(scale=dpi / 72).to_pil()
    document.close()
    return picture


@pytest.mark.parametrize("label", [NOODLES, POTATOES], ids=lambda label: label.lot)
class TestOneLabel:
    def test_png_knows_its_size(self, label: LabelData) -> None:
        picture = Image.open(io.BytesIO(label_png(label)))
        assert codes(picture) == [label.link]
        assert picture.width / picture.info["dpi"][0] * 25.4 == pytest.approx(WIDTH_MM, abs=0.2)
        assert picture.height / picture.info["dpi"][1] * 25.4 == pytest.approx(HEIGHT_MM, abs=0.2)

    def test_pdf_has_real_letters(self, label: LabelData) -> None:
        data = label_pdf(label)
        assert codes(page_of(data)) == [label.link]
        document = pypdfium2.PdfDocument(data)
        text = document[0].get_textpage().get_text_range().replace("\xa0", " ")
        document.close()
        assert label.lot in text
        assert label.product_name.split(" ", maxsplit=1)[0] in text

    def test_svg_is_well_formed_whatever_an_old_name_holds(self, label: LabelData) -> None:
        odd = "".join(map(chr, (0xFFFF, 0xFFFE, 0xFDD0, 0x1FFFF, 0x202E, 0x2066, 7))) + "<&\"'>]]>"
        svg = label_svg(replace(label, product_name=f"Tương{odd} bần"))
        assert "Tương<&\"'>]]> bần" in str(ElementTree.fromstring(svg).get("aria-label"))

    def test_svg_has_no_style_and_no_font(self, label: LabelData) -> None:
        svg = label_svg(label)
        assert svg.startswith("<svg")
        assert "style" not in svg
        assert "<text" not in svg

    @pytest.mark.parametrize("paper_mm", [58, 80])
    def test_a_receipt_printer_can_print_it(self, label: LabelData, paper_mm: int) -> None:
        data = label_escpos(label, paper_mm)
        job = read(data)
        assert data.startswith(b"\x1b")
        assert job.cuts == 1
        assert codes(job.picture) == [label.link]
        assert job.picture.width == {58: 384, 80: 576}[paper_mm]

    def test_nothing_leaves_the_label(self, label: LabelData) -> None:
        for width, height in ((WIDTH_MM, HEIGHT_MM), (72.0, 43.0), (48.0, 38.0), (67.0, 34.1)):
            for mark in layout(label, width, height).marks:
                assert 0 < mark.x < width
                assert 0 < mark.y < height


@pytest.mark.parametrize("label", [NOODLES, POTATOES], ids=lambda label: label.lot)
@pytest.mark.parametrize("paper_mm", [58, 80])
def test_no_ink_on_a_roll_reaches_the_edge(label: LabelData, paper_mm: int) -> None:
    """Letters of one bit come out wider than planned; the head prints nothing beyond its last dot."""
    picture = to_image(layout(label, *ROLL_MM[paper_mm]), 8, one_bit=True)
    ink = ImageChops.invert(picture.convert("L")).getbbox()
    assert ink is not None
    assert ink[2] <= picture.width - 4
    assert ink[3] <= picture.height - 4


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_date_is_never_cut_short(app: Flask, language: str) -> None:
    texts = [mark.text for mark in layout(replace(NOODLES, language=language), *ROLL_MM[58]).marks if isinstance(mark, TextMark)]
    for day in ("20/11/26", "20/11/27"):
        assert any(text.endswith(day) for text in texts), texts


def test_a_sheet_of_24_reads_at_200_dpi() -> None:
    data = sheet_pdf([NOODLES, POTATOES] * 12)
    links = codes(page_of(data))
    assert sorted(links) == sorted([NOODLES.link, POTATOES.link] * 12)


def test_the_25th_label_is_on_the_second_page() -> None:
    data = sheet_pdf([NOODLES] * 25)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    document.close()
    assert codes(page_of(data, 1)) == [NOODLES.link]
