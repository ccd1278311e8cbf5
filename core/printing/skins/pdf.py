"""Slips as PDF: one page as wide as the roll and as long as the slip, with letters that can be copied and searched."""

from __future__ import annotations

import io
from typing import Any

from core.printing import qr
from core.printing.devices.settings import PrinterSettings
from core.printing.fonts import BOLD, REGULAR, reportlab_lock
from core.printing.papers import Slip
from core.printing.skins import pictures
from core.printing.skins.flow import RULE_HEIGHT, Mark, PictureMark, QrMark, RuleMark, TextMark, place
from core.printing.units import DOTS_PER_MM

POINT = 72 / 25.4 / DOTS_PER_MM
"""Points of PDF in a dot."""
MARGIN_MM = 4


def to_pdf(slip: Slip, printer: PrinterSettings) -> bytes:
    """A slip as a file for sending, or for another printer than the till's."""
    from reportlab.pdfgen.canvas import Canvas

    flow = place(slip.rows, printer.dots)
    width, height = printer.paper_mm * DOTS_PER_MM * POINT, (flow.height + 2 * MARGIN_MM * DOTS_PER_MM) * POINT
    out = io.BytesIO()
    with reportlab_lock():
        canvas = Canvas(out, pagesize=(width, height), invariant=1)
        canvas.setTitle(slip.title)
        canvas.translate((width - flow.width * POINT) / 2, height - MARGIN_MM * DOTS_PER_MM * POINT)
        for mark in flow.marks:
            _paint(canvas, mark, flow.width)
        canvas.save()
    return out.getvalue()


def _paint(canvas: Any, mark: Mark, width: int) -> None:
    match mark:
        case TextMark(x, y, text, size, bold, anchor):
            canvas.setFont(BOLD if bold else REGULAR, size * POINT)
            write = {"ls": canvas.drawString, "ms": canvas.drawCentredString, "rs": canvas.drawRightString}[anchor]
            write(x * POINT, -y * POINT, text)
        case RuleMark(y):
            canvas.rect(0, -(y + RULE_HEIGHT) * POINT, width * POINT, RULE_HEIGHT * POINT, stroke=0, fill=1)
        case QrMark(x, y, module, content):
            side = len(qr.matrix(content)) * module
            qr.draw_pdf(canvas, content, x * POINT, -(y + side) * POINT, side * POINT)
        case PictureMark(x, y, w, h, content):
            from reportlab.lib.utils import ImageReader

            picture = ImageReader(io.BytesIO(pictures.dithered_png(content, w, h)))
            canvas.drawImage(picture, x * POINT, -(y + h) * POINT, w * POINT, h * POINT)
