"""Receipts on paper and screen: one list of rows, four skins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from core.i18n import gettext as _
from core.i18n import in_language
from core.printing.layout import Row
from core.printing.skins import escpos, raster
from core.printing.skins.raster import to_image, to_png
from core.printing.skins.text import COLUMNS, to_text
from pos.receipts.html import to_html
from pos.receipts.receipt import ReceiptData, rows

Format = Literal["text", "html", "png", "escpos"]
MIMETYPES: dict[Format, str] = {
    "text": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "png": "image/png",
    "escpos": "application/octet-stream",
}

__all__ = ["MIMETYPES", "Format", "render", "to_escpos", "to_html", "to_image", "to_png", "to_text"]


def to_escpos(rows: Sequence[Row], paper_mm: int) -> bytes:
    """The slip as one print job."""
    return escpos.encode(raster.to_image(rows, paper_mm))


def render(receipt: ReceiptData, format: Format, paper_mm: int = 80) -> bytes | str:
    """A receipt in one of the four formats; text and html are `str`, pictures and printer jobs `bytes`.

    The paper speaks the language of the facts; the frame around a page is the reader's.
    """
    with in_language(receipt.language):
        lines = rows(receipt)
        title = _("Phiếu %(number)s", number=receipt.number)
    match format:
        case "text":
            return to_text(lines, COLUMNS[paper_mm])
        case "html":
            return to_html(lines, title=title, paper_mm=paper_mm, language=receipt.language)
        case "png":
            return to_png(lines, paper_mm)
        case "escpos":
            return to_escpos(lines, paper_mm)
