"""What money received from a producer is answered with."""

from __future__ import annotations

from dataclasses import dataclass

from core.results import MoneyOut, TimestampOut, UidOut
from suppliers.choices import PayoutMethod


@dataclass(frozen=True, slots=True)
class ProducerPaymentResult:
    """Money received from a producer as it stands, and the amount in words as its paper says it.

    `balance_vnd` is what we owe the producer now; `reason` is that of the reversal, `reversal` is set by the act of reversing.
    """

    uid: UidOut
    number: str
    producer: str
    amount_vnd: MoneyOut
    amount_in_words: str
    method: PayoutMethod
    reference: str | None
    shift: UidOut | None
    received_at: TimestampOut
    received_by: str
    reversed_by: UidOut | None
    reason: str | None
    balance_vnd: MoneyOut
    reversal: UidOut | None = None
