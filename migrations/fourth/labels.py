"""What was printed of labels."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "printed_labels",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("run_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("stock", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=True),
        sa.Column("printed_at", INSTANT, nullable=False),
        sa.Column("printed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("label IN ('lot', 'shelf', 'weight')", name=op.f("ck_printed_labels_label")),
        sa.CheckConstraint("label <> 'lot' OR lot IS NOT NULL", name=op.f("ck_printed_labels_of_a_lot")),
        sa.CheckConstraint("(label = 'weight') = (weight IS NOT NULL)", name=op.f("ck_printed_labels_has_a_weight")),
        sa.CheckConstraint("weight > 0 AND pieces > 0 AND start > 0", name=op.f("ck_printed_labels_positive")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_printed_labels_product_code")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_printed_labels_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_labels")),
        sa.UniqueConstraint("run_uid", "n", name=op.f("uq_printed_labels_run_uid_n")),
    )
    op.create_index("ix_printed_labels_lot", "printed_labels", ["lot"])
    op.create_index("ix_printed_labels_product_code", "printed_labels", ["product_code"])
