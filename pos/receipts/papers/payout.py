"""The slips of money paid to producers and received from them, to sign at the till."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from core.db import fetch_one
from core.i18n import N_, in_language
from core.printing.devices.settings import usual_settings
from core.printing.papers import LONG, Slip, SlipFormat, SlipPaper
from core.printing.skins.files import slip_file
from core.printing.stored_papers import StoredPaper, stored_paper
from pos.models import Shift, Till
from suppliers import payouts
from suppliers.papers import examples
from suppliers.papers.payout_paper import PayoutPaper, paper_of, paper_of_payment, payout_pdf, payout_slip
from suppliers.producer_payments import payments
from suppliers.producer_payments.results import ProducerPaymentResult
from suppliers.results import PayoutResult

USUAL_MM = 80
"""The roll of money that went through no drawer."""


@dataclass(frozen=True, slots=True)
class Drawer:
    """The till whose drawer the cash came from or went into, and the roll of its printer."""

    till_name: str
    paper_mm: int


def drawer_of(shift: str | None) -> Drawer | None:
    """The drawer of a shift, if cash went through one."""
    if shift is None:
        return None
    till = fetch_one(select(Till.name, Till.paper_mm).join(Shift, Shift.till_code == Till.code).where(Shift.uid == shift))
    return Drawer(till["name"], till["paper_mm"]) if till else None


def money_paper(money: PayoutResult | ProducerPaymentResult) -> tuple[PayoutPaper, int]:
    """What the papers of money paid or received say, and the width in mm of the roll they are for."""
    drawer = drawer_of(money.shift)
    till_name = drawer.till_name if drawer else None
    paper = paper_of(money, till_name) if isinstance(money, PayoutResult) else paper_of_payment(money, till_name)
    return paper, drawer.paper_mm if drawer else USUAL_MM


def _slip(money: PayoutResult | ProducerPaymentResult, copy: int) -> Slip:
    paper, _paper_mm = money_paper(money)
    with in_language(paper.issuer.language):
        return payout_slip(paper, copy)


def stored_sheet(money: PayoutResult | ProducerPaymentResult) -> StoredPaper:
    """The paper on A5. Raises PaperBeingMade."""
    paper, _paper_mm = money_paper(money)
    return stored_paper(f"payout-{money.number}", "pdf", paper, lambda: payout_pdf(paper))


def printer_job(money: PayoutResult | ProducerPaymentResult) -> bytes:
    """The paper on a roll as the bytes of a printer."""
    paper, paper_mm = money_paper(money)
    with in_language(paper.issuer.language):
        return slip_file(payout_slip(paper), SlipFormat.ESCPOS, usual_settings(paper_mm))


PAYOUT = SlipPaper(
    name="payout",
    label=N_("Phiếu chi"),
    lasts=LONG,
    make=lambda uid, copy: _slip(payouts.get_payout(uid), copy),
    example=lambda copy: payout_slip(examples.payout(), copy),
)
PRODUCER_PAYMENT = SlipPaper(
    name="producer_payment",
    label=N_("Phiếu thu"),
    lasts=LONG,
    make=lambda uid, copy: _slip(payments.get_payment(uid), copy),
    example=lambda copy: payout_slip(examples.payment(), copy),
)
