"""Sheets of labels for an office printer: A4, cut lines only, codes as vectors."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from core.i18n import gettext as _
from core.i18n import in_language
from core.paper import plan
from core.paper.fonts import pdf_press
from core.paper.plan import MM
from inventory.paper.labels import LabelFacts, layout

A4_MM = (210.0, 297.0)
TRIM_MM = 1.5
"""Kept free inside each label: sheets never feed exactly straight."""


def sheet_pdf(labels: Sequence[LabelFacts], columns: int = 3, rows: int = 8) -> bytes:
    """Labels left to right, top to bottom, over as many A4 pages as they need; 3 × 8 is the common sheet of 70 × 37 mm."""
    from reportlab.pdfgen.canvas import Canvas

    width, height = A4_MM[0] / columns, A4_MM[1] / rows
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(A4_MM[0] * MM, A4_MM[1] * MM), invariant=1)
    with in_language(labels[0].language if labels else "vi"):
        canvas.setTitle(_("Tem lô hàng"))
    with pdf_press():
        for first in range(0, max(len(labels), 1), columns * rows):
            _cut_lines(canvas, columns, rows)
            for place, facts in enumerate(labels[first : first + columns * rows]):
                row, column = divmod(place, columns)
                drawn = layout(facts, width - 2 * TRIM_MM, height - 2 * TRIM_MM)
                plan.draw_pdf(drawn, canvas, (column * width + TRIM_MM) * MM, (A4_MM[1] - row * height - TRIM_MM) * MM)
            canvas.showPage()
        canvas.save()
    return out.getvalue()


def _cut_lines(canvas: Any, columns: int, rows: int) -> None:
    """Hairlines between labels, for scissors; on ready-cut sheets they fall into the cuts."""
    width, height = A4_MM[0] * MM, A4_MM[1] * MM
    canvas.setLineWidth(0.2)
    canvas.setStrokeGray(0.8)
    for column in range(1, columns):
        canvas.line(column * width / columns, 0, column * width / columns, height)
    for row in range(1, rows):
        canvas.line(0, row * height / rows, width, row * height / rows)
