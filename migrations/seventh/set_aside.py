"""Goods that are set aside for their producer: still here, no longer sold, until they are handed over or not."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.add_column("shelf", sa.Column("set_aside", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("shelf") as batch:
        batch.alter_column("set_aside", existing_type=sa.BigInteger(), existing_nullable=False, server_default=None)
        batch.create_check_constraint(op.f("ck_shelf_set_aside_is_here"), "set_aside BETWEEN 0 AND on_hand")
    op.create_table(
        "set_aside_line",
        sa.Column("return_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="return"),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("document_kind = 'return'", name=op.f("ck_set_aside_line_of_a_return")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_set_aside_line_positive")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_set_aside_line_lot")),
        sa.ForeignKeyConstraint(
            ["document_kind", "return_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_set_aside_line_document_kind_return_uid"),
        ),
        sa.PrimaryKeyConstraint("return_uid", "n", name=op.f("pk_set_aside_line")),
    )
    op.create_index(op.f("ix_set_aside_line_lot"), "set_aside_line", ["lot"])
    op.create_table(
        "set_aside_end",
        sa.Column("return_uid", sa.Text(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="return"),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("handed_to", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("document_kind = 'return'", name=op.f("ck_set_aside_end_of_a_return")),
        sa.CheckConstraint("outcome IN ('set_aside', 'handed_over', 'cancelled')", name=op.f("ck_set_aside_end_outcome")),
        sa.CheckConstraint("outcome <> 'set_aside'", name=op.f("ck_set_aside_end_is_an_end")),
        sa.CheckConstraint(
            "(outcome = 'handed_over') = (handed_to IS NOT NULL)", name=op.f("ck_set_aside_end_handed_to_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["document_kind", "return_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_set_aside_end_document_kind_return_uid"),
        ),
        sa.PrimaryKeyConstraint("return_uid", name=op.f("pk_set_aside_end")),
        sa.UniqueConstraint("outcome", "uid", name=op.f("uq_set_aside_end_outcome_uid")),
    )
