"""Papers of producers and products, and the stars that follow from them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, UtcDateTime, choice_check
from suppliers.choices import PaperKind


class ProducerPaper(Model):
    """A paper of a producer, or of one of its products. One that a producer sent waits until it is approved or refused.

    `is_from_product` is the certificate that the product's own master data names; it changes with the product alone.
    """

    __tablename__ = "producer_paper"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"), index=True)
    is_from_product: Mapped[bool] = mapped_column(server_default=false())
    number: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    stars: Mapped[int | None]
    file_uid: Mapped[str | None] = mapped_column(ForeignKey("stored_file.uid"), index=True)
    added_at: Mapped[Timestamp]
    added_by: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(Text)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_by: Mapped[str | None] = mapped_column(Text)
    refusal: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("kind", PaperKind, "kind"),
        CheckConstraint("valid_until IS NULL OR valid_until >= issued_on", name="days"),
        CheckConstraint("stars IS NULL OR (kind = 'ocop' AND stars BETWEEN 3 AND 5)", name="stars"),
        CheckConstraint("kind <> 'ocop' OR (product_code IS NOT NULL AND valid_until IS NOT NULL)", name="ocop"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved_by_somebody"),
        CheckConstraint(
            "(refused_at IS NULL) = (refused_by IS NULL) AND (refused_at IS NULL) = (refusal IS NULL)"
            " AND (refused_at IS NULL OR approved_at IS NULL)",
            name="refused_by_somebody",
        ),
        CheckConstraint("NOT is_from_product OR (kind = 'ocop' AND approved_at IS NOT NULL)", name="from_product_is_approved"),
        Index(
            "uq_producer_paper_from_product",
            "product_code",
            unique=True,
            sqlite_where=text("is_from_product"),
            postgresql_where=text("is_from_product"),
        ),
    )


class StarSpan(Model):
    """The stars of a product over a span of days, both included: those of its newest paper valid then. Made from the papers."""

    __tablename__ = "star_span"
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), primary_key=True)
    from_day: Mapped[date] = mapped_column(primary_key=True)
    until_day: Mapped[date]
    stars: Mapped[int]
    __table_args__ = (
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),
        CheckConstraint("until_day >= from_day", name="days"),
    )
