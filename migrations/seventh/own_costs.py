"""What the outlet's own goods cost, by lot, and how much of a product should be here at least."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    for table in ("lot", "delivery_line"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("unit_cost_vnd", sa.BigInteger(), nullable=True))
            batch.create_check_constraint(op.f(f"ck_{table}_unit_cost"), "unit_cost_vnd >= 0")
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("minimum", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(op.f("ck_product_minimum"), "minimum >= 0")
