"""What the payments of a sale must be, when it is sold and when they are corrected."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import Invalid
from core.i18n import N_
from pos.choices import PaymentMethod
from pos.requests import PaymentRequest


def check(payments: Sequence[PaymentRequest], total_vnd: int) -> None:
    """Payments add up to the total, and change is given for cash alone. Raises Invalid."""
    if sum(payment.amount_vnd for payment in payments) != total_vnd:
        raise Invalid(("payments", N_("Các khoản trả cộng lại không bằng tổng tiền.")))
    for i, payment in enumerate(payments):
        if payment.tendered_vnd is None:
            continue
        if payment.tendered_vnd < payment.amount_vnd:
            raise Invalid((f"payments.{i}.tendered_vnd", N_("Khách đưa ít hơn số phải trả.")))
        if payment.method != PaymentMethod.CASH and payment.tendered_vnd != payment.amount_vnd:
            raise Invalid((f"payments.{i}.tendered_vnd", N_("Chỉ tiền mặt mới có tiền thừa.")))


def cash_of(payments: Sequence[PaymentRequest]) -> int:
    """How much of the payments went into the drawer, đồng."""
    return sum(payment.amount_vnd for payment in payments if payment.method is PaymentMethod.CASH)
