"""The documents about vouchers."""

from __future__ import annotations

from core.values.field_types import Day, Note, PositiveAmount, RequestModel


class VoucherRequest(RequestModel):
    """PUT /vouchers/{code}. `valid_until` is the last good day; without it the voucher never ends."""

    value_vnd: PositiveAmount
    valid_until: Day | None = None
    note: Note | None = None
