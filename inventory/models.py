"""Places, lots, stock levels, goods documents, and the ledger of movements."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Serial, Timestamp, UtcDateTime, add_reference, choice_check
from core.money import Vnd
from core.quantity import Milli
from inventory.choices import GoodsDocumentKind, LabelKind, MovementKind, MovementSource, PlaceKind, ReturnState
from suppliers.members.models import MemberLot
from suppliers.models import BookLine


class Place(Model):
    """Where goods lie: the shop floor, the store room, a fair stall."""

    __tablename__ = "place"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    __table_args__ = (choice_check("kind", PlaceKind, "kind"),)


class Lot(Model):
    """Goods of one product that came together: one origin, one set of dates. `id` is the order of arrival.

    Of the outlet's own goods `unit_cost_vnd` is what a unit cost, where that is known.
    """

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
    unit_cost_vnd: Mapped[Vnd | None]
    __table_args__ = (
        CheckConstraint("delivered >= 0 AND lost >= 0", name="not_negative"),
        CheckConstraint("unit_cost_vnd >= 0", name="unit_cost"),
    )


class StockLevel(Model):
    """How much of a lot lies at a place now; follows the movements, and is never below nothing.

    What is `set_aside` of it waits for its producer: here, but not sold.
    """

    __tablename__ = "shelf"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    on_hand: Mapped[Milli]
    set_aside: Mapped[Milli]
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="never_below_nothing"),
        CheckConstraint("set_aside BETWEEN 0 AND on_hand", name="set_aside_is_here"),
        Index(
            "ix_shelf_holding",
            "product_code",
            "place_code",
            sqlite_where=text("on_hand > 0"),
            postgresql_where=text("on_hand > 0"),
        ),
        Index("ix_shelf_lot", "lot"),
        {"info": UNCHAINED},
    )


class GoodsDocument(Model):
    """A delivery, return, loss, transfer or count; its lines are the movements. Only grows; `id` is the order of posting.

    Its number is made of `kind`, `year` (that of its day) and `sequence`. `to_place_code` is where a transfer goes.
    """

    __tablename__ = "goods_document"
    id: Mapped[Serial]
    kind: Mapped[str] = mapped_column(Text)
    uid: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    sequence: Mapped[int]
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    to_place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    producer_code: Mapped[str | None] = mapped_column(ForeignKey("producer.code"))
    day: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("kind", "uid"),
        UniqueConstraint("kind", "year", "sequence"),
        choice_check("kind", GoodsDocumentKind, "kind"),
        CheckConstraint("(kind = 'transfer') = (to_place_code IS NOT NULL)", name="transfers_go_somewhere"),
        CheckConstraint("(kind IN ('delivery', 'return')) = (producer_code IS NOT NULL)", name="producer"),
        Index("ix_goods_document_kind_day", "kind", "day"),
    )


class GoodsReversal(Model):
    """The taking back of a goods document: its movements and book lines once more with the opposite sign. Only grows."""

    __tablename__ = "goods_reversal"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    document_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    uid: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("kind", "uid"),
        ForeignKeyConstraint(["kind", "document_uid"], ["goods_document.kind", "goods_document.uid"]),
    )


class Movement(Model):
    """Where goods went: from a place or from outside, to a place or to outside. Only grows.

    `moved_at` is when it happened (a sale's `sold_at`), `posted_at` when it was written. A reversal goes the other way and
    names the movement it takes back; `source_kind` and `source_uid` name the document, for a reversal that of the original.
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
    source_kind: Mapped[str] = mapped_column(Text)
    source_uid: Mapped[str] = mapped_column(Text)
    reverses: Mapped[str | None] = mapped_column(ForeignKey("movement.uid"), unique=True)
    __table_args__ = (
        choice_check("kind", MovementKind, "kind"),
        choice_check("source_kind", MovementSource, "source_kind"),
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint(
            "(kind IN ('received', 'refunded') AND (from_place IS NULL) = (reverses IS NULL)"
            " AND (to_place IS NULL) = (reverses IS NOT NULL))"
            " OR (kind IN ('sold', 'returned', 'lost') AND (from_place IS NULL) = (reverses IS NOT NULL)"
            " AND (to_place IS NULL) = (reverses IS NULL))"
            " OR (kind = 'count' AND (from_place IS NULL) <> (to_place IS NULL))"
            " OR (kind = 'transfer' AND from_place IS NOT NULL AND to_place IS NOT NULL AND from_place <> to_place)",
            name="has_a_from_and_a_to",
        ),
        Index("ix_movement_lot_moved", "lot", "moved_at"),
        Index("ix_movement_product", "product_code", "moved_at", "quantity", "from_place", "to_place"),
        Index("ix_movement_source", "source_kind", "source_uid"),
    )


class DeliveryLine(Model):
    """What came of a product under which lot and dates. Only grows; `n` counts from 1."""

    __tablename__ = "delivery_line"
    delivery_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_kind: Mapped[str] = mapped_column(Text, server_default="delivery")
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), index=True)
    quantity: Mapped[Milli]
    made_on: Mapped[date | None]
    best_before: Mapped[date | None]
    unit_cost_vnd: Mapped[Vnd | None]
    __table_args__ = (
        CheckConstraint("unit_cost_vnd >= 0", name="unit_cost"),
        CheckConstraint("document_kind = 'delivery'", name="of_a_delivery"),
        CheckConstraint("quantity > 0", name="positive"),
        ForeignKeyConstraint(["document_kind", "delivery_uid"], ["goods_document.kind", "goods_document.uid"]),
    )


