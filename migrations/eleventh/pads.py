"""Sheets of the paper pad that are no sale."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "spoiled_sheet",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("spoiled_at", INSTANT, nullable=False),
        sa.Column("spoiled_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_spoiled_sheet")),
    )
