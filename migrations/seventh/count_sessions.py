"""Counts that several people make together, with each entry."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "count_session",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="count"),
        sa.Column("count_uid", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'closed', 'dropped')", name=op.f("ck_count_session_state")),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_count_session_ended_by_somebody"),
        ),
        sa.CheckConstraint("(state = 'closed') = (count_uid IS NOT NULL)", name=op.f("ck_count_session_closed_by_a_count")),
        sa.CheckConstraint("document_kind = 'count'", name=op.f("ck_count_session_of_a_count")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_count_session_place_code")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_count_session_producer_code")),
        sa.ForeignKeyConstraint(
            ["document_kind", "count_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_count_session_document_kind_count_uid"),
        ),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_count_session")),
        sa.UniqueConstraint("count_uid", name=op.f("uq_count_session_count_uid")),
    )
    op.create_index("ix_count_session_opened_at", "count_session", ["opened_at", "uid"])
    op.create_table(
        "count_session_product",
        sa.Column("session_uid", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_uid"], ["count_session.uid"], name=op.f("fk_count_session_product_session_uid")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_count_session_product_product_code")),
        sa.PrimaryKeyConstraint("session_uid", "product_code", name=op.f("pk_count_session_product")),
    )
    op.create_table(
        "count_entry",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("session_uid", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", INSTANT, nullable=False),
        sa.Column("by_scan", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_count_entry_not_negative")),
        sa.ForeignKeyConstraint(["session_uid"], ["count_session.uid"], name=op.f("fk_count_entry_session_uid")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_count_entry_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_count_entry_uid")),
    )
    op.create_index(op.f("ix_count_entry_session_uid"), "count_entry", ["session_uid"])
