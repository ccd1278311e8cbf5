"""Goods documents get numbers in their order; movements and book lines name their source and what they reverse.

Deliveries get lines of their own; a document that is taken back is named in a table.
"""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

KINDS = ("delivery", "return", "loss", "transfer", "count")
SOURCES = (*KINDS, "sale", "refund")


def upgrade() -> None:
    """Changes the tables."""
    _goods_documents()
    _movements()
    _lines()
    _book_lines()
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("needs_best_before", sa.Boolean(), nullable=False, server_default=sa.false()))


def _goods_documents() -> None:
    """The table is made anew: its rows get their order of posting, and from it their numbers."""
    op.execute(
        "CREATE TABLE goods_document_first AS SELECT d.*,"
        " (SELECT min(m.id) FROM movement m WHERE m.document = d.kind || '/' || d.uid) AS first_movement,"
        " CASE d.kind WHEN 'transfer' THEN (SELECT min(m.to_place) FROM movement m"
        " WHERE m.document = 'transfer/' || d.uid) END AS to_place_code,"
        " CAST(substr(CAST(d.day AS TEXT), 1, 4) AS INTEGER) AS year FROM goods_document d"
    )
    op.drop_table("goods_document")
    op.create_table(
        "goods_document",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("to_place_code", sa.Text(), nullable=True),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('delivery', 'return', 'loss', 'transfer', 'count')", name=op.f("ck_goods_document_kind")),
        sa.CheckConstraint(
            "(kind = 'transfer') = (to_place_code IS NOT NULL)", name=op.f("ck_goods_document_transfers_go_somewhere")
        ),
        sa.CheckConstraint(
            "(kind IN ('delivery', 'return')) = (producer_code IS NOT NULL)", name=op.f("ck_goods_document_producer")
        ),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_goods_document_place_code"),
        sa.ForeignKeyConstraint(["to_place_code"], ["place.code"], name="fk_goods_document_to_place_code"),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_goods_document_producer_code"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_document"),
        sa.UniqueConstraint("kind", "uid", name="uq_goods_document_kind_uid"),
        sa.UniqueConstraint("kind", "year", "sequence", name="uq_goods_document_kind_year_sequence"),
    )
    op.create_index("ix_goods_document_kind_day", "goods_document", ["kind", "day"], unique=False)
    op.execute(
        "INSERT INTO goods_document (kind, uid, year, sequence, place_code, to_place_code, producer_code, day, note,"
        " recorded_at, recorded_by)"
        " SELECT kind, uid, year,"
        " row_number() OVER (PARTITION BY kind, year ORDER BY recorded_at, first_movement, uid),"
        " place_code, to_place_code, producer_code, day, note, recorded_at, recorded_by"
        " FROM goods_document_first ORDER BY recorded_at, first_movement, uid"
    )
    op.drop_table("goods_document_first")
    op.execute(
        "INSERT INTO counter (series, year, value) SELECT kind, year, max(sequence) FROM goods_document GROUP BY kind, year"
    )


def _movements() -> None:
    with op.batch_alter_table("movement") as batch:
        batch.add_column(sa.Column("source_kind", sa.Text(), nullable=True))
        batch.add_column(sa.Column("source_uid", sa.Text(), nullable=True))
        batch.add_column(sa.Column("reverses", sa.Text(), nullable=True))
    kinds = " ".join(f"WHEN document LIKE '{source}/%' THEN '{source}'" for source in SOURCES)
    op.execute(f"UPDATE movement SET source_kind = CASE {kinds} END")  # noqa: S608
    op.execute("UPDATE movement SET source_uid = substr(document, length(source_kind) + 2)")
    sources = ", ".join(f"'{source}'" for source in SOURCES)
    with op.batch_alter_table("movement") as batch:
        batch.drop_index("ix_movement_document")
        batch.drop_column("document")
        batch.alter_column("source_kind", existing_type=sa.Text(), nullable=False)
        batch.alter_column("source_uid", existing_type=sa.Text(), nullable=False)
        batch.drop_constraint(op.f("ck_movement_has_a_from_and_a_to"), type_="check")
        batch.create_check_constraint(
            op.f("ck_movement_has_a_from_and_a_to"),
            "(kind IN ('received', 'refunded') AND (from_place IS NULL) = (reverses IS NULL)"
            " AND (to_place IS NULL) = (reverses IS NOT NULL))"
            " OR (kind IN ('sold', 'returned', 'lost') AND (from_place IS NULL) = (reverses IS NOT NULL)"
            " AND (to_place IS NULL) = (reverses IS NULL))"
            " OR (kind = 'count' AND (from_place IS NULL) <> (to_place IS NULL))"
            " OR (kind = 'transfer' AND from_place IS NOT NULL AND to_place IS NOT NULL AND from_place <> to_place)",
        )
        batch.create_check_constraint(op.f("ck_movement_source_kind"), f"source_kind IN ({sources})")
        batch.create_unique_constraint("uq_movement_reverses", ["reverses"])
        batch.create_foreign_key(op.f("fk_movement_reverses"), "movement", ["reverses"], ["uid"])
        batch.create_index("ix_movement_source", ["source_kind", "source_uid"], unique=False)


