"""Which goods document was written in the place of which."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "goods_correction",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document_uid", sa.Text(), nullable=False),
        sa.Column("corrected_uid", sa.Text(), nullable=False),
        sa.CheckConstraint("document_uid <> corrected_uid", name=op.f("ck_goods_correction_of_another")),
        sa.ForeignKeyConstraint(
            ["kind", "document_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_goods_correction_kind_document_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["kind", "corrected_uid"],
            ["goods_reversal.kind", "goods_reversal.document_uid"],
            name=op.f("fk_goods_correction_kind_corrected_uid"),
        ),
        sa.PrimaryKeyConstraint("kind", "document_uid", name=op.f("pk_goods_correction")),
        sa.UniqueConstraint("kind", "corrected_uid", name=op.f("uq_goods_correction_kind_corrected_uid")),
    )
