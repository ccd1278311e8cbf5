"""Pictures and papers as files, and where they are named: by products, deliveries and losses."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT

TYPES = "'image/jpeg', 'image/png', 'image/webp', 'application/pdf'"
COPY_TYPES = "'image/avif', 'image/webp', 'image/jpeg', 'application/pdf'"


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "stored_file",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.CheckConstraint(f"type IN ({TYPES})", name=op.f("ck_stored_file_type")),
        sa.CheckConstraint("bytes > 0 AND width >= 0 AND height >= 0", name=op.f("ck_stored_file_sizes")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_stored_file")),
    )
    op.create_index("ix_stored_file_added", "stored_file", ["added_by", "added_at"])
    op.create_table(
        "file_copy",
        sa.Column("file_uid", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"type IN ({COPY_TYPES})", name=op.f("ck_file_copy_type")),
        sa.CheckConstraint(
            "width IN (0, 120, 480, 1280) AND (width = 0) = (type = 'application/pdf')", name=op.f("ck_file_copy_width")
        ),
        sa.CheckConstraint("bytes > 0 AND length(digest) = 64", name=op.f("ck_file_copy_content")),
        sa.ForeignKeyConstraint(["file_uid"], ["stored_file.uid"], name=op.f("fk_file_copy_file_uid")),
        sa.PrimaryKeyConstraint("file_uid", "width", "type", name=op.f("pk_file_copy")),
    )
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("photo", sa.Text(), nullable=True))
        batch.create_foreign_key(op.f("fk_product_photo"), "stored_file", ["photo"], ["uid"])
        batch.create_index(op.f("ix_product_photo"), ["photo"])
    op.create_table(
        "goods_photo",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document_uid", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind", "document_uid"], ["goods_document.kind", "goods_document.uid"], name=op.f("fk_goods_photo_kind_document_uid")
        ),
        sa.ForeignKeyConstraint(["file_uid"], ["stored_file.uid"], name=op.f("fk_goods_photo_file_uid")),
        sa.PrimaryKeyConstraint("kind", "document_uid", "position", name=op.f("pk_goods_photo")),
    )
    op.create_index(op.f("ix_goods_photo_file_uid"), "goods_photo", ["file_uid"])