def _lines() -> None:
    op.create_table(
        "goods_reversal",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document_uid", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind", "document_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name="fk_goods_reversal_kind_document_uid",
        ),
        sa.PrimaryKeyConstraint("kind", "document_uid", name="pk_goods_reversal"),
        sa.UniqueConstraint("kind", "uid", name="uq_goods_reversal_kind_uid"),
    )
    op.create_table(
        "delivery_line",
        sa.Column("delivery_uid", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="delivery"),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.CheckConstraint("document_kind = 'delivery'", name=op.f("ck_delivery_line_of_a_delivery")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_delivery_line_positive")),
        sa.ForeignKeyConstraint(
            ["document_kind", "delivery_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name="fk_delivery_line_document_kind_delivery_uid",
        ),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_delivery_line_product_code"),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name="fk_delivery_line_lot"),
        sa.PrimaryKeyConstraint("delivery_uid", "n", name="pk_delivery_line"),
    )
    op.create_index("ix_delivery_line_lot", "delivery_line", ["lot"], unique=False)
    op.execute(
        "INSERT INTO delivery_line (delivery_uid, n, product_code, lot, quantity, made_on, best_before)"
        " SELECT m.source_uid, row_number() OVER (PARTITION BY m.source_uid ORDER BY m.id), m.product_code, m.lot, m.quantity,"
        " l.made_on, l.best_before FROM movement m JOIN lot l ON l.code = m.lot WHERE m.source_kind = 'delivery'"
    )
    with op.batch_alter_table("count_line") as batch:
        batch.add_column(sa.Column("document_kind", sa.Text(), nullable=False, server_default="count"))
        batch.create_check_constraint(op.f("ck_count_line_of_a_count"), "document_kind = 'count'")
        batch.create_foreign_key(
            op.f("fk_count_line_document_kind_count_uid"), "goods_document", ["document_kind", "count_uid"], ["kind", "uid"]
        )


def _book_lines() -> None:
    with op.batch_alter_table("book_line") as batch:
        batch.add_column(sa.Column("reverses", sa.Text(), nullable=True))
        batch.create_unique_constraint("uq_book_line_reverses", ["reverses"])
        batch.create_foreign_key(op.f("fk_book_line_reverses"), "book_line", ["reverses"], ["uid"])
        for name in ("sign_of_quantity", "sign_of_owed"):
            batch.drop_constraint(op.f(f"ck_book_line_{name}"), type_="check")
        batch.create_check_constraint(
            op.f("ck_book_line_sign_of_quantity"),
            "(kind = 'received' AND quantity <> 0 AND (quantity > 0) = (reverses IS NULL))"
            " OR (kind IN ('returned', 'lost') AND quantity <> 0 AND (quantity < 0) = (reverses IS NULL))"
            " OR (kind = 'refunded' AND quantity > 0) OR (kind = 'sold' AND quantity < 0)"
            " OR kind IN ('count', 'charge', 'adjustment', 'payout')",
        )
        batch.create_check_constraint(
            op.f("ck_book_line_sign_of_owed"),
            "(kind IN ('received', 'returned') AND owed_vnd = 0) OR (kind = 'sold' AND owed_vnd >= 0)"
            " OR (kind IN ('lost', 'count') AND (owed_vnd = 0 OR (owed_vnd > 0) = (reverses IS NULL)))"
            " OR (kind = 'refunded' AND owed_vnd <= 0) OR kind IN ('charge', 'adjustment', 'payout')",
        )
        batch.create_check_constraint(
            op.f("ck_book_line_goods_are_reversed"), "reverses IS NULL OR kind IN ('received', 'returned', 'lost', 'count')"
        )
