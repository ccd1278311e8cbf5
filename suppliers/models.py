"""Producers, what they make, what was agreed, and the book of what we owe them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, UtcDateTime, add_reference, choice_check
from core.models import AccountChange, ApiToken, Person
from core.money import Vnd
from core.quantity import Milli
from suppliers.choices import (
    BookKind,
    CorrectionKind,
    LossCause,
    MessageKind,
    PayoutMethod,
    ProducerKind,
    SourceKind,
    VatClass,
)


class Producer(Model):
    """A cooperative, group, enterprise or household whose goods we sell; one of them is the outlet, for goods of its own."""

    __tablename__ = "producer"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_folded: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    commune: Mapped[str] = mapped_column(Text)
    tax_code: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    representative: Mapped[str | None] = mapped_column(Text)
    bank_bin: Mapped[str | None] = mapped_column(Text)
    bank_account: Mapped[str | None] = mapped_column(Text)
    bank_holder: Mapped[str | None] = mapped_column(Text)
    story: Mapped[str | None] = mapped_column(Text)
    story_en: Mapped[str | None] = mapped_column(Text)
    photo: Mapped[str | None] = mapped_column(ForeignKey("stored_file.uid"), index=True)
    __table_args__ = (
        choice_check("kind", ProducerKind, "kind"),
        Index(
            "uq_producer_one_outlet",
            "kind",
            unique=True,
            sqlite_where=text("kind = 'outlet'"),
            postgresql_where=text("kind = 'outlet'"),
        ),
    )


class Product(Model):
    """What a producer makes, and today's price of it. `season` is its months, bit 0 for January; None: all year."""

    __tablename__ = "product"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_folded: Mapped[str] = mapped_column(Text)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    unit: Mapped[str] = mapped_column(Text)
    places: Mapped[int]
    price_vnd: Mapped[Vnd]
    vat: Mapped[str] = mapped_column(Text)
    plu: Mapped[str | None] = mapped_column(Text, unique=True)
    product_set: Mapped[int | None]
    commune: Mapped[str | None] = mapped_column(Text)
    stars: Mapped[int | None]
    certificate_number: Mapped[str | None] = mapped_column(Text)
    certificate_issuer: Mapped[str | None] = mapped_column(Text)
    certificate_issued_on: Mapped[date | None]
    certificate_valid_until: Mapped[date | None]
    shelf_life_days: Mapped[int | None]
    needs_best_before: Mapped[bool] = mapped_column(server_default=false())
    minimum: Mapped[Milli | None]
    available: Mapped[bool]
    retired: Mapped[bool]
    story: Mapped[str | None] = mapped_column(Text)
    usage: Mapped[str | None] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    story_en: Mapped[str | None] = mapped_column(Text)
    usage_en: Mapped[str | None] = mapped_column(Text)
    keeping: Mapped[str | None] = mapped_column(Text)
    keeping_en: Mapped[str | None] = mapped_column(Text)
    season: Mapped[int | None]
    priority_group: Mapped[int | None]
    plan_year: Mapped[int | None]
    photo: Mapped[str | None] = mapped_column(ForeignKey("stored_file.uid"), index=True)
    version: Mapped[Milli] = mapped_column(index=True)
    __table_args__ = (
        CheckConstraint("places BETWEEN 0 AND 3", name="places"),
        CheckConstraint("price_vnd >= 0", name="price"),
        choice_check("vat", VatClass, "vat"),
        CheckConstraint("product_set BETWEEN 1 AND 26", name="set"),
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),
        CheckConstraint("priority_group BETWEEN 1 AND 3", name="priority_group"),
        CheckConstraint("minimum >= 0", name="minimum"),
        CheckConstraint("season BETWEEN 1 AND 4095", name="season"),
    )


