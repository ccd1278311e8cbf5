"""Prices that begin on a day to come, prices that producers propose, and what is told of a product."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("story", sa.Text(), nullable=True))
        batch.add_column(sa.Column("usage", sa.Text(), nullable=True))
        batch.add_column(sa.Column("priority_group", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("plan_year", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_product_priority_group"), "priority_group BETWEEN 1 AND 3")
    op.create_table(
        "price_proposal",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("price_vnd >= 0", name=op.f("ck_price_proposal_price")),
        sa.CheckConstraint("decision IN ('approved', 'refused')", name=op.f("ck_price_proposal_decision")),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)"
            " AND (answer IS NULL OR decision IS NOT NULL)",
            name=op.f("ck_price_proposal_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_price_proposal_product_code")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_price_proposal_producer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_proposal")),
        sa.UniqueConstraint("uid", name=op.f("uq_price_proposal_uid")),
    )
    for column in ("product_code", "producer_code"):
        op.create_index(op.f(f"ix_price_proposal_{column}"), "price_proposal", [column])
    op.create_table(
        "planned_price",
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("proposal_uid", sa.Text(), nullable=True),
        sa.CheckConstraint("price_vnd >= 0", name=op.f("ck_planned_price_price")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_planned_price_product_code")),
        sa.ForeignKeyConstraint(["proposal_uid"], ["price_proposal.uid"], name=op.f("fk_planned_price_proposal_uid")),
        sa.PrimaryKeyConstraint("product_code", "from_day", name=op.f("pk_planned_price")),
    )
