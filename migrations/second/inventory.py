"""A counted line points at its count."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("count_line") as batch:
        # A goods document is known by its kind and uid.
        batch.add_column(sa.Column("document_kind", sa.Text(), nullable=False, server_default="count"))
        batch.create_check_constraint(op.f("ck_count_line_of_a_count"), "document_kind = 'count'")
        batch.create_foreign_key(
            op.f("fk_count_line_document_kind_count_uid"), "goods_document", ["document_kind", "count_uid"], ["kind", "uid"]
        )
