"""Tills, shifts, sales, payments, refunds."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def create() -> None:
    """Creates the tables and their indexes."""
    op.create_table(
        "bank_notice",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bank_notice"),
    )
    op.create_table(
        "till",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("paper_mm", sa.Integer(), nullable=False),
        sa.CheckConstraint("paper_mm IN (58, 80)", name=op.f("ck_till_paper")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_till_place_code"),
        sa.PrimaryKeyConstraint("code", name="pk_till"),
    )
    op.create_table(
        "shift",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opening_float_vnd", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("counted", sa.Text(), nullable=True),
        sa.Column("expected_vnd", sa.BigInteger(), nullable=True),
        sa.Column("counted_vnd", sa.BigInteger(), nullable=True),
        sa.Column("difference_vnd", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (counted_vnd IS NULL)", name=op.f("ck_shift_closed_means_counted")),
        sa.CheckConstraint("difference_vnd = counted_vnd - expected_vnd", name=op.f("ck_shift_difference")),
        sa.CheckConstraint("opening_float_vnd >= 0", name=op.f("ck_shift_float")),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name="fk_shift_till_code"),
        sa.PrimaryKeyConstraint("uid", name="pk_shift"),
    )
    op.create_index("ix_shift_opened_at", "shift", ["opened_at"], unique=False)
    op.create_index(
        "uq_shift_one_open_per_till",
        "shift",
        ["till_code"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "cash_move",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", INSTANT, nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('in', 'out')", name=op.f("ck_cash_move_kind")),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_cash_move_positive")),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name="fk_cash_move_shift_uid"),
        sa.PrimaryKeyConstraint("uid", name="pk_cash_move"),
    )
    op.create_index("ix_cash_move_shift_uid", "cash_move", ["shift_uid"], unique=False)
    op.create_table(
        "sale",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("cashier", sa.Text(), nullable=False),
        sa.Column("sold_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("business_hour", sa.Integer(), nullable=False),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("discount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("rounding_vnd", sa.BigInteger(), nullable=False),
        sa.Column("total_vnd", sa.BigInteger(), nullable=False),
        sa.Column("change_vnd", sa.BigInteger(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("chain_no", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("business_hour BETWEEN 0 AND 23", name=op.f("ck_sale_hour")),
        sa.CheckConstraint("total_vnd >= 0 AND change_vnd >= 0 AND discount_vnd >= 0", name=op.f("ck_sale_not_negative")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_sale_place_code"),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name="fk_sale_shift_uid"),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name="fk_sale_till_code"),
        sa.PrimaryKeyConstraint("uid", name="pk_sale"),
        sa.UniqueConstraint("number", name="uq_sale_number"),
        sa.UniqueConstraint("till_code", "chain_no", name="uq_sale_till_code_chain_no"),
    )
    op.create_index("ix_sale_business_day", "sale", ["business_day"], unique=False)
    op.create_index("ix_sale_shift_uid", "sale", ["shift_uid"], unique=False)
    op.create_table(
        "payment",
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("tendered_vnd", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.CheckConstraint("method IN ('cash', 'vietqr', 'card', 'voucher')", name=op.f("ck_payment_method")),
        sa.CheckConstraint(
            "amount_vnd >= 0 AND (tendered_vnd IS NULL OR tendered_vnd >= amount_vnd)", name=op.f("ck_payment_enough")
        ),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name="fk_payment_sale_uid"),
        sa.PrimaryKeyConstraint("sale_uid", "n", name="pk_payment"),
    )
    op.create_table(
        "refund",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("cashier", sa.Text(), nullable=False),
        sa.Column("refunded_at", INSTANT, nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("business_hour", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("rounding_vnd", sa.BigInteger(), nullable=False),
        sa.Column("total_vnd", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("method IN ('cash', 'vietqr', 'card', 'voucher')", name=op.f("ck_refund_method")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_refund_place_code"),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name="fk_refund_sale_uid"),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name="fk_refund_shift_uid"),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name="fk_refund_till_code"),
        sa.PrimaryKeyConstraint("uid", name="pk_refund"),
        sa.UniqueConstraint("number", name="uq_refund_number"),
    )
    op.create_index("ix_refund_business_day", "refund", ["business_day"], unique=False)
    op.create_index("ix_refund_sale_uid", "refund", ["sale_uid"], unique=False)
    op.create_index("ix_refund_shift_uid", "refund", ["shift_uid"], unique=False)
    op.create_table(
        "sale_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("request_line", sa.Integer(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("gross_vnd", sa.BigInteger(), nullable=False),
        sa.Column("discount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("net_vnd", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.Text(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=True),
        sa.Column("vat_vnd", sa.BigInteger(), nullable=False),
        sa.Column("owed_vnd", sa.BigInteger(), nullable=False),
        sa.Column("kept_vnd", sa.BigInteger(), nullable=False),
        sa.Column("term_id", KEY, nullable=True),
        sa.CheckConstraint(
            "net_vnd = gross_vnd - discount_vnd AND discount_vnd BETWEEN 0 AND gross_vnd", name=op.f("ck_sale_line_net")
        ),
        sa.CheckConstraint("net_vnd = owed_vnd + kept_vnd", name=op.f("ck_sale_line_splits_exactly")),
        sa.CheckConstraint("owed_vnd >= 0 AND vat_vnd >= 0", name=op.f("ck_sale_line_not_negative")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_sale_line_positive")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name="fk_sale_line_lot"),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_sale_line_producer_code"),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_sale_line_product_code"),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name="fk_sale_line_sale_uid"),
        sa.ForeignKeyConstraint(["term_id"], ["agreement_term.id"], name="fk_sale_line_term_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sale_line"),
        sa.UniqueConstraint("sale_uid", "line", name="uq_sale_line_sale_uid_line"),
    )
    op.create_index(
        "ix_sale_line_report",
        "sale_line",
        [
            "business_day",
            "producer_code",
            "product_code",
            "sale_uid",
            "quantity",
            "gross_vnd",
            "discount_vnd",
            "vat_vnd",
            "owed_vnd",
        ],
        unique=False,
    )
    op.create_table(
        "payment_confirmation",
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=False),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["sale_uid", "n"], ["payment.sale_uid", "payment.n"], name="fk_payment_confirmation_sale_uid_n"),
        sa.PrimaryKeyConstraint("sale_uid", "n", name="pk_payment_confirmation"),
        sa.UniqueConstraint("notice", name="uq_payment_confirmation_notice"),
    )
    op.create_table(
        "refund_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("refund_uid", sa.Text(), nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("sold", sa.BigInteger(), nullable=False),
        sa.Column("gross_vnd", sa.BigInteger(), nullable=False),
        sa.Column("net_vnd", sa.BigInteger(), nullable=False),
        sa.Column("vat_vnd", sa.BigInteger(), nullable=False),
        sa.Column("owed_vnd", sa.BigInteger(), nullable=False),
        sa.Column("kept_vnd", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("condition IN ('resell', 'spoiled')", name=op.f("ck_refund_line_condition")),
        sa.CheckConstraint("net_vnd = owed_vnd + kept_vnd", name=op.f("ck_refund_line_splits_exactly")),
        sa.CheckConstraint(
            "quantity > 0 AND after = before + quantity AND after <= sold AND before >= 0",
            name=op.f("ck_refund_line_never_over_sold"),
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name="fk_refund_line_lot"),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_refund_line_producer_code"),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_refund_line_product_code"),
        sa.ForeignKeyConstraint(["refund_uid"], ["refund.uid"], name="fk_refund_line_refund_uid"),
        sa.ForeignKeyConstraint(
            ["sale_uid", "line"], ["sale_line.sale_uid", "sale_line.line"], name="fk_refund_line_sale_uid_line"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_refund_line"),
        sa.UniqueConstraint("sale_uid", "line", "before", name="uq_refund_line_sale_uid_line_before"),
    )
    op.create_index("ix_refund_line_business_day", "refund_line", ["business_day", "producer_code"], unique=False)
    op.create_index("ix_refund_line_refund_uid", "refund_line", ["refund_uid"], unique=False)
