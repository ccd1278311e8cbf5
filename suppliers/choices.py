"""The closed lists of the suppliers' area. CHECK constraints, requests, labels and reports derive from them."""

from __future__ import annotations

from enum import StrEnum


class PayoutMethod(StrEnum):
    """How a producer is paid."""

    CASH = "cash"
    BANK = "bank"


class BookKind(StrEnum):
    """What a line of a producer's book records."""

    RECEIVED = "received"
    SOLD = "sold"
    REFUNDED = "refunded"
    RETURNED = "returned"
    LOST = "lost"
    COUNT = "count"
    CHARGE = "charge"
    ADJUSTMENT = "adjustment"
    PAYOUT = "payout"
