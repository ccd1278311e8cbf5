"""Money received from a producer that owes the outlet, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import insert, select

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one, numbering
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.text.number_words import amount_in_words
from suppliers import audit_actions, book
from suppliers.book import BookEntry
from suppliers.choices import BookKind, PayoutMethod, SourceKind
from suppliers.events import PaymentReceived, PaymentReversed
from suppliers.producer_payments.models import ProducerPayment
from suppliers.producer_payments.requests import ProducerPaymentRequest
from suppliers.producer_payments.results import ProducerPaymentResult
from suppliers.requests import ReversalRequest
from suppliers.statements import lock_producer

NUMBERS = "producer_payment"
"""The series of the printed numbers."""
PutIntoDrawer = Callable[[str], None]
"""Asks the till's side whether money may go into the drawer of a shift; raises when it may not."""
TakeBackFromDrawer = Callable[[str, int], bool]
"""Takes so many đồng back from the drawer of a shift and says whether it did: a drawer that was counted stays as it is."""
_UNKNOWN = N_("Không có lần thu tiền này.")
_PAYMENTS = select(ProducerPayment.__table__).where(ProducerPayment.reverses.is_(None))


def receive(uid: str, document: ProducerPaymentRequest, actor: Actor, put_into_drawer: PutIntoDrawer) -> ProducerPaymentResult:
    """Takes money of a producer that owes the outlet.

    Raises Invalid for an unknown producer, the outlet itself and a shift with anything but cash; `over_payable` for more than
    is owed, and what `put_into_drawer` raises.
    """
    lock_producer(document.producer)
    if document.shift and document.method is not PayoutMethod.CASH:
        raise Invalid(("shift", N_("Chỉ tiền mặt mới vào két của ca.")))
    if document.shift:
        put_into_drawer(document.shift)
    advisory_lock(book.POSTING)  # nothing is posted between the balance and the line that follows from it
    if document.amount_vnd > -book.balance(document.producer):
        raise DomainError("over_payable", N_("Số tiền lớn hơn số nhà sản xuất còn nợ."))
    now = clock.now()
    year = clock.day_of(now).year
    row = {
        "uid": uid,
        "producer_code": document.producer,
        "amount_vnd": document.amount_vnd,
        "method": document.method,
        "reference": document.reference or None,
        "shift_uid": document.shift,
        "received_at": now,
        "received_by": actor.name,
        "year": year,
        "sequence": numbering.take(NUMBERS, year),
    }
    execute(insert(ProducerPayment), row)
    _post(document.producer, uid, document.amount_vnd, document.reference, now)
    audit.note(actor, audit_actions.PAYMENT_RECEIVED, uid, amount_vnd=document.amount_vnd, method=document.method)
    emit(PaymentReceived(uid, document.producer, Vnd(document.amount_vnd)))
    return get_payment(uid)


def reverse(
    payment: str, document: ReversalRequest, actor: Actor, take_back_from_drawer: TakeBackFromDrawer
) -> ProducerPaymentResult:
    """Takes a payment back by a line of the opposite sign; cash leaves its drawer while the shift is open.

    Raises NotFound, `already_reversed`, and `not_enough_cash` when the drawer should hold less.
    """
    original = fetch_one(_PAYMENTS.where(ProducerPayment.uid == payment))
    if original is None:
        raise NotFound(_UNKNOWN)
    lock_producer(original["producer_code"])
    if fetch_one(select(ProducerPayment.uid).where(ProducerPayment.reverses == payment)):
        raise DomainError("already_reversed", N_("Lần thu tiền này đã bị hủy."))
    amount_vnd, shift, now = original["amount_vnd"], original["shift_uid"], clock.now()
    row = {
        "uid": document.uid,
        "producer_code": original["producer_code"],
        "amount_vnd": -amount_vnd,
        "method": original["method"],
        "shift_uid": shift if shift and take_back_from_drawer(shift, amount_vnd) else None,
        "reverses": payment,
        "reason": document.reason,
        "received_at": now,
        "received_by": actor.name,
    }
    execute(insert(ProducerPayment), row)
    _post(original["producer_code"], payment, -amount_vnd, document.reason, now)
    audit.note(actor, audit_actions.PAYMENT_REVERSED, payment, reason=document.reason)
    emit(PaymentReversed(payment, original["producer_code"], Vnd(amount_vnd), document.reason))
    return replace(get_payment(payment), reversal=document.uid)


