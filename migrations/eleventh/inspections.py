"""Inspections of producers."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

MEND_BY = "(result <> 'to_mend' OR mend_by IS NOT NULL) AND (mend_by IS NULL OR (result <> 'met' AND mend_by >= on_day))"


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "inspection",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("inspected_by", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.CheckConstraint("subject IN ('food_safety', 'environment')", name=op.f("ck_inspection_subject")),
        sa.CheckConstraint("result IN ('met', 'to_mend', 'not_met')", name=op.f("ck_inspection_result")),
        sa.CheckConstraint(MEND_BY, name=op.f("ck_inspection_mend_by")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_inspection_producer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("uid", name=op.f("uq_inspection_uid")),
    )
    op.create_index("ix_inspection_producer", "inspection", ["producer_code", "subject", "on_day"])
