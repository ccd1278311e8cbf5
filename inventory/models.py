"""Places, lots, shelves, and the ledger of movements."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, UtcDateTime, add_reference
from core.quantity import Milli
from suppliers.models import BookLine

MOVEMENT_KINDS = ("received", "sold", "refunded", "returned", "lost", "count", "transfer")
_KINDS = ", ".join(f"'{kind}'" for kind in MOVEMENT_KINDS)


class Place(Model):
    """Where goods lie: the shop floor, the store room, a fair stall."""

    __tablename__ = "place"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("kind IN ('shop', 'store', 'stall')", name="kind"),)


class Lot(Model):
    """Goods of one product that came together: one origin, one set of dates. `id` is the order of arrival."""

    __tablename__ = "lot"
    id: Mapped[Serial]
    code: Mapped[str] = mapped_column(Text, unique=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), index=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    made_on: Mapped[date | None]
    best_before: Mapped[date | None]
    delivered_on: Mapped[date]
    delivered: Mapped[Milli]
    lost: Mapped[Milli]
    recalled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recall_reason: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (CheckConstraint("delivered >= 0 AND lost >= 0", name="not_negative"),)


class StockLevel(Model):
    """How much of a lot lies at a place now; follows the movements, and is never below nothing."""

    __tablename__ = "shelf"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    on_hand: Mapped[Milli]
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="never_below_nothing"),
        Index(
            "ix_shelf_holding",
            "product_code",
            "place_code",
            sqlite_where=text("on_hand > 0"),
            postgresql_where=text("on_hand > 0"),
        ),
        Index("ix_shelf_lot", "lot"),
    )


class GoodsDocument(Model):
    """The head of a delivery, return, loss, transfer or count; its lines are the movements."""

    __tablename__ = "goods_document"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    producer_code: Mapped[str | None] = mapped_column(ForeignKey("producer.code"))
    day: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("kind IN ('delivery', 'return', 'loss', 'transfer', 'count')", name="kind"),
        Index("ix_goods_document_kind_recorded", "kind", "recorded_at"),
    )


class Movement(Model):
    """Where goods went: from a place or from outside, to a place or to outside. Only grows.

    `moved_at` is when it happened (a sale's `sold_at`), `posted_at` when it was written.
    """

    __tablename__ = "movement"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"))
    quantity: Mapped[Milli]
    from_place: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    to_place: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    cause: Mapped[str | None] = mapped_column(Text)
    moved_at: Mapped[Timestamp]
    posted_at: Mapped[Timestamp]
    document: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint(
            "(kind IN ('received', 'refunded') AND from_place IS NULL AND to_place IS NOT NULL)"
            " OR (kind IN ('sold', 'returned', 'lost') AND from_place IS NOT NULL AND to_place IS NULL)"
            " OR (kind = 'count' AND (from_place IS NULL) <> (to_place IS NULL))"
            " OR (kind = 'transfer' AND from_place IS NOT NULL AND to_place IS NOT NULL AND from_place <> to_place)",
            name="has_a_from_and_a_to",
        ),
        Index("ix_movement_lot_moved", "lot", "moved_at"),
        Index("ix_movement_product", "product_code"),
        Index("ix_movement_document", "document"),
    )


class CountLine(Model):
    """What was counted of a lot, when, and what the book said then. Only grows."""

    __tablename__ = "count_line"
    id: Mapped[Serial]
    document_kind: Mapped[str] = mapped_column(Text, server_default="count")
    count_uid: Mapped[str] = mapped_column(Text, index=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"))
    counted: Mapped[Milli]
    booked: Mapped[Milli]
    counted_at: Mapped[Timestamp]
    __table_args__ = (
        CheckConstraint("document_kind = 'count'", name="of_a_count"),
        ForeignKeyConstraint(["document_kind", "count_uid"], ["goods_document.kind", "goods_document.uid"]),
        Index("ix_count_line_place_lot", "place_code", "lot", "counted_at"),
    )


add_reference(BookLine, ["lot"], ["lot.code"])

APPEND_ONLY = ("goods_document", "movement", "count_line")
