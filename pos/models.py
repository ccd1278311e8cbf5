"""Tills, shifts, sales, payments and refunds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, BigKey, Model, Serial, Timestamp, UtcDateTime, add_reference, choice_check
from core.models import ApiToken, Session
from core.money import Vnd
from core.quantity import Milli
from pos.choices import Banknote, CashMoveKind, Condition, FlagCode, PaymentMethod
from pos.pricing import AdjustmentKind
from suppliers.choices import Bearer
from suppliers.models import Payout

BANKNOTES_VND = ", ".join(note.value for note in Banknote)


class Till(Model):
    """A point of sale: its place and its printer."""

    __tablename__ = "till"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    printer: Mapped[str] = mapped_column(Text)
    paper_mm: Mapped[int]
    __table_args__ = (CheckConstraint("paper_mm IN (58, 80)", name="paper"),)


class TillContact(Model):
    """A stretch of time in which the server heard a till again and again; `until` is exact to a minute."""

    __tablename__ = "till_contact"
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"), primary_key=True)
    since: Mapped[Timestamp] = mapped_column(primary_key=True)
    until: Mapped[Timestamp]
    __table_args__ = (CheckConstraint("until >= since", name="forward"), {"info": UNCHAINED})


class TillPresence(Model):
    """A person was signed in, was switched in or sold at a till on a day. Only grows."""

    __tablename__ = "till_presence"
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(Text, primary_key=True)


class Shift(Model):
    """A cashier's stretch at a till, from the float to the count. What was counted stays."""

    __tablename__ = "shift"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"))
    opened_at: Mapped[Timestamp]
    opened_by: Mapped[str] = mapped_column(Text)
    opening_float_vnd: Mapped[Vnd]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(Text)
    expected_vnd: Mapped[Vnd | None]
    counted_vnd: Mapped[Vnd | None]
    difference_vnd: Mapped[Vnd | None]
    close_approved_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("opening_float_vnd >= 0", name="float"),
        CheckConstraint("difference_vnd = counted_vnd - expected_vnd", name="difference"),
        CheckConstraint("(closed_at IS NULL) = (counted_vnd IS NULL)", name="closed_means_counted"),
        Index(
            "uq_shift_one_open_per_till",
            "till_code",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_shift_opened_at", "opened_at"),
    )


class ShiftCount(Model):
    """How many of a banknote were in the drawer when the shift was closed. Only grows."""

    __tablename__ = "shift_count"
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), primary_key=True)
    note_vnd: Mapped[Vnd] = mapped_column(primary_key=True)
    pieces: Mapped[int]
    __table_args__ = (
        CheckConstraint(f"note_vnd IN ({BANKNOTES_VND})", name="note"),
        CheckConstraint("pieces > 0", name="pieces"),
    )


class CashMove(Model):
    """Cash put into or taken out of a drawer, with the reason. Only grows."""

    __tablename__ = "cash_move"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    amount_vnd: Mapped[Vnd]
    reason: Mapped[str] = mapped_column(Text)
    moved_at: Mapped[Timestamp]
    moved_by: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("kind", CashMoveKind, "kind"),
        CheckConstraint("amount_vnd > 0", name="positive"),
    )


class Sale(Model):
    """A sale as it happened. Only grows; `chain_no` and `digest` are of sales before the one chain over everything.

    `sent_by` is who sent it, where that was another than its cashier.
    """

    __tablename__ = "sale"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    year: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), index=True)
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"))
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    cashier: Mapped[str] = mapped_column(Text)
    sent_by: Mapped[str | None] = mapped_column(Text)
    sold_at: Mapped[Timestamp]
    received_at: Mapped[Timestamp]
    business_day: Mapped[date]
    business_hour: Mapped[int]
    offline: Mapped[bool]
    customer: Mapped[str | None] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    discount_vnd: Mapped[Vnd]
    rounding_vnd: Mapped[Vnd]
    total_vnd: Mapped[Vnd]
    change_vnd: Mapped[Vnd]
    chain_no: Mapped[int | None] = mapped_column(BigInteger)
    digest: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("total_vnd >= 0 AND change_vnd >= 0 AND discount_vnd >= 0", name="not_negative"),
        CheckConstraint("business_hour BETWEEN 0 AND 23", name="hour"),
        UniqueConstraint("year", "sequence"),
        Index("ix_sale_business_day", "business_day"),
    )