class Barcode(Model):
    """A GTIN, as 14 digits, of a product, of a pack of it or of a basket; nothing else has the same one.

    With `pack_quantity` it is a pack of so many units, which costs `pack_price_vnd`, or what its pieces cost.
    """

    __tablename__ = "barcode"
    gtin: Mapped[str] = mapped_column(Text, primary_key=True)
    printed: Mapped[str] = mapped_column(Text)
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"), index=True)
    position: Mapped[int]
    pack_quantity: Mapped[Milli | None]
    pack_price_vnd: Mapped[Vnd | None]
    basket_code: Mapped[str | None] = mapped_column(Text, index=True)
    __table_args__ = (
        CheckConstraint("(product_code IS NULL) <> (basket_code IS NULL)", name="of_one_thing"),
        CheckConstraint("pack_quantity IS NULL OR (pack_quantity > 0 AND product_code IS NOT NULL)", name="pack"),
        CheckConstraint("pack_price_vnd IS NULL OR (pack_price_vnd >= 0 AND pack_quantity IS NOT NULL)", name="pack_price"),
    )


class ProductPrice(Model):
    """Each price a product has had, from when. Only grows."""

    __tablename__ = "product_price"
    id: Mapped[Serial]
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    price_vnd: Mapped[Vnd]
    from_at: Mapped[Timestamp]
    __table_args__ = (Index("ix_product_price_product_from", "product_code", "from_at"),)


class BookLine(Model):
    """One entry about a producer's goods or money, from a document, frozen when it happened. Only grows, in order of posting."""

    __tablename__ = "book_line"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    reverses: Mapped[str | None] = mapped_column(ForeignKey("book_line.uid"), unique=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"))
    day: Mapped[date]
    posted_at: Mapped[Timestamp]
    kind: Mapped[str] = mapped_column(Text)
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"))
    lot: Mapped[str | None] = mapped_column(Text)
    quantity: Mapped[Milli]
    unit_price_vnd: Mapped[Vnd | None]
    gross_vnd: Mapped[Vnd]
    discount_vnd: Mapped[Vnd]
    owed_vnd: Mapped[Vnd]
    term_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_term.id"))
    source_kind: Mapped[str] = mapped_column(Text)
    source_uid: Mapped[str] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(Text)
    memo: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("kind", BookKind, "kind"),
        choice_check("source_kind", SourceKind, "source_kind"),
        choice_check("cause", LossCause, "cause"),
        CheckConstraint("kind = 'count' OR (kind = 'lost') = (cause IS NOT NULL)", name="loss_has_a_cause"),
        CheckConstraint(
            "(product_code IS NULL) = (kind IN ('charge', 'adjustment', 'payout')) AND (product_code IS NULL) = (lot IS NULL)",
            name="goods_have_a_lot",
        ),
        CheckConstraint("product_code IS NOT NULL OR (quantity = 0 AND gross_vnd = 0)", name="money_has_no_goods"),
        CheckConstraint(
            "(kind = 'received' AND quantity <> 0 AND (quantity > 0) = (reverses IS NULL))"
            " OR (kind IN ('returned', 'lost') AND quantity <> 0 AND (quantity < 0) = (reverses IS NULL))"
            " OR (kind = 'refunded' AND quantity > 0) OR (kind = 'sold' AND quantity < 0)"
            " OR kind IN ('count', 'charge', 'adjustment', 'payout')",
            name="sign_of_quantity",
        ),
        CheckConstraint(
            "(kind IN ('received', 'returned') AND owed_vnd = 0) OR (kind = 'sold' AND owed_vnd >= 0)"
            " OR (kind IN ('lost', 'count') AND (owed_vnd = 0 OR (owed_vnd > 0) = (reverses IS NULL)))"
            " OR (kind = 'refunded' AND owed_vnd <= 0) OR kind IN ('charge', 'adjustment', 'payout')",
            name="sign_of_owed",
        ),
        CheckConstraint("reverses IS NULL OR kind IN ('received', 'returned', 'lost', 'count')", name="goods_are_reversed"),
        Index("ix_book_line_producer", "producer_code", "id", "owed_vnd"),
        Index("ix_book_line_producer_day", "producer_code", "day", "kind", "product_code", "quantity"),
        Index("ix_book_line_product", "product_code"),
        Index("ix_book_line_source", "source_kind", "source_uid"),
    )


class Correction(Model):
    """An adjustment (`amount_vnd` above zero: we owe more) or a charge (above zero: we owe less). Only grows."""

    __tablename__ = "correction"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    amount_vnd: Mapped[Vnd]
    memo: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[Timestamp]
    posted_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("kind", CorrectionKind, "kind"),
        CheckConstraint("amount_vnd <> 0", name="amount"),
    )


