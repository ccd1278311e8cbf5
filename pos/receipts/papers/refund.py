"""The slip of goods that came back, with the money that went out."""

from __future__ import annotations

from core.i18n import N_
from core.printing.papers import SHORT, Slip, SlipPaper
from pos.receipts.papers import examples
from pos.receipts.slips import facts_of, slip_of


def _make(refund: str, copy: int) -> Slip:
    return slip_of(facts_of("refund", refund, copy=copy)[0])


REFUND = SlipPaper(
    name="refund", label=N_("Phiếu trả hàng"), lasts=SHORT, make=_make, example=lambda copy: slip_of(examples.refund(copy))
)