class SaleFlag(Model):
    """Something about a sale that does not fit; `n` counts from 1. Only a manager's review changes it."""

    __tablename__ = "sale_flag"
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    line: Mapped[int | None]
    seconds: Mapped[int | None] = mapped_column(BigInteger)
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None]
    __table_args__ = (
        choice_check("code", FlagCode, "code"),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="reviewed_by_somebody"),
        Index(
            "ix_sale_flag_open",
            "code",
            sqlite_where=text("reviewed_at IS NULL"),
            postgresql_where=text("reviewed_at IS NULL"),
        ),
    )


class SaleLine(Model):
    """So much of one lot, sold: what the customer paid, what the producer is owed, what we keep. Only grows.

    A line that came in a basket names it, and how many of them its line of the request was.
    """

    __tablename__ = "sale_line"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"))
    line: Mapped[int]
    request_line: Mapped[int]
    business_day: Mapped[date]
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"))
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"))
    quantity: Mapped[Milli]
    unit_price_vnd: Mapped[Vnd]
    gross_vnd: Mapped[Vnd]
    discount_vnd: Mapped[Vnd]
    net_vnd: Mapped[Vnd]
    vat: Mapped[str] = mapped_column(Text)
    vat_percent: Mapped[int | None]
    vat_vnd: Mapped[Vnd]
    owed_vnd: Mapped[Vnd]
    kept_vnd: Mapped[Vnd]
    term_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_term.id"))
    basket_code: Mapped[str | None] = mapped_column(Text)
    baskets: Mapped[int | None]
    __table_args__ = (
        UniqueConstraint("sale_uid", "line"),
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("net_vnd = gross_vnd - discount_vnd AND discount_vnd BETWEEN 0 AND gross_vnd", name="net"),
        CheckConstraint("net_vnd = owed_vnd + kept_vnd", name="splits_exactly"),
        CheckConstraint("owed_vnd >= 0 AND vat_vnd >= 0", name="not_negative"),
        Index(
            "ix_sale_line_report",
            "business_day",
            "producer_code",
            "product_code",
            "sale_uid",
            "quantity",
            "gross_vnd",
            "discount_vnd",
            "vat_vnd",
            "owed_vnd",
        ),
    )


class SaleLineAdjustment(Model):
    """An amount taken off a sold line, and who bears it; `n` counts from 1 in the order they were taken. Only grows."""

    __tablename__ = "sale_line_adjustment"
    sale_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    amount_vnd: Mapped[Vnd]
    bearer: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["sale_uid", "line"], ["sale_line.sale_uid", "sale_line.line"]),
        choice_check("kind", AdjustmentKind, "kind"),
        choice_check("bearer", Bearer, "bearer"),
        CheckConstraint("amount_vnd > 0", name="positive"),
        CheckConstraint("(code IS NULL) = (kind IN ('manual', 'sale'))", name="by_hand_has_no_code"),
    )


class Payment(Model):
    """How a part of a sale was paid. Only grows; whether a transfer arrived stands in its confirmation."""

    __tablename__ = "payment"
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    method: Mapped[str] = mapped_column(Text)
    amount_vnd: Mapped[Vnd]
    tendered_vnd: Mapped[Vnd | None]
    reference: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("method", PaymentMethod, "method"),
        CheckConstraint("amount_vnd >= 0 AND (tendered_vnd IS NULL OR tendered_vnd >= amount_vnd)", name="enough"),
    )


class PaymentConfirmation(Model):
    """Somebody, or the bank, said that a transfer arrived; once. Only grows."""

    __tablename__ = "payment_confirmation"
    sale_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    confirmed_by: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[Timestamp]
    notice: Mapped[str | None] = mapped_column(ForeignKey("bank_notice.id"), unique=True)
    __table_args__ = (ForeignKeyConstraint(["sale_uid", "n"], ["payment.sale_uid", "payment.n"]),)


