"""What visitors read: of producers their story and picture, of products more words and a season, of the outlet its hours."""

import sqlalchemy as sa
from alembic import op

TOLD = ("name_en", "story_en", "usage_en", "keeping", "keeping_en")
"""Texts about a product."""


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("producer") as batch:
        batch.add_column(sa.Column("story", sa.Text(), nullable=True))
        batch.add_column(sa.Column("story_en", sa.Text(), nullable=True))
        batch.add_column(sa.Column("photo", sa.Text(), nullable=True))
        batch.create_foreign_key(op.f("fk_producer_photo"), "stored_file", ["photo"], ["uid"])
        batch.create_index(op.f("ix_producer_photo"), ["photo"])
    with op.batch_alter_table("product") as batch:
        for column in TOLD:
            batch.add_column(sa.Column(column, sa.Text(), nullable=True))
        batch.add_column(sa.Column("season", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_product_season"), "season BETWEEN 1 AND 4095")
    with op.batch_alter_table("outlet") as batch:
        batch.add_column(sa.Column("shows_prices", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch.add_column(sa.Column("opens_at", sa.Text(), nullable=True))
        batch.add_column(sa.Column("closes_at", sa.Text(), nullable=True))
        batch.add_column(sa.Column("closed_on", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("map_link", sa.Text(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_outlet_opening_hours"), "(opens_at IS NULL) = (closes_at IS NULL) AND opens_at < closes_at"
        )
        batch.create_check_constraint(op.f("ck_outlet_closed_on"), "closed_on BETWEEN 1 AND 127")
