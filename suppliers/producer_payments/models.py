"""The table of money received from producers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp, choice_check
from core.money import Vnd
from suppliers.choices import PayoutMethod


class ProducerPayment(Model):
    """Money that a producer paid the outlet, or the reversal of such a payment. Only grows.

    `year` and `sequence` are the printed number, `PT-2026-0001`; a reversal has none.
    """

    __tablename__ = "producer_payment"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    amount_vnd: Mapped[Vnd]
    method: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    shift_uid: Mapped[str | None] = mapped_column(Text, index=True)
    reverses: Mapped[str | None] = mapped_column(ForeignKey("producer_payment.uid"), unique=True)
    reason: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[Timestamp]
    received_by: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        choice_check("method", PayoutMethod, "method"),
        CheckConstraint("(year IS NULL) = (reverses IS NOT NULL) AND (sequence IS NULL) = (year IS NULL)", name="has_a_number"),
        CheckConstraint("(amount_vnd > 0) = (reverses IS NULL) AND amount_vnd <> 0", name="sign_of_amount"),
        CheckConstraint("(reason IS NULL) = (reverses IS NULL)", name="reversed_with_a_reason"),
        CheckConstraint("shift_uid IS NULL OR method = 'cash'", name="only_cash_in_a_drawer"),
    )


APPEND_ONLY = ("producer_payment",)
