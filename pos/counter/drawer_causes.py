"""Likely causes of a counted drawer's difference, looked up, and said in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from core.db import fetch_all
from core.i18n import gettext as _
from core.money import Vnd
from core.text.formats import vnd
from pos.bank_notices import CONFIRMATION
from pos.choices import FlagCode, LikelyCauseCode, PaymentMethod
from pos.counter import causes
from pos.counter.causes import Cause, DrawerFacts, OfSale, Tender
from pos.counter.models import EXCHANGED_VND, IN_FORCE, Exchange
from pos.counter.results import LikelyCause, ShiftReport
from pos.models import Payment, PaymentConfirmation, Refund, Sale, SaleFlag


def likely_causes(report: ShiftReport) -> Sequence[LikelyCause]:
    """What fits the difference of a closed shift, or of its recount, to the đồng."""
    if not report.difference_vnd or report.counted is None:
        return []
    found = causes.likely_causes(
        DrawerFacts(
            difference_vnd=report.difference_vnd,
            opening_float_vnd=report.opening_float_vnd,
            counted=report.counted,
            tenders=_tenders(report.uid, abs(report.difference_vnd)),
            late=_late(report.uid),
            refunds=_refunds(report.uid),
        )
    )
    return [
        LikelyCause(cause.code, Vnd(cause.amount_vnd), _say(cause, report.difference_vnd), cause.of.sale if cause.of else None)
        for cause in found
    ]


def _tenders(shift: str, amount_vnd: int) -> list[Tender]:
    """The payments of this amount in the sales of a shift that were counted with it."""
    query = (
        select(Payment.sale_uid, Sale.number, Payment.amount_vnd, Payment.method, PaymentConfirmation.notice)
        .join(Sale, Sale.uid == Payment.sale_uid)
        .outerjoin(PaymentConfirmation, CONFIRMATION)
        .where(Sale.shift_uid == shift, Payment.amount_vnd == amount_vnd, IN_FORCE, Sale.uid.not_in(_LATE))
        .order_by(Sale.year, Sale.sequence, Payment.n)
    )
    return [
        Tender(r["sale_uid"], r["number"], r["amount_vnd"], PaymentMethod(r["method"]), r["notice"] is not None)
        for r in fetch_all(query)
    ]


_LATE = select(SaleFlag.sale_uid).where(SaleFlag.code == FlagCode.SHIFT_CLOSED)


def _late(shift: str) -> list[OfSale]:
    """The cash of each sale that came after the count."""
    query = (
        select(Sale.uid, Sale.number, func.sum(Payment.amount_vnd).label("vnd"))
        .join(Payment, Payment.sale_uid == Sale.uid)
        .where(Sale.shift_uid == shift, Payment.method == PaymentMethod.CASH, IN_FORCE, Sale.uid.in_(_LATE))
        .group_by(Sale.uid, Sale.number, Sale.year, Sale.sequence)
        .order_by(Sale.year, Sale.sequence)
    )
    return [OfSale(r["uid"], r["number"], int(r["vnd"])) for r in fetch_all(query)]


def _refunds(shift: str) -> list[OfSale]:
    """The cash that refunds of a shift gave back, by the sale whose goods came back."""
    query = select(Refund.sale_uid, Refund.number, (Refund.total_vnd - EXCHANGED_VND).label("total_vnd"))
    query = query.outerjoin(Exchange, Exchange.refund_uid == Refund.uid)
    query = query.where(Refund.shift_uid == shift, Refund.method == PaymentMethod.CASH)
    return [OfSale(r["sale_uid"], r["number"], r["total_vnd"]) for r in fetch_all(query.order_by(Refund.year, Refund.sequence))]


def _say(cause: Cause, difference_vnd: int) -> str:
    number = cause.of.number if cause.of else ""
    if cause.code is LikelyCauseCode.OTHER_METHOD:
        if difference_vnd > 0:
            return _("Có thể đơn %(number)s khách trả tiền mặt mà ghi là cách khác.", number=number)
        return _("Có thể đơn %(number)s khách chuyển khoản mà ghi là tiền mặt.", number=number)
    if cause.code is LikelyCauseCode.LATE_SALE:
        if cause.of is None:
            return _("Vừa bằng tiền mặt của các đơn gửi đến sau khi đếm két.")
        return _("Đơn %(number)s gửi đến sau khi đếm két.", number=number)
    if cause.code is LikelyCauseCode.REFUND_UNPAID:
        return _("Có thể phiếu trả hàng %(number)s chưa đưa tiền cho khách.", number=number)
    if cause.notes is not None:
        note, larger = (vnd(banknote.value_vnd) for banknote in cause.notes)
        return _("Có thể nhầm giữa tờ %(note)s và tờ %(larger)s.", note=note, larger=larger)
    return _("Thiếu đúng bằng tiền đầu ca: có thể tiền đầu ca ghi hai lần, hoặc lúc mở ca chưa để vào két.")
