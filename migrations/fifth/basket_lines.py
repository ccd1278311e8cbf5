"""Lines of a sale that came in a basket: which, and how many of them its line of the request was."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    # SQLite adds a column that may be empty without a copy of the table, which may hold years of sales.
    op.add_column("sale_line", sa.Column("basket_code", sa.Text(), nullable=True))
    op.add_column("sale_line", sa.Column("baskets", sa.Integer(), nullable=True))
