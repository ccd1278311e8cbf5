"""A manager's own touch on slips, as versions."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "slip_logo",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_slip_logo_digest")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_slip_logo")),
    )
    op.create_table(
        "slip_template",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("header", sa.Text(), nullable=True),
        sa.Column("footer", sa.Text(), nullable=True),
        sa.Column("thanks", sa.Text(), nullable=True),
        sa.Column("second_language", sa.Text(), nullable=True),
        sa.Column("hidden", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_slip_template_version")),
        sa.CheckConstraint("second_language IN ('vi', 'en')", name=op.f("ck_slip_template_second_language")),
        sa.ForeignKeyConstraint(["logo"], ["slip_logo.digest"], name=op.f("fk_slip_template_logo")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_slip_template")),
    )
