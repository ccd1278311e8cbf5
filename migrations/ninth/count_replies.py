"""What producers say of their lots in a posted count, and what the outlet answers."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "count_reply",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="count"),
        sa.Column("count_uid", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('agreed', 'asked', 'answered')", name=op.f("ck_count_reply_kind")),
        sa.CheckConstraint("document_kind = 'count'", name=op.f("ck_count_reply_of_a_count")),
        sa.CheckConstraint("kind = 'agreed' OR message IS NOT NULL", name=op.f("ck_count_reply_says_something")),
        sa.CheckConstraint("kind <> 'answered' OR note IS NULL", name=op.f("ck_count_reply_answered_by_the_outlet")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_count_reply_lot")),
        sa.ForeignKeyConstraint(
            ["document_kind", "count_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_count_reply_document_kind_count_uid"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_reply")),
        sa.UniqueConstraint("kind", "uid", "lot", name=op.f("uq_count_reply_kind_uid_lot")),
    )
    op.create_index("ix_count_reply_count_uid", "count_reply", ["count_uid"])
