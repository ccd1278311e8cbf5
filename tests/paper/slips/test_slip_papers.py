"""Every paper on a roll, from its example: as reviewed at each width and language, and read back by other eyes than ours.

The reviewed pictures are in tests/paper/golden/slips; `GOLDEN=write pytest tests/paper/slips` makes them anew, to be looked at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageChops

from core.area import registered
from core.i18n import in_language
from core.printing.layout import Big, Goods, Pair, Qr, Text
from core.printing.papers import Slip, SlipFormat, SlipPaper
from core.printing.qr import matrix
from core.printing.skins import escpos
from core.printing.skins.files import slip_file
from core.printing.skins.flow import QrMark, place
from core.printing.skins.raster import to_image
from core.printing.skins.text import columns_of, width
from pos.receipts.papers.printer_test import PRINTER_TEST
from tests.paper.printer_bytes import read
from tests.paper.slips.golden import GOLDEN, HEADS, PICTURES, SLIPS
from tests.rules.test_catalogue import english

VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")


@pytest.fixture(params=SLIPS, ids=lambda paper: paper.name)
def paper(request: pytest.FixtureRequest) -> SlipPaper:
    """Each paper on a roll."""
    paper: SlipPaper = request.param
    return paper


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    """Papers speak each language."""
    with app.test_request_context("/"), in_language(request.param):
        yield request.param


@pytest.fixture
def slip(paper: SlipPaper, language: str) -> Slip:
    """The example of a paper."""
    return paper.example(0)


def test_every_paper_on_a_roll_is_registered(app: Flask) -> None:
    with app.app_context():
        names = {paper.name for paper in registered().papers.values() if isinstance(paper, SlipPaper)}
    assert names == {paper.name for paper in SLIPS}
    assert names >= {
        "sale", "refund", "exchange", "unsent-sale", "voucher", "x-report", "z-report", "cash-in", "cash-out", "drawer-opening",
        "payout", "printer-test",
    }  # fmt: skip


def test_a_paper_looks_as_reviewed(paper: SlipPaper, app: Flask) -> None:
    with app.app_context():
        assert not [gap for picture in PICTURES if picture.paper is paper if (gap := picture.difference())]


def test_no_golden_picture_is_left_over() -> None:
    assert {path.name for path in GOLDEN.glob("*.png")} == {picture.name for picture in PICTURES}


def test_the_printer_gets_the_picture_in_strips_that_weak_printers_take(slip: Slip) -> None:
    for head in HEADS:
        drawn = to_image(slip.rows, dots=head)
        job = read(slip_file(slip, SlipFormat.ESCPOS, printer(head)))
        assert all(strip.height <= 255 and strip.height % 24 for strip in job.strips), [strip.height for strip in job.strips]
        assert ImageChops.logical_xor(job.picture.crop((0, 0, head, drawn.height)), drawn).getbbox() is None
        assert job.cuts == 1 and job.drawers == []


@pytest.mark.parametrize("head", [HEADS[0], HEADS[-1]], ids=str)
def test_a_code_is_read_back_from_the_paper_and_says_what_it_is_for(slip: Slip, head: int) -> None:
    codes = [row for row in slip.rows if isinstance(row, Qr)]
    job = read(slip_file(slip, SlipFormat.ESCPOS, printer(head)))
    assert [code.text for code in zxingcpp.read_barcodes(job.picture.convert("L"))] == [code.content for code in codes]
    flow = place(slip.rows, head)
    for mark in flow.marks:
        if isinstance(mark, QrMark):
            assert mark.module >= 4
            side, quiet = len(matrix(mark.content)) * mark.module, 4 * mark.module
            left, top, right, bottom = mark.x - quiet, mark.y - quiet, mark.x + side + quiet, mark.y + side + quiet
            assert left >= 0 and right <= head, "four modules of white beside the code"
            around = ImageChops.invert(to_image(slip.rows, dots=head).convert("L").crop((left, top, right, bottom)))
            around.paste(0, (quiet, quiet, quiet + side, quiet + side))
            assert around.getbbox() is None, "and on every side of it"
    assert all(code.caption for code in codes)


def printer(head: int) -> escpos.PrinterSettings:
    """A printer with a head of so many dots."""
    return escpos.PrinterSettings(paper_mm=58 if head == 384 else 80, dots=head)


def words(text: str) -> str:
    """A text without how it is broken into lines."""
    return " ".join(text.replace("\u00a0", " ").split())


def figures(slip: Slip) -> list[str]:
    """Every figure of a slip's pairs and goods, in their order."""
    pairs = [(row.amount if isinstance(row, Goods) else row.right) for row in slip.rows if isinstance(row, Pair | Big | Goods)]
    return [words(figure) for figure in pairs if figure]


def test_the_same_figures_stand_in_text_file_and_page(slip: Slip) -> None:
    for head in (HEADS[0], HEADS[2]):
        text = slip_file(slip, SlipFormat.TEXT, printer(head)).decode()
        assert all(width(line) <= columns_of(head) for line in text.splitlines())
        pdf = pypdfium2.PdfDocument(slip_file(slip, SlipFormat.PDF, printer(head)))
        page = re.sub(r"<[^>]+>", " ", slip_file(slip, SlipFormat.HTML, printer(head)).decode())
        assert len(pdf) == 1
        assert round(pdf[0].get_width() / 72 * 25.4) == printer(head).paper_mm
        everywhere = [words(text), words(pdf[0].get_textpage().get_text_range()), words(page)]
        pdf.close()
        for skin in everywhere:
            at = 0
            for figure in figures(slip):
                at = skin.find(figure.split(" ")[0], at)
                assert at >= 0, (figure, skin)


def test_an_english_paper_says_none_of_our_sentences_in_vietnamese(paper: SlipPaper, app: Flask) -> None:
    ours = set(english())
    with app.app_context(), in_language("en"):
        said = {text for row in paper.example(1).rows for text in texts_of(row)}
    assert not {text for text in said if VIETNAMESE.search(text) and text in ours}


def texts_of(row: object) -> Iterator[str]:
    """Every text of a row."""
    yield from (text for name in ("text", "left", "right", "caption", "sum", "origin") if (text := getattr(row, name, "")))
    yield from getattr(row, "beside", ())


def test_every_reprint_says_which_it_is(paper: SlipPaper, app: Flask) -> None:
    if paper is PRINTER_TEST:  # no document, and so no copy of one
        return
    with app.app_context():
        assert not any("BẢN IN LẠI" in str(row) for row in paper.example(0).rows)
        assert Text("BẢN IN LẠI · LẦN 3", bold=True, small=True) in paper.example(3).rows


def test_a_file_and_a_picture_for_the_screen_are_what_they_say(slip: Slip) -> None:
    picture = Image.open(io.BytesIO(slip_file(slip, SlipFormat.PNG, printer(576))))
    assert picture.format == "PNG" and picture.mode == "1"
    pdf = pypdfium2.PdfDocument(slip_file(slip, SlipFormat.PDF, printer(576)))
    assert pdf.get_metadata_value("Title") == slip.title
    pdf.close()