class Statement(Model):
    """A closed period: opening plus the lines it claimed is closing. Only what follows its issue changes.

    `year` and `year_sequence` are the printed number; `sequence` counts the statements of the producer. `line_count` is how many
    lines it claimed when it was issued.
    """

    __tablename__ = "statement"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"))
    sequence: Mapped[int]
    from_day: Mapped[date]
    until_day: Mapped[date]
    opening_vnd: Mapped[Vnd]
    closing_vnd: Mapped[Vnd]
    payable_vnd: Mapped[Vnd]
    paid_vnd: Mapped[Vnd]
    issued_at: Mapped[Timestamp]
    issued_by: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[str | None] = mapped_column(Text)
    accepted_note: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int]
    year_sequence: Mapped[int]
    line_count: Mapped[int]
    __table_args__ = (
        UniqueConstraint("producer_code", "sequence"),
        UniqueConstraint("year", "year_sequence"),
        CheckConstraint("paid_vnd BETWEEN 0 AND payable_vnd", name="never_over_payable"),
    )


class StatementLine(Model):
    """A book line claimed by a statement; a line is claimed at most once. Only grows."""

    __tablename__ = "statement_line"
    book_line_id: Mapped[int] = mapped_column(ForeignKey("book_line.id"), primary_key=True, autoincrement=False)
    statement_uid: Mapped[str] = mapped_column(ForeignKey("statement.uid"), index=True)


class StatementMessage(Model):
    """A question about a line, a day or a product of a statement, or the answer to it. Only grows."""

    __tablename__ = "statement_message"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text)
    statement_uid: Mapped[str] = mapped_column(ForeignKey("statement.uid"), index=True)
    line_uid: Mapped[str | None] = mapped_column(ForeignKey("book_line.uid"))
    day: Mapped[date | None]
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"))
    kind: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(Text)
    written_at: Mapped[Timestamp]
    __table_args__ = (
        UniqueConstraint("kind", "uid"),
        choice_check("kind", MessageKind, "kind"),
        CheckConstraint(
            "(line_uid IS NULL AND day IS NULL AND product_code IS NOT NULL)"
            " OR (line_uid IS NULL AND day IS NOT NULL AND product_code IS NULL)"
            " OR (line_uid IS NOT NULL AND day IS NULL AND product_code IS NULL)",
            name="about_one_thing",
        ),
    )


class Payout(Model):
    """Money paid to a producer on a statement. Only grows; a mistake is reversed by a line of the opposite sign.

    `year` and `sequence` are the printed number, `PC-2026-0001`; a reversal has none.
    """

    __tablename__ = "payout"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    statement_uid: Mapped[str] = mapped_column(ForeignKey("statement.uid"), index=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    amount_vnd: Mapped[Vnd]
    method: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    shift_uid: Mapped[str | None] = mapped_column(Text, index=True)
    reverses: Mapped[str | None] = mapped_column(ForeignKey("payout.uid"), unique=True)
    reason: Mapped[str | None] = mapped_column(Text)
    paid_at: Mapped[Timestamp]
    paid_by: Mapped[str] = mapped_column(Text)
    bank_bin: Mapped[str | None] = mapped_column(Text)
    bank_account: Mapped[str | None] = mapped_column(Text)
    bank_holder: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        CheckConstraint("(year IS NULL) = (reverses IS NOT NULL) AND (sequence IS NULL) = (year IS NULL)", name="has_a_number"),
        choice_check("method", PayoutMethod, "method"),
        CheckConstraint("(amount_vnd > 0) = (reverses IS NULL) AND amount_vnd <> 0", name="sign_of_amount"),
    )


for _model in (AccountChange, ApiToken, Person):
    add_reference(_model, ["producer_code"], ["producer.code"])

APPEND_ONLY = (
    "product_price",
    "book_line",
    "correction",
    "statement_line",
    "statement_message",
    "payout",
)
MUTABLE_COLUMNS = {
    "statement": ("paid_vnd", "accepted_at", "accepted_by", "accepted_note"),
}
