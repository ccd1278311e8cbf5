"""The papers of the suppliers' area. What draws sheets takes up room in every server, so it is loaded when one is asked for."""

from __future__ import annotations

from core.i18n import N_
from core.printing.papers import SheetFormat, SheetPaper


def _payout() -> bytes:
    from suppliers.papers import examples
    from suppliers.papers.payout_paper import payout_pdf

    return payout_pdf(examples.payout())


PAPERS = (SheetPaper(name="payout_sheet", label=N_("Phiếu chi"), example={SheetFormat.PDF: _payout}),)
