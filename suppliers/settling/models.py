"""Acts on many producers at once. Each keeps what it set out to do, so that one that was cut off goes on where it stopped."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp, choice_check
from suppliers.choices import BankFileField, PayoutMethod


class Settlement(Model):
    """Many books closed up to a day. Only grows."""

    __tablename__ = "settlement"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    until_day: Mapped[date]
    asked: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[Timestamp]
    begun_by: Mapped[str] = mapped_column(Text)


class SettlementItem(Model):
    """A producer of a settlement: nothing yet, its statement, or why there is none."""

    __tablename__ = "settlement_item"
    settlement_uid: Mapped[str] = mapped_column(ForeignKey("settlement.uid"), primary_key=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True)
    statement_uid: Mapped[str | None] = mapped_column(ForeignKey("statement.uid"), unique=True)
    refusal: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (CheckConstraint("statement_uid IS NULL OR refusal IS NULL", name="one_outcome"),)


class PayoutBatch(Model):
    """What many statements allow, paid at once; cash may come from the drawer of a shift. Only grows."""

    __tablename__ = "payout_batch"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    method: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[Timestamp]
    begun_by: Mapped[str] = mapped_column(Text)
    shift_uid: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("method", PayoutMethod, "method"),
        CheckConstraint("shift_uid IS NULL OR method = 'cash'", name="only_cash_from_a_drawer"),
    )


class PayoutBatchItem(Model):
    """A statement of a batch: nothing yet, its payout, or why there is none."""

    __tablename__ = "payout_batch_item"
    batch_uid: Mapped[str] = mapped_column(ForeignKey("payout_batch.uid"), primary_key=True)
    statement_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    payout_uid: Mapped[str | None] = mapped_column(ForeignKey("payout.uid"), unique=True)
    refusal: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (CheckConstraint("payout_uid IS NULL OR refusal IS NULL", name="one_outcome"),)


class BankFileColumn(Model):
    """A column of the file of transfers, as the outlet's bank wants it; without any the file has all fields."""

    __tablename__ = "bank_file_column"
    position: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(Text, unique=True)
    heading: Mapped[str] = mapped_column(Text)
    __table_args__ = (choice_check("field", BankFileField, "field"),)


APPEND_ONLY = ("settlement", "payout_batch")
MUTABLE_COLUMNS = {
    "settlement_item": ("statement_uid", "refusal"),
    "payout_batch_item": ("payout_uid", "refusal"),
}
