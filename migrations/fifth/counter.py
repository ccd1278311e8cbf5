"""The counter beside the sale: drawer openings, voids, recounts, corrected payments, exchanges, held carts, keyed sheets."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT

BANKNOTES_VND = "500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100"


def upgrade() -> None:
    """Changes the tables."""
    _drawers()
    _voids()
    _recounts()
    _corrections()
    _exchanges()
    _carts_and_sheets()


def _drawers() -> None:
    op.create_table(
        "drawer_opening",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name=op.f("fk_drawer_opening_shift_uid")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_drawer_opening")),
    )
    op.create_index(op.f("ix_drawer_opening_shift_uid"), "drawer_opening", ["shift_uid"])


def _voids() -> None:
    op.create_table(
        "cart_void",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("whole_cart", sa.Boolean(), nullable=False),
        sa.Column("voided_at", INSTANT, nullable=False),
        sa.Column("voided_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name=op.f("fk_cart_void_shift_uid")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_cart_void")),
    )
    op.create_index(op.f("ix_cart_void_shift_uid"), "cart_void", ["shift_uid"])
    op.create_table(
        "cart_void_line",
        sa.Column("void_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_vnd", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0 AND unit_price_vnd >= 0", name=op.f("ck_cart_void_line_goods")),
        sa.ForeignKeyConstraint(["void_uid"], ["cart_void.uid"], name=op.f("fk_cart_void_line_void_uid")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_cart_void_line_product_code")),
        sa.PrimaryKeyConstraint("void_uid", "n", name=op.f("pk_cart_void_line")),
    )


def _recounts() -> None:
    op.create_table(
        "shift_recount",
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("counted_vnd", sa.BigInteger(), nullable=False),
        sa.Column("difference_vnd", sa.BigInteger(), nullable=False),
        sa.Column("recounted_at", INSTANT, nullable=False),
        sa.Column("recounted_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.CheckConstraint("counted_vnd >= 0", name=op.f("ck_shift_recount_counted")),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name=op.f("fk_shift_recount_shift_uid")),
        sa.PrimaryKeyConstraint("shift_uid", name=op.f("pk_shift_recount")),
        sa.UniqueConstraint("uid", name=op.f("uq_shift_recount_uid")),
    )
    op.create_table(
        "shift_recount_note",
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("note_vnd", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"note_vnd IN ({BANKNOTES_VND})", name=op.f("ck_shift_recount_note_note")),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_shift_recount_note_pieces")),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift_recount.shift_uid"], name=op.f("fk_shift_recount_note_shift_uid")),
        sa.PrimaryKeyConstraint("shift_uid", "note_vnd", name=op.f("pk_shift_recount_note")),
    )


def _corrections() -> None:
    op.create_table(
        "payment_correction",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("first_n", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_at", INSTANT, nullable=False),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.CheckConstraint("first_n > 0", name=op.f("ck_payment_correction_first_n")),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name=op.f("fk_payment_correction_sale_uid")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_payment_correction")),
        sa.UniqueConstraint("sale_uid", "first_n", name=op.f("uq_payment_correction_sale_uid_first_n")),
    )


def _exchanges() -> None:
    op.create_table(
        "exchange",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("refund_uid", sa.Text(), nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("exchanged_at", INSTANT, nullable=False),
        sa.CheckConstraint("amount_vnd >= 0", name=op.f("ck_exchange_amount")),
        sa.ForeignKeyConstraint(["refund_uid"], ["refund.uid"], name=op.f("fk_exchange_refund_uid")),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name=op.f("fk_exchange_sale_uid")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_exchange")),
        sa.UniqueConstraint("refund_uid", name=op.f("uq_exchange_refund_uid")),
        sa.UniqueConstraint("sale_uid", name=op.f("uq_exchange_sale_uid")),
    )


def _carts_and_sheets() -> None:
    op.create_table(
        "held_cart",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cart", sa.Text(), nullable=False),
        sa.Column("held_at", INSTANT, nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("taken_by_till", sa.Text(), nullable=True),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.CheckConstraint("(taken_by_till IS NULL) = (taken_at IS NULL)", name=op.f("ck_held_cart_taken_by_a_till")),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name=op.f("fk_held_cart_till_code")),
        sa.ForeignKeyConstraint(["taken_by_till"], ["till.code"], name=op.f("fk_held_cart_taken_by_till")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_held_cart")),
    )
    op.create_index("ix_held_cart_held_at", "held_cart", ["held_at"])
    op.create_table(
        "keyed_sheet",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name=op.f("fk_keyed_sheet_sale_uid")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_keyed_sheet")),
        sa.UniqueConstraint("sale_uid", name=op.f("uq_keyed_sheet_sale_uid")),
    )