class BankNotice(Model):
    """What a bank announced of incoming money, by its program or in a file, and what it was matched with."""

    __tablename__ = "bank_notice"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    amount_vnd: Mapped[Vnd]
    description: Mapped[str] = mapped_column(Text)
    told_at: Mapped[Timestamp]
    received_at: Mapped[Timestamp]
    sale_uid: Mapped[str | None] = mapped_column(ForeignKey("sale.uid"))
    is_from_file: Mapped[bool] = mapped_column(server_default=false())


class Refund(Model):
    """Goods that came back and money that went back. Only grows."""

    __tablename__ = "refund"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    year: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), index=True)
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), index=True)
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"))
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    cashier: Mapped[str] = mapped_column(Text)
    refunded_at: Mapped[Timestamp]
    business_day: Mapped[date]
    business_hour: Mapped[int]
    method: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    rounding_vnd: Mapped[Vnd]
    total_vnd: Mapped[Vnd]
    __table_args__ = (
        choice_check("method", PaymentMethod, "method"),
        UniqueConstraint("year", "sequence"),
        Index("ix_refund_business_day", "business_day"),
    )


class RefundFlag(Model):
    """Something about a refund that does not fit; `n` counts from 1. Only a manager's review changes it."""

    __tablename__ = "refund_flag"
    refund_uid: Mapped[str] = mapped_column(ForeignKey("refund.uid"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    line: Mapped[int | None]
    seconds: Mapped[int | None] = mapped_column(BigInteger)
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None]
    __table_args__ = (
        choice_check("code", FlagCode, "code"),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="reviewed_by_somebody"),
        Index(
            "ix_refund_flag_open",
            "code",
            sqlite_where=text("reviewed_at IS NULL"),
            postgresql_where=text("reviewed_at IS NULL"),
        ),
    )


class RefundLine(Model):
    """A part of a sale's line that came back. The chain of `before` and `after` cannot pass what was sold."""

    __tablename__ = "refund_line"
    id: Mapped[Serial]
    refund_uid: Mapped[str] = mapped_column(ForeignKey("refund.uid"), index=True)
    sale_uid: Mapped[str] = mapped_column(Text)
    line: Mapped[int]
    business_day: Mapped[date]
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"))
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"))
    condition: Mapped[str] = mapped_column(Text)
    quantity: Mapped[Milli]
    before: Mapped[Milli]
    after: Mapped[Milli]
    sold: Mapped[Milli]
    gross_vnd: Mapped[Vnd]
    net_vnd: Mapped[Vnd]
    vat_vnd: Mapped[Vnd]
    owed_vnd: Mapped[Vnd]
    kept_vnd: Mapped[Vnd]
    __table_args__ = (
        ForeignKeyConstraint(["sale_uid", "line"], ["sale_line.sale_uid", "sale_line.line"]),
        UniqueConstraint("sale_uid", "line", "before"),
        CheckConstraint("quantity > 0 AND after = before + quantity AND after <= sold AND before >= 0", name="never_over_sold"),
        CheckConstraint("net_vnd = owed_vnd + kept_vnd", name="splits_exactly"),
        choice_check("condition", Condition, "condition"),
        Index("ix_refund_line_business_day", "business_day", "producer_code"),
    )


for _model in (ApiToken, Session):
    add_reference(_model, ["till_code"], ["till.code"])
add_reference(Payout, ["shift_uid"], ["shift.uid"])

APPEND_ONLY = (
    "till_presence",
    "cash_move",
    "sale",
    "sale_line",
    "sale_line_adjustment",
    "shift_count",
    "payment",
    "payment_confirmation",
    "refund",
    "refund_line",
)
MUTABLE_COLUMNS = {
    "shift": ("closed_at", "closed_by", "expected_vnd", "counted_vnd", "difference_vnd", "close_approved_by"),
    "bank_notice": ("sale_uid",),
    "sale_flag": ("reviewed_by", "reviewed_at", "note"),
    "refund_flag": ("reviewed_by", "reviewed_at", "note"),
}
