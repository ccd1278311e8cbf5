"""Prices that begin on a day to come, and prices that producers propose."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, UtcDateTime, choice_check
from core.money import Vnd
from suppliers.choices import ProposalDecision


class PriceProposal(Model):
    """A price that a producer asks for, from a day. Only its decision changes, once."""

    __tablename__ = "price_proposal"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), index=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    price_vnd: Mapped[Vnd]
    from_day: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    proposed_at: Mapped[Timestamp]
    proposed_by: Mapped[str] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("price_vnd >= 0", name="price"),
        choice_check("decision", ProposalDecision, "decision"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)"
            " AND (answer IS NULL OR decision IS NOT NULL)",
            name="decided_by_somebody",
        ),
    )


class PlannedPrice(Model):
    """The price of a product from a day to come. When the day begins it becomes a `product_price`, and this row is gone."""

    __tablename__ = "planned_price"
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), primary_key=True)
    from_day: Mapped[date] = mapped_column(primary_key=True)
    price_vnd: Mapped[Vnd]
    planned_at: Mapped[Timestamp]
    planned_by: Mapped[str] = mapped_column(Text)
    proposal_uid: Mapped[str | None] = mapped_column(ForeignKey("price_proposal.uid"))
    __table_args__ = (CheckConstraint("price_vnd >= 0", name="price"),)


MUTABLE_COLUMNS = {"price_proposal": ("decision", "decided_at", "decided_by", "answer")}
