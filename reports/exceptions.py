"""Report of what was done by hand at the tills: money moved or given away, and what could hide that it went. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, literal, select

from core import clock
from core.db import Row, fetch_all
from core.i18n import N_
from core.money import Vnd
from core.people import people
from core.printing.devices.models import PrintJob
from pos.choices import CashMoveKind
from pos.counter.models import CartVoid, CartVoidLine, DrawerOpening, PaymentCorrection
from pos.models import CashMove, Payment, PaymentConfirmation, Refund, Sale, SaleLineAdjustment, Shift
from pos.pricing import CASHIER_KINDS
from reports.choices import ExceptionKind, Tab
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import ExceptionRow, ExceptionsReport


def exceptions(first: date, last: date) -> ExceptionsReport:
    """What was done by hand in a span of days, the newest first."""
    begin, end = clock.day_bounds(first, last)
    names = people.names()
    rows = [
        *_cash_moves(CashMove.moved_at >= begin, CashMove.moved_at < end),
        *_refunds(Refund.refunded_at >= begin, Refund.refunded_at < end),
        *_discounts(Sale.business_day >= first, Sale.business_day <= last),
        *_own_confirmations(PaymentConfirmation.confirmed_at >= begin, PaymentConfirmation.confirmed_at < end),
        *_corrections(PaymentCorrection.corrected_at >= begin, PaymentCorrection.corrected_at < end),
        *_openings(DrawerOpening.opened_at >= begin, DrawerOpening.opened_at < end),
        *_voids(CartVoid.voided_at >= begin, CartVoid.voided_at < end),
        *_reprints(PrintJob.asked_at >= begin, PrintJob.asked_at < end),
    ]
    items = [
        ExceptionRow(
            at=r["at"],
            what=what,
            amount_vnd=Vnd(int(r["amount_vnd"])),
            reason=r.get("reason"),
            by=r["by"],
            by_name=names.get(r["by"], r["by"]),
            approved_by=r.get("approved_by"),
            till=r["till_code"],
            document=r["uid"],
            number=r.get("number") or "",
        )
        for what, r in rows
    ]
    return ExceptionsReport(from_=first, to=last, items=sorted(items, key=lambda item: item.at, reverse=True))


Found = Iterator[tuple[ExceptionKind, Row]]


def _cash_moves(*when: object) -> Found:
    columns = (CashMove.uid, CashMove.amount_vnd, CashMove.reason, CashMove.approved_by, CashMove.kind, Shift.till_code)
    query = select(*columns, CashMove.moved_at.label("at"), CashMove.moved_by.label("by"))
    for r in fetch_all(query.join(Shift, Shift.uid == CashMove.shift_uid).where(*when)):  # type: ignore[arg-type]
        yield ExceptionKind.CASH_IN if r["kind"] == CashMoveKind.IN else ExceptionKind.CASH_OUT, r


def _refunds(*when: object) -> Found:
    columns = (Refund.uid, Refund.number, Refund.reason, Refund.approved_by, Refund.till_code)
    query = select(*columns, Refund.total_vnd.label("amount_vnd"), Refund.refunded_at.label("at"), Refund.cashier.label("by"))
    for r in fetch_all(query.where(*when)):  # type: ignore[arg-type]
        yield ExceptionKind.REFUND, r


def _discounts(*when: object) -> Found:
    columns = (Sale.uid, Sale.number, Sale.approved_by, Sale.till_code)
    query = (
        select(*columns, Sale.sold_at.label("at"), Sale.cashier.label("by"))
        .add_columns(func.sum(SaleLineAdjustment.amount_vnd).label("amount_vnd"))
        .join(SaleLineAdjustment, SaleLineAdjustment.sale_uid == Sale.uid)
        .where(SaleLineAdjustment.kind.in_(CASHIER_KINDS), *when)  # type: ignore[arg-type]
        .group_by(*columns, Sale.sold_at, Sale.cashier)
    )
    for r in fetch_all(query):
        yield ExceptionKind.DISCOUNT, r


def _own_confirmations(*when: object) -> Found:
    query = (
        select(
            Sale.uid,
            Sale.number,
            Sale.till_code,
            Payment.amount_vnd,
            PaymentConfirmation.confirmed_at.label("at"),
            PaymentConfirmation.confirmed_by.label("by"),
        )
        .join(Sale, Sale.uid == PaymentConfirmation.sale_uid)
        .join(Payment, (Payment.sale_uid == PaymentConfirmation.sale_uid) & (Payment.n == PaymentConfirmation.n))
        .where(PaymentConfirmation.confirmed_by.in_((Sale.cashier, Sale.sent_by)), *when)  # type: ignore[arg-type]
    )
    for r in fetch_all(query):
        yield ExceptionKind.OWN_CONFIRM, r


def _corrections(*when: object) -> Found:
    columns = (Sale.uid, Sale.number, Sale.till_code, Sale.total_vnd.label("amount_vnd"), PaymentCorrection.reason)
    query = select(*columns, PaymentCorrection.approved_by, PaymentCorrection.corrected_at.label("at"))
    query = query.add_columns(PaymentCorrection.corrected_by.label("by")).join(Sale, Sale.uid == PaymentCorrection.sale_uid)
    for r in fetch_all(query.where(*when)):  # type: ignore[arg-type]
        yield ExceptionKind.CORRECTION, r


def _openings(*when: object) -> Found:
    columns = (DrawerOpening.uid, DrawerOpening.reason, Shift.till_code, literal(0).label("amount_vnd"))
    query = select(*columns, DrawerOpening.opened_at.label("at"), DrawerOpening.opened_by.label("by"))
    for r in fetch_all(query.join(Shift, Shift.uid == DrawerOpening.shift_uid).where(*when)):  # type: ignore[arg-type]
        yield ExceptionKind.DRAWER_OPENING, r


def _voids(*when: object) -> Found:
    """What left carts, with what it would have cost, rounded down to the đồng."""
    worth_vnd = func.sum(CartVoidLine.quantity * CartVoidLine.unit_price_vnd // 1000).label("amount_vnd")
    columns = (CartVoid.uid, CartVoid.whole_cart, CartVoid.voided_at, CartVoid.voided_by, Shift.till_code)
    query = (
        select(*columns, CartVoid.voided_at.label("at"), CartVoid.voided_by.label("by"), worth_vnd)
        .join(CartVoidLine, CartVoidLine.void_uid == CartVoid.uid)
        .join(Shift, Shift.uid == CartVoid.shift_uid)
        .where(*when)  # type: ignore[arg-type]
        .group_by(*columns)
    )
    for r in fetch_all(query):
        yield ExceptionKind.VOIDED_CART if r["whole_cart"] else ExceptionKind.VOID, r


def _reprints(*when: object) -> Found:
    """Papers of a till that somebody had printed again."""
    columns = (PrintJob.document.label("uid"), PrintJob.number, PrintJob.till_code, literal(0).label("amount_vnd"))
    query = select(*columns, PrintJob.asked_at.label("at"), PrintJob.asked_by.label("by"))
    query = query.where(PrintJob.copy > 0, PrintJob.till_code.is_not(None), *when)  # type: ignore[arg-type]
    for r in fetch_all(query):
        yield ExceptionKind.REPRINT, r


EXCEPTIONS = Definition(
    name="exceptions",
    permit=ReportsPermit.CASH_AND_DEBTS,
    summary="What was done by hand: cash moves, refunds, discounts, corrections, voids, reprints, with their reasons.",
    result=ExceptionsReport,
    columns=(
        Column("at", N_("Lúc"), Kind.MOMENT),
        Column("what", N_("Loại"), Kind.CHOICE),
        Column("amount_vnd", N_("Số tiền"), Kind.MONEY),
        Column("reason", N_("Lý do")),
        Column("by", N_("Tài khoản"), on_page=False),
        Column("by_name", N_("Thu ngân")),
        Column("approved_by", N_("Người duyệt")),
        Column("till", N_("Máy")),
        Column("document", N_("Mã chứng từ"), on_page=False),
        Column("number", N_("Số")),
    ),
    make=exceptions,
    dated=True,
    title=N_("Việc làm tay"),
    lead=N_("Nộp rút tiền, trả hàng, giảm giá, sửa cách trả tiền, mở két, bỏ món, in lại phiếu: ai làm, lý do gì."),
    tab=Tab.MONEY,
)
