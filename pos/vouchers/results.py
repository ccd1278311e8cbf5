"""What the verbs of vouchers return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import DayOut, MoneyOut, NumberOut, TimestampOut, UidOut


@dataclass(frozen=True, slots=True)
class VoucherUse:
    """What a sale took from a voucher."""

    sale: UidOut
    number: NumberOut
    day: DayOut
    amount_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class VoucherTrail:
    """A voucher in the audit trail: what a manager sets of it."""

    value_vnd: MoneyOut
    valid_until: DayOut | None
    note: str | None


@dataclass(frozen=True, slots=True)
class VoucherResult:
    """A voucher as it stands: what is left of it, and what took from it. `refund` is the refund it was given for."""

    code: str
    value_vnd: MoneyOut
    left_vnd: MoneyOut
    valid_until: DayOut | None
    note: str | None
    refund: str | None
    made_at: TimestampOut
    made_by: str
    uses: Sequence[VoucherUse]
