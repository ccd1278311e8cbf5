"""Allowances of agreements and what losses took of them; what an agreement says about goods near their day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, choice_check
from core.money import Vnd
from core.quantity import Milli
from suppliers.choices import AllowancePeriod, ExpiryChoice, LossCause, SourceKind


class AgreementAllowance(Model):
    """What of losses by a cause is the producer's, by month or year. Only grows."""

    __tablename__ = "agreement_allowance"
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"), primary_key=True, autoincrement=False)
    cause: Mapped[str] = mapped_column(Text, primary_key=True)
    per: Mapped[str] = mapped_column(Text)
    value_vnd: Mapped[Vnd]
    __table_args__ = (
        choice_check("cause", LossCause, "cause"),
        choice_check("per", AllowancePeriod, "per"),
        CheckConstraint("value_vnd >= 0", name="value"),
    )


class AgreementExpiry(Model):
    """What happens to a lot so many days before its best-before when its producer does not answer. Only grows."""

    __tablename__ = "agreement_expiry"
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"), primary_key=True, autoincrement=False)
    days: Mapped[int]
    answer_days: Mapped[int]
    choice: Mapped[str] = mapped_column(Text)
    rate_bp: Mapped[int | None]
    __table_args__ = (
        CheckConstraint("days >= 0 AND answer_days >= 0", name="not_negative"),
        choice_check("choice", ExpiryChoice, "choice"),
        CheckConstraint(
            "(choice = 'mark_down') = (rate_bp IS NOT NULL) AND (rate_bp IS NULL OR rate_bp BETWEEN 1 AND 10000)", name="rate"
        ),
    )


class AllowanceUse(Model):
    """What a loss took of an allowance, or gave back when it was taken back. Only grows.

    `day` is that of the loss, also where it is given back: the period it counts in. `quantity` stands outside the share of a lot
    that `loss_allowance_bp` leaves to the producer.
    """

    __tablename__ = "allowance_use"
    id: Mapped[Serial]
    agreement_number: Mapped[str] = mapped_column(ForeignKey("agreement.number"))
    cause: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    source_kind: Mapped[str] = mapped_column(Text)
    source_uid: Mapped[str] = mapped_column(Text)
    lot: Mapped[str] = mapped_column(Text, index=True)
    quantity: Mapped[Milli]
    worth_vnd: Mapped[Vnd]
    used_vnd: Mapped[Vnd]
    reverses: Mapped[int | None] = mapped_column(ForeignKey("allowance_use.id"), unique=True)
    __table_args__ = (
        choice_check("cause", LossCause, "cause"),
        choice_check("source_kind", SourceKind, "source_kind"),
        CheckConstraint(
            "(reverses IS NULL AND quantity > 0 AND used_vnd BETWEEN 0 AND worth_vnd)"
            " OR (reverses IS NOT NULL AND quantity < 0 AND used_vnd BETWEEN worth_vnd AND 0)",
            name="within_its_worth",
        ),
        Index("ix_allowance_use_agreement", "agreement_number", "cause", "day"),
        Index("ix_allowance_use_source", "source_kind", "source_uid"),
    )


APPEND_ONLY = ("agreement_allowance", "agreement_expiry", "allowance_use")
