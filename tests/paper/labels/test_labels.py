"""Labels: every stock and format has a code that a scanner reads and every text that a person needs, and nothing is cut off."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise, product
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from barcode.ean import EAN13
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from core.printing import drawing, ean
from core.printing.devices.settings import PrinterSettings
from core.printing.drawing import EanMark, QrMark, TextMark
from core.quantity import Milli
from core.values.gtin import is_gtin
from inventory.codes.gs1 import read as read_code
from inventory.labels.arranging import SMALLEST_MM
from inventory.labels.basket_label import BasketLabel
from inventory.labels.files import Label, LabelFormat, plan, render, run_escpos, run_pdf, run_zpl
from inventory.labels.stocks import Feed, LabelStock
from inventory.labels.weight_label import weight_code
from tests.conftest import _application
from tests.paper.examples import BASKET, NOODLES, POTATOES, PRICE_CARD, WEIGHED
from tests.paper.labels import zpl_reader
from tests.paper.printer_bytes import read
from tests.schedule import some

GOLDEN = Path(__file__).parents[1] / "golden" / "labels"
LABELS: dict[str, Label] = {
    "lot": NOODLES, "long-name": POTATOES, "shelf": PRICE_CARD, "weight": WEIGHED, "basket": BASKET,
}  # fmt: skip
CODES = {
    "lot": NOODLES.link, "long-name": POTATOES.link, "shelf": PRICE_CARD.link, "weight": WEIGHED.code, "basket": BASKET.basket,
}  # fmt: skip
ROLLS = [stock for stock in LabelStock if stock.measures.feed is not Feed.SHEET]
SHEETS = [stock for stock in LabelStock if stock.measures.feed is Feed.SHEET]
each_stock = pytest.mark.parametrize("stock", LabelStock)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for all labels, which read nothing from the database."""
    app = _application("sqlite://", tmp_path_factory.mktemp("labels"))
    with app.app_context():
        yield app


def codes(picture: Image.Image) -> list[str]:
    return [barcode.text for barcode in zxingcpp.read_barcodes(picture.convert("L"))]


def pages(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    pictures: list[Image.Image] = [page.render(scale=dpi / 72).to_pil() for page in document]
    document.close()
    return pictures


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.replace("\xa0", " ").split())


def texts(label: Label, stock: LabelStock) -> str:
    marks = plan(label, stock).marks
    return " ".join(mark.text for mark in marks if isinstance(mark, TextMark)).replace("\xa0", " ")


