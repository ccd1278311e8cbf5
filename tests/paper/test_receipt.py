"""Receipts: reviewed as text, drawn as pictures, sent as printer jobs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from core.printing.devices.settings import usual_dots
from core.printing.layout import Big, Pair, Qr, Text
from core.printing.papers import SlipFormat
from core.printing.skins import escpos
from core.printing.skins.raster import to_image
from core.printing.skins.text import to_text, width
from pos.receipts.receipt import ReceiptData, rows
from tests.paper.examples import HARD, MIXED_BASKET, RECEIPT_LINK, REFUND, receipt_file
from tests.paper.printer_bytes import read

SNAPSHOTS = Path(__file__).parent / "snapshots"
EXAMPLES = {"mixed_basket": MIXED_BASKET, "refund": REFUND, "hard": HARD}


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_slip_reads_as_reviewed(name: str, columns: int) -> None:
    text = to_text(rows(EXAMPLES[name]), columns)
    assert text == (SNAPSHOTS / f"{name}_{columns}.txt").read_text(encoding="utf-8")
    assert all(width(line) <= columns for line in text.splitlines())


def test_the_slip_says_what_it_is_not() -> None:
    (code,) = (row for row in rows(MIXED_BASKET) if isinstance(row, Qr))
    assert "Phiếu này không phải hóa đơn." in code.beside


def test_a_refund_has_its_own_title_and_positive_amounts() -> None:
    lines = rows(REFUND)
    assert Big("Hoàn lại", "26.500\u00a0₫") in lines
    assert Pair("Phiếu trả hàng", "2026-004131", bold=True) in lines
    assert Text("BẢN IN LẠI · LẦN 2", bold=True, small=True) in lines


@pytest.mark.parametrize("paper_mm", [58, 80])
@pytest.mark.parametrize("receipt", EXAMPLES.values(), ids=EXAMPLES)
def test_the_printer_gets_the_picture_dot_for_dot(receipt: ReceiptData, paper_mm: int) -> None:
    drawn = to_image(rows(receipt), dots=usual_dots(paper_mm))
    assert drawn.mode == "1"
    assert drawn.width == {58: 384, 80: 576}[paper_mm]
    data = receipt_file(receipt, SlipFormat.ESCPOS, paper_mm)
    job = read(data)
    assert data.startswith(b"\x1b")
    assert ImageChops.logical_xor(job.picture, drawn).getbbox() is None
    assert job.drawers == []
    assert job.cuts == 1


def test_a_drawer_opens_without_paper() -> None:
    data = escpos.drawer_kick()
    assert data.startswith(b"\x1b@") and b"\x1bp\x00" in data and b"\x1dv0" not in data


@pytest.mark.parametrize("height", [1, 24, 47, 48, 96, 240, 248, 248 + 48, 480, 496, 2 * 248 + 192, 1000])
def test_no_strip_is_higher_than_a_byte_or_a_multiple_of_48_rows(height: int) -> None:
    data = escpos.encode(Image.new("1", (384, height), 0))
    strips, at = [], data.find(b"\x1dv0")
    while at >= 0:
        width, rows_in_strip = data[at + 4] + 256 * data[at + 5], data[at + 6] + 256 * data[at + 7]
        strips.append(rows_in_strip)
        at = data.find(b"\x1dv0", at + 8 + width * rows_in_strip)
    assert sum(strips) in {height, height + 1}
    assert all(n <= 255 and n % 48 for n in strips), strips


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_code_on_the_strip_is_read_by_a_scanner(paper_mm: int) -> None:
    data = receipt_file(MIXED_BASKET, SlipFormat.ESCPOS, paper_mm)
    assert [barcode.text for barcode in zxingcpp.read_barcodes(read(data).picture.convert("L"))] == [RECEIPT_LINK]


def test_the_picture_for_screens_has_the_same_dots() -> None:
    data = receipt_file(MIXED_BASKET, SlipFormat.PNG)
    picture = Image.open(io.BytesIO(data))
    drawn = to_image(rows(MIXED_BASKET), dots=576)
    margin = (picture.width - drawn.width) // 2
    slip = picture.convert("1").crop((margin, margin, margin + drawn.width, margin + drawn.height))
    assert ImageChops.logical_xor(slip, drawn).getbbox() is None


def test_a_long_receipt_is_one_strip() -> None:
    """A school buys a hundred kinds: the picture grows, the printer gets it in pieces."""
    many = [*rows(MIXED_BASKET)[:8], *([Pair("1 × 10.000", "10.000")] * 300), Qr(RECEIPT_LINK, "Quét để xem phiếu")]
    drawn = to_image(many, dots=576)
    assert drawn.height > 300 * 24
    assert [barcode.text for barcode in zxingcpp.read_barcodes(drawn.convert("L"))] == [RECEIPT_LINK]
    job = read(escpos.encode(drawn))
    assert len(job.strips) > 10
    assert ImageChops.logical_xor(job.picture, drawn).getbbox() is None
