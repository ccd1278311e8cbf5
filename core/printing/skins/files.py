"""A slip as a file: one description in, and any of its skins out."""

from __future__ import annotations

from core.printing.devices.settings import PrinterSettings
from core.printing.papers import Slip, SlipFormat
from core.printing.skins import pdf, raster
from core.printing.skins.escpos_text import to_job
from core.printing.skins.html import to_html
from core.printing.skins.text import columns_of, to_text


def slip_file(slip: Slip, format: SlipFormat, printer: PrinterSettings) -> bytes:
    """A slip for a printer's roll and head. Text and pages are UTF-8.

    A page needs an application; its frame is in the reader's language, the slip in its own.
    """
    match format:
        case SlipFormat.TEXT:
            return to_text(slip.rows, columns_of(printer.dots)).encode()
        case SlipFormat.HTML:
            return to_html(slip, printer).encode()
        case SlipFormat.PNG:
            return raster.to_png(slip.rows, dots=printer.dots)
        case SlipFormat.PDF:
            return pdf.to_pdf(slip, printer)
        case SlipFormat.ESCPOS:
            return to_job(slip.rows, printer)
