"""Papers of the suppliers' area as examples: what each looks like before there is one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.i18n import present_language
from core.money import Vnd
from core.printing.slip_parts import Issuer
from suppliers.choices import PayoutMethod
from suppliers.papers.payout_paper import PayoutPaper


def issuer() -> Issuer:
    """The outlet, whose papers speak the present language."""
    address = "Phường Quế Võ, tỉnh Bắc Ninh"
    return Issuer("Điểm bán OCOP Quế Võ", address, "0222 000 0000", "2300000000", present_language())


def payout() -> PayoutPaper:
    """Cash for the melons of November."""
    return PayoutPaper(
        issuer=issuer(),
        number="PC-2026-0058",
        paid_at=datetime(2026, 12, 1, 7, 20, tzinfo=UTC),
        paid_by="Thu Hà",
        recipient="Hộ nhà lưới Nhân Hòa (minh họa)",
        recipient_address="Nhân Hòa, phường Nhân Hòa, tỉnh Bắc Ninh",
        recipient_tax_code=None,
        statement="ĐS-2026-0017",
        first=date(2026, 11, 1),
        last=date(2026, 11, 30),
        amount_vnd=Vnd(8_787_000),
        method=PayoutMethod.CASH,
        drawer="Máy 1",
    )
