"""Rules of marks in versions, with their files and whose goods they name, and the uses of marks."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

RULE = ["mark_rule.code", "mark_rule.version"]


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "mark_rule",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("on_label", sa.Boolean(), nullable=False),
        sa.Column("on_page", sa.Boolean(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("to_day >= from_day", name=op.f("ck_mark_rule_days")),
        sa.CheckConstraint("on_label OR on_page OR on_paper", name=op.f("ck_mark_rule_places")),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_mark_rule")),
    )
    op.create_table(
        "mark_file",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["code", "version"], RULE, name=op.f("fk_mark_file_code_version")),
        sa.ForeignKeyConstraint(["file_uid"], ["stored_file.uid"], name=op.f("fk_mark_file_file_uid")),
        sa.PrimaryKeyConstraint("code", "version", "position", name=op.f("pk_mark_file")),
    )
    op.create_index(op.f("ix_mark_file_file_uid"), "mark_file", ["file_uid"])
    op.create_table(
        "mark_target",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.CheckConstraint("(producer_code IS NULL) <> (product_code IS NULL)", name=op.f("ck_mark_target_of_one")),
        sa.ForeignKeyConstraint(["code", "version"], RULE, name=op.f("fk_mark_target_code_version")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_mark_target_producer_code")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_mark_target_product_code")),
        sa.PrimaryKeyConstraint("code", "version", "position", name=op.f("pk_mark_target")),
    )
    op.create_table(
        "mark_use",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("used_by", sa.Text(), nullable=False),
        sa.CheckConstraint("place IN ('label', 'page', 'paper')", name=op.f("ck_mark_use_place")),
        sa.ForeignKeyConstraint(["code", "version"], RULE, name=op.f("fk_mark_use_code_version")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_mark_use_product_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_use")),
    )
    op.create_index("uq_mark_use_once", "mark_use", ["code", "product_code", "place", "document", "used_on"], unique=True)
