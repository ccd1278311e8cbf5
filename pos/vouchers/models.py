"""Vouchers, and what was taken from each."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp
from core.money import Vnd


class Voucher(Model):
    """Money to spend here; `refund_uid` is the refund it was given for. Its value is fixed once something was taken."""

    __tablename__ = "voucher"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    value_vnd: Mapped[Vnd]
    valid_until: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    refund_uid: Mapped[str | None] = mapped_column(ForeignKey("refund.uid"), unique=True)
    made_at: Mapped[Timestamp]
    made_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("value_vnd > 0", name="worth_something"),)


class VoucherEntry(Model):
    """What a sale took from a voucher (below zero), and what is left after it. `n` counts from 1. Only grows."""

    __tablename__ = "voucher_entry"
    voucher_code: Mapped[str] = mapped_column(ForeignKey("voucher.code"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    amount_vnd: Mapped[Vnd]
    left_vnd: Mapped[Vnd]
    day: Mapped[date]
    posted_at: Mapped[Timestamp]
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), index=True)
    __table_args__ = (
        CheckConstraint("left_vnd >= 0", name="never_below_zero"),
        CheckConstraint("amount_vnd <> 0 AND n > 0", name="says_something"),
    )


APPEND_ONLY = ("voucher_entry",)
MUTABLE_COLUMNS = {"voucher": ("value_vnd", "valid_until", "note")}
