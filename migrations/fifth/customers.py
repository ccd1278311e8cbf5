"""Customers, whose a sale is, their accounts and payments, and vouchers."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Makes the tables."""
    _customer()
    _sales_of_customers()
    _payments()
    _accounts()
    _vouchers()


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("tax_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("credit_limit_vnd", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.CheckConstraint("credit_limit_vnd >= 0", name=op.f("ck_customer_limit")),
        sa.CheckConstraint("(phone IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_customer_phone_until_erased")),
        sa.CheckConstraint(
            "erased_at IS NULL OR (name IS NULL AND name_folded IS NULL AND company IS NULL AND tax_code IS NULL"
            " AND address IS NULL AND email IS NULL AND note IS NULL AND salt IS NULL AND credit_limit_vnd = 0)",
            name=op.f("ck_customer_erased_is_blank"),
        ),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_customer")),
        sa.UniqueConstraint("phone", name=op.f("uq_customer_phone")),
    )


def _sales_of_customers() -> None:
    op.create_table(
        "customer_sale",
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("customer_uid", sa.Text(), nullable=False),
        sa.Column("on_slip", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name=op.f("fk_customer_sale_sale_uid")),
        sa.ForeignKeyConstraint(["customer_uid"], ["customer.uid"], name=op.f("fk_customer_sale_customer_uid")),
        sa.PrimaryKeyConstraint("sale_uid", name=op.f("pk_customer_sale")),
    )
    op.create_index(op.f("ix_customer_sale_customer_uid"), "customer_sale", ["customer_uid"])


def _payments() -> None:
    op.create_table(
        "customer_payment",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("customer_uid", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("shift_uid", sa.Text(), nullable=True),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("paid_at", INSTANT, nullable=False),
        sa.Column("paid_by", sa.Text(), nullable=False),
        sa.CheckConstraint("method IN ('cash', 'vietqr', 'bank', 'card')", name=op.f("ck_customer_payment_method")),
        sa.CheckConstraint(
            "(amount_vnd > 0) = (reverses IS NULL) AND amount_vnd <> 0", name=op.f("ck_customer_payment_sign_of_amount")
        ),
        sa.CheckConstraint("(reason IS NULL) = (reverses IS NULL)", name=op.f("ck_customer_payment_reversed_with_a_reason")),
        sa.CheckConstraint("shift_uid IS NULL OR method = 'cash'", name=op.f("ck_customer_payment_only_cash_in_a_drawer")),
        sa.ForeignKeyConstraint(["customer_uid"], ["customer.uid"], name=op.f("fk_customer_payment_customer_uid")),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name=op.f("fk_customer_payment_shift_uid")),
        sa.ForeignKeyConstraint(["reverses"], ["customer_payment.uid"], name=op.f("fk_customer_payment_reverses")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_customer_payment")),
        sa.UniqueConstraint("reverses", name=op.f("uq_customer_payment_reverses")),
    )
    for column in ("customer_uid", "shift_uid"):
        op.create_index(op.f(f"ix_customer_payment_{column}"), "customer_payment", [column])


def _accounts() -> None:
    op.create_table(
        "account_entry",
        sa.Column("customer_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("owed_vnd", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=True),
        sa.Column("refund_uid", sa.Text(), nullable=True),
        sa.Column("payment_uid", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('sold', 'refunded', 'paid', 'reversed')", name=op.f("ck_account_entry_kind")),
        sa.CheckConstraint("owed_vnd >= 0", name=op.f("ck_account_entry_never_below_zero")),
        sa.CheckConstraint("amount_vnd <> 0 AND n > 0", name=op.f("ck_account_entry_says_something")),
        sa.CheckConstraint(
            "(sale_uid IS NOT NULL) = (kind IN ('sold', 'refunded')) AND (refund_uid IS NOT NULL) = (kind = 'refunded')"
            " AND (payment_uid IS NOT NULL) = (kind IN ('paid', 'reversed'))",
            name=op.f("ck_account_entry_names_its_document"),
        ),
        sa.ForeignKeyConstraint(["customer_uid"], ["customer.uid"], name=op.f("fk_account_entry_customer_uid")),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name=op.f("fk_account_entry_sale_uid")),
        sa.ForeignKeyConstraint(["refund_uid"], ["refund.uid"], name=op.f("fk_account_entry_refund_uid")),
        sa.ForeignKeyConstraint(["payment_uid"], ["customer_payment.uid"], name=op.f("fk_account_entry_payment_uid")),
        sa.PrimaryKeyConstraint("customer_uid", "n", name=op.f("pk_account_entry")),
        sa.UniqueConstraint("refund_uid", name=op.f("uq_account_entry_refund_uid")),
        sa.UniqueConstraint("payment_uid", name=op.f("uq_account_entry_payment_uid")),
    )
    op.create_index(op.f("ix_account_entry_sale_uid"), "account_entry", ["sale_uid"])


def _vouchers() -> None:
    op.create_table(
        "voucher",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value_vnd", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("refund_uid", sa.Text(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.CheckConstraint("value_vnd > 0", name=op.f("ck_voucher_worth_something")),
        sa.ForeignKeyConstraint(["refund_uid"], ["refund.uid"], name=op.f("fk_voucher_refund_uid")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_voucher")),
        sa.UniqueConstraint("refund_uid", name=op.f("uq_voucher_refund_uid")),
    )
    op.create_table(
        "voucher_entry",
        sa.Column("voucher_code", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("left_vnd", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.CheckConstraint("left_vnd >= 0", name=op.f("ck_voucher_entry_never_below_zero")),
        sa.CheckConstraint("amount_vnd <> 0 AND n > 0", name=op.f("ck_voucher_entry_says_something")),
        sa.ForeignKeyConstraint(["voucher_code"], ["voucher.code"], name=op.f("fk_voucher_entry_voucher_code")),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name=op.f("fk_voucher_entry_sale_uid")),
        sa.PrimaryKeyConstraint("voucher_code", "n", name=op.f("pk_voucher_entry")),
    )
    op.create_index(op.f("ix_voucher_entry_sale_uid"), "voucher_entry", ["sale_uid"])
