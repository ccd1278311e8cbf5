"""The slip of a payout, to sign at the till."""

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
from suppliers.papers.payout_paper import PayoutPaper, paper_of, payout_pdf, payout_slip
from suppliers.results import PayoutResult

USUAL_MM = 80
"""The roll of a payout that no drawer paid."""


@dataclass(frozen=True, slots=True)
class Drawer:
    """The till whose drawer paid, and the roll of its printer."""

    till_name: str
    paper_mm: int


def drawer_of(payout: PayoutResult) -> Drawer | None:
    """The drawer that a payout's cash came from, if from one."""
    if payout.shift is None:
        return None
    till = fetch_one(select(Till.name, Till.paper_mm).join(Shift, Shift.till_code == Till.code).where(Shift.uid == payout.shift))
    return Drawer(till["name"], till["paper_mm"]) if till else None


def payout_paper(payout: PayoutResult) -> tuple[PayoutPaper, int]:
    """What the papers of a payout say, and the width in mm of the roll they are for."""
    drawer = drawer_of(payout)
    return paper_of(payout, drawer.till_name if drawer else None), drawer.paper_mm if drawer else USUAL_MM


def _make(uid: str, copy: int) -> Slip:
    paper, _paper_mm = payout_paper(payouts.get_payout(uid))
    with in_language(paper.issuer.language):
        return payout_slip(paper, copy)


def stored_sheet(payout: PayoutResult) -> StoredPaper:
    """The payout on A5. Raises PaperBeingMade."""
    paper, _paper_mm = payout_paper(payout)
    return stored_paper(f"payout-{payout.number}", "pdf", paper, lambda: payout_pdf(paper))


def printer_job(payout: PayoutResult) -> bytes:
    """The payout on a roll as the bytes of a printer."""
    paper, paper_mm = payout_paper(payout)
    with in_language(paper.issuer.language):
        return slip_file(payout_slip(paper), SlipFormat.ESCPOS, usual_settings(paper_mm))


PAYOUT = SlipPaper(
    name="payout",
    label=N_("Phiếu chi"),
    lasts=LONG,
    make=_make,
    example=lambda copy: payout_slip(examples.payout(), copy),
)