class SetAsideLine(Model):
    """So much of a lot that a return sets aside; `n` counts from 1. Only grows."""

    __tablename__ = "set_aside_line"
    return_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_kind: Mapped[str] = mapped_column(Text, server_default="return")
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), index=True)
    quantity: Mapped[Milli]
    __table_args__ = (
        CheckConstraint("document_kind = 'return'", name="of_a_return"),
        CheckConstraint("quantity > 0", name="positive"),
        ForeignKeyConstraint(["document_kind", "return_uid"], ["goods_document.kind", "goods_document.uid"]),
    )


class SetAsideEnd(Model):
    """How goods set aside ended: handed over to somebody, or back on sale. Only grows."""

    __tablename__ = "set_aside_end"
    return_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    document_kind: Mapped[str] = mapped_column(Text, server_default="return")
    uid: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    handed_to: Mapped[str | None] = mapped_column(Text)
    day: Mapped[date]
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("outcome", "uid"),
        CheckConstraint("document_kind = 'return'", name="of_a_return"),
        choice_check("outcome", ReturnState, "outcome"),
        CheckConstraint("outcome <> 'set_aside'", name="is_an_end"),
        CheckConstraint("(outcome = 'handed_over') = (handed_to IS NOT NULL)", name="handed_to_somebody"),
        ForeignKeyConstraint(["document_kind", "return_uid"], ["goods_document.kind", "goods_document.uid"]),
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


class SurplusLine(Model):
    """What a count added to the surplus of a product, below zero what its shortage took back of it. Only grows.

    A count that is taken back writes its line once more with the opposite sign.
    """

    __tablename__ = "surplus_line"
    id: Mapped[Serial]
    document_kind: Mapped[str] = mapped_column(Text, server_default="count")
    count_uid: Mapped[str] = mapped_column(Text)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), index=True)
    quantity: Mapped[Milli]
    is_reversal: Mapped[bool]
    __table_args__ = (
        UniqueConstraint("count_uid", "product_code", "is_reversal"),
        CheckConstraint("document_kind = 'count'", name="of_a_count"),
        CheckConstraint("quantity <> 0", name="not_zero"),
        ForeignKeyConstraint(["document_kind", "count_uid"], ["goods_document.kind", "goods_document.uid"]),
    )


class PrintedLabels(Model):
    """So many equal labels of a run: what they say of which goods, on which stock. Only grows; `n` counts a run's lines from 1.

    `weight` is in grams. `start` is the sticker of the first sheet that the whole run began at. A NULL printer: a file was made.
    """

    __tablename__ = "printed_labels"
    id: Mapped[Serial]
    run_uid: Mapped[str] = mapped_column(Text)
    n: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    lot: Mapped[str | None] = mapped_column(ForeignKey("lot.code"))
    weight: Mapped[Milli | None]
    stock: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    pieces: Mapped[int]
    printer: Mapped[str | None] = mapped_column(Text)
    printed_at: Mapped[Timestamp]
    printed_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("run_uid", "n"),
        choice_check("label", LabelKind, "label"),
        CheckConstraint("label <> 'lot' OR lot IS NOT NULL", name="of_a_lot"),
        CheckConstraint("(label = 'weight') = (weight IS NOT NULL)", name="has_a_weight"),
        CheckConstraint("weight > 0 AND pieces > 0 AND start > 0", name="positive"),
        Index("ix_printed_labels_lot", "lot"),
        Index("ix_printed_labels_product_code", "product_code"),
    )


add_reference(BookLine, ["lot"], ["lot.code"])
add_reference(MemberLot, ["lot"], ["lot.code"])

APPEND_ONLY = (
    "goods_document",
    "goods_reversal",
    "movement",
    "delivery_line",
    "set_aside_line",
    "set_aside_end",
    "count_line",
    "surplus_line",
    "printed_labels",
)
