"""The slip of a sale."""

from __future__ import annotations

from core.i18n import N_
from core.printing.papers import SHORT, Slip, SlipPaper
from pos.receipts.papers import examples
from pos.receipts.slips import facts_of, slip_of


def _make(sale: str, copy: int) -> Slip:
    return slip_of(facts_of("sale", sale, copy=copy)[0])


SALE = SlipPaper(
    name="sale", label=N_("Phiếu bán hàng"), lasts=SHORT, make=_make, example=lambda copy: slip_of(examples.sale(copy))
)
