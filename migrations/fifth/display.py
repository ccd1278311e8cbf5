"""Devices that show customers what a till sells."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "display_pairing",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.Text(), nullable=False),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("offered_by", sa.Text(), nullable=False),
        sa.Column("device_digest", sa.Text(), nullable=True),
        sa.Column("paired_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("(device_digest IS NULL) = (paired_at IS NULL)", name=op.f("ck_display_pairing_paired_with_a_device")),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name=op.f("fk_display_pairing_till_code")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_display_pairing")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_display_pairing_code_digest")),
        sa.UniqueConstraint("device_digest", name=op.f("uq_display_pairing_device_digest")),
    )
    op.create_index(op.f("ix_display_pairing_till_code"), "display_pairing", ["till_code"])
