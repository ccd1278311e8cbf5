"""Money that customers pay on their accounts, and how such a payment is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Permit
from pos import shifts
from pos.customers import audit_actions, ledger, registry
from pos.customers.choices import AccountKind, CustomerPaymentMethod
from pos.customers.ledger import AccountPosting
from pos.customers.models import CustomerPayment
from pos.customers.requests import CustomerPaymentRequest, PaymentReversalRequest
from pos.customers.results import CustomerPaymentResult


def pay(uid: str, document: CustomerPaymentRequest, actor: Actor) -> CustomerPaymentResult:
    """Takes money of a customer for what was bought on account, the oldest first.

    Raises Invalid for an unknown customer, a shift with anything but cash, and cash at the counter that goes into no drawer;
    `closed` for an erased customer, `over_payable` for more than is owed, `unknown_shift`, `other_till` and `shift_closed`.
    """
    in_cash = document.method is CustomerPaymentMethod.CASH
    if document.shift and not in_cash:
        raise Invalid(("shift", N_("Chỉ tiền mặt mới vào két của ca.")))
    if in_cash and not document.shift and not actor.may(Permit.MANAGE):
        raise Invalid(("shift", N_("Tiền mặt thu ở quầy phải vào két của một ca.")))
    if document.shift:
        shifts.lock(document.shift, actor)
    customer = registry.lock(document.customer)
    if customer is None:
        raise Invalid(("customer", registry.UNKNOWN))
    if customer["erased_at"] is not None:
        raise DomainError("closed", registry.ERASED)
    if document.amount_vnd > ledger.owed(document.customer):
        raise DomainError("over_payable", N_("Số tiền lớn hơn số khách còn nợ."))
    now = clock.now()
    execute(
        insert(CustomerPayment),
        {
            "uid": uid,
            "customer_uid": document.customer,
            "amount_vnd": document.amount_vnd,
            "method": document.method,
            "reference": document.reference or None,
            "shift_uid": document.shift,
            "paid_at": now,
            "paid_by": actor.name,
        },
    )
    posting = AccountPosting(AccountKind.PAID, -document.amount_vnd, clock.day_of(now), payment=uid)
    ledger.post(document.customer, posting, now)
    audit.note(actor, audit_actions.ACCOUNT_PAID, uid, customer=document.customer, amount_vnd=document.amount_vnd)
    return get_payment(uid)


def reverse(payment: str, document: PaymentReversalRequest, actor: Actor) -> CustomerPaymentResult:
    """Takes a payment back by a line of the opposite sign; cash leaves its drawer while the shift is open.

    Raises NotFound, `already_reversed`, `closed` for an erased customer, and `not_enough_cash` when the drawer should hold less.
    """
    original = fetch_one(
        select(CustomerPayment.__table__).where(CustomerPayment.uid == payment, CustomerPayment.reverses.is_(None))
    )
    if original is None:
        raise NotFound(N_("Không có lần thu nợ này."))
    shift = original["shift_uid"]
    if shift and not shifts.take_back(actor, shift, original["amount_vnd"]):
        shift = None
    customer = registry.lock(original["customer_uid"])
    if customer and customer["erased_at"] is not None:
        raise DomainError("closed", registry.ERASED)
    if fetch_one(select(CustomerPayment.uid).where(CustomerPayment.reverses == payment)):
        raise DomainError("already_reversed", N_("Lần thu nợ này đã bị hủy."))
    now = clock.now()
    execute(
        insert(CustomerPayment),
        {
            "uid": document.uid,
            "customer_uid": original["customer_uid"],
            "amount_vnd": -original["amount_vnd"],
            "method": original["method"],
            "shift_uid": shift,
            "reverses": payment,
            "reason": document.reason,
            "paid_at": now,
            "paid_by": actor.name,
        },
    )
    posting = AccountPosting(AccountKind.REVERSED, original["amount_vnd"], clock.day_of(now), payment=document.uid)
    ledger.post(original["customer_uid"], posting, now)
    audit.note(actor, audit_actions.ACCOUNT_PAYMENT_REVERSED, payment, reason=document.reason)
    return get_payment(payment)


def get_payment(uid: str) -> CustomerPaymentResult:
    """A payment as it stands. Raises NotFound."""
    payment = fetch_one(_PAYMENTS.where(CustomerPayment.uid == uid))
    if payment is None:
        raise NotFound(N_("Không có lần thu nợ này."))
    return _results([payment])[0]


def list_payments(
    customer: str | None = None,
    first: date | None = None,
    last: date | None = None,
    *,
    after: str | None = None,
    limit: int = 100,
) -> list[CustomerPaymentResult]:
    """Payments in the order they came, reversed ones too."""
    query = _PAYMENTS.order_by(CustomerPayment.paid_at, CustomerPayment.uid).limit(limit)
    if customer is not None:
        query = query.where(CustomerPayment.customer_uid == customer)
    if first is not None:
        query = query.where(CustomerPayment.paid_at >= clock.midnight(first))
    if last is not None:
        query = query.where(CustomerPayment.paid_at < clock.day_bounds(last, last)[1])
    if after is not None and (at := fetch_one(select(CustomerPayment.paid_at).where(CustomerPayment.uid == after))):
        later = (CustomerPayment.paid_at > at["paid_at"]) | (
            (CustomerPayment.paid_at == at["paid_at"]) & (CustomerPayment.uid > after)
        )
        query = query.where(later)
    return _results(fetch_all(query))


_PAYMENTS = select(CustomerPayment.__table__).where(CustomerPayment.reverses.is_(None))


def _results(payments: Sequence[Row]) -> list[CustomerPaymentResult]:
    uids = [payment["uid"] for payment in payments]
    reversals = {
        r["reverses"]: r
        for r in fetch_all(
            select(CustomerPayment.uid, CustomerPayment.reverses, CustomerPayment.reason).where(
                CustomerPayment.reverses.in_(uids)
            )
        )
    }
    owed = ledger.owed_by({payment["customer_uid"] for payment in payments})
    return [
        CustomerPaymentResult(
            uid=payment["uid"],
            customer=payment["customer_uid"],
            amount_vnd=payment["amount_vnd"],
            method=CustomerPaymentMethod(payment["method"]),
            shift=payment["shift_uid"],
            reference=payment["reference"],
            paid_at=payment["paid_at"],
            paid_by=payment["paid_by"],
            reversed_by=reversals[payment["uid"]]["uid"] if payment["uid"] in reversals else None,
            reason=reversals[payment["uid"]]["reason"] if payment["uid"] in reversals else None,
            owed_vnd=owed[payment["customer_uid"]],
        )
        for payment in payments
    ]
