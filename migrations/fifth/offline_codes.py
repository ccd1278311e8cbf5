"""Codes by which a manager approves once while a till is cut off."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "offline_code",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet_uid", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("used_for", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.CheckConstraint("expires_at > issued_at", name=op.f("ck_offline_code_lasts")),
        sa.CheckConstraint("(used_at IS NULL) = (used_for IS NULL)", name=op.f("ck_offline_code_used_for_something")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offline_code_person_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_offline_code")),
    )
    op.create_index(op.f("ix_offline_code_person_id"), "offline_code", ["person_id"])
