"""Fairs and the stalls they are held at."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "fair",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("to_day >= from_day", name=op.f("ck_fair_days")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_fair_place_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_fair")),
    )
    op.create_index("ix_fair_place_from", "fair", ["place_code", "from_day"])
