"""Correcting how a sale was paid: a wrong tap, put right before the shift closes. Both versions stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from core import clock
from core.db import audit, execute, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.people.approvals import Approval
from core.results import MoneyOut
from pos import audit_actions, bank_notices, sales, shifts
from pos.choices import Approved, PaymentMethod, PaymentState
from pos.counter import payment_rules
from pos.counter.models import PaymentCorrection
from pos.counter.requests import CorrectionRequest
from pos.customers import tenders
from pos.models import Payment, PaymentConfirmation, Sale
from pos.requests import PaymentRequest
from pos.results import PaymentResult, SaleResult
from pos.sale_records import payment_row
from pos.trust import limits
from pos.trust.limits import ApprovedAct


@dataclass(frozen=True, slots=True)
class _Version:
    """How a sale was paid, as the audit trail keeps it: what was recorded, or what was said later and why."""

    payments: Sequence[PaymentResult]
    cash_vnd: MoneyOut
    reason: str | None = None


def correct(sale: str, document: CorrectionRequest, approval: Approval, actor: Actor) -> SaleResult:
    """Replaces a sale's payments; what they add up to stays, and so does what was confirmed of a transfer that stays.

    Raises NotFound, Invalid for another total or change of what is no cash, `shift_closed`, `other_till`, `approval_refused`,
    `approval_needed` when less cash should lie in the drawer than before, and as `tenders.corrected` for accounts and vouchers.
    """
    sold = fetch_one(select(Sale.shift_uid, Sale.total_vnd, Sale.sold_at, Sale.business_day).where(Sale.uid == sale))
    if sold is None:
        raise NotFound(N_("Không có đơn bán này."))
    shifts.lock(sold["shift_uid"], actor)
    before = _version(sales.get_sale(sale).payments)
    exchanged_vnd = sum(payment.amount_vnd for payment in before.payments if payment.method is PaymentMethod.EXCHANGE)
    payments = payment_rules.with_exchange(document.payments, sold["total_vnd"], exchanged_vnd)
    payment_rules.check(payments, sold["total_vnd"], exchanged_vnd)
    approval.raise_if_refused()
    cash_vnd = payment_rules.cash_of(payments)
    beyond = [Approved.CORRECTION] if cash_vnd < before.cash_vnd else []
    limits.require(approval, beyond)
    taken = tenders.corrected(sale, payments, sold["business_day"], approval)
    now = clock.now()
    last = fetch_one(select(func.max(Payment.n).label("n")).where(Payment.sale_uid == sale))
    first_n = 1 + ((last["n"] if last else None) or 0)
    values = {
        "uid": document.uid,
        "sale_uid": sale,
        "first_n": first_n,
        "reason": document.reason,
        "corrected_at": now,
        "corrected_by": actor.name,
        "approved_by": approval.by,
    }
    execute(insert(PaymentCorrection), values)
    numbered = list(enumerate(payments, first_n))
    execute(insert(Payment), [payment_row(sale, n, payment) for n, payment in numbered])
    tenders.post(sale, taken, sold["business_day"], now)
    unconfirmed = _carry_over(sale, before.payments, numbered)
    bank_notices.match_earlier_notices(sale, sold["sold_at"], unconfirmed)
    corrected = sales.get_sale(sale)
    after = _version(corrected.payments, document.reason)
    audit.record_change(actor, audit_actions.PAYMENTS_CORRECTED, sale, before, after)
    acts = [*(ApprovedAct(what, before.cash_vnd - cash_vnd) for what in beyond), *taken.approved]
    limits.record(approval, acts, sale, actor, now, document.reason)
    return corrected


def _version(payments: Sequence[PaymentResult], reason: str | None = None) -> _Version:
    cash_vnd = sum(payment.amount_vnd for payment in payments if payment.method is PaymentMethod.CASH)
    return _Version(payments, Vnd(cash_vnd), reason)


def _carry_over(
    sale: str, before: Sequence[PaymentResult], after: Sequence[tuple[int, PaymentRequest]]
) -> list[tuple[int, PaymentRequest]]:
    """A transfer of the same amount and reference that somebody confirmed stays so; returns the payments that are not."""
    confirmed: dict[tuple[int, str | None], list[PaymentResult]] = defaultdict(list)
    for payment in before:
        if payment.state is PaymentState.CONFIRMED:
            confirmed[payment.amount_vnd, payment.reference].append(payment)
    left = []
    for n, new in after:
        same = confirmed[new.amount_vnd, new.reference or None] if new.method is PaymentMethod.VIETQR else []
        if not same:
            left.append((n, new))
            continue
        old = same.pop(0)
        values = {"sale_uid": sale, "n": n, "confirmed_by": old.confirmed_by, "confirmed_at": old.confirmed_at}
        execute(insert(PaymentConfirmation), values)
    return left
