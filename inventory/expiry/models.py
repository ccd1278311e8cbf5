"""What was asked and decided for a lot near its best-before day."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, choice_check
from inventory.choices import ExpiryProposalState
from suppliers.choices import ExpiryChoice


class ExpiryAnswer(Model):
    """What a producer chose for a lot near its day, or what its silence means by the agreement. Only grows."""

    __tablename__ = "expiry_answer"
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    state: Mapped[str] = mapped_column(Text)
    choice: Mapped[str] = mapped_column(Text)
    rate_bp: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("state", ExpiryProposalState, "state"),
        CheckConstraint("state <> 'open'", name="is_an_answer"),
        choice_check("choice", ExpiryChoice, "choice"),
        CheckConstraint(
            "(choice = 'mark_down') = (rate_bp IS NOT NULL) AND (rate_bp IS NULL OR rate_bp BETWEEN 1 AND 10000)", name="rate"
        ),
    )


class ExpiryAsking(Model):
    """What the outlet asked of a lot's producer: another proposal than the agreement's, or the same once more. Only grows."""

    __tablename__ = "expiry_asking"
    id: Mapped[Serial]
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), index=True)
    choice: Mapped[str] = mapped_column(Text)
    rate_bp: Mapped[int | None]
    asked_at: Mapped[Timestamp]
    asked_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("choice", ExpiryChoice, "choice"),
        CheckConstraint(
            "(choice = 'mark_down') = (rate_bp IS NOT NULL) AND (rate_bp IS NULL OR rate_bp BETWEEN 1 AND 10000)", name="rate"
        ),
    )


APPEND_ONLY = ("expiry_answer", "expiry_asking")
