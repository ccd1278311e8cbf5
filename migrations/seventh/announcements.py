"""Deliveries that producers announce, and what they are asked to bring."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    _call_ups()
    _announcements()


def _call_ups() -> None:
    op.create_table(
        "call_up",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'answered', 'cancelled')", name=op.f("ck_call_up_state")),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_call_up_ended_by_somebody"),
        ),
        sa.CheckConstraint("answer_note IS NULL OR state = 'answered'", name=op.f("ck_call_up_note_of_an_answer")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_call_up_producer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_up")),
        sa.UniqueConstraint("uid", name=op.f("uq_call_up_uid")),
    )
    op.create_index(op.f("ix_call_up_producer_code"), "call_up", ["producer_code"])
    op.create_table(
        "call_up_line",
        sa.Column("call_up_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_call_up_line_positive")),
        sa.ForeignKeyConstraint(["call_up_uid"], ["call_up.uid"], name=op.f("fk_call_up_line_call_up_uid")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_call_up_line_product_code")),
        sa.PrimaryKeyConstraint("call_up_uid", "n", name=op.f("pk_call_up_line")),
    )


def _announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("call_up_uid", sa.Text(), nullable=True),
        sa.Column("announced_at", INSTANT, nullable=False),
        sa.Column("announced_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="delivery"),
        sa.Column("delivery_uid", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'received', 'cancelled')", name=op.f("ck_announcement_state")),
        sa.CheckConstraint("document_kind = 'delivery'", name=op.f("ck_announcement_of_a_delivery")),
        sa.CheckConstraint(
            "(state = 'received') = (delivery_uid IS NOT NULL)", name=op.f("ck_announcement_received_by_a_delivery")
        ),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_announcement_producer_code")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_announcement_place_code")),
        sa.ForeignKeyConstraint(["call_up_uid"], ["call_up.uid"], name=op.f("fk_announcement_call_up_uid")),
        sa.ForeignKeyConstraint(
            ["document_kind", "delivery_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_announcement_document_kind_delivery_uid"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("uid", name=op.f("uq_announcement_uid")),
        sa.UniqueConstraint("delivery_uid", name=op.f("uq_announcement_delivery_uid")),
    )
    op.create_index(op.f("ix_announcement_producer_code"), "announcement", ["producer_code"])
    op.create_index(op.f("ix_announcement_call_up_uid"), "announcement", ["call_up_uid"])
    op.create_index("ix_announcement_state", "announcement", ["state", "expected_on"])
    op.create_table(
        "announcement_line",
        sa.Column("announcement_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_announcement_line_positive")),
        sa.CheckConstraint(
            "made_on IS NULL OR best_before IS NULL OR best_before >= made_on", name=op.f("ck_announcement_line_dates")
        ),
        sa.ForeignKeyConstraint(["announcement_uid"], ["announcement.uid"], name=op.f("fk_announcement_line_announcement_uid")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_announcement_line_product_code")),
        sa.PrimaryKeyConstraint("announcement_uid", "n", name=op.f("pk_announcement_line")),
    )
    op.create_table(
        "announced_delivery",
        sa.Column("delivery_uid", sa.Text(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="delivery"),
        sa.Column("announcement_uid", sa.Text(), nullable=False),
        sa.CheckConstraint("document_kind = 'delivery'", name=op.f("ck_announced_delivery_of_a_delivery")),
        sa.ForeignKeyConstraint(["announcement_uid"], ["announcement.uid"], name=op.f("fk_announced_delivery_announcement_uid")),
        sa.ForeignKeyConstraint(
            ["document_kind", "delivery_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_announced_delivery_document_kind_delivery_uid"),
        ),
        sa.PrimaryKeyConstraint("delivery_uid", name=op.f("pk_announced_delivery")),
    )
    op.create_index(op.f("ix_announced_delivery_announcement_uid"), "announced_delivery", ["announcement_uid"])
