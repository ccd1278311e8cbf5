"""Acts on many producers at once: settlements and batches of payouts, with the outcome for each."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "settlement",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_settlement")),
    )
    op.create_table(
        "settlement_item",
        sa.Column("settlement_uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("statement_uid", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.CheckConstraint("statement_uid IS NULL OR refusal IS NULL", name=op.f("ck_settlement_item_one_outcome")),
        sa.ForeignKeyConstraint(["settlement_uid"], ["settlement.uid"], name=op.f("fk_settlement_item_settlement_uid")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_settlement_item_producer_code")),
        sa.ForeignKeyConstraint(["statement_uid"], ["statement.uid"], name=op.f("fk_settlement_item_statement_uid")),
        sa.PrimaryKeyConstraint("settlement_uid", "producer_code", name=op.f("pk_settlement_item")),
        sa.UniqueConstraint("statement_uid", name=op.f("uq_settlement_item_statement_uid")),
    )
    op.create_table(
        "payout_batch",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.CheckConstraint("method IN ('cash', 'bank')", name=op.f("ck_payout_batch_method")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_payout_batch")),
    )
    op.create_table(
        "payout_batch_item",
        sa.Column("batch_uid", sa.Text(), nullable=False),
        sa.Column("statement_uid", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payout_uid", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.CheckConstraint("payout_uid IS NULL OR refusal IS NULL", name=op.f("ck_payout_batch_item_one_outcome")),
        sa.ForeignKeyConstraint(["batch_uid"], ["payout_batch.uid"], name=op.f("fk_payout_batch_item_batch_uid")),
        sa.ForeignKeyConstraint(["payout_uid"], ["payout.uid"], name=op.f("fk_payout_batch_item_payout_uid")),
        sa.PrimaryKeyConstraint("batch_uid", "statement_uid", name=op.f("pk_payout_batch_item")),
        sa.UniqueConstraint("payout_uid", name=op.f("uq_payout_batch_item_payout_uid")),
    )
