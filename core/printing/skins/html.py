"""Slips as a page for a phone or a browser's printer."""

from __future__ import annotations

import base64

from flask import render_template
from markupsafe import Markup

from core.i18n import gettext as _
from core.printing import qr
from core.printing.devices.settings import NARROW_MM, PrinterSettings
from core.printing.layout import Picture
from core.printing.papers import Slip
from core.printing.skins import pictures
from core.printing.units import DOTS_PER_MM


def to_html(slip: Slip, printer: PrinterSettings) -> str:
    """A whole page with the slip; styled by `static/css/parts/slip.css`. Printed, its page is as wide as the printer's roll."""

    def picture(row: Picture) -> str:
        size = pictures.fitted(row.content, printer.dots, row.height_mm * DOTS_PER_MM)
        return "data:image/png;base64," + base64.b64encode(pictures.dithered_png(row.content, *size)).decode()

    return render_template(
        "paper/slip.html",
        rows=[(type(row).__name__.lower(), row) for row in slip.rows],
        title=slip.title,
        narrow=printer.paper_mm <= NARROW_MM,
        language=slip.language,
        qr_svg=qr_svg,
        picture=picture,
    )


def qr_svg(content: str) -> Markup:
    """The code's SVG; its markup is all our own."""
    return Markup(qr.svg(content, label=_("Mã QR của phiếu")))  # noqa: S704
