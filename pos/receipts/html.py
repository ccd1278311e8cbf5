"""Slips as a page for a phone or a browser's printer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from core.i18n import gettext as _
from core.printing import qr
from core.printing.layout import Row


def to_html(rows: Sequence[Row], *, title: str, paper_mm: int = 80, language: str = "vi") -> str:
    """A whole page whose slip is in `language`; styled by `static/css/print.css`, no script needed."""
    kinds = [(type(row).__name__.lower(), row) for row in rows]
    return render_template("paper/receipt.html", rows=kinds, title=title, paper_mm=paper_mm, language=language, qr_svg=qr_svg)


def qr_svg(content: str) -> Markup:
    """The code's SVG; its markup is all our own."""
    return Markup(qr.svg(content, label=_("Mã QR của phiếu"), border=2))  # noqa: S704
