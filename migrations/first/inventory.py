"""Places, lots, shelves, movements, counts."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def create() -> None:
    """Creates the tables and their indexes."""
    op.create_table(
        "place",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('shop', 'store', 'stall')", name=op.f("ck_place_kind")),
        sa.PrimaryKeyConstraint("code", name="pk_place"),
    )
    op.create_table(
        "goods_document",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('delivery', 'return', 'loss', 'transfer', 'count')", name=op.f("ck_goods_document_kind")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_goods_document_place_code"),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_goods_document_producer_code"),
        sa.PrimaryKeyConstraint("kind", "uid", name="pk_goods_document"),
    )
    op.create_index("ix_goods_document_kind_recorded", "goods_document", ["kind", "recorded_at"], unique=False)
    op.create_table(
        "lot",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("lost", sa.BigInteger(), nullable=False),
        sa.Column("recalled_at", INSTANT, nullable=True),
        sa.Column("recall_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("delivered >= 0 AND lost >= 0", name=op.f("ck_lot_not_negative")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_lot_producer_code"),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_lot_product_code"),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
        sa.UniqueConstraint("code", name="uq_lot_code"),
    )
    op.create_index("ix_lot_producer_code", "lot", ["producer_code"], unique=False)
    op.create_index("ix_lot_product_code", "lot", ["product_code"], unique=False)
    op.create_table(
        "count_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("count_uid", sa.Text(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name="fk_count_line_lot"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_count_line_place_code"),
        sa.PrimaryKeyConstraint("id", name="pk_count_line"),
    )
    op.create_index("ix_count_line_count_uid", "count_line", ["count_uid"], unique=False)
    op.create_index("ix_count_line_place_lot", "count_line", ["place_code", "lot", "counted_at"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("from_place", sa.Text(), nullable=True),
        sa.Column("to_place", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("moved_at", INSTANT, nullable=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('received', 'refunded') AND from_place IS NULL AND to_place IS NOT NULL)"
            " OR (kind IN ('sold', 'returned', 'lost') AND from_place IS NOT NULL AND to_place IS NULL)"
            " OR (kind = 'count' AND (from_place IS NULL) <> (to_place IS NULL)) OR (kind = 'transfer'"
            " AND from_place IS NOT NULL AND to_place IS NOT NULL AND from_place <> to_place)",
            name=op.f("ck_movement_has_a_from_and_a_to"),
        ),
        sa.CheckConstraint(
            "kind IN ('received', 'sold', 'refunded', 'returned', 'lost', 'count', 'transfer')", name=op.f("ck_movement_kind")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_movement_positive")),
        sa.ForeignKeyConstraint(["from_place"], ["place.code"], name="fk_movement_from_place"),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name="fk_movement_lot"),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_movement_product_code"),
        sa.ForeignKeyConstraint(["to_place"], ["place.code"], name="fk_movement_to_place"),
        sa.PrimaryKeyConstraint("id", name="pk_movement"),
        sa.UniqueConstraint("uid", name="uq_movement_uid"),
    )
    op.create_index("ix_movement_document", "movement", ["document"], unique=False)
    op.create_index("ix_movement_lot_moved", "movement", ["lot", "moved_at"], unique=False)
    op.create_index("ix_movement_product", "movement", ["product_code"], unique=False)
    op.create_table(
        "shelf",
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_shelf_never_below_nothing")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name="fk_shelf_lot"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_shelf_place_code"),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_shelf_product_code"),
        sa.PrimaryKeyConstraint("place_code", "lot", name="pk_shelf"),
    )
    op.create_index(
        "ix_shelf_holding",
        "shelf",
        ["product_code", "place_code"],
        unique=False,
        sqlite_where=sa.text("on_hand > 0"),
        postgresql_where=sa.text("on_hand > 0"),
    )
    op.create_index("ix_shelf_lot", "shelf", ["lot"], unique=False)