@pytest.mark.parametrize(("name", "stock"), some(product(LABELS, LabelStock), 0, 2))
class TestOneLabel:
    def test_png_reads_and_knows_its_size(self, app: Flask, name: str, stock: LabelStock) -> None:
        picture = Image.open(io.BytesIO(render(LABELS[name], LabelFormat.PNG, stock)))
        assert codes(picture) == [CODES[name]]
        for side, length in zip(picture.size, stock.measures.label_mm, strict=True):
            assert side / picture.info["dpi"][0] * 25.4 == pytest.approx(length, abs=0.2)

    def test_pdf_reads_at_200_dpi_and_has_real_letters(self, app: Flask, name: str, stock: LabelStock) -> None:
        data = render(LABELS[name], LabelFormat.PDF, stock)
        assert codes(pages(data)[0]) == [CODES[name]]
        assert sorted(text_of(data).split()) == sorted(texts(LABELS[name], stock).split())

    def test_dots_of_a_print_head_read(self, app: Flask, name: str, stock: LabelStock) -> None:
        job = read(render(LABELS[name], LabelFormat.ESCPOS, stock))
        assert codes(job.picture) == [CODES[name]]
        assert job.cuts == 1

    def test_zpl_reads(self, app: Flask, name: str, stock: LabelStock) -> None:
        (label,) = zpl_reader.read(render(LABELS[name], LabelFormat.ZPL, stock))
        assert codes(label.picture) == [CODES[name]]
        assert label.pieces == 1
        assert label.picture.size == tuple(round(side * 8) for side in stock.measures.label_mm)

    def test_svg_has_no_style_and_no_font(self, app: Flask, name: str, stock: LabelStock) -> None:
        svg = render(LABELS[name], LabelFormat.SVG, stock).decode()
        assert ElementTree.fromstring(svg).get("width") == f"{stock.measures.label_mm[0]:g}mm"
        assert "style" not in svg
        assert "<text" not in svg

    def test_no_ink_reaches_an_edge(self, app: Flask, name: str, stock: LabelStock) -> None:
        """Letters of one bit come out wider than planned; a sheet that feeds a millimetre off still shows all."""
        for picture in (dots(LABELS[name], stock), drawing.to_image(plan(LABELS[name], stock), 8)):
            ink = ImageChops.invert(picture.convert("L")).getbbox()
            assert ink is not None
            trim = round(stock.measures.trim_mm * 8) - 2
            assert ink[0] >= trim and ink[1] >= trim
            assert ink[2] <= picture.width - trim and ink[3] <= picture.height - trim

    def test_lines_keep_apart_and_are_large_enough_to_read(self, app: Flask, name: str, stock: LabelStock) -> None:
        lines = [mark for mark in plan(LABELS[name], stock).marks if isinstance(mark, TextMark)]
        assert all(line.size >= SMALLEST_MM * 0.9 for line in lines)
        column = [line for line in lines if line.x == lines[0].x]
        for above, below in pairwise(column):
            assert below.y - above.y >= below.size * 1.0, (above.text, below.text)

    def test_the_code_has_its_quiet_zone_and_dots_enough(self, app: Flask, name: str, stock: LabelStock) -> None:
        drawn = plan(LABELS[name], stock)
        for mark in drawn.marks:
            if isinstance(mark, QrMark):
                modules = len(drawing.qr.matrix(mark.content, mark.correction))
                module = mark.side / modules
                assert module * 8 == pytest.approx(round(module * 8)) and module * 8 >= 4
                assert min(mark.x, mark.y, drawn.height - mark.y - mark.side) >= 4 * module - 1e-6
                beside = [text.x for text in drawn.marks if isinstance(text, TextMark) and text.x > mark.x + mark.side]
                assert min(beside) >= mark.x + mark.side + 4 * module - 1e-6
            if isinstance(mark, EanMark):
                module = mark.width / ean.MODULES
                assert module >= 0.264 and mark.height >= 6
                assert mark.x >= ean.QUIET_LEFT * module - 1e-6
                assert drawn.width - mark.x - mark.width >= ean.QUIET_RIGHT * module - 1e-6

    def test_it_looks_as_reviewed(self, app: Flask, name: str, stock: LabelStock) -> None:
        """The dots of a print head; `GOLDEN=write pytest tests/paper/labels` writes them anew, to be looked at."""
        file = GOLDEN / f"{name}-{stock}.png"
        picture = dots(LABELS[name], stock)
        if os.environ.get("GOLDEN") == "write":
            GOLDEN.mkdir(parents=True, exist_ok=True)
            picture.save(file, optimize=True)
        golden = Image.open(file)
        assert golden.size == picture.size
        different = ImageChops.logical_xor(golden.convert("1"), picture).convert("L").histogram()[255]
        assert different == 0, f"{different} dots of {file.name} differ"


def dots(label: Label, stock: LabelStock) -> Image.Image:
    return drawing.to_image(plan(label, stock), 8, one_bit=True)


@each_stock
def test_every_code_means_to_our_scanner_what_it_was_printed_for(app: Flask, stock: LabelStock) -> None:
    layout = "2FPPPPPGGGGGC"
    (lot,) = codes(dots(NOODLES, stock))
    assert (meaning := read_code(lot, 2026, layout)) and meaning.gtin14 == "08938500000010"
    assert (meaning.lot, meaning.expiry) == ("MY-2611-02", date(2027, 11, 20))
    (own,) = codes(dots(POTATOES, stock))
    assert read_code(own, 2026, layout).lot == "KT-2611-15"
    (card,) = codes(dots(PRICE_CARD, stock))
    assert read_code(card, 2026, layout).gtin14 == "08938500000010"
    (own_card,) = codes(dots(replace(PRICE_CARD, link="https://ocop.example.vn/p/KT-QV"), stock))
    assert read_code(own_card, 2026, layout).text == "KT-QV"
    (bag,) = codes(dots(WEIGHED, stock))
    assert (read_code(bag, 2026, layout).plu, read_code(bag, 2026, layout).weight_milli) == ("00123", 1250)
    (basket,) = codes(dots(BASKET, stock))
    assert read_code(basket, 2026, layout).text == BASKET.basket


@each_stock
def test_what_matters_most_is_on_every_stock(app: Flask, stock: LabelStock) -> None:
    said = texts(NOODLES, stock)
    for part in ("Mỳ gạo Đại Xuân 500 g", "28.000 ₫", "20/11/2"):
        assert part in said
    weighed = texts(WEIGHED, stock)
    for part in ("Khoai tây Quế Võ", "1,25 kg", "27.500 ₫", "2 000123 012506"):
        assert part in weighed


