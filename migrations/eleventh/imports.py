"""Files that are imported, and which bank notices came from one."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "import_file",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("heads_digest", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("committed_at", INSTANT, nullable=True),
        sa.Column("committed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('bank_file')", name=op.f("ck_import_file_kind")),
        sa.CheckConstraint("(committed_at IS NULL) = (committed_by IS NULL)", name=op.f("ck_import_file_committed_by_somebody")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_import_file")),
    )
    op.create_index("ix_import_file_heads", "import_file", ["kind", "heads_digest"])
    op.create_table(
        "import_column",
        sa.Column("import_uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_uid"], ["import_file.uid"], name=op.f("fk_import_column_import_uid")),
        sa.PrimaryKeyConstraint("import_uid", "key", name=op.f("pk_import_column")),
    )
    with op.batch_alter_table("bank_notice") as batch:
        batch.add_column(sa.Column("is_from_file", sa.Boolean(), server_default=sa.false(), nullable=False))
