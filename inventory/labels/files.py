"""Labels as files and printer jobs: one of a kind in each format, and runs of many on their stock."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from core.i18n import gettext as _
from core.i18n import in_language
from core.printing import drawing
from core.printing.devices.settings import PrinterSettings
from core.printing.drawing import MM, Drawing
from core.printing.fonts import clean, reportlab_lock
from core.printing.skins import escpos, zpl
from core.printing.units import DOTS_PER_MM
from inventory.labels.arranging import LabelText, draw
from inventory.labels.stocks import Feed, LabelStock, Measures

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import Image


class Label(Protocol):
    """What every kind of label is."""

    @property
    def language(self) -> str:
        """The language of the paper."""

    def says(self) -> LabelText:
        """The label's words, in the present language."""


class LabelFormat(StrEnum):
    """The formats of one label."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    ESCPOS = "escpos"
    ZPL = "zpl"


MIMETYPES = {
    LabelFormat.PNG: "image/png",
    LabelFormat.SVG: "image/svg+xml",
    LabelFormat.PDF: "application/pdf",
    LabelFormat.ESCPOS: "application/octet-stream",
    LabelFormat.ZPL: "application/zpl",
}
USUAL_STOCK = {LabelFormat.ESCPOS: LabelStock.RECEIPT_80, LabelFormat.ZPL: LabelStock.ROLL_50X30}
"""What one label is made for when nobody says a stock; files for a screen are as large as the single label."""


def plan(label: Label, stock: LabelStock) -> Drawing:
    """The label drawn for one sticker of a stock."""
    with in_language(label.language):
        return draw(label.says(), *stock.measures.label_mm, stock.measures.trim_mm)


def render(label: Label, format: LabelFormat, stock: LabelStock | None = None) -> bytes:
    """One label as large as a sticker of the stock."""
    stock = stock or USUAL_STOCK.get(format, LabelStock.ROLL_80X48)
    drawn = plan(label, stock)
    match format:
        case LabelFormat.PNG:
            return drawing.to_png(drawn)
        case LabelFormat.SVG:
            return drawing.to_svg(drawn, label=_title(label)).encode()
        case LabelFormat.PDF:
            return _one_pdf(label, drawn)
        case LabelFormat.ESCPOS:
            return escpos.encode(_dots(drawn))
        case LabelFormat.ZPL:
            return zpl.encode([(_dots(drawn), 1)])


def _title(label: Label) -> str:
    with in_language(label.language):
        return label.says().title


def _dots(drawn: Drawing) -> Image.Image:
    return drawing.to_image(drawn, DOTS_PER_MM, one_bit=True)


def _one_pdf(label: Label, drawn: Drawing) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(drawn.width * MM, drawn.height * MM), invariant=1)
    canvas.setTitle(clean(_title(label)))
    with reportlab_lock():
        drawing.draw_pdf(drawn, canvas, 0, drawn.height * MM)
        canvas.save()
    return out.getvalue()


Run = Sequence[tuple[Label, int]]
"""Labels with how many pieces of each, in the order they are printed."""


def run_pdf(run: Run, stock: LabelStock, start: int = 1) -> bytes:
    """Labels on the pages of a stock, left to right and top to bottom; the first page begins at its `start`-th sticker."""
    from reportlab.pdfgen.canvas import Canvas

    measures = stock.measures
    page_width, page_height = measures.page_mm
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(page_width * MM, page_height * MM), invariant=1, pageCompression=1)
    with in_language(run[0][0].language):
        canvas.setTitle(_("Tem hàng"))
    plans = {id(label): plan(label, stock) for label, _pieces in run}
    with reportlab_lock():
        # A sticker is drawn once and then only placed: a thousand equal ones cost as little as one.
        names = {key: f"label{n}" for n, key in enumerate(plans)}
        for key, drawn in plans.items():
            canvas.beginForm(names[key], 0, 0, drawn.width * MM, drawn.height * MM)
            drawing.draw_pdf(drawn, canvas, 0, drawn.height * MM)
            canvas.endForm()
        for page in _pages(run, measures, start):
            if measures.cut_lines:
                _draw_cut_lines(canvas, measures)
            for place, label in page:
                left, top = measures.corner_mm(place)
                canvas.saveState()
                canvas.translate(left * MM, (page_height - top - measures.label_mm[1]) * MM)
                canvas.doForm(names[id(label)])
                canvas.restoreState()
            canvas.showPage()
        canvas.save()
    return out.getvalue()


def _pages(run: Run, measures: Measures, start: int) -> Iterator[list[tuple[int, Label]]]:
    """The labels of each page with their places on it."""
    page: list[tuple[int, Label]] = []
    place = start - 1
    for label, pieces in run:
        for _piece in range(pieces):
            if place == measures.per_page:
                yield page
                page, place = [], 0
            page.append((place, label))
            place += 1
    yield page


def pages_of(run_pieces: int, stock: LabelStock, start: int = 1) -> int:
    """How many pages, or rows of a roll, so many labels take."""
    return -(-(start - 1 + run_pieces) // stock.measures.per_page)


def _draw_cut_lines(canvas: Any, stock: Measures) -> None:
    """Hairlines between labels, for scissors; on ready-cut sheets they fall into the cuts."""
    width, height = (side * MM for side in stock.page_mm)
    canvas.setLineWidth(0.2)
    canvas.setStrokeGray(0.8)
    for column in range(1, stock.columns):
        canvas.line(column * width / stock.columns, 0, column * width / stock.columns, height)
    for row in range(1, stock.rows):
        canvas.line(0, row * height / stock.rows, width, row * height / stock.rows)


def run_zpl(run: Run, stock: LabelStock) -> bytes:
    """The rows of a roll for a label printer that speaks ZPL; equal rows are sent once with their number."""
    return zpl.encode(_rows_of_roll(run, stock))


def run_escpos(run: Run, stock: LabelStock, settings: PrinterSettings = escpos.USUAL) -> bytes:
    """The rows of a roll for a receipt head: each with the gap behind it to the dot, so that the hundredth begins in its place.

    Plain paper is fed and cut after every label.
    """
    from PIL import Image

    gap = round(stock.measures.gap_mm[1] * DOTS_PER_MM)
    parts = [escpos.begin(settings)]
    for row, times in _rows_of_roll(run, stock):
        paper = Image.new("1", (row.width, row.height + gap), 1)
        paper.paste(row, (0, 0))
        parts.append(
            (escpos.strips(paper, settings) + (escpos.end(settings) if stock.measures.feed is Feed.CUT else b"")) * times
        )
    return b"".join(parts)


def _rows_of_roll(run: Run, stock: LabelStock) -> Iterator[tuple[Image.Image, int]]:
    """Rows of a roll as pictures, each with how often it comes in a row."""
    pictures = {id(label): _dots(plan(label, stock)) for label, _pieces in run}
    size = tuple(round(side * DOTS_PER_MM) for side in stock.measures.page_mm)
    waiting: tuple[int, ...] = ()
    count = 0
    for page in _pages(run, stock.measures, 1):
        labels = tuple(id(label) for _place, label in page)
        if labels != waiting:
            if count:
                yield _row(waiting, pictures, stock.measures, size), count
            waiting, count = labels, 0
        count += 1
    yield _row(waiting, pictures, stock.measures, size), count


def _row(labels: tuple[int, ...], pictures: dict[int, Image.Image], stock: Measures, size: tuple[int, ...]) -> Image.Image:
    from PIL import Image

    if stock.columns == 1:
        return pictures[labels[0]]
    row = Image.new("1", (size[0], size[1]), 1)
    for place, key in enumerate(labels):
        row.paste(pictures[key], (round(stock.corner_mm(place)[0] * DOTS_PER_MM), 0))
    return row
