"""Sheets of labels for an office printer: A4, cut lines only, codes as vectors."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from core.i18n import gettext as _
from core.i18n import in_language
from core.printing import drawing
from core.printing.drawing import MM
from core.printing.fonts import reportlab_lock
from inventory.labels.lot_label import LabelData, layout

A4_MM = (210.0, 297.0)
TRIM_MM = 1.5
"""Kept free inside each label: sheets never feed exactly straight."""
COLUMNS, ROWS = 3, 8
"""The common sheet, of 70 × 37 mm labels."""


def sheet_pdf(labels: Sequence[LabelData]) -> bytes:
    """Labels left to right, top to bottom, over as many A4 pages as they need."""
    from reportlab.pdfgen.canvas import Canvas

    width, height = A4_MM[0] / COLUMNS, A4_MM[1] / ROWS
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(A4_MM[0] * MM, A4_MM[1] * MM), invariant=1)
    with in_language(labels[0].language if labels else "vi"):
        canvas.setTitle(_("Tem lô hàng"))
    with reportlab_lock():
        for first in range(0, max(len(labels), 1), COLUMNS * ROWS):
            _cut_lines(canvas)
            for place, label in enumerate(labels[first : first + COLUMNS * ROWS]):
                row, column = divmod(place, COLUMNS)
                drawn = layout(label, width - 2 * TRIM_MM, height - 2 * TRIM_MM)
                drawing.draw_pdf(drawn, canvas, (column * width + TRIM_MM) * MM, (A4_MM[1] - row * height - TRIM_MM) * MM)
            canvas.showPage()
        canvas.save()
    return out.getvalue()


def _cut_lines(canvas: Any) -> None:
    """Hairlines between labels, for scissors; on ready-cut sheets they fall into the cuts."""
    width, height = A4_MM[0] * MM, A4_MM[1] * MM
    canvas.setLineWidth(0.2)
    canvas.setStrokeGray(0.8)
    for column in range(1, COLUMNS):
        canvas.line(column * width / COLUMNS, 0, column * width / COLUMNS, height)
    for row in range(1, ROWS):
        canvas.line(0, row * height / ROWS, width, row * height / ROWS)
