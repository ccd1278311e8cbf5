"""Every document and every audit line is a signed link of one chain."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "chain_link",
        sa.Column("n", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("key_id", sa.Text(), nullable=True),
        sa.CheckConstraint("(signature IS NULL) = (key_id IS NULL)", name=op.f("ck_chain_link_signed")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_chain_link")),
    )
    op.create_index(op.f("ix_chain_link_document"), "chain_link", ["document"])
    with op.batch_alter_table("sale") as batch:
        batch.alter_column("chain_no", existing_type=sa.BigInteger(), nullable=True)
        batch.alter_column("digest", existing_type=sa.Text(), nullable=True)
        batch.drop_constraint(op.f("uq_sale_till_code_chain_no"), type_="unique")
