"""What happens at the counter beside sales: drawers opened, goods taken out of carts, drawers counted, notes written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, exists, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Timestamp, UtcDateTime
from core.money import Vnd
from core.quantity import Milli
from pos.models import BANKNOTES_VND, Payment


class DrawerOpening(Model):
    """A drawer that was opened without a sale, with the reason. Only grows."""

    __tablename__ = "drawer_opening"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[Timestamp]
    opened_by: Mapped[str] = mapped_column(Text)


class CartVoid(Model):
    """Lines that left a cart before it was paid, or all of them. Only grows."""

    __tablename__ = "cart_void"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), index=True)
    whole_cart: Mapped[bool]
    voided_at: Mapped[Timestamp]
    voided_by: Mapped[str] = mapped_column(Text)


class CartVoidLine(Model):
    """Goods of such a void; `n` counts from 1. Only grows."""

    __tablename__ = "cart_void_line"
    void_uid: Mapped[str] = mapped_column(ForeignKey("cart_void.uid"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    quantity: Mapped[Milli]
    unit_price_vnd: Mapped[Vnd]
    __table_args__ = (CheckConstraint("quantity > 0 AND unit_price_vnd >= 0", name="goods"),)


class ShiftRecount(Model):
    """A closed shift's drawer counted once more; the first count stays in its shift. Only grows."""

    __tablename__ = "shift_recount"
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    counted_vnd: Mapped[Vnd]
    difference_vnd: Mapped[Vnd]
    recounted_at: Mapped[Timestamp]
    recounted_by: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (CheckConstraint("counted_vnd >= 0", name="counted"),)


class ShiftRecountNote(Model):
    """How many of a banknote there were when the drawer was counted once more. Only grows."""

    __tablename__ = "shift_recount_note"
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift_recount.shift_uid"), primary_key=True)
    note_vnd: Mapped[Vnd] = mapped_column(primary_key=True)
    pieces: Mapped[int]
    __table_args__ = (
        CheckConstraint(f"note_vnd IN ({BANKNOTES_VND})", name="note"),
        CheckConstraint("pieces > 0", name="pieces"),
    )


class ShiftFloat(Model):
    """How many of a banknote were in the drawer when the shift was opened, where somebody counted them. Only grows."""

    __tablename__ = "shift_float"
    shift_uid: Mapped[str] = mapped_column(ForeignKey("shift.uid"), primary_key=True)
    note_vnd: Mapped[Vnd] = mapped_column(primary_key=True)
    pieces: Mapped[int]
    __table_args__ = (
        CheckConstraint(f"note_vnd IN ({BANKNOTES_VND})", name="note"),
        CheckConstraint("pieces > 0", name="pieces"),
    )


class SaleNote(Model):
    """What a cashier wrote to a line of the request, or to the whole sale (line 0). Only grows."""

    __tablename__ = "sale_note"
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("line >= 0", name="line"),
        CheckConstraint("length(note) BETWEEN 1 AND 200", name="length"),
    )


class PaymentCorrection(Model):
    """How a sale was paid after all: its payments from `first_n` on hold, those before it no longer. Only grows."""

    __tablename__ = "payment_correction"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"))
    first_n: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    corrected_at: Mapped[Timestamp]
    corrected_by: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("sale_uid", "first_n"), CheckConstraint("first_n > 0", name="first_n"))


IN_FORCE = ~exists().where(PaymentCorrection.sale_uid == Payment.sale_uid, PaymentCorrection.first_n > Payment.n)
"""Of a row of `payment`: no correction has taken its place. Whoever adds up payments asks for these alone."""


class Exchange(Model):
    """Goods back and goods taken in one act; `amount_vnd` of the refund paid for as much of the sale. Only grows."""

    __tablename__ = "exchange"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    refund_uid: Mapped[str] = mapped_column(ForeignKey("refund.uid"), unique=True)
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), unique=True)
    amount_vnd: Mapped[Vnd]
    exchanged_at: Mapped[Timestamp]
    __table_args__ = (CheckConstraint("amount_vnd >= 0", name="amount"),)


class HeldCart(Model):
    """A cart that waits for a till to go on with it, as the till that held it wrote it; it moves neither goods nor money."""

    __tablename__ = "held_cart"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"))
    name: Mapped[str] = mapped_column(Text)
    cart: Mapped[str] = mapped_column(Text)
    held_at: Mapped[Timestamp]
    held_by: Mapped[str] = mapped_column(Text)
    taken_by_till: Mapped[str | None] = mapped_column(ForeignKey("till.code"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        CheckConstraint("(taken_by_till IS NULL) = (taken_at IS NULL)", name="taken_by_a_till"),
        Index("ix_held_cart_held_at", "held_at"),
        {"info": UNCHAINED},
    )


class KeyedSheet(Model):
    """A sheet of the paper pad that was keyed in, under its number: a sale. Only grows."""

    __tablename__ = "keyed_sheet"
    number: Mapped[str] = mapped_column(Text, primary_key=True)
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), unique=True)


class SpoiledSheet(Model):
    """A sheet of the paper pad that is no sale: written wrong, torn, lost. Only grows."""

    __tablename__ = "spoiled_sheet"
    number: Mapped[str] = mapped_column(Text, primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    spoiled_at: Mapped[Timestamp]
    spoiled_by: Mapped[str] = mapped_column(Text)


EXCHANGED_VND = func.coalesce(Exchange.amount_vnd, 0)
"""What of a refund, beside which its exchange may stand, paid for other goods; the rest leaves by its method."""

APPEND_ONLY = (
    "drawer_opening",
    "cart_void",
    "cart_void_line",
    "shift_recount",
    "shift_recount_note",
    "payment_correction",
    "exchange",
    "keyed_sheet",
    "spoiled_sheet",
    "shift_float",
    "sale_note",
)
