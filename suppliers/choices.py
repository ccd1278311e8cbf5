"""The closed lists of the suppliers' area. CHECK constraints, requests, labels and reports derive from them."""

from __future__ import annotations

from enum import StrEnum

from core.choices import Choice
from core.i18n import N_


class PayoutMethod(StrEnum):
    """How a producer is paid."""

    CASH = "cash"
    BANK = "bank"


class LossCause(Choice):
    """Why goods are gone; `count` is a shortage that a count found."""

    DAMAGE = "damage", N_("hỏng, vỡ")
    EXPIRY = "expiry", N_("hết hạn")
    THEFT = "theft", N_("mất")
    COUNT = "count", N_("thiếu khi kiểm kê")
    SAMPLING = "sampling", N_("lấy mẫu, dùng thử")
    RECALL = "recall", N_("thu hồi")


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
