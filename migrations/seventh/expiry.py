"""What was decided for lots near their best-before day."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "expiry_answer",
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'answered', 'silent')", name=op.f("ck_expiry_answer_state")),
        sa.CheckConstraint("state <> 'open'", name=op.f("ck_expiry_answer_is_an_answer")),
        sa.CheckConstraint("choice IN ('mark_down', 'give_back', 'sample', 'donate')", name=op.f("ck_expiry_answer_choice")),
        sa.CheckConstraint(
            "(choice = 'mark_down') = (rate_bp IS NOT NULL) AND (rate_bp IS NULL OR rate_bp BETWEEN 1 AND 10000)",
            name=op.f("ck_expiry_answer_rate"),
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_expiry_answer_lot")),
        sa.PrimaryKeyConstraint("lot", name=op.f("pk_expiry_answer")),
        sa.UniqueConstraint("uid", name=op.f("uq_expiry_answer_uid")),
    )
