"""Recalls and the lots they stopped."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp


class Recall(Model):
    """A recall: why lots were stopped, by whom and when. Only grows.

    Its number is made of `year` (that of its day) and `sequence`. One of all lots of a product, or of a delivery, names it.
    """

    __tablename__ = "recall"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int]
    sequence: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"))
    delivery_uid: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        CheckConstraint("product_code IS NULL OR delivery_uid IS NULL", name="of_one_thing"),
    )


class RecalledLot(Model):
    """A lot that a recall stopped; a lot is stopped once. Only grows."""

    __tablename__ = "recalled_lot"
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), primary_key=True)
    recall_uid: Mapped[str] = mapped_column(ForeignKey("recall.uid"), index=True)


APPEND_ONLY = ("recall", "recalled_lot")
