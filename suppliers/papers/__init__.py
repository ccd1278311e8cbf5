"""The papers of the suppliers' area. What draws sheets takes up room in every server, so it is loaded when one is asked for."""

from __future__ import annotations

from core.i18n import N_
from core.printing.papers import SheetFormat, SheetPaper


def _payout() -> bytes:
    from suppliers.papers import examples
    from suppliers.papers.payout_paper import payout_pdf

    return payout_pdf(examples.payout())


def _payment() -> bytes:
    from suppliers.papers import examples
    from suppliers.papers.payout_paper import payout_pdf

    return payout_pdf(examples.payment())


def _statement_pdf() -> bytes:
    from suppliers.papers import examples
    from suppliers.papers.statement_pdf import statement_pdf

    return statement_pdf(examples.statement(), parties=examples.parties(), names=examples.NAMES, terms=examples.terms())


def _statement_xlsx() -> bytes:
    from suppliers.papers import examples
    from suppliers.papers.statement_xlsx import statement_xlsx

    return statement_xlsx(examples.statement(), parties=examples.parties(), names=examples.NAMES, terms=examples.terms())


def _agreement() -> bytes:
    from suppliers.papers import examples
    from suppliers.papers.agreement_paper import agreement_pdf

    return agreement_pdf(examples.agreement())


PAPERS = (
    SheetPaper(
        name="statement",
        label=N_("Bảng thanh toán"),
        example={SheetFormat.PDF: _statement_pdf, SheetFormat.XLSX: _statement_xlsx},
    ),
    SheetPaper(name="agreement", label=N_("Hợp đồng ký gửi hàng hóa"), example={SheetFormat.PDF: _agreement}),
    SheetPaper(name="payout_sheet", label=N_("Phiếu chi"), example={SheetFormat.PDF: _payout}),
    SheetPaper(name="payment_sheet", label=N_("Phiếu thu"), example={SheetFormat.PDF: _payment}),
)
