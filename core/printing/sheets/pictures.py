"""A sheet as a picture for the screen."""

from __future__ import annotations

import io

from core.printing.fonts import reportlab_lock

DOTS_PER_POINT = 2 * 96 / 72
"""Two dots for each pixel of a page, whose pixels are 96 to the inch."""


def first_page_png(pdf: bytes) -> bytes:
    """The first page of a sheet in greys."""
    import pypdfium2  # it takes up room in a server, and few ask for it

    out = io.BytesIO()
    with reportlab_lock():  # pdfium serves one thread at a time, too
        document = pypdfium2.PdfDocument(pdf)
        try:
            document[0].render(scale=DOTS_PER_POINT, grayscale=True).to_pil().save(out, "PNG")
        finally:
            document.close()
    return out.getvalue()
