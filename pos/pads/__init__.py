"""The paper pad: numbered sheets to sell on when nothing else works."""

from __future__ import annotations

from core.i18n import N_
from core.printing.papers import SheetFormat, SheetPaper


def _example() -> bytes:
    from core.printing.sheets.sizes import SheetSize
    from pos.pads.pad_numbers import Pad
    from pos.pads.pad_sheet import pad_pdf
    from pos.receipts.papers.examples import issuer

    return pad_pdf(issuer(), Pad(2026, 41, 2), SheetSize.A5)


PAD = SheetPaper(name="pad_sheet", label=N_("Phiếu bán hàng viết tay"), example={SheetFormat.PDF: _example})
