"""Articles of the programme's pages."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "article",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=True),
        sa.Column("picture", sa.Text(), nullable=True),
        sa.Column("publish_on", sa.Date(), nullable=True),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.CheckConstraint("body_en IS NULL OR title_en IS NOT NULL", name=op.f("ck_article_english_has_a_title")),
        sa.ForeignKeyConstraint(["picture"], ["stored_file.uid"], name=op.f("fk_article_picture")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_article")),
    )
    op.create_index(op.f("ix_article_picture"), "article", ["picture"])
    op.create_index("ix_article_publish_on", "article", ["publish_on", "code"])
