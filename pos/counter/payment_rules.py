"""What the payments of a sale must be, when it is sold and when they are corrected."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import Invalid
from core.i18n import N_
from pos.choices import PaymentMethod
from pos.requests import PaymentRequest


def with_exchange(payments: Sequence[PaymentRequest], total_vnd: int, exchanged_vnd: int) -> list[PaymentRequest]:
    """The payments of a sale of which `exchanged_vnd` is paid by goods that came back; one that is not named stands first."""
    named = any(payment.method is PaymentMethod.EXCHANGE for payment in payments)
    if named or not exchanged_vnd or sum(payment.amount_vnd for payment in payments) == total_vnd:
        return list(payments)
    return [PaymentRequest(method=PaymentMethod.EXCHANGE, amount_vnd=exchanged_vnd), *payments]


def check(payments: Sequence[PaymentRequest], total_vnd: int, exchanged_vnd: int = 0) -> None:
    """Payments add up to the total, `exchanged_vnd` of it by goods that came back; change is given for cash alone.

    Raises Invalid.
    """
    exchanged = [(i, payment) for i, payment in enumerate(payments) if payment.method is PaymentMethod.EXCHANGE]
    if exchanged and not exchanged_vnd:
        raise Invalid((f"payments.{exchanged[0][0]}.method", N_("Cách trả này chỉ có trong một lần đổi hàng.")))
    if sum(payment.amount_vnd for _, payment in exchanged) != exchanged_vnd:
        right = {"right": exchanged_vnd}
        raise Invalid(("payments", N_("Phần trả bằng hàng đổi phải là %(right)s."), right))
    if sum(payment.amount_vnd for payment in payments) != total_vnd:
        raise Invalid(("payments", N_("Các khoản trả cộng lại không bằng tổng tiền.")))
    for i, payment in enumerate(payments):
        if payment.tendered_vnd is None:
            continue
        if payment.tendered_vnd < payment.amount_vnd:
            raise Invalid((f"payments.{i}.tendered_vnd", N_("Khách đưa ít hơn số phải trả.")))
        if payment.method != PaymentMethod.CASH and payment.tendered_vnd != payment.amount_vnd:
            raise Invalid((f"payments.{i}.tendered_vnd", N_("Chỉ tiền mặt mới có tiền thừa.")))


def rest_is_cash(payments: Sequence[PaymentRequest]) -> bool:
    """Whether a customer pays in cash all that goods taken back do not pay, and something at all."""
    rest = [payment for payment in payments if payment.method is not PaymentMethod.EXCHANGE]
    return bool(rest) and all(payment.method is PaymentMethod.CASH for payment in rest)


def cash_of(payments: Sequence[PaymentRequest]) -> int:
    """How much of the payments went into the drawer, đồng."""
    return sum(payment.amount_vnd for payment in payments if payment.method is PaymentMethod.CASH)
