"""Barcodes of packs and baskets beside those of products, so that no two things have the same; goods without a tile."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    op.add_column("product", sa.Column("available", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("product") as batch:
        batch.alter_column("available", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("barcode") as batch:
        batch.alter_column("product_code", existing_type=sa.Text(), nullable=True)
        batch.add_column(sa.Column("pack_quantity", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("pack_price_vnd", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("basket_code", sa.Text(), nullable=True))
        batch.create_check_constraint(op.f("ck_barcode_of_one_thing"), "(product_code IS NULL) <> (basket_code IS NULL)")
        batch.create_check_constraint(
            op.f("ck_barcode_pack"), "pack_quantity IS NULL OR (pack_quantity > 0 AND product_code IS NOT NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_barcode_pack_price"), "pack_price_vnd IS NULL OR (pack_price_vnd >= 0 AND pack_quantity IS NOT NULL)"
        )
        batch.create_foreign_key(op.f("fk_barcode_basket_code"), "basket", ["basket_code"], ["code"])
    op.create_index(op.f("ix_barcode_basket_code"), "barcode", ["basket_code"])
