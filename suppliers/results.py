"""What the suppliers' verbs return."""

from __future__ import annotations

from dataclasses import dataclass

from core.results import MoneyOut, TimestampOut, UidOut
from suppliers.choices import BookKind, PayoutMethod


@dataclass(frozen=True, slots=True)
class PayoutResult:
    """A payout as it stands. `balance_vnd` is what we owe the producer after it; `reversal` is set by the act of reversing."""

    uid: UidOut
    producer: str
    statement: UidOut
    amount_vnd: MoneyOut
    method: PayoutMethod
    reference: str | None
    shift: UidOut | None
    paid_at: TimestampOut
    paid_by: str
    reversed_by: UidOut | None
    balance_vnd: MoneyOut
    reversal: UidOut | None = None


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """An adjustment or a charge that was posted; `line` is the uid of its book line."""

    uid: UidOut
    producer: str
    kind: BookKind
    amount_vnd: MoneyOut
    memo: str
    line: UidOut
    balance_vnd: MoneyOut
