"""The month's end: money received, batches from a drawer, the columns of the bank's file, and who signs papers."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT

FIELDS = (
    "position",
    "bank_account",
    "bank_holder",
    "bank_bin",
    "bank_name",
    "amount_vnd",
    "reference",
    "number",
    "producer",
    "name",
)
SOURCES = ("delivery", "sale", "refund", "return", "loss", "count", "charge", "adjustment", "payout", "producer_payment")
"""What a line of a producer's book, and the use of an allowance, come from."""


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "producer_payment",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("shift_uid", sa.Text(), nullable=True),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.CheckConstraint("method IN ('cash', 'bank')", name=op.f("ck_producer_payment_method")),
        sa.CheckConstraint(
            "(year IS NULL) = (reverses IS NOT NULL) AND (sequence IS NULL) = (year IS NULL)",
            name=op.f("ck_producer_payment_has_a_number"),
        ),
        sa.CheckConstraint(
            "(amount_vnd > 0) = (reverses IS NULL) AND amount_vnd <> 0", name=op.f("ck_producer_payment_sign_of_amount")
        ),
        sa.CheckConstraint("(reason IS NULL) = (reverses IS NULL)", name=op.f("ck_producer_payment_reversed_with_a_reason")),
        sa.CheckConstraint("shift_uid IS NULL OR method = 'cash'", name=op.f("ck_producer_payment_only_cash_in_a_drawer")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_producer_payment_producer_code")),
        sa.ForeignKeyConstraint(["reverses"], ["producer_payment.uid"], name=op.f("fk_producer_payment_reverses")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_producer_payment")),
        sa.UniqueConstraint("reverses", name=op.f("uq_producer_payment_reverses")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_producer_payment_year_sequence")),
    )
    for column in ("producer_code", "shift_uid"):
        op.create_index(op.f(f"ix_producer_payment_{column}"), "producer_payment", [column])
    for table in ("book_line", "allowance_use"):
        name = op.f(f"ck_{table}_source_kind")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, f"source_kind IN ({', '.join(repr(source) for source in SOURCES)})")
    for table in ("producer", "outlet"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("representative", sa.Text(), nullable=True))
    with op.batch_alter_table("payout_batch") as batch:
        batch.add_column(sa.Column("shift_uid", sa.Text(), nullable=True))
        batch.create_check_constraint(op.f("ck_payout_batch_only_cash_from_a_drawer"), "shift_uid IS NULL OR method = 'cash'")
    op.create_table(
        "bank_file_column",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.CheckConstraint(f"field IN ({', '.join(repr(field) for field in FIELDS)})", name=op.f("ck_bank_file_column_field")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_bank_file_column")),
        sa.UniqueConstraint("field", name=op.f("uq_bank_file_column_field")),
    )
