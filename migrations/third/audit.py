"""Audit lines carry what stood before and what stands after."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables. Lines of before this revision have neither."""
    op.add_column("audit_line", sa.Column("before", sa.Text(), nullable=True))
    op.add_column("audit_line", sa.Column("after", sa.Text(), nullable=True))
    op.create_index("ix_audit_line_at", "audit_line", ["at"], unique=False)
