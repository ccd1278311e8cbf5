"""What was decided about goods that were sold beyond the book."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "oversold_decision",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("movement_uid", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("delivery_uid", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("choice IN ('as_it_is', 'delivery')", name=op.f("ck_oversold_decision_choice")),
        sa.CheckConstraint(
            "(choice = 'delivery') = (delivery_uid IS NOT NULL)", name=op.f("ck_oversold_decision_names_its_delivery")
        ),
        sa.ForeignKeyConstraint(["movement_uid"], ["movement.uid"], name=op.f("fk_oversold_decision_movement_uid")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_oversold_decision")),
    )
    op.create_index("ix_oversold_decision_movement_uid", "oversold_decision", ["movement_uid"])