def test_a_large_label_says_everything(app: Flask) -> None:
    said = texts(NOODLES, LabelStock.A4_24)
    for part in ("HTX Đại Xuân, Nhân Hòa", "Lô MY-2611-02", "Ngày sản xuất 20/11/2026", "Hạn sử dụng 20/11/2027",
                 "Điểm bán OCOP Quế Võ", "0222 386 3012", "Quét để xem nguồn gốc", "OCOP"):  # fmt: skip
        assert part in said, part


@each_stock
def test_stars_stand_only_where_they_are_allowed(app: Flask, stock: LabelStock) -> None:
    assert sum(isinstance(mark, drawing.StarMark) for mark in plan(replace(NOODLES, stars=None), stock).marks) == 0
    assert "OCOP" not in texts(replace(NOODLES, stars=None, outlet_name="Cửa hàng"), stock)
    assert sum(isinstance(mark, drawing.StarMark) for mark in plan(NOODLES, LabelStock.A4_70X37).marks) == 4


@each_stock
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_figure_is_never_cut_short(app: Flask, stock: LabelStock, language: str) -> None:
    long = replace(NOODLES, language=language, price_vnd=1_234_567_000, unit="kg", lot="LO-RAT-DAI-2611-020-XYZ")
    said = texts(long, stock)
    assert "1.234.567.000 ₫/kg" in said
    assert "20/11/2" in said
    assert "…" not in said.replace("Mỳ gạo Đại Xuân 500 g", "") or "LO-RAT" not in said


@each_stock
def test_a_word_without_end_stays_on_the_label(app: Flask, stock: LabelStock) -> None:
    endless = replace(NOODLES, product_name="ẬỖỮ" * 60, producer_name="x" * 200, commune=None)
    picture = dots(endless, stock)
    ink = ImageChops.invert(picture.convert("L")).getbbox()
    assert ink is not None and ink[2] < picture.width - 4
    assert codes(picture) == [NOODLES.link]
    assert "28.000 ₫" in texts(endless, stock)


def test_svg_is_well_formed_whatever_an_old_name_holds(app: Flask) -> None:
    odd = "".join(map(chr, (0xFFFF, 0xFFFE, 0xFDD0, 0x1FFFF, 0x202E, 0x2066, 7))) + "<&\"'>]]>^XZ~"
    label = replace(NOODLES, lot=f"A{odd}B")
    assert "A<&\"'>]]>^XZ~B" in str(ElementTree.fromstring(render(label, LabelFormat.SVG)).get("aria-label"))
    (printed,) = zpl_reader.read(render(label, LabelFormat.ZPL))
    assert codes(printed.picture) == [NOODLES.link]


class TestSheets:
    @pytest.mark.parametrize("stock", SHEETS)
    def test_every_label_of_a_sheet_reads_at_200_dpi_and_lies_in_its_sticker(self, app: Flask, stock: LabelStock) -> None:
        half = stock.measures.per_page // 2
        run = [(NOODLES, half), (WEIGHED, 1), (POTATOES, stock.measures.per_page - half - 1)]
        (page,) = pages(run_pdf(run, stock))
        found = zxingcpp.read_barcodes(page)
        assert sorted(code.text for code in found) == sorted(
            [NOODLES.link] * half + [WEIGHED.code] + [POTATOES.link] * (stock.measures.per_page - half - 1)
        )
        k = 200 / 25.4
        stickers = [stock.measures.corner_mm(place) for place in range(stock.measures.per_page)]
        width, height = stock.measures.label_mm
        for code in found:
            spot = code.position
            corners = [(spot.top_left.x, spot.top_left.y), (spot.bottom_right.x, spot.bottom_right.y)]
            assert any(all(x <= cx / k <= x + width and y <= cy / k <= y + height for cx, cy in corners) for x, y in stickers)

    @pytest.mark.parametrize("stock", SHEETS)
    def test_stickers_lie_on_the_page_and_beside_each_other(self, stock: LabelStock) -> None:
        measures = stock.measures
        x, y = measures.corner_mm(measures.per_page - 1)
        right, bottom = measures.page_mm[0] - x - measures.label_mm[0], measures.page_mm[1] - y - measures.label_mm[1]
        assert right == pytest.approx(measures.margin_mm[0], abs=0.5)
        assert bottom == pytest.approx(measures.margin_mm[1], abs=0.5)

    @pytest.mark.parametrize(
        ("start", "pieces", "on_pages"), [(1, 24, [24]), (1, 25, [24, 1]), (24, 1, [1]), (20, 6, [5, 1]), (2, 47, [23, 24])]
    )
    def test_a_started_sheet_is_used_up_first(self, app: Flask, start: int, pieces: int, on_pages: list[int]) -> None:
        found = [len(zxingcpp.read_barcodes(page)) for page in pages(run_pdf([(NOODLES, pieces)], LabelStock.A4_24, start))]
        assert found == on_pages

    def test_the_first_label_is_on_the_start_position(self, app: Flask) -> None:
        (page,) = pages(run_pdf([(NOODLES, 1)], LabelStock.A4_65, 12))
        (code,) = zxingcpp.read_barcodes(page)
        x, y = LabelStock.A4_65.measures.corner_mm(11)
        k = 200 / 25.4
        assert x <= code.position.top_left.x / k <= x + 38.1 and y <= code.position.top_left.y / k <= y + 21.2

    def test_a_thousand_equal_labels_are_a_small_file(self, app: Flask) -> None:
        assert len(run_pdf([(NOODLES, 1000)], LabelStock.A4_65)) < 100_000


