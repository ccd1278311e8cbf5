"""Posting a sale: header, lines, payments, movements, book entries, audit, event. All in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.db import audit, execute, numbering, prepared_insert
from core.events import emit
from core.money import Vnd
from core.people.actor import SYSTEM, Actor
from core.people.approvals import Approval
from core.quantity import ZERO
from inventory import stock_ledger
from pos import audit_actions, bank_notices
from pos.choices import PaymentMethod, PaymentState
from pos.counter.models import SaleNote
from pos.events import SaleRecorded
from pos.models import Payment, Sale, SaleFlag, SaleLine, SaleLineAdjustment
from pos.results import AdjustmentResult, FlagResult, PaymentResult, SaleLineResult, SaleResult
from pos.sale_records import (
    AllocatedLine,
    SaleHeader,
    SaleNumber,
    adjustment_rows,
    book_entries,
    flag_rows,
    line_row,
    movements_of,
    note_rows,
    payment_rows,
    sale_row,
)
from pos.trust import limits
from suppliers import book

_SALE, _LINES, _ADJUSTMENTS, _NOTES, _PAYMENTS, _FLAGS = map(
    prepared_insert, (Sale, SaleLine, SaleLineAdjustment, SaleNote, Payment, SaleFlag)
)


def post_sale(header: SaleHeader, lines: Sequence[AllocatedLine], actor: Actor, *, printer: str) -> SaleResult:
    """Posts everything a sale causes and returns it."""
    (number,) = write([(header, lines)], actor)
    at = header.received_at
    methods = frozenset(PaymentMethod(payment.method) for payment in header.payments)
    emit(
        SaleRecorded(
            header.uid,
            number.printed,
            header.till,
            printer,
            header.offline,
            header.is_exchange,
            total_vnd=Vnd(header.total_vnd),
            methods=methods,
            recorded_by=actor.name,
        )
    )
    sale = posted(header, number.printed, lines)
    if PaymentMethod.VIETQR not in methods:
        return sale
    confirmed = bank_notices.match_earlier_notices(header.uid, header.sold_at, enumerate(header.payments, 1))
    return _confirm(sale, confirmed, at) if confirmed else sale


def _confirm(sale: SaleResult, payments: set[int], at: datetime) -> SaleResult:
    """The sale with these payments confirmed, by number."""

    def confirm(payment: PaymentResult) -> PaymentResult:
        return replace(payment, state=PaymentState.CONFIRMED, confirmed_by=SYSTEM.name, confirmed_at=at)

    return replace(sale, payments=[confirm(payment) if payment.n in payments else payment for payment in sale.payments])


Posting = tuple[SaleHeader, Sequence[AllocatedLine]]
"""A sale to write."""


def write(sales: Sequence[Posting], actor: Actor) -> list[SaleNumber]:
    """Writes sales of one year in their order, with their movements and book entries, and returns their numbers.

    No event is emitted.
    """
    stock_ledger.post_each(
        [(movement, header.received_at) for header, lines in sales for line in lines for movement in movements_of(line, header)]
    )
    numbers = _next_numbers(sales)
    execute(_SALE, [sale_row(header, number) for (header, _), number in zip(sales, numbers, strict=True)])
    execute(_LINES, [line_row(line, header) for header, lines in sales for line in lines])
    execute(_ADJUSTMENTS, [row for header, lines in sales for line in lines for row in adjustment_rows(line, header)])
    execute(_NOTES, [row for header, _ in sales for row in note_rows(header)])
    execute(_PAYMENTS, [row for header, _ in sales for row in payment_rows(header)])
    execute(_FLAGS, [row for header, _ in sales for row in flag_rows("sale", header.uid, header.flags)])
    book.post_each(
        [(entry, header.received_at) for header, lines in sales for line in lines for entry in book_entries(line, header)]
    )
    for (header, _), number in zip(sales, numbers, strict=True):
        flags, at = [flag.code for flag in header.flags], header.received_at
        audit.note(actor, audit_actions.SOLD, header.uid, at, number=number.printed, total_vnd=header.total_vnd, flags=flags)
        if header.approved_by is not None:
            limits.record(Approval(header.approved_by, False), header.approved, header.uid, actor, at)
    return numbers


def _next_numbers(sales: Sequence[Posting]) -> list[SaleNumber]:
    """The next numbers of the year."""
    year = sales[0][0].day.year
    first = numbering.take("sale", year, len(sales))
    return [SaleNumber(year, sequence) for sequence in range(first, first + len(sales))]


def posted(header: SaleHeader, number: str, lines: Sequence[AllocatedLine]) -> SaleResult:
    """The sale as it was posted: nothing has come back, no transfer has been confirmed, no flag reviewed."""
    return SaleResult(
        uid=header.uid,
        number=number,
        business_day=header.day,
        sold_at=header.sold_at,
        shift=header.shift,
        till=header.till,
        place=header.place,
        cashier=header.cashier,
        sent_by=header.sent_by,
        customer=header.customer,
        customer_uid=header.customer_uid,
        customer_on_slip=header.customer_on_slip,
        offline=header.offline,
        approved_by=header.approved_by,
        total_vnd=Vnd(header.total_vnd),
        change_vnd=Vnd(header.change_vnd),
        discount_vnd=Vnd(header.discount_vnd),
        rounding_vnd=Vnd(header.rounding_vnd),
        lines=[_line(line, header.notes.get(line.request_line)) for line in lines],
        payments=[
            PaymentResult(
                n=n,
                method=PaymentMethod(payment.method),
                amount_vnd=Vnd(payment.amount_vnd),
                tendered_vnd=None if payment.tendered_vnd is None else Vnd(payment.tendered_vnd),
                reference=payment.reference or None,
                state=PaymentState.UNCONFIRMED if payment.method == PaymentMethod.VIETQR else PaymentState.RECEIVED,
            )
            for n, payment in enumerate(header.payments, 1)
        ],
        refunds=[],
        flags=[FlagResult(n, flag.code, flag.line, flag.seconds) for n, flag in enumerate(header.flags, 1)],
        note=header.notes.get(0),
    )


def _line(line: AllocatedLine, note: str | None) -> SaleLineResult:
    return SaleLineResult(
        line=line.line,
        product=line.product,
        lot=line.lot,
        producer=line.producer,
        quantity=line.quantity,
        unit_price_vnd=Vnd(line.unit_price_vnd),
        gross_vnd=Vnd(line.split.gross_vnd),
        adjustments=[AdjustmentResult(a.kind, Vnd(a.amount_vnd), a.bearer, a.code) for a in line.adjustments],
        discount_vnd=Vnd(line.split.discount_vnd),
        net_vnd=Vnd(line.split.net_vnd),
        vat=line.vat,
        vat_vnd=line.vat_vnd,
        owed_vnd=Vnd(line.split.owed_vnd),
        kept_vnd=Vnd(line.split.kept_vnd),
        refunded=ZERO,
        basket=line.basket,
        basket_line=line.request_line if line.basket else None,
        note=note,
    )