def get_payment(uid: str, producer: str | None = None) -> ProducerPaymentResult:
    """A payment as it stands. Raises NotFound, also for another producer's."""
    payment = fetch_one(_PAYMENTS.where(ProducerPayment.uid == uid))
    if payment is None or (producer is not None and payment["producer_code"] != producer):
        raise NotFound(_UNKNOWN)
    return _results([payment])[0]


def is_known(uid: str) -> bool:
    """Whether money was received under this id, from whomever."""
    return fetch_one(_PAYMENTS.where(ProducerPayment.uid == uid)) is not None


def list_payments(
    producer: str | None = None,
    first: date | None = None,
    last: date | None = None,
    *,
    after: str | None = None,
    limit: int = 100,
) -> list[ProducerPaymentResult]:
    """Payments in the order they came, those that were taken back too."""
    query = _PAYMENTS.order_by(ProducerPayment.received_at, ProducerPayment.uid).limit(limit)
    if producer is not None:
        query = query.where(ProducerPayment.producer_code == producer)
    if first is not None:
        query = query.where(ProducerPayment.received_at >= clock.midnight(first))
    if last is not None:
        query = query.where(ProducerPayment.received_at < clock.day_bounds(last, last)[1])
    if after is not None and (at := fetch_one(select(ProducerPayment.received_at).where(ProducerPayment.uid == after.lower()))):
        later = (ProducerPayment.received_at > at["received_at"]) | (
            (ProducerPayment.received_at == at["received_at"]) & (ProducerPayment.uid > after.lower())
        )
        query = query.where(later)
    return _results(fetch_all(query))


def payment_number(year: int, sequence: int) -> str:
    """The printed number of money received: `PT-2026-0001`."""
    return f"PT-{year}-{sequence:04d}"


def payment_numbers(uids: Collection[str]) -> dict[str, str]:
    """The printed numbers of payments, by their ids."""
    return {r["uid"]: payment_number(r["year"], r["sequence"]) for r in fetch_all(_PAYMENTS.where(ProducerPayment.uid.in_(uids)))}


def _post(producer: str, uid: str, owed_vnd: int, memo: str | None, now: datetime) -> None:
    entry = BookEntry(
        producer, clock.day_of(now), BookKind.PAYOUT, SourceKind.PRODUCER_PAYMENT, uid, owed_vnd=owed_vnd, memo=memo or None
    )
    book.post([entry], now)


def _results(payments: Sequence[Row]) -> list[ProducerPaymentResult]:
    uids = [payment["uid"] for payment in payments]
    query = select(ProducerPayment.uid, ProducerPayment.reverses, ProducerPayment.reason)
    reversals = {r["reverses"]: r for r in fetch_all(query.where(ProducerPayment.reverses.in_(uids)))}
    balances = {code: Vnd(book.balance(code)) for code in {payment["producer_code"] for payment in payments}}
    return [
        ProducerPaymentResult(
            uid=payment["uid"],
            number=payment_number(payment["year"], payment["sequence"]),
            producer=payment["producer_code"],
            amount_vnd=payment["amount_vnd"],
            amount_in_words=amount_in_words(payment["amount_vnd"]),
            method=PayoutMethod(payment["method"]),
            reference=payment["reference"],
            shift=payment["shift_uid"],
            received_at=payment["received_at"],
            received_by=payment["received_by"],
            reversed_by=reversals[payment["uid"]]["uid"] if payment["uid"] in reversals else None,
            reason=reversals[payment["uid"]]["reason"] if payment["uid"] in reversals else None,
            balance_vnd=balances[payment["producer_code"]],
        )
        for payment in payments
    ]