class TestRolls:
    @pytest.mark.parametrize("stock", ROLLS)
    def test_each_label_begins_where_its_sticker_does(self, app: Flask, stock: LabelStock) -> None:
        measures = stock.measures
        job = read(run_escpos([(NOODLES, 3 * measures.columns)], stock, PrinterSettings()))
        pitch = round((measures.page_mm[1] + measures.gap_mm[1]) * 8)
        assert job.picture.height == 3 * pitch
        assert job.cuts == (3 if measures.feed is Feed.CUT else 0)
        for n in range(3):
            row = job.picture.crop((0, n * pitch, job.picture.width, n * pitch + round(measures.page_mm[1] * 8)))
            assert codes(row) == [NOODLES.link] * measures.columns

    @pytest.mark.parametrize("stock", ROLLS)
    def test_zpl_sends_equal_rows_once(self, app: Flask, stock: LabelStock) -> None:
        columns = stock.measures.columns
        labels = zpl_reader.read(run_zpl([(NOODLES, 40 * columns), (POTATOES, 2 * columns)], stock))
        assert [label.pieces for label in labels] == [40, 2]
        assert codes(labels[0].picture) == [NOODLES.link] * columns

    def test_a_row_that_is_not_full_has_white_beside_it(self, app: Flask) -> None:
        (full, rest) = zpl_reader.read(run_zpl([(NOODLES, 3)], LabelStock.ROLL_2X35X22))
        assert (len(codes(full.picture)), len(codes(rest.picture))) == (2, 1)

    def test_strips_stay_small_for_weak_heads(self, app: Flask) -> None:
        for stock in ROLLS:
            job = read(run_escpos([(NOODLES, 2 * stock.measures.columns)], stock, PrinterSettings()))
            assert all(strip.height <= 255 and strip.height % 24 for strip in job.strips)


class TestWeightCode:
    @given(plu=st.integers(0, 99_999), grams=st.integers(1, 99_999))
    def test_what_is_written_is_read_back(self, plu: int, grams: int) -> None:
        code = weight_code("2FPPPPPGGGGGC", f"{plu:05}", Milli(grams))
        assert code is not None and is_gtin(code)
        meaning = read_code(code, 2026, "2FPPPPPGGGGGC")
        assert (meaning.plu, meaning.weight_milli) == (f"{plu:05}", grams)

    @pytest.mark.parametrize("layout", ["2FPPPPPGGGGGC", "27PPPPGGGGGGC", "2GGGGGPPPPPFC", "21PPPPFGGGGFC"])
    def test_any_layout_of_a_scale(self, layout: str) -> None:
        code = weight_code(layout, "00123", Milli(755))
        assert code is not None
        meaning = read_code(code, 2026, layout)
        assert (meaning.plu, meaning.weight_milli) == ("00123", 755)

    def test_what_a_layout_has_no_room_for_is_refused(self) -> None:
        assert weight_code("2FPPPPPGGGGGC", "00123", Milli(100_000)) is None
        assert weight_code("2FPPPPPGGGGGC", "00123", Milli(0)) is None
        assert weight_code("27PPPPGGGGGGC", "10123", Milli(755)) is None

    @given(st.integers(0, 10**12 - 1))
    def test_bars_are_those_of_another_program(self, number: int) -> None:
        other = EAN13(f"{number:012}")
        row = ["0"] * ean.MODULES
        for first, length in ean.bars(other.get_fullcode()):
            row[first : first + length] = "1" * length
        assert "".join(row) == other.build()[0]


def test_a_basket_says_what_is_in_it(app: Flask) -> None:
    assert isinstance(BASKET, BasketLabel)
    for item in BASKET.items:
        assert item in texts(BASKET, LabelStock.A4_24)
